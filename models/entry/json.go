package entry

import (
	"encoding/json"
	"strings"

	"capzero/publicodes/syntax"
)

// RuleOf is a formula as a rule of an entry.
func RuleOf(id, name string, formula *syntax.Node) Rule {
	return Rule{Entry: id, Name: name, JSON: `{"valeur": ` + asJSON(formula) + "}"}
}

// asJSON writes a document again.
func asJSON(n *syntax.Node) string {
	switch n.Kind {
	case syntax.Null:
		return "null"
	case syntax.Bool, syntax.Number:
		return n.Text
	case syntax.String:
		return Quoted(n.Text)
	}
	var parts []string
	for _, item := range n.Items {
		parts = append(parts, asJSON(item))
	}
	if n.Kind == syntax.List {
		return "[" + strings.Join(parts, ",") + "]"
	}
	for _, p := range n.Pairs {
		parts = append(parts, Quoted(p.Key)+":"+asJSON(p.Value))
	}
	return "{" + strings.Join(parts, ",") + "}"
}

// Quoted writes a text as JSON.
func Quoted(s string) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false) // formulas compare with < and >
	_ = e.Encode(s)        // a text always encodes
	return strings.TrimSuffix(b.String(), "\n")
}

// A Written is an entry as the file has it, for other engines to read.
type Written struct {
	ID      string                     `json:"id"`
	Needs   []json.RawMessage          `json:"needs"`
	Changes map[string]json.RawMessage `json:"changes"`
}

// Written returns the formulas of an entry that speak of one model.
func (e *Entry) Written(part Part) Written {
	w := Written{ID: e.ID, Needs: []json.RawMessage{}, Changes: map[string]json.RawMessage{}}
	for _, n := range e.Needs {
		if n.Part == part {
			w.Needs = append(w.Needs, json.RawMessage(asJSON(n.formula)))
		}
	}
	for _, c := range e.Changes {
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
