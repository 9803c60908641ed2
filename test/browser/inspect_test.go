package browser

import (
	"sync"
	"testing"
	"time"
)

// An inspection is what one visit to a page finds out. The tests that read from
// it share it, because opening a page is what takes the time.
type inspection struct {
	light, dark []violation        // of accessibility rules
	tooWide     []string           // what makes it scroll sideways at 320 px
	tabbing     map[int64][]string // what Tab does wrong, by the width of the window
	console     []string           // what the browser complains about
	cost        cost
	nodes       float64
}

// settled is how long after loading a script may still complain.
const settled = 100 * time.Millisecond

var (
	inspectionsMu sync.Mutex
	inspections   = map[string]*onceInspection{}
)

type onceInspection struct {
	sync.Once
	inspection
	done bool
}

// inspect visits a page once per run of the tests.
func inspect(t *testing.T, path string) *inspection {
	t.Helper()
	inspectionsMu.Lock()
	one, ok := inspections[path]
	if !ok {
		one = new(onceInspection)
		inspections[path] = one
	}
	inspectionsMu.Unlock()
	one.Do(func() {
		one.visit(t, path)
		one.done = true
	})
	if !one.done {
		t.Fatal("the page could not be inspected, see the first test that tried")
	}
	return &one.inspection
}

// wholePage is a phone that is as high as the page. What is half under the bar at
// the bottom of a real one has its size as soon as the page is moved: axe takes it
// for a target that is too small. That the focus is never under the bar is for
// TestKeyboard, on a real one.
func wholePage(tb *tab) view {
	tb.Helper()
	whole := phone
	whole.height = max(phone.height, eval[int64](tb, "document.documentElement.scrollHeight"))
	return whole
}

// visit fills the inspection in; before is done in the empty tab.
func (i *inspection) visit(t *testing.T, path string, before ...func(*tab)) {
	t.Helper()
	borrow(t, phone, func(tb *tab) {
		for _, do := range before {
			do(tb)
		}
		i.look(tb, path)
	})
}

func (i *inspection) look(tb *tab, path string) {
	tb.Helper()
	i.cost.listen(tb)
	messages := listenConsole(tb)
	tb.visit(path)
	i.nodes = eval[float64](tb, countNodes)
	i.cost.close()
	loaded := time.Now()

	whole := wholePage(tb)
	tb.look(whole)
	i.light = axe(tb, everyRule)
	time.Sleep(time.Until(loaded.Add(settled)))
	i.console = messages()
	dark := whole
	dark.dark = true
	tb.look(dark)
	i.dark = axe(tb, colourRules)
	tb.look(smallest)
	i.tooWide = eval[[]string](tb, tooWide)

	eval[bool](tb, complete)
	eval[any](tb, keepTrail+"; null")
	i.tabbing = map[int64][]string{}
	for _, v := range []view{desktop, phone} {
		tb.look(v)
		i.tabbing[v.width] = tabThrough(tb)
	}
}
