package web

import (
	"slices"
	"testing"

	"capzero/internal/access"
)

// TestAFewLooksAreShownAndThenAll, up to what a page can hold.
func TestAFewLooksAreShownAndThenAll(t *testing.T) {
	const all = `a[href^="/mes-donnees?regards"]`
	for n, want := range map[int]struct{ first, then int }{0: {}, 1: {1, 1}, shownLooks: {shownLooks, shownLooks}, 40: {shownLooks, 40}, 600: {shownLooks, allLooks}} {
		o := withAnne(t)
		o.MyData = papers{looks: slices.Repeat([]access.Access{{Day: day, By: "GONE", Role: "officer", What: access.CardMade, Times: 1}}, n)}
		h := testHandler(t, o)
		few := documentOf(t, serve(h, asAnne(get("/mes-donnees")))).Find("section[aria-labelledby=regards]")
		if got := few.Find("li").Length(); got != want.first || few.Find(all).Length() != min(1, max(0, n-shownLooks)) {
			t.Errorf("of %d are shown %d at first", n, got)
		}
		many := documentOf(t, serve(h, asAnne(get("/mes-donnees?regards")))).Find("section[aria-labelledby=regards]")
		if got := many.Find("li").Length(); got != want.then || many.Find(all).Length() != 0 {
			t.Errorf("of %d are shown %d in the end", n, got)
		}
	}
}
