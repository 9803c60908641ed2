package eval

import (
	"math"

	"capzero/publicodes/internal/diag"
	"capzero/publicodes/internal/resolve"
)

// grid looks the base up among bands with rising ceilings, each multiplied by
// the multiplier, and gives the amount of the band that holds it.
func (s *scope) grid(n *node) (value, missing) {
	base, m := s.eval(s.arg(n, 0))
	if base.kind == failed {
		return base, none
	}
	times, tm := s.eval(s.arg(n, 1))
	switch {
	case times.kind == failed:
		return times, none
	case base.kind == text || times.kind == text:
		return s.failHere(diag.Type, "a grille looks a number up, not a text"), none
	case times.isZero():
		return s.failHere(diag.DivideZero, "the multiplicateur is zero"), none
	}
	m = s.collect.merge(m, tm)
	floor := 0.0
	var open missing
	isOpen := false
	for i := int32(2); i < n.n; i += 2 {
		ceiling, cm := s.eval(s.arg(n, i))
		switch ceiling.kind {
		case failed:
			return ceiling, none
		case text:
			return s.failHere(diag.Type, "a plafond is a number, not a text"), none
		}
		if ceiling.kind == undefined || base.kind == undefined || times.kind == undefined {
			amount, am := s.eval(s.arg(n, i+1))
			if amount.kind == failed {
				return amount, none
			}
			isOpen = true
			open = s.collect.merge(open, s.collect.merge(am, s.collect.merge(cm, m)))
			continue
		}
		top := s.ceiling(ceiling, times, base)
		if floor != 0 && top <= floor {
			return s.failHere(diag.Structure, "the ceiling %g of a band is not above the one before", top), none
		}
		if !isOpen && base.num >= floor && base.num < top {
			v, vm := s.eval(s.arg(n, i+1))
			return v, s.collect.merge(m, vm)
		}
		floor = top
	}
	if isOpen {
		return value{}, s.collect.merge(m, open)
	}
	return falseValue, m
}

func (s *scope) ceiling(ceiling, times, base value) float64 {
	top := s.apply(resolve.OpMul, ceiling, times)
	if math.IsInf(top.num, 0) || top.num == 0 || base.unit == noUnit {
		return top.num
	}
	out, ok := s.units.convert(top, base.unit)
	if !ok {
		s.mismatch(top.unit, base.unit)
	}
	return out.num
}
