package web

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"capzero/internal/footprint"
)

// Whatever is kept, every point is inside the frame, the higher footprint stands
// higher, the last has its figure, and no two figures touch.
func TestATimelineStaysInItsFrame(t *testing.T) {
	p := Page{Locale: french(t), City: testOptions(t, sample{}).City}
	random := rand.New(rand.NewPCG(3, 14))
	for range 500 {
		kept := make([]footprint.Milestone, 2+random.IntN(footprint.MostMilestones-1))
		at := day
		for i := range kept {
			kept[i] = footprint.Milestone{Number: len(kept) - i, At: at, KgCO2ePerYear: math.Pow(10, 9*random.Float64()) * float64(random.IntN(3)-random.IntN(2))}
			at = at.Add(-time.Duration(random.IntN(3)) * time.Duration(random.Int64N(int64(2000*time.Hour))))
		}
		line := p.timeline(kept)
		if len(line.Points) != len(kept) || line.Points[len(kept)-1].Words == "" {
			t.Fatalf("%d points of %d, the last with %q", len(line.Points), len(kept), line.Points[len(kept)-1].Words)
		}
		for i, a := range line.Points {
			if a.X < timelineSide-1e-9 || a.X > 100-timelineSide+1e-9 || a.Y < timelineTop-1e-9 || a.Y > timelineZero+1e-9 {
				t.Fatalf("point %d stands at %v, %v", i, a.X, a.Y)
			}
			for j, b := range line.Points[:i] {
				if a.Words != "" && b.Words != "" && math.Abs(a.X-b.X) < wordsApart {
					t.Fatalf("%q and %q touch", a.Words, b.Words)
				}
				x, y := kept[len(kept)-1-i].KgCO2ePerYear, kept[len(kept)-1-j].KgCO2ePerYear
				if x > y && a.Y > b.Y {
					t.Fatalf("%v kg stands below %v kg", x, y)
				}
			}
		}
	}
}
