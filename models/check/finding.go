package check

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"

	"capzero/publicodes"
	"capzero/publicodes/syntax"
)

// Severity says what a finding means for the model.
type Severity int

// The severities. An error gives a wrong result or none to somebody; a warning
// is nearly always a mistake; a note is to be known.
const (
	Error Severity = iota + 1
	Warning
	Note
)

// String names the severity.
func (s Severity) String() string {
	return [...]string{"", "error", "warning", "note"}[s]
}

// MarshalText writes the severity as its name.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Kind says what sort of thing was found.
type Kind string

// The kinds of findings. A model that does not compile has findings of the
// kinds of the compiler, such as "syntax" and "reference".
const (
	UnknownKey     Kind = "unknown key"
	Units          Kind = "units"
	Unread         Kind = "dead rule"
	Unreachable    Kind = "unreachable"
	NotPossible    Kind = "not a possibility"
	Limits         Kind = "limits"
	NoDefault      Kind = "no default"
	DivideZero     Kind = "division by zero"
	ContextLoop    Kind = "context loop"
	Fails          Kind = "fails"
	UnknownRule    Kind = "unknown rule"
	UndefinedTotal Kind = "undefined total"
)

// A Finding is one thing to look at.
type Finding struct {
	Severity   Severity             `json:"severity"`
	Kind       Kind                 `json:"kind"`
	File       string               `json:"file"`
	Pos        syntax.Pos           `json:"-"`
	Rule       string               `json:"rule,omitempty"`
	Message    string               `json:"message"`              // one sentence without a full stop
	Suggestion string               `json:"suggestion,omitempty"` // what to write, or where to look
	Situation  publicodes.Situation `json:"situation,omitempty"`  // the answers that show it; empty: without any answer
}

// MarshalJSON writes the place as line, column (in characters, from 1) and byte
// offset, as editors want it.
func (f Finding) MarshalJSON() ([]byte, error) {
	type plain Finding
	return json.Marshal(struct {
		plain
		Line   int `json:"line,omitempty"`
		Column int `json:"column,omitempty"`
		Offset int `json:"offset"`
	}{plain(f), f.Pos.Line, f.Pos.Column, f.Pos.Offset})
}

// String gives "waste.publicodes:12:3: error: unknown key: …".
func (f Finding) String() string {
	return fmt.Sprintf("%s: %s: %s: %s", f.place(), f.Severity, f.Kind, f.Message)
}

func (f Finding) place() string {
	if f.Pos.Line == 0 {
		return f.File
	}
	return fmt.Sprintf("%s:%d:%d", f.File, f.Pos.Line, f.Pos.Column)
}

// Serious counts the errors among findings.
func Serious(found []Finding) int {
	n := 0
	for _, f := range found {
		if f.Severity == Error {
			n++
		}
	}
	return n
}

// sorted puts findings in the order of the files and of their text.
func (c *checker) sorted() []Finding {
	order := map[string]int{}
	for i, f := range c.files {
		order[f.Name] = i
	}
	slices.SortStableFunc(c.found, func(a, b Finding) int {
		return cmp.Or(
			cmp.Compare(order[a.File], order[b.File]), cmp.Compare(a.Pos.Line, b.Pos.Line),
			cmp.Compare(a.Pos.Column, b.Pos.Column), cmp.Compare(a.Severity, b.Severity),
			cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Message, b.Message))
	})
	return slices.CompactFunc(c.found, func(a, b Finding) bool {
		return a.place() == b.place() && a.Kind == b.Kind && a.Message == b.Message
	})
}
