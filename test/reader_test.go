package test

import (
	"context"
	"fmt"
	"net/http"
	"net/netip"
	"slices"
	"sync"
	"testing"
	"time"

	"capzero/test/program"
	"capzero/test/visitor"
)

// readPages are what they read: the home page, a question, a result.
var readPages = []string{"/", "/mesurer/question/logement/surface", "/resultat"}

// readers are people who have measured, and read pages.
type readers struct {
	t    *testing.T
	each []*visitor.Visitor
}

// pageEvery is how long a reader looks at a page.
const pageEvery = 200 * time.Millisecond

func newReaders(t *testing.T, p *program.Process) readers {
	t.Helper()
	r := readers{t: t}
	for n, who := range []string{"nolan", "yoram", "mehdi", "corentin"} {
		v := visitor.NewFrom(p.URL, netip.AddrFrom4([4]byte{127, 200, 0, byte(n + 1)}))
		if _, err := v.Measure(truthOf(t, who)); err != nil {
			t.Fatal(err)
		}
		r.each = append(r.each, v)
	}
	r.during(func() { time.Sleep(pageEvery * time.Duration(len(readPages))) }) // intervals are drawn the first time
	return r
}

// during returns how long the pages took that they read while f ran.
func (r readers) during(f func()) times {
	ctx, done := context.WithCancel(r.t.Context())
	var mu sync.Mutex
	var all times
	var reading sync.WaitGroup
	for _, v := range r.each {
		reading.Go(func() {
			for n := 0; ctx.Err() == nil; n++ {
				path := readPages[n%len(readPages)]
				page, err := v.Get(path)
				if err == nil && (page.Status != http.StatusOK || page.Path != path) {
					err = fmt.Errorf("%s answered %d", page.Path, page.Status)
				}
				if err != nil {
					r.t.Errorf("a reader of %s: %v", path, err)
					return
				}
				mu.Lock()
				all = append(all, page.Took)
				mu.Unlock()
				time.Sleep(pageEvery)
			}
		})
	}
	f()
	done()
	reading.Wait()
	slices.Sort(all)
	return all
}

// times are how long something took, the shortest first.
type times []time.Duration

func timesOf(came []arrival, of func(arrival) time.Duration) (all times) {
	for _, a := range came {
		all = append(all, of(a))
	}
	slices.Sort(all)
	return all
}

func timesOfAll(came []arrival) (all times) {
	for _, a := range came {
		all = append(all, a.pages...)
	}
	slices.Sort(all)
	return all
}

// at is the time below which a share of them is.
func (t times) at(share float64) time.Duration {
	if len(t) == 0 {
		return 0
	}
	return t[min(len(t)-1, int(share*float64(len(t))))]
}

func (t times) String() string {
	ms := func(share float64) string { return fmt.Sprintf("%.1f", t.at(share).Seconds()*1000) }
	return fmt.Sprintf("p50 %s, p95 %s, p99 %s, at most %s ms (%d)", ms(0.5), ms(0.95), ms(0.99), ms(1), len(t))
}
