package stats

import (
	"math"
	"slices"
)

// MeanBounds is the mean of a sample and the interval in which that of those it was
// drawn from lies with a confidence of level: Student's, moved by what the skewness
// of the sample is worth (Johnson 1978, doi:10.1080/01621459.1978.10480051), since
// few save much and most save little. With fewer than two it is not known.
func MeanBounds(sample []float64, level float64) (mean, low, high float64, known bool) {
	n := float64(len(sample))
	mean = Mean(sample)
	if n < 2 {
		return mean, mean, mean, false
	}
	variance, third := Variance(sample), 0.0
	for _, v := range sample {
		third += math.Pow(v-mean, 3)
	}
	if variance == 0 {
		return mean, mean, mean, true
	}
	centre := mean + third/n/(6*variance*n)
	half := StudentQuantile(0.5+level/2, n-1) * math.Sqrt(variance/n)
	return mean, centre - half, centre + half, true
}

// RatioBounds is the sum of y over the sum of x, where both belong to the same
// members of a sample, and its interval: each member counts once, however often it
// was looked at. The variance is the jackknife's, by leaving out each of them in turn
// (Cochran 1977, Sampling Techniques, 6.17). With fewer than two members, or all of x
// in one of them, it is not known.
func RatioBounds(y, x []float64, level float64) (ratio, low, high float64, known bool) {
	sumY, sumX := 0.0, 0.0
	for i := range y {
		sumY, sumX = sumY+y[i], sumX+x[i]
	}
	if sumX <= 0 {
		return 0, 0, 0, false
	}
	ratio = sumY / sumX
	n := float64(len(y))
	if n < 2 || slices.Max(x) == sumX {
		return ratio, ratio, ratio, false
	}
	squares := 0.0
	for i := range y {
		d := (y[i] - ratio*x[i]) / (1 - x[i]/sumX)
		squares += d * d
	}
	sd := math.Sqrt((n-1)/n*squares) / sumX
	half := StudentQuantile(0.5+level/2, n-1) * sd
	return ratio, ratio - half, ratio + half, true
}
