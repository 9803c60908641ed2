package mydata

import (
	"slices"
	"time"
)

// What became of a copy that was asked for, besides the states of a [Takeout].
const (
	replaced  = "replaced"  // asked for again before it was there
	withdrawn = "withdrawn" // its person is gone
	abandoned = "abandoned" // it was never made, and is too old now
)

const (
	// accountedFor is how far back who answers for the data looks.
	accountedFor = 365 * 24 * time.Hour
	// lateAfter is after how long a request that waits is for somebody to look at. They
	// take seconds, or minutes while somebody reads the log of a large city.
	lateAfter = time.Hour
)

// Requests are those of one kind in the last twelve months, and how they were served.
// They name nobody.
type Requests struct {
	Asked   int
	Served  int
	Failed  int       // could not be made: too large, or abandoned
	Waiting int       // of whenever
	Oldest  time.Time // of those that wait; zero where none does
	Median  time.Duration
	Slowest time.Duration
}

// Late reports whether one waits for longer than it should.
func (r Requests) Late(now time.Time) bool {
	return r.Waiting > 0 && now.Sub(r.Oldest) > lateAfter
}

// A request is one that somebody made.
type request struct {
	asked   time.Time
	ended   time.Time // zero while it waits
	outcome string    // empty for one that can only be served
}

// sumRequests sums those up that were asked since a moment, and all that wait.
func sumRequests(all []request, since time.Time) (r Requests) {
	var took []time.Duration
	for _, q := range all {
		if q.ended.IsZero() {
			if r.Waiting++; r.Oldest.IsZero() || q.asked.Before(r.Oldest) {
				r.Oldest = q.asked
			}
		}
		if q.asked.Before(since) {
			continue
		}
		r.Asked++
		switch {
		case q.outcome == abandoned || q.outcome == string(Large):
			r.Failed++
		case q.outcome == replaced || q.outcome == withdrawn || q.ended.IsZero():
		default:
			took = append(took, q.ended.Sub(q.asked))
		}
	}
	if r.Served = len(took); r.Served > 0 {
		slices.Sort(took)
		r.Median, r.Slowest = took[(len(took)-1)/2], took[len(took)-1]
	}
	return r
}
