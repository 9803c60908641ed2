package footprint

import (
	"encoding/json"
	"fmt"
	"maps"
	"strconv"
	"strings"

	"capzero/internal/fault"
	"capzero/internal/i18n"
)

// An answer is what a household said to one question. Values holds the text of
// each value as the language writes it, without quotes, by rule: one entry for
// a plain question, one per option for a mosaic. An answer without values is
// "je ne sais pas": it is kept, so that it is not asked again, and never
// reaches a model.
type answer struct {
	Rule   string
	Values map[string]string
}

func (a answer) known() bool { return len(a.Values) > 0 }

// answers are a household's, by rule of the question.
type answers map[string]answer

// knownCount counts the answers that say something.
func (as answers) knownCount() int {
	n := 0
	for _, a := range as {
		if a.known() {
			n++
		}
	}
	return n
}

// without returns the answers but those to some questions.
func (as answers) without(rules ...string) answers {
	others := maps.Clone(as)
	for _, rule := range rules {
		delete(others, rule)
	}
	return others
}

// parse turns what was typed into an answer, or says at which field of the
// form it cannot be used and why.
func parse(q *Question, in Input, l *i18n.Locale) (answer, error) {
	if in.Unknown {
		return answer{Rule: q.Rule}, nil
	}
	var values map[string]string
	var err error
	switch q.Form {
	case Choice, YesNo:
		values, err = parseChoice(q, in)
	case Number:
		values, err = parseNumber(q, in, l)
	case Selection:
		values, err = parseSelection(q, in)
	case Counts:
		values, err = parseCounts(q, in, l)
	default:
		err = fmt.Errorf("question %q has the unknown form %d", q.Rule, q.Form)
	}
	if err != nil {
		return answer{}, err
	}
	return answer{Rule: q.Rule, Values: values}, nil
}

// valueField is the name of the field of a question with one value, and the
// one to mark when a mosaic is wrong as a whole.
const valueField = "value"

func parseChoice(q *Question, in Input) (map[string]string, error) {
	if in.Value == "" {
		return nil, fault.At(valueField, fault.Invalid, "answer.nothing_chosen")
	}
	for _, c := range q.Choices {
		if c.Value == in.Value {
			return map[string]string{q.Rule: c.Value}, nil
		}
	}
	return nil, fault.At(valueField, fault.Invalid, "answer.not_a_choice")
}

func parseNumber(q *Question, in Input, l *i18n.Locale) (map[string]string, error) {
	if strings.TrimSpace(in.Value) != "" {
		v, err := parseAmount(valueField, in.Value, q.Unit, q.Min, q.Max, l)
		if err != nil {
			return nil, err
		}
		return map[string]string{q.Rule: writeNumber(v)}, nil
	}
	if in.Suggestion == "" {
		return nil, fault.At(valueField, fault.Invalid, "answer.nothing_typed")
	}
	s, ok := suggestionOf(q, in.Suggestion)
	if !ok {
		return nil, fault.At(valueField, fault.Invalid, "answer.not_a_choice")
	}
	return map[string]string{q.Rule: writeNumber(s.Value)}, nil
}

// parseSelection answers every option: the ones that were not ticked are a no,
// not a gap to fill with an average.
func parseSelection(q *Question, in Input) (map[string]string, error) {
	ticked := map[string]bool{}
	for rule, v := range in.Values {
		if !hasOption(q, rule) || v != yes && v != no {
			return nil, fault.At(valueField, fault.Invalid, "answer.not_a_choice")
		}
		ticked[rule] = v == yes
	}
	if len(ticked) == 0 && in.Suggestion != "" {
		s, ok := suggestionOf(q, in.Suggestion)
		if !ok {
			return nil, fault.At(valueField, fault.Invalid, "answer.not_a_choice")
		}
		for rule, v := range s.Values {
			ticked[rule] = v != 0
		}
	}
	switch {
	case in.Value == NoneOfThese && anyTrue(ticked):
		return nil, fault.At(valueField, fault.Invalid, "answer.none_and_some")
	case in.Value != "" && in.Value != NoneOfThese:
		return nil, fault.At(valueField, fault.Invalid, "answer.not_a_choice")
	case in.Value == "" && len(ticked) == 0:
		return nil, fault.At(valueField, fault.Invalid, "answer.nothing_ticked")
	}
	values := map[string]string{}
	for _, o := range q.Options {
		values[o.Rule] = no
		if ticked[o.Rule] {
			values[o.Rule] = yes
		}
	}
	return values, nil
}

// parseCounts answers every option: an empty line among filled ones is a zero.
func parseCounts(q *Question, in Input, l *i18n.Locale) (map[string]string, error) {
	if blank(in.Values) {
		return parseCountsSuggestion(q, in)
	}
	for rule := range in.Values {
		if !hasOption(q, rule) {
			return nil, fault.At(valueField, fault.Invalid, "answer.not_a_choice")
		}
	}
	values := map[string]string{}
	for _, o := range q.Options {
		v, err := parseAmount(o.Rule, orZero(in.Values[o.Rule]), o.Unit, o.Min, o.Max, l)
		if err != nil {
			return nil, err
		}
		values[o.Rule] = writeNumber(v)
	}
	return values, nil
}

