package footprint

import (
	"math"
	"slices"
)

// A Distribution says how an amount is spread over households. Its figures are
// in the unit of the amount.
type Distribution struct {
	Mean, P10, P25, Median, P75, P90 float64
}

// distributionOf describes amounts in grams, in kilograms. A percentile between
// two households lies on the line between them.
func distributionOf(amounts []int64) Distribution {
	if len(amounts) == 0 {
		return Distribution{}
	}
	sorted := slices.Sorted(slices.Values(amounts))
	var sum float64
	for _, g := range sorted {
		sum += float64(g)
	}
	at := func(share float64) float64 { return quantile(sorted, share) / 1000 }
	return Distribution{
		Mean: sum / float64(len(sorted)) / 1000,
		P10:  at(0.10), P25: at(0.25), Median: at(0.50), P75: at(0.75), P90: at(0.90),
	}
}

// quantile of sorted amounts, as most statistics programs compute it: Hyndman
// and Fan, Sample Quantiles in Statistical Packages, 1996, type 7.
func quantile(sorted []int64, share float64) float64 {
	place := share * float64(len(sorted)-1)
	below := math.Floor(place)
	low := float64(sorted[int(below)])
	high := float64(sorted[min(int(below)+1, len(sorted)-1)])
	return low + (place-below)*(high-low)
}
