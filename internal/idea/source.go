package idea

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// NotEnough is the reason for which a mission does not apply to somebody who does
// too little of what it changes.
const NotEnough = "pas-assez-pour-la-mission"

// A Source is a mission as the files have it, and which field of the form each of
// its lines comes from.
type Source struct {
	Name   string
	Data   []byte
	fields []string // by line, from 0
}

// A writer writes a source line by line.
type writer struct {
	b      bytes.Buffer
	fields []string
}

func (w *writer) line(field, format string, args ...any) {
	fmt.Fprintf(&w.b, format+"\n", args...)
	w.fields = append(w.fields, field)
}

// text writes a text in every language that the files want: it is there in French
// alone, and who reads the mission takes the copies out again.
func (w *writer) text(field, key, text string) {
	w.line(field, "  %s: %s", key, quoted(text))
	for _, lang := range copies {
		if key == "titre" {
			w.line(field, "  %s: %s", lang, quoted(text))
		} else {
			w.line(field, "  %s %s: %s", key, lang, quoted(text))
		}
	}
}

// copies are the languages that the French text stands in for.
var copies = []string{"en", "sr"}

// quoted is a text that is one whatever it says: JSON is YAML.
func quoted(text string) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(text) // a text always is
	return strings.TrimSpace(b.String())
}

// SourceOf writes an idea as the files of missions are written.
func SourceOf(i Idea, known Known) Source {
	var w writer
	w.line(TitleField, "%s:", i.Mission())
	w.text(TitleField, "titre", i.Title)
	w.line(ThemeField, "  thème: %s", i.Theme)
	w.text(AboutField, "pourquoi", i.About)
	for _, key := range append([]string{"étapes"}, "étapes "+copies[0], "étapes "+copies[1]) {
		w.line(StepField+"1", "  %s:", key)
		for n, step := range i.Steps {
			w.line(StepField+strconv.Itoa(n+1), "    - %s", quoted(step))
		}
	}
	w.line(EffortField, "  effort: %d", i.Effort)
	w.line(CostField, "  coût: %s", i.Cost)
	w.line(RhythmField, "  rythme: %s", i.Rhythm)
	w.line(ForField, "  pour: %s", i.For)
	w.line(TimesField, "  fois: %d", i.Times)
	w.line(EvidenceField, "  preuve: %s", i.Evidence)
	w.need(i.Need, known)
	w.worth(i.Draft, known)
	if i.Source != "" {
		w.line(SourceField, "  source: %s", quoted(i.Source))
	}
	if i.Note != "" {
		w.text(NoteField, "note", i.Note)
	}
	return Source{Name: i.Mission() + ".yaml", Data: w.b.Bytes(), fields: w.fields}
}

func (w *writer) need(n *Need, known Known) {
	if n == nil {
		return
	}
	w.line(NeedField, "  si:")
	w.line(AtLeastField, "    - carbone: %s", quoted(n.Question+" >= "+withUnit(n.AtLeast, known.unit(n.Question))))
	w.line(NeedField, "      sinon: %s", NotEnough)
}

func (w *writer) worth(d Draft, known Known) {
	switch d.Worth {
	case OfAnswers:
		w.line(QuestionField+"1", "  carbone:")
		for n, c := range d.Changes {
			of, unit := strconv.Itoa(n+1), known.unit(c.Question)
			w.line(QuestionField+of, "    %s:", quoted(c.Question))
			w.line(AmountField+of, "      valeur: %s", quoted(c.formula(unit)))
			w.line(AmountField+of, "      plancher: %s", quoted(withUnit(0, unit)))
		}
	case OfStream:
		w.line(StreamField, "  déchets:")
		rule := known.Streams[d.Stream]
		w.line(StreamField, "    %s:", quoted(rule))
		w.line(KgField, "      valeur: %s", quoted(rule+" - "+withUnit(d.Kg, "kg/semaine")))
		w.line(KgField, "      plancher: %s", quoted(withUnit(0, "kg/semaine")))
	default:
		w.line(WhyNoneField, "  sans chiffre: %s", d.Reason)
	}
}

// formula is the new answer, from the one that is there.
func (c Change) formula(unit string) string {
	switch c.How {
	case Less:
		return c.Question + " - " + withUnit(c.Amount, unit)
	case More:
		return c.Question + " + " + withUnit(c.Amount, unit)
	case Percent:
		return withUnit(100-c.Amount, "%") + " * " + c.Question
	}
	return withUnit(c.Amount, unit)
}

// withUnit writes a number as the models do.
func withUnit(v float64, unit string) string {
	return strings.TrimSpace(strconv.FormatFloat(v, 'f', -1, 64) + " " + unit)
}

// fieldOf finds the field of the form that a line of the lint is about:
// "ville-12.yaml:7:3: …".
func (s Source) fieldOf(problem string) (field, words string) {
	rest, ours := strings.CutPrefix(problem, s.Name+":")
	line, after, found := strings.Cut(rest, ":")
	n, err := strconv.Atoi(line)
	if !ours || !found || err != nil || n < 1 || n > len(s.fields) {
		return "", problem
	}
	if column, words, found := strings.Cut(after, ": "); found && !strings.Contains(column, " ") {
		after = words
	}
	return s.fields[n-1], after
}
