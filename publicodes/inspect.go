package publicodes

// Uses returns the full names of the rules that the value of rule reads
// directly: those that its formula, its conditions, its parents, its contexts
// and what replaces it name, private ones too, in the order in which they are
// written; the rule itself is last if its formula names it. It is empty for an
// unknown rule. [Model.Reads] follows them further.
func (m *Model) Uses(rule string) []string {
	r, ok := m.program.Rule(rule)
	if !ok {
		return nil
	}
	used := m.program.Uses(r)
	names := make([]string, len(used))
	for i, u := range used {
		names[i] = u.Name
	}
	return names
}

// Lookup returns the full name of the rule that name means when it is written
// in the rule called from: a child of that rule first, then of its ancestors,
// then a root rule. The rule may be private; ok is false when there is none that
// may be used from there.
func (m *Model) Lookup(from, name string) (full string, ok bool) {
	r := m.program.Lookup(from, name)
	if r == nil {
		return "", false
	}
	return r.Name, true
}

// Listing shows what a rule was compiled into, a line for each operation, and
// what an answer to it drops. It is for people: its form may change. It is nil
// for an unknown rule.
func (m *Model) Listing(rule string) []string {
	r, ok := m.program.Rule(rule)
	if !ok {
		return nil
	}
	return m.graph.Listing(r)
}
