package web

import (
	"maps"
	"net/url"
	"strconv"
	"strings"

	"capzero/internal/fault"
	"capzero/internal/footprint"
	"capzero/internal/i18n"
)

// The fields of a question's form. A row is one radio button: a possibility, a
// suggestion or "Je ne sais pas"; they share one field, so that without any
// script only one of them can be chosen.
const (
	fieldRow     = "answer"
	fieldValue   = "value"
	fieldUnknown = "unknown"
	fieldNone    = "none"

	rowPossibility = "v:" // + the possibility
	rowSuggestion  = "s:" // + its label
	rowUnknown     = "unknown"
	rowTyped       = "typed" // the number above, after a contradiction
)

// fieldOf is the field of an option of a mosaic.
func fieldOf(rule string) string { return "values[" + rule + "]" }

// parseAnswer reads a posted form as an answer to s. It looks at the fields
// that the question has and at no other. What a number or a possibility is
// worth is not judged here.
//
// A form that was filled before comes back with its old answer beside the new
// one, because without script nothing unticks by itself: what has changed since
// s.Given wins. Two new answers at once are a contradiction, which only the
// person can settle.
func parseAnswer(form url.Values, s footprint.Screen, l *i18n.Locale) (footprint.Input, error) {
	switch s.Form {
	case footprint.Choice, footprint.YesNo:
		return parseRow(form.Get(fieldRow)), nil
	case footprint.Number:
		typed := footprint.Input{Value: strings.TrimSpace(form.Get(fieldValue))}
		return settle(typed, pickedRow(form), s, sameNumber(l))
	case footprint.Selection:
		return settle(footprint.Input{Values: ticked(form, s.Options)}, pickedNone(form, s.Question), s, neverSame)
	default:
		return settle(footprint.Input{Values: counted(form, s.Options)}, pickedNone(form, s.Question), s, sameCounts(l))
	}
}

// parseRow reads the value of the radio button that is chosen.
func parseRow(row string) footprint.Input {
	if row == rowUnknown {
		return footprint.Input{Unknown: true}
	}
	if v, ok := strings.CutPrefix(row, rowPossibility); ok {
		return footprint.Input{Value: v}
	}
	if label, ok := strings.CutPrefix(row, rowSuggestion); ok {
		return footprint.Input{Suggestion: label}
	}
	return footprint.Input{}
}

// pickedRow reads what is chosen instead of typing: a row, or the box of those
// who do not know.
func pickedRow(form url.Values) footprint.Input {
	if form.Has(fieldUnknown) {
		return footprint.Input{Unknown: true}
	}
	row := form.Get(fieldRow)
	if strings.HasPrefix(row, rowPossibility) {
		return footprint.Input{} // a number has no possibilities
	}
	return parseRow(row)
}

// pickedNone is pickedRow for mosaics, which may offer "none of these" as well.
func pickedNone(form url.Values, q footprint.Question) footprint.Input {
	if !form.Has(fieldNone) || !offersNone(q) {
		return pickedRow(form)
	}
	if q.Form == footprint.Selection {
		return footprint.Input{Value: footprint.NoneOfThese}
	}
	return footprint.Input{Values: allZero(q.Options)}
}

func allZero(options []footprint.Option) map[string]string {
	values := make(map[string]string, len(options))
	for _, o := range options {
		values[o.Rule] = "0"
	}
	return values
}

func ticked(form url.Values, options []footprint.Option) map[string]string {
	values := map[string]string{}
	for _, o := range options {
		if form.Has(fieldOf(o.Rule)) {
			values[o.Rule] = "oui"
		}
	}
	return values
}

func counted(form url.Values, options []footprint.Option) map[string]string {
	values := map[string]string{}
	for _, o := range options {
		if v := strings.TrimSpace(form.Get(fieldOf(o.Rule))); v != "" {
			values[o.Rule] = v
		}
	}
	return values
}

// settle decides between what was typed or ticked and what was picked instead.
func settle(typed, picked footprint.Input, s footprint.Screen, same sameAs) (footprint.Input, error) {
	switch {
	case isEmpty(typed):
		return picked, nil
	case isEmpty(picked), equal(picked, s.Given), same(typed, picked, s.Suggestions):
		return typed, nil
	case equal(typed, s.Given):
		return picked, nil
	}
	return typed, fault.At(fieldValue, fault.Invalid, "answer.two_answers")
}

func isEmpty(in footprint.Input) bool {
	return !in.Unknown && in.Value == "" && in.Suggestion == "" && len(in.Values) == 0
}

func equal(a, b footprint.Input) bool {
	return a.Unknown == b.Unknown && a.Value == b.Value && a.Suggestion == b.Suggestion && maps.Equal(a.Values, b.Values)
}

// sameAs reports whether what was typed is what the picked suggestion holds.
type sameAs func(typed, picked footprint.Input, suggestions []footprint.Suggestion) bool

func neverSame(_, _ footprint.Input, _ []footprint.Suggestion) bool { return false }

func sameNumber(l *i18n.Locale) sameAs {
	return func(typed, picked footprint.Input, suggestions []footprint.Suggestion) bool {
		v, ok := l.ParseNumber(typed.Value)
		for _, s := range suggestions {
			if ok && s.Label == picked.Suggestion && s.Value == v {
				return true
			}
		}
		return false
	}
}

func sameCounts(l *i18n.Locale) sameAs {
	return func(typed, picked footprint.Input, suggestions []footprint.Suggestion) bool {
		for _, s := range suggestions {
			if s.Label == picked.Suggestion && holds(s.Values, typed.Values, l) {
				return true
			}
		}
		return false
	}
}

// holds reports whether values, as typed, are those of a suggestion.
func holds(values map[string]float64, typed map[string]string, l *i18n.Locale) bool {
	if len(values) != len(typed) {
		return false
	}
	for rule, want := range values {
		if got, ok := l.ParseNumber(typed[rule]); !ok || got != want {
			return false
		}
	}
	return true
}

// plainNumber writes a number as it is put into a field again.
func plainNumber(v float64) string {
	return strconv.FormatFloat(v, 'f', -1, 64)
}