func parseCountsSuggestion(q *Question, in Input) (map[string]string, error) {
	if in.Suggestion == "" {
		return nil, fault.At(valueField, fault.Invalid, "answer.nothing_typed")
	}
	s, ok := suggestionOf(q, in.Suggestion)
	if !ok {
		return nil, fault.At(valueField, fault.Invalid, "answer.not_a_choice")
	}
	values := map[string]string{}
	for _, o := range q.Options {
		values[o.Rule] = writeNumber(s.Values[o.Rule])
	}
	return values, nil
}

// parseAmount reads one number as people type it and holds it to its bounds.
func parseAmount(field, typed, unit string, low, high *float64, l *i18n.Locale) (float64, error) {
	v, ok := l.ParseNumber(typed)
	if !ok {
		return 0, fault.At(field, fault.Invalid, "answer.not_a_number")
	}
	if v < *low || v > *high {
		return 0, outOfBounds(field, unit, *low, *high, l)
	}
	return v, nil
}

func outOfBounds(field, unit string, low, high float64, l *i18n.Locale) error {
	return fault.At(field, fault.Invalid, "answer.out_of_bounds",
		"min", l.Amount(low), "max", written(l, high, unit))
}

func hasOption(q *Question, rule string) bool {
	for _, o := range q.Options {
		if o.Rule == rule {
			return true
		}
	}
	return false
}

func suggestionOf(q *Question, label string) (Suggestion, bool) {
	for _, s := range q.Suggestions {
		if s.Label == label {
			return s, true
		}
	}
	return Suggestion{}, false
}

func anyTrue(m map[string]bool) bool {
	for _, v := range m {
		if v {
			return true
		}
	}
	return false
}

func blank(values map[string]string) bool {
	for _, v := range values {
		if strings.TrimSpace(v) != "" {
			return false
		}
	}
	return true
}

func orZero(typed string) string {
	if strings.TrimSpace(typed) == "" {
		return "0"
	}
	return typed
}

// writeNumber is the one way a number is stored: shortest, with a point.
func writeNumber(v float64) string {
	return strconv.FormatFloat(v, 'f', -1, 64)
}

// stored is the text of an answer in the database: the value of a plain
// question, a JSON object by rule for a mosaic, false for "je ne sais pas".
func (a answer) stored() (text string, known bool) {
	if !a.known() {
		return "", false
	}
	if v, ok := a.Values[a.Rule]; ok && len(a.Values) == 1 {
		return v, true
	}
	// Marshalling a map of texts cannot fail, and sorts its keys.
	data, _ := json.Marshal(a.Values)
	return string(data), true
}

// readStored is the inverse of stored.
func readStored(q *Question, text string, known bool) (answer, error) {
	a := answer{Rule: q.Rule}
	if !known {
		return a, nil
	}
	if q.Form != Selection && q.Form != Counts {
		a.Values = map[string]string{q.Rule: text}
		return a, nil
	}
	if err := json.Unmarshal([]byte(text), &a.Values); err != nil {
		return a, fmt.Errorf("stored answer to %q: %w", q.Rule, err)
	}
	maps.DeleteFunc(a.Values, func(rule, _ string) bool { return !hasOption(q, rule) })
	return a, nil
}

// given writes an answer back as the input that gives it, to fill the form
// again.
func (a answer) given(q *Question, l *i18n.Locale) Input {
	if !a.known() {
		return Input{Unknown: true}
	}
	switch q.Form {
	case Number:
		return Input{Value: retyped(l, a.Values[q.Rule])}
	case Counts:
		in := Input{Values: map[string]string{}}
		for rule, v := range a.Values {
			in.Values[rule] = retyped(l, v)
		}
		return in
	case Selection:
		in := Input{Values: map[string]string{}}
		for rule, v := range a.Values {
			if v == yes {
				in.Values[rule] = yes
			}
		}
		if len(in.Values) == 0 {
			in.Value = NoneOfThese
		}
		return in
	}
	return Input{Value: a.Values[q.Rule]}
}

// retyped writes a stored number the way the language types it, losing no digit.
func retyped(l *i18n.Locale, number string) string {
	v, err := strconv.ParseFloat(number, 64)
	if err != nil {
		return number
	}
	_, fraction, _ := strings.Cut(number, ".")
	return l.Number(v, len(fraction))
}

// sentence says an answer in words: "6 500 km", "Vélo, bus". The options of one
// question are all in one language.
func (a answer) sentence(q *Question, l *i18n.Locale) (string, Foreign) {
	if !a.known() {
		return l.T("answer.unknown"), Foreign{}
	}
	switch q.Form {
	case Choice, YesNo:
		return labelOf(q.Choices, a.Values[q.Rule])
	case Number:
		return writtenNumber(l, a.Values[q.Rule], q.Unit), Foreign{}
	}
	var parts []string
	var foreign Foreign
	for _, o := range q.Options {
		switch v := a.Values[o.Rule]; {
		case q.Form == Selection && v == yes:
			parts, foreign = append(parts, o.Label), o.Foreign
		case q.Form == Counts && v != "" && v != "0":
			parts, foreign = append(parts, writtenNumber(l, v, "")+"\u00a0× "+o.Label), o.Foreign
		}
	}
	if len(parts) == 0 {
		return l.T("answer.none"), Foreign{}
	}
	return strings.Join(parts, ", "), foreign
}

func labelOf(choices []Option, value string) (string, Foreign) {
	for _, c := range choices {
		if c.Value == value {
			return c.Label, c.Foreign
		}
	}
	return value, Foreign{}
}
