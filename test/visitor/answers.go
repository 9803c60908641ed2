package visitor

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"net/url"
	"strconv"
	"strings"

	"github.com/PuerkitoBio/goquery"

	"capzero/publicodes"
)

// A Truth is a household that knows its answers: the value of every question,
// as the models give it for the household's situation. A question that the
// situation leaves open is answered with the suggestion nearest to the model's
// own typical value, or with that value, since a real household would have some
// answer there too.
type Truth struct {
	situation publicodes.Situation
	models    []known
	paths     map[string]string // path of a rule → rule
}

// known is a model with what it makes of the household.
type known struct {
	model *publicodes.Model
	eval  *publicodes.Evaluator
}

// NewTruth is the household of a situation. A rule that several models have is
// answered by the first one.
func NewTruth(situation publicodes.Situation, models ...*publicodes.Model) *Truth {
	t := &Truth{situation: maps.Clone(situation), paths: map[string]string{}}
	for _, model := range models {
		t.models = append(t.models, known{model, model.NewEvaluator()})
		for _, rule := range model.Rules() {
			t.paths[Slug(rule.Name)] = rule.Name
		}
	}
	t.learn(nil)
	return t
}

// learn adds to what the household is.
func (t *Truth) learn(more publicodes.Situation) {
	if t.situation == nil {
		t.situation = publicodes.Situation{}
	}
	maps.Copy(t.situation, more)
	for _, k := range t.models {
		_ = k.eval.SetSituation(t.situation) // what a model does not know is left out
	}
}

// value is what the household would answer. A rule that does not compute here
// is no answer.
func (t *Truth) value(rule string) publicodes.Value {
	for _, k := range t.models {
		if _, ok := k.model.Rule(rule); ok {
			value, err := k.eval.Evaluate(rule)
			if err != nil {
				return publicodes.Value{}
			}
			return value
		}
	}
	return publicodes.Value{}
}

// farthest is more questions than an opening has: one that does not end is a
// fault.
const farthest = 40

// Measure answers the opening as the household would and returns the result.
func (v *Visitor) Measure(t *Truth) (*Page, error) {
	page, err := v.Start()
	for n := 0; err == nil && page.IsQuestion(); n++ {
		if n == farthest {
			return nil, fmt.Errorf("no result after %d questions", n)
		}
		var touches []Touch
		if touches, _, err = t.Answer(page); err != nil {
			return nil, err
		}
		page, err = v.Send(page, Fields(touches))
	}
	if err != nil {
		return nil, err
	}
	if !page.IsResult() {
		return nil, fmt.Errorf("the opening led to %s (%d), not to a result", page.Path, page.Status)
	}
	return page, nil
}

// Slug is a rule as the program's addresses write it.
func Slug(rule string) string {
	return strings.NewReplacer(" . ", "/", "-", "\u2011", " ", "-").Replace(rule)
}

// Rule is the question that a page asks, from its address.
func (t *Truth) Rule(p *Page) (string, error) {
	u, err := url.Parse(p.Path)
	if err != nil {
		return "", err
	}
	path, ok := strings.CutPrefix(u.Path, "/mesurer/question/")
	rule, known := t.paths[path]
	if !ok || !known {
		return "", fmt.Errorf("%s is not the address of a question", p.Path)
	}
	return rule, nil
}

// A Touch is one thing a person does in a form: pick a row or a box, or type.
type Touch struct {
	Name  string // of the field
	Value string // of the row or box; what is typed
	Typed bool
	Taps  int // a tap on the field and one on each key
}

// Answer is what this household does on a question's page, without the button
// that sends it, and the same as entries of a publicodes situation.
func (t *Truth) Answer(p *Page) ([]Touch, publicodes.Situation, error) {
	rule, err := t.Rule(p)
	if err != nil {
		return nil, nil, err
	}
	form := p.Doc.Find("form#question")
	if options := form.Find(`[name^="values["]`); options.Length() > 0 {
		return t.mosaic(form, options)
	}
	value := t.value(rule)
	if form.Find(`[name="answer"][value^="v:"]`).Length() > 0 {
		return t.choice(form, rule, value)
	}
	if _, said := t.situation[rule]; !said && value.Kind == publicodes.KindNumber {
		if touches, situation, ok := suggestion(form, rule, value.Number); ok {
			return touches, situation, nil
		}
	}
	return number(form, rule, value)
}

func (t *Truth) choice(form *goquery.Selection, rule string, value publicodes.Value) ([]Touch, publicodes.Situation, error) {
	text, expression := value.Text, "'"+value.Text+"'"
	switch value.Kind {
	case publicodes.KindBoolean:
		text = "non"
		if value.Bool {
			text = "oui"
		}
		expression = text
	case publicodes.KindNumber:
		text = plain(value.Number)
		expression = text
	case publicodes.KindText:
	default:
		return t.firstRow(form, rule)
	}
	row := "v:" + text
	if !has(form, "answer", row) {
		return nil, nil, fmt.Errorf("%s: %q is not offered", rule, text)
	}
	return []Touch{{Name: "answer", Value: row, Taps: 1}}, publicodes.Situation{rule: expression}, nil
}

// firstRow answers a question that neither the situation nor the model has an
// answer for. From then on that is how the household lives.
func (t *Truth) firstRow(form *goquery.Selection, rule string) ([]Touch, publicodes.Situation, error) {
	row := form.Find(`[name="answer"][value^="v:"]`).First().AttrOr("value", "")
	text := strings.TrimPrefix(row, "v:")
	expression := "'" + text + "'"
	if text == "oui" || text == "non" {
		expression = text
	}
	said := publicodes.Situation{rule: expression}
	t.learn(said)
	return []Touch{{Name: "answer", Value: row, Taps: 1}}, said, nil
}

