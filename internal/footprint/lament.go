package footprint

import (
	"maps"
	"slices"

	"capzero/internal/i18n"
)

// lamented writes down the answers that were lost, in the words of the models
// that asked for them, or as they were stored where those are gone.
func lamented(earlier *edition, all []lost) []lostAnswer {
	var list []lostAnswer
	for _, l := range all {
		kept := lostAnswer{Rule: l.Rule, Values: l.Values, Again: l.Again, Theme: themeOf(l.Rule), Words: map[string]lostWords{}}
		if earlier != nil {
			kept.remember(earlier)
		}
		list = append(list, kept)
	}
	return list
}

// remember keeps the words of the models that asked, the reference first.
func (l *lostAnswer) remember(earlier *edition) {
	tags := slices.Sorted(maps.Keys(earlier.voices))
	for _, tag := range append([]string{reference}, tags...) {
		v := earlier.voices[tag]
		if q, ok := v.question(l.Rule); ok {
			l.Theme = q.Theme
			l.speak(tag, q, v.locale)
		}
	}
}

// speak keeps the words of an answer in one language, if they are not those of
// the reference already.
func (l *lostAnswer) speak(tag string, q *Question, locale *i18n.Locale) {
	said := answer{Rule: l.Rule, Values: l.Values}
	sentence, foreign := said.sentence(q, locale)
	words := lostWords{Question: q.Text, QuestionLang: q.Foreign.Lang, Answer: sentence, AnswerLang: foreign.Lang}
	if tag == reference || words != l.Words[reference] {
		l.Words[tag] = words
	}
}

// lament says a lost answer in the words it was given in, in the reader's
// language where they were kept in it.
func (v *voice) lament(l lostAnswer, traced bool) LostAnswer {
	words, ok := l.Words[v.locale.Tag()]
	if !ok {
		if words, ok = l.Words[reference]; ok {
			french := frenchTo(v.locale).Lang
			words.QuestionLang, words.AnswerLang = french, french
		}
	}
	if !ok {
		words = v.rawWords(l)
	}
	return LostAnswer{
		Question: words.Question, Foreign: Foreign{Lang: words.QuestionLang},
		Answer: words.Answer, AnswerForeign: Foreign{Lang: words.AnswerLang}, Again: v.stillAsked(l.Again), Theme: l.Theme,
		KgCO2ePerYear: kilograms(l.Grams), Known: traced,
	}
}

// rawWords stand in for the words of models that were gone already when the
// answer was lost: the name of the rule, and what was stored.
func (v *voice) rawWords(l lostAnswer) lostWords {
	w := lostWords{Question: l.Rule, QuestionLang: frenchTo(v.locale).Lang}
	if q, ok := v.question(l.Rule); ok {
		w.Question, w.QuestionLang = q.Text, q.Foreign.Lang
	}
	for _, value := range sortedValues(l.Values) {
		if w.Answer != "" {
			w.Answer += ", "
		}
		w.Answer += value
	}
	return w
}

func sortedValues(values map[string]string) []string {
	var rules []string
	for rule := range values {
		rules = append(rules, rule)
	}
	slices.Sort(rules)
	for i, rule := range rules {
		rules[i] = values[rule]
	}
	return rules
}

// stillAsked returns a rule if a question asks for it, also with the models of
// today: it was kept with those of another day.
func (v *voice) stillAsked(rule string) string {
	if _, ok := v.question(rule); !ok {
		return ""
	}
	return rule
}
