// Package diag holds the one error of the language: what is wrong, in which
// source, rule and place. Every phase makes it; nobody translates it on the way.
package diag

import (
	"fmt"
	"strings"

	"capzero/publicodes/syntax"
)

// Kind says what sort of thing is wrong.
type Kind int

// The kinds of error, in the order of the phases that find them.
const (
	Syntax      Kind = iota + 1 // the source is not JSON, YAML or an expression
	Structure                   // a mechanism is unknown, misplaced or incomplete
	Reference                   // a name that no rule has, or that may not be used from here
	Unit                        // a unit that cannot be read or converted
	Cycle                       // a rule that needs itself
	DivideZero                  // a division by zero
	Type                        // a value of the wrong type
	Possibility                 // an answer outside the possibilities of its rule
	UnknownRule                 // a question about a rule that the model does not have
	Limit                       // deeper or longer than the engine accepts
)

var kindNames = map[Kind]string{
	Syntax: "syntax", Structure: "structure", Reference: "unknown reference", Unit: "unit",
	Cycle: "cycle", DivideZero: "division by zero", Type: "type", Possibility: "not a possibility",
	UnknownRule: "unknown rule", Limit: "limit",
}

// String names the kind in a word or two.
func (k Kind) String() string {
	if s, ok := kindNames[k]; ok {
		return s
	}
	return fmt.Sprintf("Kind(%d)", int(k))
}

// Error is a fault in a model, a situation or an evaluation.
type Error struct {
	Kind    Kind
	Source  string     // name of the source, empty during evaluation
	Rule    string     // full name of the rule, empty when the source itself is unreadable
	Path    string     // keys inside the rule, joined by " > ": "formule > somme > 2"
	Pos     syntax.Pos // place in the source, zero during evaluation
	Message string     // one sentence without a full stop
}

// Error gives "source:line:col: kind in rule 'a . b' at formule > somme: message".
func (e *Error) Error() string {
	var b strings.Builder
	if e.Source != "" {
		b.WriteString(e.Source)
		if p := e.Pos.String(); p != "" {
			b.WriteString(":" + p)
		}
		b.WriteString(": ")
	}
	b.WriteString(e.Kind.String())
	if e.Rule != "" {
		fmt.Fprintf(&b, " in rule %q", e.Rule)
	}
	if e.Path != "" {
		b.WriteString(" at " + e.Path)
	}
	b.WriteString(": " + e.Message)
	return b.String()
}
