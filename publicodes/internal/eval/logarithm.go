package eval

import (
	"math"

	"capzero/publicodes/internal/diag"
)

// logarithm is the natural one. It has no unit.
func (s *scope) logarithm(n *node) (value, missing) {
	v, m := s.eval(s.arg(n, 0))
	v = s.simplify(v)
	switch {
	case v.kind == failed:
		return v, none
	case v.kind == null || v.kind == undefined:
		return v.bare(), m
	case v.kind != number || v.num <= 0:
		return s.failHere(diag.Type, "a logarithme is that of a number above zero"), none
	}
	return value{num: math.Log(v.num), kind: number}, m
}
