package backup

import "time"

const (
	// rests is how many times as long as it has worked on a piece a backup then rests:
	// it leaves half a processor to those whom the program answers meanwhile.
	rests = 1
	// longestRest bounds one rest: what took long may have waited for a disk.
	longestRest = 10 * time.Millisecond
)

// A pace keeps a long work from taking a processor for itself. Nil never rests.
type pace struct{ since time.Time }

func newPace() *pace { return &pace{since: time.Now()} }

// rest rests after a piece of work.
func (p *pace) rest() {
	if p == nil {
		return
	}
	time.Sleep(min(rests*time.Since(p.since), longestRest))
	p.since = time.Now()
}
