package stats

// Quantile returns the quantile at p of a sample in rising order, the sixth
// definition of Hyndman and Fan 1996 (doi:10.1080/00031305.1996.10473566): the
// chance that one more draw is below it is p, whatever the distribution and the
// size of the sample. It is 0 for an empty sample.
func Quantile(sorted []float64, p float64) float64 {
	if len(sorted) == 0 {
		return 0
	}
	at := p*float64(len(sorted)+1) - 1
	below := int(max(at, 0))
	if below >= len(sorted)-1 {
		return sorted[len(sorted)-1]
	}
	return sorted[below] + (max(at, 0)-float64(below))*(sorted[below+1]-sorted[below])
}

// Mean is the mean of a sample, 0 if it is empty.
func Mean(sample []float64) float64 {
	sum := 0.0
	for _, v := range sample {
		sum += v
	}
	return sum / float64(max(len(sample), 1))
}

// Variance is the unbiased variance of a sample, 0 for fewer than two.
func Variance(sample []float64) float64 {
	mean, sum := Mean(sample), 0.0
	for _, v := range sample {
		sum += (v - mean) * (v - mean)
	}
	return sum / float64(max(len(sample)-1, 1))
}
