package differential

import (
	"errors"
	"fmt"
	"math"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"capzero/publicodes"
	"capzero/publicodes/syntax"
)

// relativeTolerance is how far two numbers may be apart.
const relativeTolerance = 1e-9

// A Difference is what the two engines do not say alike of a model.
type Difference struct {
	Aspect    string // what differs: model, answers, kind, value, unit, missing, error
	Order     string // how the rule was asked: "alone" or "in order"
	Rule      string
	Situation int
	Ours      string
	Reference string
}

// same reports whether two differences are of one sort, so that a smaller model
// with d shows what a larger one with e did.
func (d Difference) same(e Difference) bool {
	return d.Aspect == e.Aspect && d.Order == e.Order && sort(d.Ours) == sort(e.Ours) && sort(d.Reference) == sort(e.Reference)
}

// sort is a kind of value, or an error without the names in it.
func sort(s string) string {
	s = errorNames.ReplaceAllString(s, "")
	if !strings.HasPrefix(s, "refused") && !strings.HasPrefix(s, "error") {
		s, _, _ = strings.Cut(s, " ")
	}
	return s
}

var errorNames = regexp.MustCompile(`"[^"]*"|'[^']*'|«[^»]*»|[0-9]+`)

// How a rule is asked: of an engine that was asked nothing before, or after the
// rules before it.
const (
	alone   = "alone"
	inOrder = "in order"
)

// A Comparison counts what has been compared.
type Comparison struct {
	Models, Refused, Situations int
	Values, Units, Missing      int
	Tolerated                   map[string]int // by name of the tolerance
	oracle                      oracle
}

// NewComparison returns a comparison that starts the npm engine when it needs it.
// Close ends it.
func NewComparison() *Comparison { return &Comparison{Tolerated: map[string]int{}} }

// Close ends the npm engine.
func (c *Comparison) Close() { c.oracle.stop() }

// Compare asks both engines about a model.
func (c *Comparison) Compare(m *Model) ([]Difference, error) {
	c.Models++
	ours, refusal := publicodes.Compile(publicodes.Source{Name: "model.json", Data: []byte(toJSON(m.Rules))})
	situations := m.Situations
	if refusal == nil {
		situations = c.acceptable(ours, situations)
	}
	reference, ok, err := c.oracle.ask(m.Rules, situations...)
	if err != nil {
		return nil, err
	}
	if !ok {
		c.Tolerated[endless]++
		return nil, nil
	}
	switch {
	case refusal != nil && reference.Error != "":
		c.Refused++
		return nil, nil
	case refusal != nil:
		return c.refusedByUs(refusal, reference), nil
	case reference.Error != "":
		return c.refusedByReference(reference.Error), nil
	}
	var all []Difference
	for i, want := range reference.Situations {
		c.Situations++
		p := &paired{Comparison: c, model: m, ours: ours, rules: reference.Rules, at: i, written: situations[i], situation: situationOf(situations[i])}
		all = append(all, p.compare(want)...)
	}
	return all, nil
}

// acceptable leaves out the answers that we refuse on purpose and the npm engine
// uses all the same.
func (c *Comparison) acceptable(m *publicodes.Model, situations []*syntax.Node) []*syntax.Node {
	out := make([]*syntax.Node, len(situations))
	for i, s := range situations {
		out[i] = object()
		for _, p := range s.Pairs {
			v := goValue(p.Value)
			err := m.NewEvaluator().SetSituation(publicodes.Situation{p.Key: v})
			if r, ok := m.Rule(p.Key); ok {
				if name := toleratedAnswer(r, v, err); name != "" {
					c.Tolerated[name]++
					continue
				}
			}
			out[i].Pairs = append(out[i].Pairs, p)
		}
	}
	return out
}

func (c *Comparison) refusedByUs(err error, reference verdict) []Difference {
	if name := toleratedRefusal(err, reference); name != "" {
		c.Tolerated[name]++
		return nil
	}
	message := err.Error()
	var located *publicodes.Error
	if errors.As(err, &located) {
		message = located.Message
	}
	return []Difference{{Aspect: "model", Ours: "refused " + message, Reference: "accepted"}}
}

func (c *Comparison) refusedByReference(message string) []Difference {
	if name := toleratedAcceptance(message); name != "" {
		c.Tolerated[name]++
		return nil
	}
	return []Difference{{Aspect: "model", Ours: "accepted", Reference: "refused " + reason(message)}}
}

// paired compares the two engines in one situation.
type paired struct {
	*Comparison
	model     *Model
	ours      *publicodes.Model
	rules     []string
	at        int
	written   *syntax.Node
	situation publicodes.Situation
	alone     []seen    // what the engine says of each rule that was asked nothing before
	forgetful *observed // what an engine says that does not remember; nil while nobody asked
	steady    bool      // the npm engine says the same of the rule whatever it was asked before
	found     []Difference
}

func (p *paired) compare(want observed) []Difference {
	if name := p.toleratedThrow(want.Error); name != "" {
		p.Tolerated[name]++
		return nil
	}
	if want.Error != "" {
		p.differ(Difference{Aspect: "answers", Ours: "taken", Reference: "threw " + want.Error})
		return p.found
	}
	if names := p.names(); !slices.Equal(names, p.rules) {
		p.differ(Difference{Aspect: "model", Ours: fmt.Sprint(names), Reference: fmt.Sprint(p.rules)})
		return p.found
	}
	p.refused(want.Refused)
	p.alone = want.Alone
	e := p.evaluator()
	for i, rule := range p.rules {
		p.steady = reflect.DeepEqual(want.Alone[i], want.InOrder[i]) && reflect.DeepEqual(want.Alone[i], want.Backward[i])
		p.one(alone, p.evaluator(), rule, want.Alone[i])
		p.one(inOrder, e, rule, want.InOrder[i])
	}
	return p.found
}

