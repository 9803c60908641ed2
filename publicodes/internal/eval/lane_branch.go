package eval

import (
	"math/bits"

	"capzero/publicodes/internal/resolve"
)

// laneBranch evaluates a branch, as branchFunc does in one lane.
type laneBranch func(s *laneScope, i int32, mask uint64) operand

func (s *laneScope) condition(out *column, n *node, branch laneBranch, raw unitID, mask uint64) operand {
	si := s.eval(s.arg(n, 0), mask)
	if n.test != asIs {
		si = s.each(s.temp(), mask, si, n.test.ask)
	}
	yes, no := si.split(mask)
	switch mask {
	case yes:
		return branch(s, s.arg(n, 1), mask)
	case no:
		if raw == noUnit {
			return branch(s, s.arg(n, 2), mask)
		}
	}
	top := s.top
	if yes != 0 {
		out.put(yes, branch(s, s.arg(n, 1), yes))
		s.top = top
	}
	if no != 0 {
		v := branch(s, s.arg(n, 2), no)
		for m := no; m != 0; m &= m - 1 {
			lane := bits.TrailingZeros64(m)
			out[lane] = orUnit(v.at(lane), raw)
		}
		s.top = top
	}
	open := uint64(0)
	for m := mask &^ yes &^ no; m != 0; m &= m - 1 {
		lane := bits.TrailingZeros64(m)
		switch v := si.at(lane); v.kind {
		case failed:
			out[lane] = v
		case null:
			out[lane] = orUnit(nullValue, raw)
		case undefined:
			open |= 1 << lane
		default:
			out[lane] = s.flat.root.notBoolean()
		}
	}
	if open != 0 {
		s.undecided(n, branch, out, open)
		s.top = top
	}
	return operand{column: out}
}

func (s *laneScope) undecided(n *node, branch laneBranch, out *column, open uint64) {
	sinon := branch(s, s.arg(n, 2), open)
	alors := branch(s, s.arg(n, 1), open)
	for ; open != 0; open &= open - 1 {
		lane := bits.TrailingZeros64(open)
		switch a, b := sinon.at(lane), alors.at(lane); {
		case a.kind == failed:
			out[lane] = a
		case b.kind == failed:
			out[lane] = b
		default:
			out[lane] = value{unit: b.unit}
		}
	}
}

// variations goes through the branches for the lanes that still look for one.
func (s *laneScope) variations(out *column, n *node, mask uint64) operand {
	units := s.temp() // of the first branch taken or left open, in its unit field
	out.put(mask, same(nullValue))
	units.put(mask, same(value{}))
	var open uint64
	looking := mask
	top := s.top
	for i := int32(0); i < n.n && looking != 0; i += 2 {
		s.top = top
		si := s.eval(s.arg(n, i), looking)
		broken := si.ofKind(failed, looking)
		out.put(broken, si)
		looking &^= broken
		off := si.off(looking)
		out.put(off&open, same(value{}))
		taken := looking &^ off
		if taken == 0 {
			continue
		}
		v := s.eval(s.arg(n, i+1), taken)
		for m := taken; m != 0; m &= m - 1 {
			lane := bits.TrailingZeros64(m)
			w := v.at(lane)
			if w.kind == failed {
				out[lane] = w
				looking &^= 1 << lane
				broken |= 1 << lane
				continue
			}
			if u := units[lane].unit; u != noUnit {
				w, _ = s.flat.units.convert(w, u)
			} else {
				units[lane].unit = w.unit
			}
			if open&(1<<lane) == 0 && si.at(lane).kind != undefined {
				out[lane] = w
				looking &^= 1 << lane
				continue
			}
			open |= 1 << lane
			out[lane] = value{}
		}
	}
	for ; mask != 0; mask &= mask - 1 {
		lane := bits.TrailingZeros64(mask)
		if out[lane].kind != failed {
			out[lane].unit = units[lane].unit
		}
	}
	return operand{column: out}
}

// logical goes through the conditions for the lanes that are not settled yet.
func (s *laneScope) logical(out *column, n *node, mask uint64) operand {
	op, start := resolve.OpAnd, trueValue
	if n.op == resolve.OpAny {
		op, start = resolve.OpOr, falseValue
	}
	out.put(mask, same(start))
	flat, top := s.flat.root, s.top
	var odd uint64 // the lanes where a number or a text stands for oui so far
	for i := int32(0); i < n.n && mask != 0; i++ {
		v := s.eval(s.arg(n, i), mask)
		yes, no := v.split(mask &^ odd)
		if op == resolve.OpOr {
			out.put(yes, same(trueValue))
			mask &^= yes
		} else {
			out.put(no, same(falseValue))
			mask &^= no
		}
		for m := mask &^ yes &^ no; m != 0; m &= m - 1 { // neither oui nor non
			lane := bits.TrailingZeros64(m)
			w := v.at(lane)
			if w.kind != failed {
				w, _ = flat.combine(op, out[lane], none, w, none)
			}
			switch out[lane] = w; {
			case w.kind == failed:
				mask &^= 1 << lane
			case settledBy(op, w, true):
				out[lane] = settled(op, w)
				mask &^= 1 << lane
			case w.kind == number || w.kind == text:
				odd |= 1 << lane
			default:
				odd &^= 1 << lane
			}
		}
		s.top = top
	}
	return operand{column: out}
}
