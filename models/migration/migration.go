// Package migration carries stored answers from one version of a model to
// another, by the table that the model's package brings along: which rules were
// renamed or dropped since, and which values of a rule.
//
//	table, err := migration.Read(data) // migration.json of the newer version
//	now, moved, lost := table.Apply(answers, readable)
//
// The table is read as npm @publicodes/tools 1.4.1 reads it (migrateSituation):
//
//   - An answer to a renamed rule goes to the new name with the value it has. A
//     name is followed once: a table that renames a to b and b to c moves an
//     answer from a to b.
//   - A rule renamed to nothing is dropped, and so is a value replaced by
//     nothing.
//   - Values are looked up under the old name, in the first entry whose name is
//     a part of it: values of "deux roues . type" also hold for
//     "transport . deux roues . type".
//
// In two places it does better than the original. No published table shows the
// difference: for the tables of 4.8.1, 4.10.0 and 4.10.2, the personas of six
// versions and every entry give what the original gives. An answer that was given under the new name stays: it is the
// later one. An answer that is moved to another rule leaves nothing behind under
// the old name, even if the table has a value for it.
//
// Answers are texts as the language writes them, without quotes: "oui",
// "maison", "12".
package migration

import (
	"maps"
	"slices"
	"strings"
)

// A Table says what became of the rules and values of earlier versions. It is
// immutable.
type Table struct {
	rules  map[string]string // old name → new name, "" where it is dropped
	values []ruleValues      // in the order of the file
}

// ruleValues are the values of one rule that were replaced.
type ruleValues struct {
	rule   string
	values map[string]string // old value → new value, "" where it is dropped
}

// An Answer is what was said to one rule.
type Answer struct{ Rule, Value string }

// Moved is an answer that has another rule or another value now.
type Moved struct{ From, To Answer }

// Apply returns answers, by rule, as the newer version has them. It says which
// have moved, and which rules of the old answers have none any more: they, or
// their values, were dropped, or the model cannot read them. Both lists follow
// the names of the old rules. An answer that was given again under the new name
// of its rule is in neither. Readable is asked whether the model can read an
// answer; nil takes them all. Answers itself is not changed.
func (t *Table) Apply(answers map[string]string, readable func(rule, value string) bool) (now map[string]string, moved []Moved, lost []string) {
	settle := func(rule string) (Answer, bool) {
		to, kept := t.follow(Answer{rule, answers[rule]})
		return to, kept && (readable == nil || readable(to.Rule, to.Value))
	}
	now = map[string]string{}
	for _, rule := range slices.Sorted(maps.Keys(answers)) {
		to, kept := settle(rule)
		if !kept {
			lost = append(lost, rule)
			continue
		}
		if _, taken := answers[to.Rule]; taken && to.Rule != rule {
			if later, stays := settle(to.Rule); stays && later.Rule == to.Rule {
				continue // answered again under the new name
			}
		}
		now[to.Rule] = to.Value
		if from := (Answer{rule, answers[rule]}); to != from {
			moved = append(moved, Moved{from, to})
		}
	}
	return now, moved, lost
}

// Rule returns the name that a rule has in the newer version, its own if the
// table does not mention it, and false where it was dropped.
func (t *Table) Rule(name string) (string, bool) {
	renamed, listed := t.rules[name]
	if !listed {
		return name, true
	}
	return renamed, renamed != ""
}

// follow returns what an answer is now, and false where it was dropped.
func (t *Table) follow(a Answer) (Answer, bool) {
	if renamed, listed := t.rules[a.Rule]; listed {
		return Answer{renamed, a.Value}, renamed != ""
	}
	value, listed := t.valuesOf(a.Rule)[a.Value]
	if !listed {
		return a, true
	}
	return Answer{a.Rule, value}, value != ""
}

// valuesOf returns the replaced values that hold for a rule.
func (t *Table) valuesOf(rule string) map[string]string {
	for _, of := range t.values {
		if strings.Contains(rule, of.rule) {
			return of.values
		}
	}
	return nil
}
