package browser

import "testing"

// tooWide lists what makes the page wider than 320 pixels, the page first.
const tooWide = `(() => {
	const limit = 320
	if (document.scrollingElement.scrollWidth <= limit) return []
	const inOwnBox = e => {
		for (let p = e.parentElement; p && p !== document.body; p = p.parentElement)
			if (['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(p).overflowX)) return true
		return false
	}
	const found = ['the page is ' + document.scrollingElement.scrollWidth + ' px wide']
	for (const e of document.body.querySelectorAll('*'))
		if (e.getBoundingClientRect().right > limit + 0.5 && !inOwnBox(e))
			found.push(e.outerHTML.slice(0, 120))
	return found.slice(0, 6)
})()`

// TestNoSidewaysScroll: at 320 CSS pixels, which is also a desktop at 400 %, no
// page scrolls sideways. A wide table may scroll inside its own box.
func TestNoSidewaysScroll(t *testing.T) {
	eachState(t, func(t *testing.T, path string) {
		for _, w := range inspect(t, path).tooWide {
			t.Error(w)
		}
	})
}
