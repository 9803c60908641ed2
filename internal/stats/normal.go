package stats

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// NormalQuantile is the inverse of the standard normal distribution function; p
// is between 0 and 1.
func NormalQuantile(p float64) float64 { return math.Sqrt2 * math.Erfinv(2*p-1) }

// LogSpread is the standard deviation of the logarithm of a lognormal variable of
// this coefficient of variation (Johnson, Kotz and Balakrishnan 1994, chapter 14).
func LogSpread(variation float64) float64 { return math.Sqrt(math.Log1p(variation * variation)) }

// LognormalFactor is the quantile at p of a lognormal variable of mean 1, whose
// logarithm has the standard deviation spread: what an amount that is known up to
// a relative error is multiplied by.
func LognormalFactor(p, spread float64) float64 {
	return math.Exp(spread*NormalQuantile(p) - spread*spread/2)
}

// HalfWidth95 is how many standard deviations the half of a 95 % interval is.
const HalfWidth95 = 1.959963984540054

// StudentQuantile is the inverse of the distribution function of Student's t with
// so many degrees of freedom; p is between 0 and 1.
func StudentQuantile(p, freedom float64) float64 {
	return distuv.StudentsT{Mu: 0, Sigma: 1, Nu: freedom}.Quantile(p)
}
