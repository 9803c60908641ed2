package resolve

import (
	"strings"

	"capzero/publicodes/internal/diag"
	"capzero/publicodes/syntax"
	"capzero/publicodes/unit"
)

// durations are the units in which a time may be counted.
var durations = map[string]bool{
	"jour": true, "mois": true, "an": true, "trimestre": true, "trimestre civil": true, "année civile": true,
}

// duration builds the time between two days, each of which may be left out for
// the day of the evaluation.
func (b *builder) duration(n *syntax.Node) (*Node, *diag.Error) {
	if err := b.only(n, "depuis", "jusqu'à", "unité"); err != nil {
		return nil, err
	}
	out := &Node{Op: OpDuration}
	for _, key := range []string{"depuis", "jusqu'à"} {
		day := operation(OpToday)
		if v := n.Get(key); v != nil && v.Kind != syntax.Null {
			var err *diag.Error
			if day, err = b.at(key, v); err != nil {
				return nil, err
			}
		}
		out.Args = append(out.Args, day)
	}
	u, err := b.durationUnit(n.Get("unité"))
	out.Unit = u
	return out, err
}

func (b *builder) durationUnit(n *syntax.Node) (*unit.Unit, *diag.Error) {
	if n == nil || n.Kind == syntax.Null {
		return &unit.Unit{Num: []string{"jour"}}, nil
	}
	if name := strings.TrimSpace(n.Text); durations[name] {
		return &unit.Unit{Num: []string{name}}, nil
	}
	return nil, b.fail(n, diag.Unit, "a durée is counted in jour, mois, an, trimestre, trimestre civil or année civile, not in %q", n.Text)
}
