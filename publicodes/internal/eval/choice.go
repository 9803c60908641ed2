package eval

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
