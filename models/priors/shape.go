package priors

import (
	"math"

	"capzero/publicodes"
)

// A shape is a distribution. Its quantile is false where an expression in it
// has no value.
type shape interface {
	quantile(u float64, answers Answers) (any, bool)
	reads() []string
	String() string
	// mismatch says why it is no distribution of a question's answers.
	mismatch(q *publicodes.Rule) string
}

// yes is a boolean, true for the share of households at the end.
type yes struct{ share float64 }

func (s yes) quantile(u float64, _ Answers) (any, bool) { return u >= 1-s.share, true }
func (yes) reads() []string                             { return nil }

// choice is one of several texts.
type choice struct {
	values  []string
	weights []float64
	answers []any // the values in quotes, as a situation takes them
}

func newChoice(values []string, weights []float64) choice {
	s := choice{values: values, weights: weights}
	for _, v := range values {
		s.answers = append(s.answers, "'"+v+"'")
	}
	return s
}

func (s choice) quantile(u float64, _ Answers) (any, bool) {
	return s.answers[weighted(u, s.weights)], true
}
func (choice) reads() []string { return nil }

// weighted returns the place of u among weights that are laid end to end.
func weighted(u float64, weights []float64) int {
	last := 0
	for i, w := range weights {
		if w == 0 {
			continue
		}
		if u < w {
			return i
		}
		u -= w
		last = i
	}
	return last
}

// amount is a number: zero for a share of households, else a factor times a
// distribution.
type amount struct {
	zero   float64
	factor number // nil for 1
	of     curve
}

// A curve is the distribution of a number.
type curve interface {
	at(u float64, answers Answers) (float64, bool)
	reads() []string
	String() string
}

func (s amount) quantile(u float64, answers Answers) (any, bool) {
	if u < s.zero {
		return 0.0, true
	}
	n, ok := s.of.at((u-s.zero)/(1-s.zero), answers)
	if !ok || s.factor == nil {
		return n, ok && finite(n)
	}
	factor, ok := s.factor.value(answers)
	n *= factor
	return n, ok && factor >= 0 && finite(n)
}

func (s amount) reads() []string {
	if s.factor == nil {
		return s.of.reads()
	}
	return append(s.of.reads(), s.factor.reads()...)
}

func finite(n float64) bool { return !math.IsNaN(n) && !math.IsInf(n, 0) }

// counts is one of several numbers, in rising order.
type counts struct{ values, weights []float64 }

func (c counts) at(u float64, _ Answers) (float64, bool) {
	return c.values[weighted(u, c.weights)], true
}
func (counts) reads() []string { return nil }

// points are quantiles, straight in between. Both rise, the shares from 0 to 1.
type points struct{ shares, values []float64 }

func (p points) at(u float64, _ Answers) (float64, bool) {
	i := 1
	for p.shares[i] < u {
		i++
	}
	along := (u - p.shares[i-1]) / (p.shares[i] - p.shares[i-1])
	return p.values[i-1] + along*(p.values[i]-p.values[i-1]), true
}
func (points) reads() []string { return nil }

// lognormal is a number whose logarithm is normal, cut at three standard
// deviations, so that one household in a thousand is not a hundred times another.
type lognormal struct {
	centre number
	isMean bool   // the centre is the mean, else the median
	tenth  number // the number that one in ten exceeds; nil with spread
	spread float64
}

func (l lognormal) at(u float64, answers Answers) (float64, bool) {
	centre, ok := l.centre.value(answers)
	if !ok || centre <= 0 {
		return 0, false
	}
	spread := l.spread
	if l.tenth != nil {
		tenth, ok := l.tenth.value(answers)
		if !ok || tenth <= centre {
			return 0, false
		}
		spread = math.Log(tenth/centre) / normal(0.9)
	}
	if l.isMean {
		centre *= math.Exp(-spread * spread / 2)
	}
	return centre * math.Exp(spread*min(max(normal(u), -3), 3)), true
}

func (l lognormal) reads() []string {
	if l.tenth == nil {
		return l.centre.reads()
	}
	return append(l.centre.reads(), l.tenth.reads()...)
}

// normal is the quantile of the normal distribution; infinite at 0 and 1.
func normal(u float64) float64 { return math.Sqrt2 * math.Erfinv(2*u-1) }

// triangle is a number between two bounds, most likely at the mode.
type triangle struct{ low, mode, high float64 }

func (t triangle) at(u float64, _ Answers) (float64, bool) {
	width, rise := t.high-t.low, t.mode-t.low
	if u*width < rise {
		return t.low + math.Sqrt(u*width*rise), true
	}
	return t.high - math.Sqrt((1-u)*width*(t.high-t.mode)), true
}
func (triangle) reads() []string { return nil }

// follows is a number that other answers settle.
type follows struct{ from number }

func (f follows) at(_ float64, answers Answers) (float64, bool) { return f.from.value(answers) }
func (f follows) reads() []string                               { return f.from.reads() }
