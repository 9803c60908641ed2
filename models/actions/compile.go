package actions

import (
	"encoding/json"
	"errors"
	"strings"

	"capzero/publicodes"
	"capzero/publicodes/syntax"
)

// root is the rule under which our formulas stand in a model. Nothing of the
// model reads it.
const root = "gestes chiffrés"

func ruleName(id, what string) string { return root + " . " + id + " . " + what }

// Owns reports whether a rule is one of ours rather than the model's.
func Owns(rule string) bool { return rule == root || strings.HasPrefix(rule, root+" . ") }

// Compile compiles a model with the formulas that speak of it. Those of an
// action that the model cannot take, because an earlier version names its rules
// in another way, are left out: the action is then not [Action.KnownTo] it.
func (s *Set) Compile(part Part, sources ...publicodes.Source) (*publicodes.Model, error) {
	left := map[string]bool{}
	for {
		model, err := publicodes.Compile(append(sources[:len(sources):len(sources)], s.rules(part, left))...)
		if err == nil {
			return model, nil
		}
		before := len(left)
		leaveOut(left, err)
		if len(left) == before {
			return nil, err
		}
	}
}

// leaveOut adds the entries whose formulas a model refused.
func leaveOut(left map[string]bool, err error) {
	if many, ok := err.(interface{ Unwrap() []error }); ok {
		for _, e := range many.Unwrap() {
			leaveOut(left, e)
		}
		return
	}
	var refused *publicodes.Error
	if !errors.As(err, &refused) {
		return
	}
	if rest, ours := strings.CutPrefix(refused.Rule, root+" . "); ours {
		id, _, _ := strings.Cut(rest, " . ")
		left[id] = true
	}
}

// rules writes the formulas as a source of a model.
func (s *Set) rules(part Part, without map[string]bool) publicodes.Source {
	w := writer{part: part}
	w.parent(root)
	for _, a := range s.Actions {
		if !without[a.ID] {
			w.entry(a.ID, a.Needs, a.Changes)
		}
	}
	for _, l := range s.Levers {
		if part == Carbon && !without[l.ID] {
			w.entry(l.ID, l.Needs, l.Changes)
			w.rule(l.Present, l.present)
			w.choice(l)
		}
	}
	return publicodes.Source{Name: "gestes.json", Data: []byte("{" + strings.Join(w.lines, ",\n") + "}")}
}

// A writer writes rules of one model as JSON.
type writer struct {
	part  Part
	lines []string
}

func (w *writer) parent(name string) { w.lines = append(w.lines, quoted(name)+": null") }

func (w *writer) entry(id string, needs []Need, changes []Change) {
	w.parent(root + " . " + id)
	for _, n := range needs {
		if n.Part == w.part {
			w.rule(n.Rule, n.formula)
		}
	}
	for _, c := range changes {
		if c.Part == w.part {
			w.rule(c.Value, c.formula)
		}
	}
}

func (w *writer) rule(name string, formula *syntax.Node) {
	w.lines = append(w.lines, quoted(name)+`: {"valeur": `+asJSON(formula)+"}")
}

// choice is the value of a lever as long as nobody sets it: the present one.
func (w *writer) choice(l Lever) {
	w.lines = append(w.lines, quoted(l.Choice)+`: {"valeur": `+quoted(l.Present)+`, "unité": `+quoted(l.Unit)+"}")
}

// asJSON writes a document again.
func asJSON(n *syntax.Node) string {
	switch n.Kind {
	case syntax.Null:
		return "null"
	case syntax.Bool, syntax.Number:
		return n.Text
	case syntax.String:
		return quoted(n.Text)
	}
	var parts []string
	for _, item := range n.Items {
		parts = append(parts, asJSON(item))
	}
	if n.Kind == syntax.List {
		return "[" + strings.Join(parts, ",") + "]"
	}
	for _, p := range n.Pairs {
		parts = append(parts, quoted(p.Key)+":"+asJSON(p.Value))
	}
	return "{" + strings.Join(parts, ",") + "}"
}

func quoted(s string) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false) // formulas compare with < and >
	_ = e.Encode(s)        // a text always encodes
	return strings.TrimSuffix(b.String(), "\n")
}

// A Written is an action as the file has it, for other engines to read.
type Written struct {
	ID      string                     `json:"id"`
	Needs   []json.RawMessage          `json:"needs"`
	Changes map[string]json.RawMessage `json:"changes"`
}

// Written returns the formulas of an action that speak of one model.
func (a *Action) Written(part Part) Written {
	w := Written{ID: a.ID, Needs: []json.RawMessage{}, Changes: map[string]json.RawMessage{}}
	for _, n := range a.Needs {
		if n.Part == part {
			w.Needs = append(w.Needs, json.RawMessage(asJSON(n.formula)))
		}
	}
	for _, c := range a.Changes {
		if c.Part == part {
			w.Changes[c.Of] = json.RawMessage(asJSON(c.formula))
		}
	}
	return w
}

// Formula writes the condition on one line, as the file has it.
func (n Need) Formula() string { return inOneLine(n.formula) }

// Formula writes the new value on one line, as the file has it.
func (c Change) Formula() string { return inOneLine(c.formula) }

func inOneLine(n *syntax.Node) string {
	if n.Kind == syntax.String {
		return n.Text
	}
	return asJSON(n)
}
