package steering

import (
	"encoding/json"
	"math/rand/v2"
	"testing"

	"capzero/internal/challenge"
)

// BenchmarkCards makes all cards of 70,000 households that have been in a season for
// twenty weeks.
func BenchmarkCards(b *testing.B) {
	random := rand.New(rand.NewPCG(6, 9))
	places, channels := []string{"centre", "fort", "hauts"}, challenge.Channels()
	c := chronicle(21, many(70_000, func(i int) challenge.Told {
		told := did(i)
		told.Zone, told.Channel = places[i%3], channels[i%len(channels)]
		for week := 3; week < 20 && random.IntN(12) > 0; week++ {
			told.Missions[week] = random.IntN(3)
		}
		told.Weighed = []challenge.WeighedWeek{{Stream: challenge.Residual, Week: monday.Plus(18), Grams: int64(random.IntN(6000)), PersonWeeks: 2}}
		return avoids(told, challenge.LineGrams{Kind: challenge.Carbon, Evidence: challenge.Declared, Grams: int64(random.IntN(90_000))})
	})...)
	unknown := func(challenge.Kind, challenge.Evidence) Interval { return Interval{} }
	size := 0
	for b.Loop() {
		board := Board{Retention: retention(c), Activity: activity(c), Avoided: avoided(c, unknown), Waste: waste(c), Zones: zones(c), Teams: teams(c), Missions: missions(c)}
		text, err := json.Marshal(board)
		if err != nil {
			b.Fatal(err)
		}
		size = len(text)
	}
	b.ReportMetric(float64(size), "B/board")
}
