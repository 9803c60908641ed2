package web

import (
	"math"
	"math/rand/v2"
	"testing"

	"capzero/internal/footprint"
)

// oddAmounts are what a chart may be asked to draw.
var oddAmounts = []float64{0, 1, 1, 8287, 1e9, -12, -1e9, 1e-9, math.MaxFloat64 / 4, math.NaN(), math.Inf(1), math.Inf(-1)}

// randomMeasures mixes usual and odd amounts; some intervals are wider than any
// axis, some upside down.
func randomMeasures(r *rand.Rand) []measure {
	all := make([]measure, r.IntN(8))
	for i := range all {
		amount := 10_000 * r.Float64()
		if r.IntN(3) == 0 {
			amount = oddAmounts[r.IntN(len(oddAmounts))]
		}
		all[i] = measure{Amount: amount, Known: r.IntN(6) > 0}
		width := math.Pow(10, 12*r.Float64()-4)
		all[i].Interval = footprint.Interval{Low: amount - width*r.Float64(), High: amount + width*(r.Float64()-0.05), Known: r.IntN(3) > 0}
	}
	return all
}

func inside(from, to float64) bool {
	const rounding = 1e-9
	return finite(from) && finite(to) && from >= -rounding && to <= 100+rounding && from <= to+rounding
}

func TestBarsStayInTheFrameAndStartAtZero(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 20_000 {
		measures := randomMeasures(r)
		a := axisOf(measures...)
		if a.from > 0 || a.to < 0 {
			t.Fatalf("zero is not on the axis %v of %v", a, measures)
		}
		for _, m := range measures {
			bar, band := a.bar(m.Amount), a.band(m)
			if !inside(bar.X, bar.X+bar.Width) || !inside(band.X, band.End()) {
				t.Fatalf("%+v is drawn at %+v with band %+v", m, bar, band)
			}
			if m.drawable() && m.Amount != 0 && bar.X != a.at(0) && math.Abs(bar.X+bar.Width-a.at(0)) > 1e-9 {
				t.Fatalf("the bar of %v does not touch zero: %+v on %+v", m.Amount, bar, a)
			}
		}
	}
}

func TestABarTwiceAsLongStandsForTwiceAsMuch(t *testing.T) {
	a := axisOf(measure{Amount: 100, Known: true}, measure{Amount: 50, Known: true})
	if long, short := a.bar(100).Width, a.bar(50).Width; long != 100 || short != 50 {
		t.Errorf("100 is drawn %v long and 50 %v long", long, short)
	}
}

func TestAnIntervalWiderThanTheAxisIsCutAndSaysSo(t *testing.T) {
	wide := measure{Amount: 100, Known: true, Interval: footprint.Interval{Low: 10, High: 1e9, Known: true}}
	a := axisOf(wide)
	if band := a.band(wide); !band.Cut || band.End() != 100 || a.bar(100).Width != 50 {
		t.Errorf("band %+v, bar %+v", band, a.bar(100))
	}
	narrow := measure{Amount: 100, Known: true, Interval: footprint.Interval{Low: 90, High: 110, Known: true}}
	if axisOf(narrow).band(narrow).Cut {
		t.Error("a band that fits is said to be cut")
	}
}

func TestAnIntervalThatIsNotOneIsNotDrawn(t *testing.T) {
	for name, i := range map[string]footprint.Interval{
		"not drawn":   {Low: 1, High: 2},
		"upside down": {Low: 2, High: 1, Known: true},
		"not numbers": {Low: math.NaN(), High: math.Inf(1), Known: true},
	} {
		m := measure{Amount: 1, Known: true, Interval: i}
		if axisOf(m).band(m).Drawn {
			t.Errorf("an interval %s is drawn", name)
		}
	}
}

func TestLabelsNeverTouchAndStayInTheDrawing(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 5_000 {
		var placed []label
		for range 1 + r.IntN(6) {
			l := placeLabel(100*r.Float64(), repeated("x", 1+r.IntN(50)), placed)
			from, to := l.extent()
			if !inside(from, to) {
				t.Fatalf("%+v takes %v to %v", l, from, to)
			}
			for _, other := range placed {
				start, end := other.extent()
				if other.Row == l.Row && from < end && start < to {
					t.Fatalf("%+v touches %+v", l, other)
				}
			}
			placed = append(placed, l)
		}
	}
}

func TestColumnsStayInTheFrameSideBySide(t *testing.T) {
	for name, counts := range map[string][]float64{
		"none": {}, "one": {7}, "equal": {3, 3, 3}, "zeros": {0, 0}, "odd": oddAmounts, "many": make([]float64, 200),
	} {
		end := 0.0
		for i, c := range columns(counts) {
			if !inside(c.X, c.X+c.Width) || !inside(c.Y, c.Y+c.Height) || c.X < end {
				t.Errorf("%s: column %d is drawn at %+v", name, i, c)
			}
			end = c.X + c.Width
		}
	}
	if c := columns([]float64{2, 4}); c[0].Height != 50 || c[1].Height != 100 {
		t.Errorf("2 and 4 are drawn as %+v", c)
	}
}
