package publicodes

import "capzero/publicodes/syntax"

// Type is what a rule's value is, as far as the model tells.
type Type int

// The types of rules.
const (
	Untyped Type = iota
	Number
	Boolean
	Text
)

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

	attributes []syntax.Pair
}

// Attribute returns the value of any other key of the rule in the file, such
// as mosaique, suggestions, icônes or plancher.
func (r *Rule) Attribute(key string) (*syntax.Node, bool) {
	for i := range r.attributes {
		if r.attributes[i].Key == key {
			return r.attributes[i].Value, true
		}
	}
	return nil, false
}

// Possibility is one of the values a rule may have.
type Possibility struct {
	Value       string // as an answer holds it, without quotes: "maison", "12 km"
	Title       string // title of the rule that describes it, or Value
	Description string
}
