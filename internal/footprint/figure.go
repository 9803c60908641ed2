package footprint

import (
	"strconv"

	"capzero/publicodes"
	"capzero/publicodes/syntax"
)

// revisedFigures lists the figures that the footprint of the earlier model
// depends on and that the later one writes another way, in the order of the
// model. A figure is a value that a rule states and does not compute: an
// emission factor, a ratio, the average that stands in for an answer.
func revisedFigures(earlier, later *publicodes.Model) []string {
	counted := earlier.Reads(carbonTotal)
	var rules []string
	for _, was := range earlier.Rules() {
		is, still := later.Rule(was.Name)
		if !still || !counted[was.Name] {
			continue
		}
		before, after := figureOf(was), figureOf(is)
		if before != "" && after != "" && before != after {
			rules = append(rules, was.Name)
		}
	}
	return rules
}

// figureOf returns the text of the figure that a rule states, empty if it is
// computed.
func figureOf(r *publicodes.Rule) string {
	for _, key := range []string{"valeur", "formule", "par défaut"} {
		node, ok := r.Attribute(key)
		if !ok {
			continue
		}
		if _, number := node.Float(); number || node.IsScalar() && isLiteral(node.Text) {
			return node.Text
		}
		return ""
	}
	return ""
}

func isLiteral(text string) bool {
	expr, err := syntax.ParseExpression(text)
	if err != nil {
		return false
	}
	switch expr.(type) {
	case *syntax.NumberLit, *syntax.BoolLit, *syntax.TextLit:
		return true
	}
	return false
}

// sameKind reports whether one value can take the place of the other: both say
// something, of the same kind and in the same unit.
func sameKind(a, b publicodes.Value) bool {
	switch a.Kind {
	case publicodes.KindNumber, publicodes.KindBoolean, publicodes.KindText:
		return a.Kind == b.Kind && a.Unit == b.Unit
	}
	return false
}

// asAnswer writes a value as an answer to its own rule.
func asAnswer(v publicodes.Value) any {
	switch v.Kind {
	case publicodes.KindBoolean:
		return v.Bool
	case publicodes.KindText:
		return "'" + v.Text + "'"
	}
	if v.Unit == "" {
		return v.Number
	}
	return strconv.FormatFloat(v.Number, 'f', -1, 64) + " " + v.Unit
}
