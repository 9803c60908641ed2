// Package diag holds the one error of the language: what is wrong, in which
// source, rule and place. Every phase makes it; nobody translates it on the way.
package diag

import (
	"fmt"
	"strings"

	"capzero/publicodes/syntax"
)

// Kind says what sort of thing is wrong. A kind is itself an error, so that
// errors.Is(err, DivideZero) asks whether err is of that kind.
type Kind int

// The kinds of error, in the order of the phases that find them. The numbers
// and the codes are part of the package's promise: a new kind takes the next
// number, and none is ever changed or used again.
const (
	Syntax      Kind = 1  // the source is not JSON, YAML or an expression
	Structure   Kind = 2  // a mechanism is unknown, misplaced or incomplete
	Reference   Kind = 3  // a name that no rule has, or that may not be used from here
	Unit        Kind = 4  // a unit that cannot be read or converted
	Cycle       Kind = 5  // a rule that needs itself
	DivideZero  Kind = 6  // a division by zero
	Type        Kind = 7  // a value of the wrong type
	Possibility Kind = 8  // an answer outside the possibilities of its rule
	UnknownRule Kind = 9  // a question about a rule that the model does not have
	Limit       Kind = 10 // deeper or longer than the engine accepts
)

// kinds are, by number, the words that messages use and the code for programs.
var kinds = [...]struct{ words, code string }{
	Syntax:      {"syntax", "syntax"},
	Structure:   {"structure", "structure"},
	Reference:   {"unknown reference", "reference"},
	Unit:        {"unit", "unit"},
	Cycle:       {"cycle", "cycle"},
	DivideZero:  {"division by zero", "division-by-zero"},
	Type:        {"type", "type"},
	Possibility: {"not a possibility", "possibility"},
	UnknownRule: {"unknown rule", "unknown-rule"},
	Limit:       {"limit", "limit"},
}

// Kinds lists every kind, by number.
func Kinds() []Kind {
	var all []Kind
	for k := Syntax; int(k) < len(kinds); k++ {
		all = append(all, k)
	}
	return all
}

func (k Kind) known() bool { return k > 0 && int(k) < len(kinds) }

// String names the kind in a word or two.
func (k Kind) String() string {
	if k.known() {
		return kinds[k].words
	}
	return fmt.Sprintf("Kind(%d)", int(k))
}

// Code is the stable name of the kind for programs: "division-by-zero".
func (k Kind) Code() string {
	if k.known() {
		return kinds[k].code
	}
	return "unknown"
}

// Error makes a kind a target of errors.Is.
func (k Kind) Error() string { return k.String() }

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

// Is reports whether target is the kind of e.
func (e *Error) Is(target error) bool {
	k, ok := target.(Kind)
	return ok && k == e.Kind
}
