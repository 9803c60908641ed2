package browser

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp/kb"
)

// findStops lists what one can act on, in document order, as window.stops: one
// entry per place where Tab must stop, which for radio buttons is the group.
// It also keeps how each looks without the focus.
const findStops = `(() => {
	const parts = e => [e, ...(e.labels || []), e.parentElement, e.nextElementSibling].filter(Boolean)
	const look = e => parts(e).map(p => [null, '::before', '::after'].map(pseudo => {
		const s = getComputedStyle(p, pseudo)
		return [s.outlineStyle, s.outlineWidth, s.outlineColor, s.boxShadow, s.borderColor, s.borderWidth,
			s.backgroundColor, s.color, s.textDecorationLine, s.textDecorationThickness].join()
	}).join('|')).join('\n')
	const group = e => e.type === 'radio' ? [...document.querySelectorAll('input[type=radio]')]
		.filter(r => r.name === e.name && r.form === e.form && !r.disabled) : [e]
	const all = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]')]
		.filter(e => e.tabIndex >= 0 && !e.disabled && e.checkVisibility({visibilityProperty: true}))
		.filter(e => e.type !== 'radio' || group(e)[0] === e)
	window.stops = all.map(e => ({group: group(e), looks: new Map(group(e).map(g => [g, look(g)]))}))
	window.look = look
	return all.map(e => e.outerHTML.slice(0, 100))
})()`

// describeFocus says which stop has the focus, and whether a person can see it.
const describeFocus = `(() => {
	const e = document.activeElement
	const index = window.stops.findIndex(s => s.group.includes(e))
	if (index < 0) return {index, html: e.outerHTML.slice(0, 100)}
	const seen = window.stops[index].looks.get(e) !== window.look(e)
	const box = n => [...n.getClientRects()].find(r => r.width > 1 && r.height > 1)
	const target = [e, ...(e.labels || [])].find(n => box(n) && getComputedStyle(n).opacity !== '0') || e
	const r = box(target)
	let covered = 'it has no size'
	if (r) {
		const x = r.x + r.width / 2, y = r.y + r.height / 2
		const hit = document.elementFromPoint(x, y)
		if (!hit) covered = 'it is outside the window'
		else if (target.contains(hit) || hit.contains(target) || [...(e.labels || [])].some(l => l.contains(hit))) covered = ''
		else covered = 'it is under ' + hit.outerHTML.slice(0, 80)
	}
	return {index, html: e.outerHTML.slice(0, 100), seen, covered}
})()`

type focus struct {
	Index   int    `json:"index"` // among the stops, -1 where the focus is elsewhere
	HTML    string `json:"html"`
	Seen    bool   `json:"seen"`    // it looks different with the focus
	Covered string `json:"covered"` // why a person cannot see it
}

// keepTrail describes where the focus is each time that Tab is about to move it on,
// as window.trail. A person presses Tab many times in a row; asking after each of
// them from here would take longer than the page does.
const keepTrail = `(() => {
	window.trail = []
	addEventListener('keydown', e => { if (e.key === 'Tab') window.trail.push(` + describeFocus + `) }, true)
})()`

// toTheTop puts the focus before the first stop.
const toTheTop = `(() => {
	const root = document.documentElement
	root.tabIndex = -1
	root.focus()
	root.blur()
	root.removeAttribute('tabindex')
	scrollTo(0, 0)
	window.trail = []
})()`

// TestKeyboard moves through every page with Tab alone: every place one can act
// on is reached once, in the order of the document, looks focused, and is not
// hidden under something else.
func TestKeyboard(t *testing.T) {
	eachState(t, func(t *testing.T, path string) {
		for width, faults := range inspect(t, path).tabbing {
			for _, fault := range faults {
				t.Errorf("%d px: %s", width, fault)
			}
		}
	})
}

// complete waits for the parts of a page that come after it.
const complete = `(async () => {
	for (let i = 0; i < 50 && document.querySelector("[data-parts]"); i++)
		await new Promise(done => setTimeout(done, 100));
	return true;
})()`

// insideDate is how many places of its own a date field has for Tab: the day, the
// month, the year and the calendar.
const insideDate = 4

// tabThrough presses Tab as often as the page has stops, and returns what was not
// as it should be.
func tabThrough(tb *tab) (faults []string) {
	tb.Helper()
	eval[any](tb, toTheTop+"; null")
	stops := eval[[]string](tb, findStops)
	if len(stops) == 0 {
		return []string{"nothing to act on"}
	}
	presses := len(stops)
	for _, html := range stops {
		if isDate(html) {
			presses += insideDate - 1
		}
	}
	pressTab(tb, presses)
	trail := eval[[]focus](tb, `[...window.trail.slice(1), `+describeFocus+`]`)
	for want, html := range stops {
		for want > 0 && isDate(stops[want-1]) && len(trail) > 0 && trail[0].Index == want-1 {
			trail = trail[1:] // still inside of it
		}
		if len(trail) == 0 {
			return append(faults, fmt.Sprintf("Tab ends before %s", html))
		}
		got := trail[0]
		trail = trail[1:]
		if got.Index != want {
			return append(faults, fmt.Sprintf("Tab %d stops at %s, want %s", want+1, got.HTML, html))
		}
		if !got.Seen {
			faults = append(faults, fmt.Sprintf("the focus does not show on %s", got.HTML))
		}
		if got.Covered != "" {
			faults = append(faults, fmt.Sprintf("%s: %s", got.HTML, got.Covered))
		}
	}
	return faults
}

// pressTab presses Tab and does not let it go: the focus moves when it goes down.
func pressTab(tb *tab, times int) {
	tb.Helper()
	down := *kb.Encode('\t')[0]
	for range times {
		call(tb, input.DispatchKeyEvent, down)
	}
}

func isDate(html string) bool { return strings.Contains(html, `type="date"`) }
