package footprint

import (
	"regexp"
	"strings"

	"capzero/models/translation"
	"capzero/publicodes"
)

// Foreign marks the words of a text that are in another language than the
// reader's: those of a model that is not translated. The zero value marks none.
type Foreign struct {
	Lang string // BCP 47; empty where nothing is foreign
	Part string // the foreign words as they stand in the text; empty for the whole text
}

// In marks only words, where all of another text is what f marks whole.
func (f Foreign) In(words string) Foreign {
	if f.Lang != "" && f.Part == "" {
		f.Part = words
	}
	return f
}

// A tongue is how one model speaks to the readers of one language.
type tongue struct {
	model  *publicodes.Model
	lang   string            // that the model is in
	reader string            // that the page is in
	french *publicodes.Model // what the model was translated from, if it was
	ours   *translation.Set  // texts of ours over it, in the reader's language
}

// newTongue picks, of one model in the languages there are, the one for a
// reader: in his own language, in English, in French.
func newTongue(models map[string]*publicodes.Model, ours map[string]*translation.Set, tag string) (tongue, bool) {
	t := tongue{reader: language(tag), french: models[reference]}
	if t.french == nil {
		return t, false
	}
	for _, lang := range []string{t.reader, "en", reference} {
		if m, ok := models[lang]; ok {
			t.model, t.lang = m, lang
			break
		}
	}
	if t.lang != t.reader {
		t.ours = ours[t.reader].For(t.french)
	}
	return t, true
}

// language is a tag without its script and its region.
func language(tag string) string {
	lang, _, _ := strings.Cut(tag, "-")
	return lang
}

// foreign marks a whole text in a language.
func (t tongue) foreign(lang string) Foreign {
	if lang == t.reader {
		return Foreign{}
	}
	return Foreign{Lang: lang}
}

// pick returns our text or else the model's, marked.
func (t tongue) pick(r *publicodes.Rule, ours func(*translation.Texts) string, of func(*publicodes.Rule) string) (string, Foreign) {
	if own := t.ours.Of(r.Name); own != nil && ours(own) != "" {
		return ours(own), Foreign{}
	}
	text := of(r)
	if text == "" || t.lang == reference {
		return text, t.markIf(text, reference)
	}
	if left, ok := t.french.Rule(r.Name); ok && of(left) == text && isSentence(text) {
		return text, t.markIf(text, reference)
	}
	return text, t.markIf(text, t.lang)
}

// markIf marks a text that has words: a number or a sign is in no language.
func (t tongue) markIf(text, lang string) Foreign {
	if !hasWords(text) {
		return Foreign{}
	}
	return t.foreign(lang)
}

// title is what a rule is called. One without a title of its own is called by
// the last part of its name, and names are French in every language.
func (t tongue) title(r *publicodes.Rule) (string, Foreign) {
	title, foreign := t.pick(r, func(o *translation.Texts) string { return o.Title }, func(r *publicodes.Rule) string { return r.Title })
	if _, named := r.Attribute("titre"); !named && title == r.Title {
		return title, t.markIf(title, reference)
	}
	return title, foreign
}

func (t tongue) question(r *publicodes.Rule) (string, Foreign) {
	return t.pick(r, func(o *translation.Texts) string { return o.Question }, func(r *publicodes.Rule) string { return strings.TrimSpace(r.Question) })
}

func (t tongue) description(r *publicodes.Rule) (string, Foreign) {
	return t.pick(r, func(o *translation.Texts) string { return o.Description }, func(r *publicodes.Rule) string { return markdown(r.Description) })
}

func (t tongue) note(r *publicodes.Rule) (string, Foreign) {
	return t.pick(r, func(o *translation.Texts) string { return o.Note }, func(r *publicodes.Rule) string { return markdown(r.Note) })
}

// why says why a question is asked and how to count.
func (t tongue) why(r *publicodes.Rule) (string, Foreign) {
	if text, foreign := t.description(r); text != "" {
		return text, foreign
	}
	return t.note(r)
}

// suggestion is the label of the i-th suggestion of a rule.
func (t tongue) suggestion(r *publicodes.Rule, i int, label string) (string, Foreign) {
	french := label
	if left, ok := t.french.Rule(r.Name); ok {
		if labels := translation.Suggestions(left); i < len(labels) {
			french = labels[i]
		}
	}
	if own := t.ours.Of(r.Name); own != nil && own.Suggestions[french] != "" {
		return own.Suggestions[french], Foreign{}
	}
	if french == label && t.lang != reference && isSentence(label) {
		return label, t.markIf(label, reference)
	}
	return label, t.markIf(label, t.lang)
}

// possibility is the name of one possible answer, and more about it.
func (t tongue) possibility(of *publicodes.Rule, p publicodes.Possibility) Option {
	o := Option{Value: p.Value, Label: p.Title, Help: markdown(p.Description)}
	if r, ok := resolve(t.model, of.Name, p.Value); ok && r.Title == p.Title {
		o.Label, o.Foreign = t.title(r)
		o.Help, o.HelpForeign = t.description(r)
		return o
	}
	o.Foreign = t.markIf(o.Label, reference) // a value by itself is French
	return o
}

var (
	address = regexp.MustCompile(`https?://[^\s<>()]+`)
	word    = regexp.MustCompile(`\pL[\pL\pM'’-]+`)
)

// isSentence tells a text that a translation has left in French from one that is
// the same in both languages: "Impact", "Surface", "Paris ⇄ Lyon". Of the 244
// titles that the English model shares with the French one, those of one or two
// words are the same word.
func isSentence(text string) bool {
	return len(word.FindAllString(address.ReplaceAllString(text, ""), 3)) > 2
}

func hasWords(text string) bool {
	return word.MatchString(address.ReplaceAllString(text, ""))
}
