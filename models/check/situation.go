package check

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"capzero/models/internal/near"
	"capzero/publicodes"
	"capzero/publicodes/syntax"
)

// situations checks the files of answers.
func (c *checker) situations() {
	for i, source := range c.Situations {
		c.Progress("checking situations", i, len(c.Situations))
		f := newFile(source.Name, source.Data)
		c.files = append(c.files, f)
		root, err := syntax.Decode(source.Name, source.Data)
		if err != nil {
			found := Finding{Severity: Error, Kind: "syntax", File: f.Name, Message: err.Error()}
			if unread, ok := errors.AsType[*syntax.Error](err); ok {
				found.Message, found.Pos = unread.Message, f.place(unread.Pos)
			}
			c.add(found)
			continue
		}
		f.root = root
		if root.Kind != syntax.Map {
			c.add(Finding{
				Severity: Error, Kind: "structure", File: f.Name, Pos: f.place(root.Pos),
				Message: fmt.Sprintf("a situation is a map from rules to answers, not a %s", root.Kind),
			})
			continue
		}
		for _, p := range persons(root) {
			c.person(f, p)
		}
	}
}

// person is one situation of a file.
type person struct {
	name    string // empty when the file holds only one
	pos     syntax.Pos
	answers *syntax.Node
}

// persons reads a situation, {"situation": …}, or a map from names of people to
// such, which is how the published model writes its personas.
func persons(root *syntax.Node) []person {
	if s := root.Get("situation"); s != nil {
		return []person{{pos: root.Pos, answers: s}}
	}
	var all []person
	for _, p := range root.Pairs {
		if s := p.Value.Get("situation"); s != nil {
			all = append(all, person{name: p.Key, pos: p.Pos, answers: s})
		}
	}
	if len(all) > 0 {
		return all
	}
	return []person{{pos: root.Pos, answers: root}}
}

// person checks one situation: that each answer can be applied, and that the
// totals have a value.
func (c *checker) person(f *file, p person) {
	of := ""
	if p.name != "" {
		of = fmt.Sprintf("%s: ", p.name)
	}
	e := c.model.NewEvaluator()
	situation := publicodes.Situation{}
	for _, pair := range p.answers.Pairs {
		situation[pair.Key] = plain(pair.Value)
		err := e.SetAnswer(pair.Key, situation[pair.Key])
		fault, failed := errors.AsType[*publicodes.Error](err)
		if !failed {
			continue
		}
		found := Finding{
			Severity: Error, Kind: Kind(fault.Kind.String()), File: f.Name, Pos: f.place(pair.Value.Pos), Rule: pair.Key,
			Message: fmt.Sprintf("%sthe answer to %q: %s", of, pair.Key, fault.Message),
		}
		switch fault.Kind {
		case publicodes.UnknownRuleError:
			found.Kind, found.Pos = UnknownRule, f.place(pair.Pos)
			found.Message = fmt.Sprintf("%sno rule is called %q", of, pair.Key)
			if meant, ok := near.Word(pair.Key, slices.Values(c.graph.names)); ok {
				found.Suggestion = fmt.Sprintf("perhaps %q is meant", meant)
			}
		case publicodes.PossibilityError:
			found.Kind, found.Suggestion = NotPossible, c.possibilitiesOf(pair.Key)
		}
		c.add(found)
	}
	e.SetSituation(situation)
	blamed := map[string]bool{}
	for _, total := range c.totals {
		c.total(f, p, e, total, of, blamed)
	}
}

func (c *checker) possibilitiesOf(rule string) string {
	r, ok := c.model.Rule(rule)
	if !ok {
		return ""
	}
	var values []string
	for _, p := range r.Possibilities {
		values = append(values, p.Value)
	}
	return "the possibilities are " + strings.Join(values, ", ")
}

// total checks that one rule has a value, and says what it lacks. What is
// undefined without any answer is the model's fault, and told of the model; what
// lacks only answers already blamed is not told again.
func (c *checker) total(f *file, p person, e *publicodes.Evaluator, total, of string, blamed map[string]bool) {
	v, err := e.Evaluate(total)
	found := Finding{Severity: Error, File: f.Name, Pos: f.place(p.pos), Rule: total}
	if fault, failed := errors.AsType[*publicodes.Error](err); failed {
		found.Kind, found.Message = Fails, fmt.Sprintf("%s%q has no value: %s, in the rule %q", of, total, fault.Message, fault.Rule)
		if !blamed[faultKey(fault)] {
			c.add(found)
		}
		blamed[faultKey(fault)] = true
		return
	}
	if v.Kind != publicodes.KindUndefined {
		return
	}
	if v, err := c.model.NewEvaluator().Evaluate(total); err == nil && v.Kind == publicodes.KindUndefined {
		return
	}
	found.Kind, found.Message = UndefinedTotal, fmt.Sprintf("%s%q is undefined", of, total)
	s := &search{checker: c, e: e}
	culprits := s.culprits(total, nil)
	fresh := slices.DeleteFunc(slices.Clone(culprits), func(name string) bool { return blamed[name] })
	for _, name := range culprits {
		blamed[name] = true
	}
	if len(culprits) > 0 {
		found.Suggestion = fmt.Sprintf("answer %s: the model gives it no default", quotedAll(culprits))
	}
	if len(culprits) == 0 || len(fresh) > 0 {
		c.add(found)
	}
}

func quotedAll(names []string) string {
	if len(names) == 1 {
		return fmt.Sprintf("%q", names[0])
	}
	return quotedList(names)
}

// plain is the answer as a Go value.
func plain(n *syntax.Node) any {
	switch n.Kind {
	case syntax.Null:
		return nil
	case syntax.Bool:
		return n.Text == "true"
	case syntax.Number:
		v, _ := n.Float()
		return v
	case syntax.String:
		return n.Text
	case syntax.Map:
		m := map[string]any{}
		for _, p := range n.Pairs {
			m[p.Key] = plain(p.Value)
		}
		return m
	default:
		var list []any
		for _, item := range n.Items {
			list = append(list, plain(item))
		}
		return list
	}
}
