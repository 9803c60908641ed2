package browser

import (
	"math"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

const (
	homeAtMost      = 60_000  // bytes over the wire, everything the page asks for
	pageAtMost      = 100_000 // the same for any other page
	requestsAtMost  = 8
	ecoIndexAtLeast = 80 // grade A
)

// TestWeight: what every page costs to open with an empty cache.
func TestWeight(t *testing.T) {
	eachState(t, func(t *testing.T, path string) {
		page := inspect(t, path)
		bytes, requests, nodes := int(page.cost.bytes), page.cost.requests, page.nodes
		score := ecoIndex(nodes, float64(requests), float64(bytes)/1000)
		t.Logf("%d bytes, %d requests, %.0f nodes, EcoIndex %.0f", bytes, requests, nodes, score)

		most := pageAtMost
		if strings.HasPrefix(path, "/gallery/accueil/") {
			most = homeAtMost
		}
		if bytes == 0 || bytes > most {
			t.Errorf("%d bytes over the wire, want 1 to %d", bytes, most)
		}
		if requests > requestsAtMost {
			t.Errorf("%d requests, want at most %d", requests, requestsAtMost)
		}
		// The list of the gallery has a line for each state of each page, and no
		// reader but those who make them.
		if score < ecoIndexAtLeast && path != "/gallery" {
			t.Errorf("EcoIndex %.1f, want at least %d (%.0f nodes, %d requests, %d bytes)", score, ecoIndexAtLeast, nodes, requests, bytes)
		}
	})
}

// countNodes is how EcoIndex counts: a drawing is one element.
const countNodes = `document.querySelectorAll('*').length - document.querySelectorAll('svg *').length`

// A cost adds up what a tab loads until it is closed.
type cost struct {
	mu       sync.Mutex
	closed   bool
	bytes    float64
	requests int
}

func (c *cost) listen(tb *tab) {
	tb.Helper()
	err := chromedp.Listen(tb.ctx, func(event any) {
		c.mu.Lock()
		defer c.mu.Unlock()
		if c.closed {
			return
		}
		switch e := event.(type) {
		case *network.EventRequestWillBeSent:
			c.requests++
		case *network.EventLoadingFinished:
			c.bytes += e.EncodedDataLength
		}
	})
	if err != nil {
		tb.Fatal(err)
	}
}

func (c *cost) close() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.closed = true
}

// The quantiles of the web's pages that EcoIndex places a page among.
// Source: GreenIT.fr, EcoIndex method, ecoindex.fr.
var (
	nodeQuantiles    = []float64{0, 47, 75, 159, 233, 298, 358, 417, 476, 537, 603, 674, 753, 843, 949, 1076, 1237, 1459, 1801, 2479, 594601}
	requestQuantiles = []float64{0, 2, 15, 25, 34, 42, 49, 56, 63, 70, 78, 86, 95, 105, 117, 130, 147, 170, 205, 281, 3920}
	sizeQuantiles    = []float64{0, 1.37, 144.7, 319.53, 479.46, 631.97, 783.38, 937.91, 1098.62, 1265.47, 1448.32, 1648.27, 1876.08, 2142.06, 2465.37, 2866.31, 3401.59, 4155.73, 5400.08, 8037.54, 223212.26}
)

// ecoIndex is the published formula: 100 is no cost, 80 and above is grade A.
// Size is in kB.
func ecoIndex(nodes, requests, size float64) float64 {
	return 100 - 5*(3*quantile(nodeQuantiles, nodes)+2*quantile(requestQuantiles, requests)+quantile(sizeQuantiles, size))/6
}

// quantile places v among the quantiles, between two of them in proportion.
func quantile(quantiles []float64, v float64) float64 {
	for i := 1; i < len(quantiles); i++ {
		if v < quantiles[i] {
			return float64(i-1) + (v-quantiles[i-1])/(quantiles[i]-quantiles[i-1])
		}
	}
	return float64(len(quantiles) - 1)
}

// TestEcoIndexFormula pins the formula at its ends and at a place between.
func TestEcoIndexFormula(t *testing.T) {
	for _, test := range []struct{ nodes, requests, size, want float64 }{
		{0, 0, 0, 100},
		{47, 2, 1.37, 95},
		{1e9, 1e9, 1e9, 0},
		{233, 15, 1.37, 100 - 5*(3*4+2*2+1)/6.0},
	} {
		if got := ecoIndex(test.nodes, test.requests, test.size); math.Abs(got-test.want) > 1e-9 {
			t.Errorf("ecoIndex(%v, %v, %v) = %v, want %v", test.nodes, test.requests, test.size, got, test.want)
		}
	}
}
