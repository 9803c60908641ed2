package eval

import "capzero/publicodes/internal/resolve"

// banded shows the base of a grille, a barème or a taux progressif, then each
// band as its ceiling and its amount or rate. The result of a band is what it
// adds to that of the whole.
func (t tracer) banded(n *resolve.Node) *Step {
	step := &Step{Op: n.Op.String(), Result: t.result(n), Inactive: t.inactive, Children: []*Step{t.step(n.Args[0])}}
	counts, results := t.bandsThatCount(n)
	for i := 2; i < len(n.Args); i += 2 {
		ceiling, gives := n.Args[i], n.Args[i+1]
		k := i/2 - 1
		band := &Step{Op: "tranche", Inactive: t.inactive || !counts[k]}
		if last := i+2 == len(n.Args); !last || ceiling.Op != resolve.OpConst {
			band.Children = append(band.Children, t.step(ceiling))
		}
		consequence := t.onlyIf(counts[k]).step(gives)
		band.Result = consequence.Result
		if result, ok := results[k]; ok {
			band.Result = result
		}
		band.Children = append(band.Children, consequence)
		step.Children = append(step.Children, band)
	}
	return step
}

// bandsThatCount tells which bands have a part in the result, and, for a barème,
// which part.
func (t tracer) bandsThatCount(n *resolve.Node) (counts map[int]bool, parts map[int]Result) {
	counts, parts = map[int]bool{}, map[int]Result{}
	if t.inactive {
		return counts, parts
	}
	s, code := t.scope, &t.scope.nodes[n.Index]
	b, err := s.startBands(code)
	if err.kind == failed {
		return counts, parts
	}
	defer func() { s.bands = s.bands[:b.from] }()
	if err = s.findBand(code, &b); err.kind == failed {
		return counts, parts
	}
	for i := b.from; i < len(s.bands); i++ {
		k := i - b.from
		switch n.Op {
		case resolve.OpGrid:
			counts[k] = k == b.holding
		case resolve.OpProgressive:
			counts[k] = k == b.holding || k+1 == b.holding
		default:
			part, _ := s.inBand(&b, i)
			part.unit = b.base.unit
			counts[k] = !s.bands[i].above
			parts[k], _ = s.open(part)
		}
	}
	return counts, parts
}

// everySecond are the values of a texte, without the pieces between them.
func everySecond(args []*resolve.Node) []*resolve.Node {
	var out []*resolve.Node
	for i := 1; i < len(args); i += 2 {
		out = append(out, args[i])
	}
	return out
}
