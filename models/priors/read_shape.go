package priors

import (
	"math"
	"slices"
	"strconv"

	"capzero/publicodes"
	"capzero/publicodes/syntax"
)

// shapeKeys are the keys of a distribution; all but the last two stand alone.
var shapeKeys = []string{"oui", "parts", "comptes", "quantiles", "lognormale", "triangulaire", "valeur", "nul", "fois"}

// shape reads the one distribution of a map; nil if it is not to be read.
func (r *reader) shape(n *syntax.Node, e *entry) shape {
	var found *syntax.Pair
	for i, p := range n.Pairs {
		if !slices.Contains(shapeKeys[:len(shapeKeys)-2], p.Key) {
			continue
		}
		if found != nil {
			r.fault(p.Value, "%s stands beside %s: a prior has one distribution", p.Key, found.Key)
			return never{}
		}
		found = &n.Pairs[i]
	}
	if found == nil {
		r.fault(n, "it has no distribution: oui, parts, comptes, quantiles, lognormale, triangulaire or valeur")
		return never{}
	}
	switch found.Key {
	case "oui":
		r.alone(n)
		return yes{r.share(found.Value)}
	case "parts":
		r.alone(n)
		return r.choice(found.Value)
	}
	s := amount{of: r.curve(found.Key, found.Value, e)}
	if zero := n.Get("nul"); zero != nil {
		s.zero = r.share(zero)
	}
	if factor := n.Get("fois"); factor != nil {
		s.factor = r.number(factor, e)
	}
	return s
}

// never stands for what could not be read; Read then fails.
type never struct{}

func (never) quantile(float64, Answers) (any, bool) { return nil, false }
func (never) at(float64, Answers) (float64, bool)   { return 0, false }
func (never) reads() []string                       { return nil }
func (never) String() string                        { return "" }
func (never) mismatch(*publicodes.Rule) string      { return "" }

// alone reports what only numbers have.
func (r *reader) alone(n *syntax.Node) {
	for _, key := range []string{"nul", "fois"} {
		if beside := n.Get(key); beside != nil {
			r.fault(beside, "%s is for numbers", key)
		}
	}
}

// share reads a share of households, below all of them.
func (r *reader) share(n *syntax.Node) float64 {
	v, ok := n.Float()
	if !ok || v < 0 || v >= 1 {
		r.fault(n, "a share from 0 to below 1 is expected")
		return 0
	}
	return v
}

func (r *reader) choice(n *syntax.Node) shape {
	values, weights, ok := r.weights(n)
	if !ok {
		return never{}
	}
	return newChoice(values, weights)
}

// weights reads a map of weights that are 1 together.
func (r *reader) weights(n *syntax.Node) (keys []string, weights []float64, ok bool) {
	if n.Kind != syntax.Map || len(n.Pairs) < 2 {
		r.fault(n, "two weights at least are expected")
		return nil, nil, false
	}
	total := 0.0
	for _, p := range n.Pairs {
		w := r.share(p.Value)
		keys, weights, total = append(keys, p.Key), append(weights, w), total+w
	}
	if math.Abs(total-1) > 1e-9 {
		r.fault(n, "the weights are %s together, not 1", strconv.FormatFloat(total, 'g', 6, 64))
		return nil, nil, false
	}
	return keys, weights, true
}

func (r *reader) curve(key string, n *syntax.Node, e *entry) curve {
	switch key {
	case "comptes":
		return r.counts(n)
	case "quantiles":
		return r.points(n)
	case "lognormale":
		return r.lognormal(n, e)
	case "triangulaire":
		return r.triangle(n)
	}
	return follows{r.number(n, e)} // valeur
}

func (r *reader) counts(n *syntax.Node) curve {
	keys, weights, ok := r.weights(n)
	if !ok {
		return never{}
	}
	values, ok := r.rising(n, keys)
	if !ok {
		return never{}
	}
	return counts{values, weights}
}

// rising reads keys as numbers, each above the one before.
func (r *reader) rising(n *syntax.Node, keys []string) ([]float64, bool) {
	var values []float64
	for i, key := range keys {
		v, err := strconv.ParseFloat(key, 64)
		if err != nil || !finite(v) {
			r.fault(n, "%q is no number", key)
			return nil, false
		}
		if i > 0 && v <= values[i-1] {
			r.fault(n, "%s must be above %s", key, keys[i-1])
			return nil, false
		}
		values = append(values, v)
	}
	return values, true
}

func (r *reader) points(n *syntax.Node) curve {
	if n.Kind != syntax.Map || len(n.Pairs) < 2 {
		r.fault(n, "two quantiles at least are expected")
		return never{}
	}
	var keys []string
	var p points
	for i, pair := range n.Pairs {
		v := r.constant(pair.Value)
		if i > 0 && v < p.values[i-1] {
			r.fault(pair.Value, "a quantile must not be below the one before")
			return never{}
		}
		keys, p.values = append(keys, pair.Key), append(p.values, v)
	}
	shares, ok := r.rising(n, keys)
	if !ok {
		return never{}
	}
	p.shares = shares
	last := len(shares) - 1
	if shares[0] != 0 || shares[last] != 1 || p.values[0] == p.values[last] {
		r.fault(n, "quantiles go from 0 to 1 and are not all the same")
		return never{}
	}
	return p
}

func (r *reader) lognormal(n *syntax.Node, e *entry) curve {
	if !r.keys(n, "médiane", "moyenne", "p90", "écart") {
		return never{}
	}
	median, mean, tenth, spread := n.Get("médiane"), n.Get("moyenne"), n.Get("p90"), n.Get("écart")
	if (median == nil) == (mean == nil) || (tenth == nil) == (spread == nil) || mean != nil && tenth != nil {
		r.fault(n, "a lognormale has médiane and p90, médiane and écart, or moyenne and écart")
		return never{}
	}
	var l lognormal
	if l.isMean = mean != nil; l.isMean {
		l.centre = r.number(mean, e)
	} else {
		l.centre = r.number(median, e)
	}
	if spread != nil {
		l.spread = r.within(spread, 0, 3)
	} else {
		l.tenth = r.number(tenth, e)
	}
	r.lognormalIsPossible(n, l)
	return l
}

// lognormalIsPossible checks what can be checked before there are answers.
func (r *reader) lognormalIsPossible(n *syntax.Node, l lognormal) {
	centre, settled := l.centre.(constant)
	if settled && centre <= 0 {
		r.fault(n, "the centre of a lognormale is above 0")
	}
	if tenth, ok := l.tenth.(constant); ok && settled && tenth <= centre {
		r.fault(n, "p90 is above médiane")
	}
}

func (r *reader) triangle(n *syntax.Node) curve {
	if !r.keys(n, "min", "mode", "max") {
		return never{}
	}
	low, mode, high := n.Get("min"), n.Get("mode"), n.Get("max")
	if low == nil || mode == nil || high == nil {
		r.fault(n, "a triangulaire has min, mode and max")
		return never{}
	}
	t := triangle{r.constant(low), r.constant(mode), r.constant(high)}
	if !(t.low <= t.mode && t.mode <= t.high && t.low < t.high) {
		r.fault(n, "min, mode and max must rise")
	}
	return t
}

func (r *reader) constant(n *syntax.Node) float64 {
	v, ok := n.Float()
	if !ok || !finite(v) {
		r.fault(n, "a number is expected")
	}
	return v
}

// number reads a constant or an expression.
func (r *reader) number(n *syntax.Node, e *entry) number {
	if v, ok := n.Float(); ok {
		return constant(v)
	}
	if expr, ok := r.expression(n, e); ok {
		return expr
	}
	return constant(0)
}
