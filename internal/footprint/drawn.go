package footprint

import (
	"maps"
	"slices"
	"sync"
)

// A drawnKey is what intervals are of: answers that have not changed since.
type drawnKey struct {
	assessment string
	revision   int64
	models     Models
}

func (sh sheet) drawnKey() drawnKey { return drawnKey{sh.ID, sh.Revision, sh.versions} }

// rememberedIntervals is how many households' intervals are kept: those of the
// last hour in a city, a few megabytes.
const rememberedIntervals = 300

// drawnBefore keeps the intervals that were drawn last. It is safe for concurrent
// use.
type drawnBefore struct {
	mu    sync.Mutex
	of    map[drawnKey]intervals
	order []drawnKey // oldest first
}

func (d *drawnBefore) find(key drawnKey) (intervals, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	i, ok := d.of[key]
	return i, ok
}

func (d *drawnBefore) keep(key drawnKey, i intervals) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.of == nil {
		d.of = map[drawnKey]intervals{}
	}
	if _, ok := d.of[key]; ok {
		return
	}
	if len(d.order) == rememberedIntervals {
		delete(d.of, d.order[0])
		d.order = d.order[1:]
	}
	d.of[key] = i
	d.order = append(d.order, key)
}

// forget drops what was drawn for an assessment.
func (d *drawnBefore) forget(assessment string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	of := func(key drawnKey) bool { return key.assessment == assessment }
	maps.DeleteFunc(d.of, func(key drawnKey, _ intervals) bool { return of(key) })
	d.order = slices.DeleteFunc(d.order, of)
}
