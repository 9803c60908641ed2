package browser

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"

	"capzero/test/program"
)

// axeSource is the accessibility checker, evaluated in the page.
var axeSource = sync.OnceValues(func() (string, error) {
	path, err := program.NodeModules("axe-core", "axe.min.js")
	if err != nil {
		return "", err
	}
	source, err := os.ReadFile(path)
	return string(source), err
})

// everyRule is what a page is held against once: the French standard, WCAG 2.2
// AA, the stricter contrast that our look asks for, and the landmarks that make
// a page quick to move in.
var everyRule = map[string]any{
	"runOnly": map[string]any{
		"type":   "tag",
		"values": []string{"RGAAv4", "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"},
	},
	"rules": map[string]any{
		"color-contrast-enhanced":     map[string]bool{"enabled": true},
		"heading-order":               map[string]bool{"enabled": true},
		"landmark-one-main":           map[string]bool{"enabled": true},
		"landmark-unique":             map[string]bool{"enabled": true},
		"page-has-heading-one":        map[string]bool{"enabled": true},
		"region":                      map[string]bool{"enabled": true},
		"label-content-name-mismatch": map[string]bool{"enabled": true},
	},
	"preload": false, // it would fetch style sheets a second time
}

// colourRules are the ones whose answer changes with the theme.
var colourRules = map[string]any{
	"runOnly": map[string]any{
		"type":   "rule",
		"values": []string{"color-contrast", "color-contrast-enhanced", "link-in-text-block"},
	},
	"preload": false,
}

type violation struct {
	ID    string `json:"id"`
	Help  string `json:"help"`
	Nodes []struct {
		HTML    string `json:"html"`
		Summary string `json:"failureSummary"`
	} `json:"nodes"`
}

func (v violation) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s (%d places)", v.ID, v.Help, len(v.Nodes))
	for _, n := range v.Nodes[:min(3, len(v.Nodes))] {
		fmt.Fprintf(&b, "\n\t%s\n\t\t%s", n.HTML, strings.ReplaceAll(n.Summary, "\n", "\n\t\t"))
	}
	return b.String()
}

// TestAccessible holds every page in every state against axe, in both themes.
func TestAccessible(t *testing.T) {
	eachState(t, func(t *testing.T, path string) {
		found := inspect(t, path)
		for _, v := range found.light {
			t.Errorf("light: %v", v)
		}
		for _, v := range found.dark {
			t.Errorf("dark: %v", v)
		}
	})
}

func axe(tb *tab, options map[string]any) []violation {
	tb.Helper()
	text, err := json.Marshal(options)
	if err != nil {
		tb.Fatal(err)
	}
	return eval[[]violation](tb, fmt.Sprintf(`axe.run(document, %s).then(r => {
		if (r.passes.length === 0) throw new Error('no rule applied');
		return r.violations;
	})`, text))
}