func (p *paired) names() []string {
	var names []string
	for _, r := range p.ours.Rules() {
		names = append(names, r.Name)
	}
	return names
}

func (p *paired) evaluator() *publicodes.Evaluator {
	e := p.ours.NewEvaluator()
	_ = e.SetSituation(p.situation) // what cannot be applied is compared by refused
	return e
}

// refused compares which answers the engines leave out.
func (p *paired) refused(want []string) {
	for name, v := range p.situation {
		err := p.ours.NewEvaluator().SetSituation(publicodes.Situation{name: v})
		refused := slices.Contains(want, name)
		if refused && err == nil && p.formulaForChoice(name, v) {
			p.Tolerated[formulaChoice]++
			continue
		}
		if refused != (err != nil) {
			p.differ(Difference{Aspect: "answers", Rule: name, Ours: fmt.Sprintf("refused=%v %v", err != nil, err), Reference: fmt.Sprintf("refused=%v", refused)})
		}
	}
}

// one compares what is said of a rule, and notes what is not tolerated.
func (p *paired) one(order string, e *publicodes.Evaluator, rule string, want seen) {
	got, err := e.Evaluate(rule)
	d := Difference{Order: order, Rule: rule, Ours: show(got, err), Reference: want.String()}
	name := p.tolerated(got, err, want)
	if name == "" {
		p.Values++
		if !p.equal(&d, e, got, err, want) {
			name = p.unsteady(d, e, got, err)
		}
	}
	switch {
	case name != "":
		p.Tolerated[name]++
	case d.Aspect != "":
		p.differ(d)
	}
}

// equal compares and says in d what differs.
func (p *paired) equal(d *Difference, e *publicodes.Evaluator, got publicodes.Value, err error, want seen) bool {
	if want.Unit != "" || got.Unit != "" {
		p.Units++
	}
	switch {
	case want.Kind == "error" || err != nil:
		if (want.Kind == "error") != (err != nil) {
			d.Aspect = "error"
		}
	case kindName(got.Kind) != want.Kind:
		d.Aspect = "kind"
	case !sameValue(got, want):
		d.Aspect = "value"
	case got.Unit != want.Unit:
		d.Aspect = "unit"
	default:
		p.missing(d, e, want)
	}
	return d.Aspect == ""
}

func (p *paired) missing(d *Difference, e *publicodes.Evaluator, want seen) {
	p.Missing++
	list, err := e.Missing(d.Rule)
	if err != nil {
		list = []publicodes.Missing{{Rule: err.Error()}}
	}
	got := make([]score, len(list))
	for i, m := range list {
		got[i] = score(m)
	}
	if !slices.Equal(got, want.Missing) {
		d.Aspect, d.Ours, d.Reference = "missing", fmt.Sprintf("%s lacks %v", d.Ours, got), fmt.Sprintf("%s lacks %v", d.Reference, want.Missing)
	}
}

func (p *paired) differ(d Difference) {
	d.Situation = p.at
	p.found = append(p.found, d)
}

func kindName(k publicodes.Kind) string {
	return map[publicodes.Kind]string{
		publicodes.KindUndefined: "undefined", publicodes.KindNotApplicable: "not applicable", publicodes.KindNumber: "number",
		publicodes.KindBoolean: "boolean", publicodes.KindText: "text",
	}[k]
}

// reason is what the npm engine says is wrong, without the place.
func reason(message string) string {
	if _, after, ok := strings.Cut(message, "✖️"); ok {
		message = after
	}
	return strings.Join(strings.Fields(message), " ")
}

func sameValue(got publicodes.Value, want seen) bool {
	switch got.Kind {
	case publicodes.KindNumber:
		return sameNumber(got.Number, want.Value)
	case publicodes.KindBoolean:
		return got.Bool == want.Value
	case publicodes.KindText:
		return got.Text == want.Value
	default:
		return true
	}
}

// sameNumber compares within the tolerance. The reference writes numbers that
// JSON has no word for ("Infinity") as text.
func sameNumber(got float64, want any) bool {
	if text, ok := want.(string); ok {
		w, err := strconv.ParseFloat(text, 64)
		return err == nil && (got == w || math.IsNaN(got) && math.IsNaN(w))
	}
	w, ok := want.(float64)
	return ok && math.Abs(got-w) <= relativeTolerance*math.Max(math.Abs(w), 1e-300)
}

func show(v publicodes.Value, err error) string {
	var located *publicodes.Error
	switch {
	case errors.As(err, &located):
		return "error " + located.Kind.Code() + ": " + located.Message
	case v.Kind == publicodes.KindNumber || v.Kind == publicodes.KindBoolean || v.Kind == publicodes.KindText:
		return strings.TrimSpace(fmt.Sprintf("%s %s", kindName(v.Kind), v))
	default:
		return strings.TrimSpace(kindName(v.Kind) + " " + v.Unit)
	}
}

func (s seen) String() string {
	switch s.Kind {
	case "error":
		return "error " + reason(s.Error)
	case "number", "boolean", "text":
		return strings.TrimSpace(fmt.Sprintf("%s %v %s", s.Kind, s.Value, s.Unit))
	default:
		return strings.TrimSpace(s.Kind + " " + s.Unit)
	}
}
