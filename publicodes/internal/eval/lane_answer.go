package eval

import (
	"math/bits"
)

// answer gives the answers to a rule; ok is false when nobody may have answered.
func (s *laneScope) answer(rule int32, mask uint64) (operand, bool) {
	var out *column
	rest := mask
	for sc := s; sc != nil && rest != 0; sc = sc.outer {
		o := sc.override(rule)
		if o == nil || o.set&rest == 0 {
			continue
		}
		if sc != s && !o.constant { // its formula means something else in here
			s.gaveUp |= o.set & rest
		}
		if rest == mask && o.set&mask == mask {
			return o.value, true
		}
		if out == nil {
			out = s.temp()
		}
		out.put(o.set&rest, o.value)
		rest &^= o.set
	}
	given, ok := s.given(rule)
	if out == nil {
		return given, ok
	}
	out.put(rest, given)
	return operand{column: out}, true
}

// override is what the context gives a rule, nil if it does not.
func (s *laneScope) override(rule int32) *laneOverride {
	for k := range s.overrides {
		if s.overrides[k].rule == rule {
			return &s.overrides[k]
		}
	}
	return nil
}

// given is the answer outside of all contexts.
func (s *laneScope) given(rule int32) (operand, bool) {
	if drawn, ok := s.drawn[rule]; ok {
		return operand{column: (*column)(drawn[s.block:])}, true
	}
	v, _, ok := s.flat.root.answer(rule)
	return same(v), ok
}

func (s *laneScope) answered(out *column, n *node, mask uint64) operand {
	v, ok := s.answer(n.ref, mask)
	if !ok {
		return s.modelled(out, n, mask)
	}
	open := v.ofKind(undefined, mask)
	raw := s.graph.code.rawUnitOf(s.arg(n, 0))
	if open == 0 && raw == noUnit {
		return v
	}
	if open != 0 {
		out.put(open, s.modelled(s.temp(), n, open))
	}
	for m := mask &^ open; m != 0; m &= m - 1 {
		lane := bits.TrailingZeros64(m)
		out[lane] = v.at(lane)
		if out[lane].unit == noUnit && out[lane].kind != failed {
			out[lane].unit = raw
		}
	}
	return operand{column: out}
}

// modelled is the value that the model gives a rule which nobody answered, with
// its scale.
func (s *laneScope) modelled(out *column, n *node, mask uint64) operand {
	v := s.eval(s.arg(n, 0), mask)
	scale, ok := s.scales[n.ref]
	if !ok {
		return v
	}
	for m := mask; m != 0; m &= m - 1 {
		lane := bits.TrailingZeros64(m)
		out[lane] = v.at(lane)
		if out[lane].kind == number {
			out[lane].num *= scale[s.block+lane]
		}
	}
	return operand{column: out}
}

func (s *laneScope) answerNotApplicable(n *node, mask uint64) operand {
	v, ok := s.answer(n.ref, mask)
	if !ok {
		return s.notApplicable(s.arg(n, 0), mask)
	}
	open := v.ofKind(undefined, mask)
	out := s.temp()
	if open != 0 {
		out.put(open, s.notApplicable(s.arg(n, 0), open))
	}
	for m := mask &^ open; m != 0; m &= m - 1 {
		lane := bits.TrailingZeros64(m)
		out[lane] = isNull(v.at(lane))
	}
	return operand{column: out}
}
