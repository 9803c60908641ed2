package priors

import (
	"fmt"
	"strings"

	"capzero/publicodes"
	"capzero/publicodes/syntax"
)

// A Set is what the sources say. It is immutable and safe for concurrent use.
type Set struct {
	rules   []string // those with a prior, in the order of the sources
	entries map[string]*entry
	sources map[string]*Source

	kinds       map[string]Imprecision
	kindOfUnit  map[string]placed
	kindOfType  map[string]placed
	kindOfRule  map[string]placed
	factors     map[string]Factor
	factorPlace map[string]place
	classes     map[string]Factor
}

func newSet() *Set {
	return &Set{
		entries: map[string]*entry{}, sources: map[string]*Source{},
		kinds: map[string]Imprecision{}, kindOfUnit: map[string]placed{}, kindOfType: map[string]placed{}, kindOfRule: map[string]placed{},
		factors: map[string]Factor{}, factorPlace: map[string]place{}, classes: map[string]Factor{},
	}
}

// A Source is a publication that figures come from.
type Source struct {
	Title, Publisher, Year, URL string
	Seen                        bool // its figures were read, in it or in a page that quotes it; else they are from memory
}

// Evidence says where figures come from.
type Evidence struct {
	Sources []*Source // none where none was found
	Reading string    // how the figures follow from them, in French
}

// Large reports whether no source was found, so that the figures are wide.
func (e Evidence) Large() bool { return len(e.Sources) == 0 }

// A place is where something stands in the sources.
type place struct {
	source string
	pos    syntax.Pos
}

// placed is a word with its place.
type placed struct {
	word string
	place
}

// fault makes the error of something in the sources.
func (p place) fault(kind publicodes.ErrorKind, rule, format string, args ...any) error {
	return &publicodes.Error{Kind: kind, Source: p.source, Pos: p.pos, Rule: rule, Message: fmt.Sprintf(format, args...)}
}

// Rules returns the rules that have a prior, in the order of the sources.
func (s *Set) Rules() []string { return s.rules }

// Prior returns the prior that the sources give a rule, not fitted to a model.
// It is for those who show the data.
func (s *Set) Prior(rule string) (*Prior, bool) {
	e, ok := s.entries[rule]
	if !ok {
		return nil, false
	}
	return &e.Prior, true
}

// Factor returns how uncertain the value of a rule is: its own figure, or that
// of the nearest class above it. It is zero for a rule in no class.
func (s *Set) Factor(rule string) Factor {
	if f, ok := s.factors[rule]; ok {
		return f
	}
	for above := rule; ; above = above[:strings.LastIndex(above, separator)] {
		if f, ok := s.classes[above]; ok {
			return f
		}
		if !strings.Contains(above, separator) {
			return Factor{}
		}
	}
}

// Sources returns the publications that figures come from, by their short names.
func (s *Set) Sources() map[string]*Source { return s.sources }

// Factors returns the rules that have an uncertainty of their own.
func (s *Set) Factors() map[string]Factor { return s.factors }

// Classes returns the uncertainty of the rules below a name that have none of
// their own.
func (s *Set) Classes() map[string]Factor { return s.classes }

// Kinds returns how imprecise each kind of answer is.
func (s *Set) Kinds() map[string]Imprecision { return s.kinds }

// separator stands between the parts of a rule's name.
const separator = " . "

// A Factor is how uncertain a figure of the model is.
type Factor struct {
	HalfWidth float64 // of the 95 % interval, relative to the value: 0.1 is ± 10 %
	Evidence
}

// An Imprecision is how far an answer may be from the truth.
type Imprecision struct {
	Kind     string  // of answer, in French: "kilométrage de mémoire"
	Relative float64 // numbers: the standard deviation relative to the answer
	Wrong    float64 // choices, yes or no: the probability that another would be true
	Evidence
}
