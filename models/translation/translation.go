package translation

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"

	"capzero/publicodes"
	"capzero/publicodes/syntax"
)

// Texts are what a rule says, in our words; a text that is empty is not
// translated.
type Texts struct {
	Title       string
	Question    string
	Description string
	Note        string
	Suggestions map[string]string // the French label → ours

	mark  string
	place string
}

// A Set holds the texts of one language by rule. A nil Set has none. It never
// changes.
type Set struct{ rules map[string]*Texts }

// Of returns the texts of a rule, nil where it is not translated.
func (s *Set) Of(rule string) *Texts {
	if s == nil {
		return nil
	}
	return s.rules[rule]
}

// Len is how many rules are translated.
func (s *Set) Len() int {
	if s == nil {
		return 0
	}
	return len(s.rules)
}

// For returns those texts that were written from what this French model says.
func (s *Set) For(french *publicodes.Model) *Set {
	if s == nil {
		return nil
	}
	current := &Set{rules: map[string]*Texts{}}
	for name, texts := range s.rules {
		if rule, ok := french.Rule(name); ok && Mark(rule) == texts.mark {
			current.rules[name] = texts
		}
	}
	return current
}

// Check returns what is wrong with the texts for this French model: rules that
// it does not have, French texts that have changed, and texts that were left
// out. A rule may have its title alone, where it is a line of a result; a question
// is translated whole, but for its note, which is about the calculation.
func (s *Set) Check(french *publicodes.Model) []error {
	var problems []error
	for _, name := range slices.Sorted(maps.Keys(s.rules)) {
		texts := s.rules[name]
		rule, ok := french.Rule(name)
		if !ok {
			problems = append(problems, fmt.Errorf("%s: the model has no rule %q: take its translation out", texts.place, name))
			continue
		}
		if mark := Mark(rule); mark != texts.mark {
			problems = append(problems, fmt.Errorf("%s: the French text of %q is not the one that was translated: read it again, then write français: %s", texts.place, name, mark))
		}
		for _, left := range texts.leftOut(rule) {
			problems = append(problems, fmt.Errorf("%s: %q has a %s in French and none here", texts.place, name, left))
		}
	}
	return problems
}

// leftOut names the texts of a rule that are there in French only.
func (t *Texts) leftOut(rule *publicodes.Rule) []string {
	if t.Question == "" && t.Description == "" && len(t.Suggestions) == 0 && t.Title != "" {
		return nil
	}
	var left []string
	for _, pair := range []struct{ name, french, ours string }{
		{"titre", rule.Title, t.Title},
		{"question", rule.Question, t.Question},
		{"description", rule.Description, t.Description},
	} {
		if strings.TrimSpace(pair.french) != "" && pair.ours == "" {
			left = append(left, pair.name)
		}
	}
	french := Suggestions(rule)
	for _, label := range french {
		if t.Suggestions[label] == "" {
			left = append(left, fmt.Sprintf("suggestion %q", label))
		}
	}
	for _, label := range slices.Sorted(maps.Keys(t.Suggestions)) {
		if !slices.Contains(french, label) {
			left = append(left, fmt.Sprintf("suggestion other than %q", label))
		}
	}
	return left
}

// Suggestions are the labels of a rule's one-tap answers: its own, or those of
// its mosaic.
func Suggestions(rule *publicodes.Rule) []string {
	node, ok := rule.Attribute("suggestions")
	if mosaic, is := rule.Attribute("mosaique"); is {
		node = mosaic.Get("suggestions")
		ok = node != nil
	}
	if !ok || node.Kind != syntax.Map {
		return nil
	}
	labels := make([]string, len(node.Pairs))
	for i, p := range node.Pairs {
		labels[i] = p.Key
	}
	return labels
}

// Mark is short for everything that a French rule says to people. It changes
// with any word of it, and with nothing else.
func Mark(rule *publicodes.Rule) string {
	texts := []string{rule.Title, rule.Question, rule.Description, rule.Note}
	texts = append(texts, Suggestions(rule)...)
	for i, text := range texts {
		texts[i] = strings.TrimSpace(text)
	}
	sum := sha256.Sum256([]byte(strings.Join(texts, "\x00")))
	return hex.EncodeToString(sum[:4])
}
