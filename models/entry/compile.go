package entry

import (
	"errors"
	"strings"

	"capzero/publicodes"
)

// A Set is entries whose formulas can be compiled into a model.
type Set interface {
	// Root is the rule under which the formulas stand. Nothing of the model reads
	// it.
	Root() string
	// Rules are the formulas that speak of one model.
	Rules(Part) []Rule
}

// A Rule is a formula on its way into a model.
type Rule struct {
	Entry string // the entry that it belongs to
	Name  string // below the root of the set
	JSON  string
}

// Compile compiles a model with the formulas of some sets that speak of it.
// Those of an entry that the model cannot take, because an earlier version names
// its rules in another way, are left out: the entry is then not [Entry.KnownTo]
// it.
func Compile(part Part, sets []Set, sources ...publicodes.Source) (*publicodes.Model, error) {
	left := map[string]bool{}
	for {
		model, err := CompileAll(part, sets, left, sources...)
		if err == nil {
			return model, nil
		}
		before := len(left)
		for _, refused := range Refused(err) {
			LeaveOut(left, sets, refused.Rule)
		}
		if len(left) == before {
			return nil, err
		}
	}
}

// CompileAll compiles a model with the formulas of all entries but some, which
// are given by the name of their rule. It fails where the model cannot take one.
func CompileAll(part Part, sets []Set, without map[string]bool, sources ...publicodes.Source) (*publicodes.Model, error) {
	all := sources[:len(sources):len(sources)]
	for _, s := range sets {
		all = append(all, source(s, part, without))
	}
	return publicodes.Compile(all...)
}

// Refused lists the faults that the engine found in a model.
func Refused(err error) []*publicodes.Error {
	if many, ok := err.(interface{ Unwrap() []error }); ok {
		var all []*publicodes.Error
		for _, e := range many.Unwrap() {
			all = append(all, Refused(e)...)
		}
		return all
	}
	var refused *publicodes.Error
	if errors.As(err, &refused) {
		return []*publicodes.Error{refused}
	}
	return nil
}

// LeaveOut adds the entry that a rule belongs to, by the name of the entry's own
// rule.
func LeaveOut(left map[string]bool, sets []Set, rule string) {
	for _, s := range sets {
		if rest, ours := strings.CutPrefix(rule, s.Root()+separator); ours {
			id, _, _ := strings.Cut(rest, separator)
			left[s.Root()+separator+id] = true
		}
	}
}

// source writes the formulas of a set as a source of a model.
func source(s Set, part Part, without map[string]bool) publicodes.Source {
	lines := []string{Quoted(s.Root()) + ": null"}
	parent := ""
	for _, r := range s.Rules(part) {
		above := s.Root() + separator + r.Entry
		if without[above] {
			continue
		}
		if above != parent {
			lines, parent = append(lines, Quoted(above)+": null"), above
		}
		lines = append(lines, Quoted(r.Name)+": "+r.JSON)
	}
	return publicodes.Source{Name: s.Root() + ".json", Data: []byte("{" + strings.Join(lines, ",\n") + "}")}
}

// separator stands between the parts of a rule's name.
const separator = " . "

// RuleName is the rule of something of an entry.
func RuleName(root, id, what string) string { return root + separator + id + separator + what }

// Owns reports whether a rule is one of a set rather than the model's.
func Owns(s Set, rule string) bool {
	return rule == s.Root() || strings.HasPrefix(rule, s.Root()+separator)
}

// RulesOf are the formulas of an entry that speak of one model.
func RulesOf(id string, needs []Need, changes []Change, part Part) []Rule {
	var rules []Rule
	for _, n := range needs {
		if n.Part == part {
			rules = append(rules, RuleOf(id, n.Rule, n.formula))
		}
	}
	for _, c := range changes {
		if c.Part == part {
			rules = append(rules, RuleOf(id, c.Value, c.formula))
		}
	}
	return rules
}
