package missions

import (
	"fmt"
	"strings"

	"capzero/models/entry"
	"capzero/publicodes"
)

// tried lists the new values of one model that are wrong for an average
// household: that do not compute, are no answer to the rule, or have another unit.
// A number without its unit would be read in the rule's own. What does not apply
// to an average household is not tried.
func (s *Set) tried(part entry.Part, model *publicodes.Model) (wrong []error) {
	average := model.NewEvaluator()
	for _, m := range s.Missions {
		if !applies(average, part, m.Needs) {
			continue
		}
		for _, c := range m.Changes {
			if _, known := model.Rule(c.Value); c.Part != part || !known {
				continue
			}
			if fault := try(average, c); fault != "" {
				wrong = append(wrong, fmt.Errorf("%s: on average, %s", c.Place, fault))
			}
		}
	}
	return wrong
}

func applies(average *publicodes.Evaluator, part entry.Part, needs []entry.Need) bool {
	for _, n := range needs {
		if n.Part != part {
			continue
		}
		if v, err := average.Evaluate(n.Rule); err != nil || !v.Bool {
			return false
		}
	}
	return true
}

// try says what is wrong with a new value, nothing where it can be used.
func try(average *publicodes.Evaluator, c entry.Change) string {
	value, err := average.Evaluate(c.Value)
	if err != nil {
		return "the formula does not compute: " + inOneLine(err)
	}
	if value.Kind == publicodes.KindUndefined || value.Kind == publicodes.KindNotApplicable {
		return ""
	}
	before, err := average.Evaluate(c.Of)
	if err == nil && bothCount(before, value) && before.Unit != value.Unit {
		return fmt.Sprintf("%s is %s, and would become %s: units differ", c.Of, before, value)
	}
	err = average.SetAnswer(c.Of, value.String())
	_ = average.SetAnswer(c.Of, nil) // the next one is tried on an average household again
	if err != nil {
		return fmt.Sprintf("%s is no answer to %s: %s", value, c.Of, inOneLine(err))
	}
	return ""
}

// bothCount reports whether two values are numbers with a unit to compare: nothing
// is nothing in any.
func bothCount(a, b publicodes.Value) bool {
	return a.Kind == publicodes.KindNumber && b.Kind == publicodes.KindNumber && a.Number != 0 && b.Number != 0
}

func inOneLine(err error) string { return strings.ReplaceAll(err.Error(), "\n", "; ") }
