package steering

import (
	"capzero/internal/challenge"
	"capzero/internal/stats"
)

// wasteWeeks is how many of the weeks that are over are looked at together.
const wasteWeeks = 4

// A Waste is what households throw away, by stream, as they weighed it. It is of
// those who weigh, who are not everybody.
type Waste struct {
	From  challenge.Week `json:"from"`
	To    challenge.Week `json:"to"`
	Lines []WasteLine    `json:"lines"`
}

// A WasteLine is one stream.
type WasteLine struct {
	Stream     challenge.Stream `json:"stream"`
	Households Count            `json:"households"` // that weighed it
	Kg         float64          `json:"kg"`         // of one person in one week
	Bounds     Interval         `json:"bounds"`
}

// waste pools the last weeks that are over. A week in which a household did not
// weigh a stream is left out, and not taken for nothing.
func waste(c challenge.Chronicle) (w Waste) {
	w.To = challenge.WeekOf(c.Today).Plus(-1)
	w.To = min(w.To, c.Season.Last())
	w.From = max(w.To.Plus(1-wasteWeeks), c.Season.From)
	for _, stream := range challenge.Streams() {
		kg, personWeeks := w.pool(c, stream)
		line := WasteLine{Stream: stream, Households: countOf(len(kg))}
		if line.Households.none() {
			continue
		}
		if line.Households.shown() {
			line.Kg, line.Bounds.Low, line.Bounds.High, line.Bounds.Known = stats.RatioBounds(kg, personWeeks, level)
			line.Bounds.Low = max(0, line.Bounds.Low)
		}
		w.Lines = append(w.Lines, line)
	}
	return w
}

// pool is what each household weighed of a stream, and in how many person-weeks.
func (w Waste) pool(c challenge.Chronicle, stream challenge.Stream) (kg, personWeeks []float64) {
	for _, t := range c.Households {
		sum, weeks := 0.0, 0.0
		for _, weighed := range t.Weighed {
			if weighed.Stream == stream && w.From <= weighed.Week && weighed.Week <= w.To && weighed.PersonWeeks > 0 {
				sum += float64(weighed.Grams) / 1000
				weeks += weighed.PersonWeeks
			}
		}
		if weeks > 0 {
			kg, personWeeks = append(kg, sum), append(personWeeks, weeks)
		}
	}
	return kg, personWeeks
}
