package eval

import (
	"math"
	"strings"

	"capzero/publicodes/internal/diag"
)

// rounded rounds half up to the asked number of decimals: "1 décimale", or oui
// for none. The unit is simplified first, so that 12 % rounds as 0.12.
func (s *scope) rounded(n *node) (value, missing) {
	v, m := s.eval(s.arg(n, 0))
	if v.kind == failed || v.isFalse() {
		return s.simplify(v), m
	}
	by, bm := s.eval(s.arg(n, 1))
	if by.kind == failed {
		return by, none
	}
	v = s.round(v, by)
	if v.kind == failed {
		return v, none
	}
	return v, s.collect.merge(m, bm)
}

// round rounds a value to a number of decimals.
func (s *scope) round(v, by value) value {
	v = s.simplify(v)
	switch {
	case v.kind == failed || v.isFalse():
		return v
	case by.kind == failed:
		return by
	case by.kind == number && !strings.Contains(s.units.text(by.unit), "décimale"):
		return s.failHere(diag.Unit, "arrondi counts décimales, not %q", s.units.text(by.unit))
	case v.kind != number:
		return v
	case by.kind == number:
		v.num = roundTo(v.num, by.num)
	case by.isTrue():
		v.num = roundTo(v.num, 0)
	case by.kind == undefined:
		v = value{unit: v.unit}
	}
	return v
}

func roundTo(v, decimals float64) float64 {
	const epsilon = 1.0 / (1 << 52)
	scale := math.Pow(10, decimals)
	scaled := (v + epsilon) * scale
	whole := math.Floor(scaled)
	if scaled-whole >= 0.5 {
		whole++
	}
	return whole / scale
}
