package publicodes

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"capzero/publicodes/internal/resolve"
	"capzero/publicodes/syntax"
)

// Type is what a rule's value is, as far as the model tells.
type Type int

// The types of rules.
const (
	Untyped Type = iota
	Number
	Boolean
	Text
	Date // a text such as 31/12/2024
)

// String names the type.
func (t Type) String() string {
	return [...]string{"untyped", "number", "boolean", "text", "date"}[t]
}

// Rule describes one public rule. It is read only.
type Rule struct {
	Name          string // full name: "transport . voiture . km"
	Title         string // titre, or the last part of the name with a capital
	Question      string // what to ask people, empty when it is not a question
	Description   string
	Note          string
	Unit          string // the declared unité, empty when the rule has none
	Type          Type
	HasDefault    bool          // has a "par défaut"
	Possibilities []Possibility // the only values an answer may have, if any

	rule *resolve.Rule
}

// Possibility is one of the values a rule may have.
type Possibility struct {
	Value       string // as an answer holds it, without quotes: "maison", "12 km"
	Title       string // title of the rule that describes it, or Value
	Description string
}

// Attribute returns the value of any key of the rule in the file, such as
// mosaique, suggestions, icônes or plancher.
func (r *Rule) Attribute(key string) (*syntax.Node, bool) { return r.rule.Key(key) }

func describe(r *resolve.Rule) *Rule {
	rule := &Rule{
		Name: r.Name, Title: title(r), Question: textOf(r, "question"), Description: textOf(r, "description"),
		Note: textOf(r, "note"), Unit: textOf(r, "unité"), Type: Type(r.Type), HasDefault: r.HasDefault, rule: r,
	}
	if r.Possibilities == nil {
		return rule
	}
	for _, o := range r.Possibilities.Options {
		p := Possibility{Value: o.Value.Literal()}
		p.Title = p.Value
		if o.Rule != nil {
			p.Title, p.Description = title(o.Rule), textOf(o.Rule, "description")
		}
		rule.Possibilities = append(rule.Possibilities, p)
	}
	return rule
}

func textOf(r *resolve.Rule, key string) string {
	if n, ok := r.Key(key); ok && n.IsScalar() {
		return n.Text
	}
	return ""
}

func title(r *resolve.Rule) string {
	s := textOf(r, "titre")
	if s == "" {
		s = r.Name
		if i := strings.LastIndex(s, " . "); i >= 0 {
			s = s[i+len(" . "):]
		}
	}
	first, width := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[width:]
}
