package browser

import (
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// faulty breaks one rule that each checker must see.
const faulty = `<!doctype html>
<html lang="fr"><head><title>Fautes</title><meta name="viewport" content="width=device-width"></head>
<body style="background: #fff; color: #000">
<main><h1>Fautes</h1>
<p style="color: #767676">Un gris à 4,5 pour 1.</p>
<img src="data:," width="40" height="40">
<p><a href="#a" style="outline: none">Un lien qui ne montre pas le focus</a></p>
<p><a href="#b">Un lien</a> sous autre chose</p>
<div style="position: fixed; inset: 0"></div>
<p style="width: 700px">Un paragraphe trop large</p>
</main></body></html>`

// TestCheckersSeeFaults: a checker that sees nothing would pass everything.
func TestCheckersSeeFaults(t *testing.T) {
	source, err := axeSource()
	if err != nil {
		t.Fatal(err)
	}
	tb := open(t, smallest)
	tb.do(chromedp.Navigate("about:blank"))
	tree := call(tb, page.GetFrameTree, cdp.Empty{})
	call(tb, page.SetDocumentContent, page.SetDocumentContentParams{FrameID: tree.FrameTree.Frame.ID, HTML: faulty})
	eval[any](tb, source+"; null")
	var seen []string
	for _, v := range axe(tb, everyRule) {
		seen = append(seen, v.ID)
	}
	for _, rule := range []string{"color-contrast-enhanced", "image-alt"} {
		if !slices.Contains(seen, rule) {
			t.Errorf("axe does not see %s, only %v", rule, seen)
		}
	}
	if wide := eval[[]string](tb, tooWide); !strings.Contains(strings.Join(wide, "\n"), "700px") {
		t.Errorf("the sideways check sees %v", wide)
	}
	eval[any](tb, keepTrail+"; null")
	faults := tabThrough(tb)
	for _, fault := range []string{"the focus does not show on <a", "it is under <div"} {
		if !strings.Contains(strings.Join(faults, "\n"), fault) {
			t.Errorf("the focus check does not see %q, only %q", fault, faults)
		}
	}
}