// number types the value. A question that makes no sense for the household is
// one that it does not know how to answer.
func number(form *goquery.Selection, rule string, value publicodes.Value) ([]Touch, publicodes.Situation, error) {
	switch value.Kind {
	case publicodes.KindNumber:
	case publicodes.KindNotApplicable, publicodes.KindUndefined:
		return unknown(form, rule)
	default:
		return nil, nil, fmt.Errorf("%s: the household's answer is no number: %+v", rule, value)
	}
	typed := decimal(value.Number)
	sent, err := strconv.ParseFloat(strings.Replace(typed, ",", ".", 1), 64)
	if err != nil {
		return nil, nil, err
	}
	return shortest(form, []Touch{typing("value", typed)}), publicodes.Situation{rule: sent}, nil
}

func (t *Truth) mosaic(form, options *goquery.Selection) ([]Touch, publicodes.Situation, error) {
	var touches []Touch
	situation := publicodes.Situation{}
	options.Each(func(_ int, s *goquery.Selection) {
		name := s.AttrOr("name", "")
		rule := strings.TrimSuffix(strings.TrimPrefix(name, "values["), "]")
		value := t.value(rule)
		if s.AttrOr("type", "") == "checkbox" {
			situation[rule] = "non"
			if value.Kind == publicodes.KindBoolean && value.Bool {
				situation[rule] = "oui"
				touches = append(touches, Touch{Name: name, Value: "oui", Taps: 1})
			}
			return
		}
		situation[rule] = 0.0
		if value.Kind == publicodes.KindNumber && value.Number != 0 {
			typed := decimal(value.Number)
			situation[rule], _ = strconv.ParseFloat(strings.Replace(typed, ",", ".", 1), 64)
			touches = append(touches, typing(name, typed))
		}
	})
	if len(touches) > 0 {
		return shortest(form, touches), situation, nil
	}
	if !has(form, "none", "1") {
		return nil, nil, fmt.Errorf("nothing of this applies, and the page does not offer that answer")
	}
	return []Touch{{Name: "none", Value: "1", Taps: 1}}, situation, nil
}

// suggestion picks the suggested number that is nearest to a value.
func suggestion(form *goquery.Selection, rule string, value float64) ([]Touch, publicodes.Situation, bool) {
	var nearest *Touch
	var number float64
	for _, row := range form.Find("[data-fill]").EachIter() {
		filled := map[string]string{}
		if err := json.Unmarshal([]byte(row.AttrOr("data-fill", "")), &filled); err != nil {
			continue
		}
		n, err := strconv.ParseFloat(filled["value"], 64)
		if err != nil || nearest != nil && math.Abs(n-value) >= math.Abs(number-value) {
			continue
		}
		nearest, number = &Touch{Name: row.AttrOr("name", ""), Value: row.AttrOr("value", ""), Taps: 1}, n
	}
	if nearest == nil {
		return nil, nil, false
	}
	return []Touch{*nearest}, publicodes.Situation{rule: number}, true
}

// unknown is "Je ne sais pas".
func unknown(form *goquery.Selection, rule string) ([]Touch, publicodes.Situation, error) {
	for _, t := range []Touch{{Name: "answer", Value: "unknown", Taps: 1}, {Name: "unknown", Value: "1", Taps: 1}} {
		if has(form, t.Name, t.Value) {
			return []Touch{t}, nil, nil
		}
	}
	return nil, nil, fmt.Errorf("%s: the page does not offer not to know", rule)
}

// shortest is one tap on a suggestion where that fills in the very same numbers.
func shortest(form *goquery.Selection, typed []Touch) []Touch {
	want := map[string]string{}
	for _, t := range typed {
		if !t.Typed {
			return typed
		}
		want[t.Name] = strings.Replace(t.Value, ",", ".", 1)
	}
	for _, row := range form.Find("[data-fill]").EachIter() {
		filled := map[string]string{}
		if err := json.Unmarshal([]byte(row.AttrOr("data-fill", "")), &filled); err != nil {
			continue
		}
		maps.DeleteFunc(filled, func(name, value string) bool { return value == "0" && want[name] == "" })
		if maps.Equal(filled, want) {
			return []Touch{{Name: row.AttrOr("name", ""), Value: row.AttrOr("value", ""), Taps: 1}}
		}
	}
	return typed
}

func typing(name, text string) Touch {
	return Touch{Name: name, Value: text, Typed: true, Taps: 1 + len(text)}
}

func has(form *goquery.Selection, name, value string) bool {
	found := false
	form.Find("[name]").Each(func(_ int, s *goquery.Selection) {
		found = found || s.AttrOr("name", "") == name && s.AttrOr("value", "") == value
	})
	return found
}

// Fields are touches as a browser without script sends them.
func Fields(touches []Touch) url.Values {
	form := url.Values{}
	for _, t := range touches {
		form.Set(t.Name, t.Value)
	}
	return form
}

func plain(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// decimal writes a number as a French person types it, with no more digits than
// anybody knows of their life.
func decimal(v float64) string {
	digits := 1
	if math.Abs(v) >= 100 {
		digits = 0
	}
	rounded, _ := strconv.ParseFloat(strconv.FormatFloat(v, 'f', digits, 64), 64)
	return strings.Replace(plain(rounded), ".", ",", 1)
}
