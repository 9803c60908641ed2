package eval

import (
	"capzero/publicodes/internal/diag"
	"capzero/publicodes/internal/resolve"
)

// choice gives the only possibility that applies. It is undefined while people
// can choose, and not applicable when no possibility applies.
func (s *scope) choice(n *node) (value, missing) {
	only, m := nullValue, none
	for i := int32(0); i < n.n; i += 2 {
		off, lacks := s.eval(s.arg(n, i))
		if off.kind == failed {
			return off, none
		}
		m = s.collect.merge(m, lacks)
		switch {
		case off.isTrue():
		case only.kind == null:
			only, _ = s.eval(s.arg(n, i+1))
		default:
			only = value{}
		}
	}
	return only, m
}

// Applicable reports which possibilities of a rule apply, or may apply. All do
// unless the model was compiled to tell.
func (e *Evaluator) Applicable(r *resolve.Rule) ([]bool, *diag.Error) {
	out := make([]bool, len(r.Possibilities.Options))
	filter := r.Possibilities.Filter
	e.begin(r.Index)
	for i := range out {
		out[i] = true
		if filter == nil {
			continue
		}
		off, _ := e.root.eval(filter.Args[2*i].Index)
		if off.kind == failed {
			return nil, e.errs[int(off.num)]
		}
		out[i] = !off.isTrue()
	}
	return out, nil
}
