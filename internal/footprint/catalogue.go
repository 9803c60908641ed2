package footprint

import (
	"cmp"
	"fmt"
	"slices"

	"capzero/internal/i18n"
	"capzero/publicodes"
	"capzero/publicodes/syntax"
)

// A catalogue holds every question of the two models in one language. It is
// built once and shared: nothing in it depends on a household.
type catalogue struct {
	locale    *i18n.Locale
	questions []*Question          // by theme, then in the order of the models
	byRule    map[string]*Question // a mosaic is found by its own rule and by its options'
	aids      map[string]string    // a question → the easier one that can stand in for it
	aided     map[string]string    // the way back
	tongues   [2]tongue            // of the carbon and of the waste model
}

// newCatalogue reads the questions of both models. A question that both ask is
// asked once, in the words of the carbon model.
func newCatalogue(carbon, waste tongue, locale *i18n.Locale) (*catalogue, error) {
	c := &catalogue{
		locale:  locale,
		byRule:  map[string]*Question{},
		aids:    map[string]string{},
		aided:   map[string]string{},
		tongues: [2]tongue{carbon, waste},
	}
	if err := c.add(carbon, themeOf); err != nil {
		return nil, err
	}
	ownTheme := func(string) Theme { return WasteTheme }
	if err := c.add(waste, ownTheme); err != nil {
		return nil, err
	}
	slices.SortStableFunc(c.questions, func(a, b *Question) int {
		return cmp.Compare(slices.Index(themes, a.Theme), slices.Index(themes, b.Theme))
	})
	return c, nil
}

// add reads the questions of one model: mosaics first, so that their options
// are known not to be screens of their own.
func (c *catalogue) add(t tongue, theme func(rule string) Theme) error {
	for _, r := range t.model.Questions() {
		node, ok := r.Attribute("mosaique")
		if !ok || c.byRule[r.Name] != nil {
			continue
		}
		q, err := t.mosaic(r, node)
		if err != nil {
			return err
		}
		c.byRule[r.Name] = q
		for _, o := range q.Options {
			c.byRule[o.Rule] = q
		}
	}
	for _, r := range t.model.Questions() {
		q, known := c.byRule[r.Name]
		switch {
		case known && q.Rule != r.Name, known && slices.Contains(c.questions, q):
			continue
		case !known:
			q = c.simple(t, r)
			c.byRule[r.Name] = q
		}
		q.Theme = theme(r.Name)
		c.questions = append(c.questions, q)
		if aid, ok := r.Attribute("aide"); ok && aid.Kind == syntax.String {
			c.aids[r.Name] = aid.Text
			c.aided[aid.Text] = r.Name
		}
	}
	return nil
}

// question returns the question that rule belongs to: its own, or the mosaic
// of which it is an option.
func (c *catalogue) question(rule string) (*Question, bool) {
	q, ok := c.byRule[rule]
	return q, ok
}

// simple builds a question that has one value.
func (c *catalogue) simple(t tongue, r *publicodes.Rule) *Question {
	q := t.asked(r, formOf(r))
	q.Unit = r.Unit
	switch q.Form {
	case Choice:
		for _, p := range r.Possibilities {
			q.Choices = append(q.Choices, t.possibility(r, p))
		}
	case YesNo:
		q.Choices = []Option{
			{Value: yes, Label: c.locale.T("answer.yes")},
			{Value: no, Label: c.locale.T("answer.no")},
		}
	default:
		q.Min, q.Max = bounds(r)
		q.Suggestions = t.suggestions(r)
	}
	return q
}

// asked begins a question with what it says.
func (t tongue) asked(r *publicodes.Rule, form Form) *Question {
	q := &Question{Rule: r.Name, Form: form}
	q.Text, q.Foreign = t.question(r)
	q.Why, q.WhyForeign = t.why(r)
	return q
}

// The two values of a YesNo and of an option of a Selection, as the language
// writes them.
const (
	yes = "oui"
	no  = "non"
)

// formOf tells how a question with one value is answered. A rule without
// possibilities, default, unit or number anywhere is one of the model's plain
// yes-or-no questions.
func formOf(r *publicodes.Rule) Form {
	if len(r.Possibilities) > 0 {
		return Choice
	}
	if r.Type == publicodes.Boolean {
		return YesNo
	}
	if r.Type == publicodes.Number || r.Unit != "" {
		return Number
	}
	for _, key := range []string{"plancher", "plafond", "suggestions"} {
		if _, ok := r.Attribute(key); ok {
			return Number
		}
	}
	return YesNo
}

// mosaic builds a question that has one line per option.
func (t tongue) mosaic(r *publicodes.Rule, node *syntax.Node) (*Question, error) {
	q := t.asked(r, Selection)
	if kind := node.Get("type"); kind != nil && kind.Text == "nombre" {
		q.Form = Counts
	}
	options := node.Get("options")
	if options == nil || len(options.Items) == 0 {
		return nil, fmt.Errorf("question %q: its mosaique has no options", r.Name)
	}
	for _, item := range options.Items {
		rule, ok := resolve(t.model, r.Name, item.Text)
		if !ok {
			return nil, fmt.Errorf("question %q: no rule %q for its mosaique", r.Name, item.Text)
		}
		q.Options = append(q.Options, t.option(rule, q.Form))
	}
	q.None = q.Form == Selection || node.Get("option aucun") != nil
	q.Suggestions = t.mosaicSuggestions(r, node.Get("suggestions"))
	return q, nil
}

// option builds one line of a mosaic. The model asks "combien" in the option's
// rule and keeps the name of the thing in the rule above it.
func (t tongue) option(r *publicodes.Rule, form Form) Option {
	o, named := Option{Rule: r.Name}, r
	if above, ok := t.model.Rule(parentOf(r.Name)); ok {
		named = above
	}
	o.Label, o.Foreign = t.title(named)
	o.Help, o.HelpForeign = t.description(named)
	if form == Counts {
		o.Unit = r.Unit
		o.Min, o.Max = bounds(r)
	}
	return o
}

// resolve finds the rule that name means inside the rule from: a child first,
// then outwards, as everywhere in the language.
func resolve(m *publicodes.Model, from, name string) (*publicodes.Rule, bool) {
	for scope := from; scope != ""; scope = parentOf(scope) {
		if r, ok := m.Rule(scope + separator + name); ok {
			return r, true
		}
	}
	return m.Rule(name)
}

// suggestions reads the one-tap values of a number, in the order of the file.
// One that is no plain number ("12 h") is left out.
func (t tongue) suggestions(r *publicodes.Rule) []Suggestion {
	node, ok := r.Attribute("suggestions")
	if !ok {
		return nil
	}
	var all []Suggestion
	for i, pair := range node.Pairs {
		if v, ok := pair.Value.Float(); ok {
			s := Suggestion{Value: v}
			s.Label, s.Foreign = t.suggestion(r, i, pair.Key)
			all = append(all, s)
		}
	}
	return all
}

// mosaicSuggestions reads the ways to fill in a whole mosaic at one tap.
func (t tongue) mosaicSuggestions(mosaic *publicodes.Rule, node *syntax.Node) []Suggestion {
	if node == nil {
		return nil
	}
	var all []Suggestion
	for i, pair := range node.Pairs {
		s := Suggestion{Values: map[string]float64{}}
		s.Label, s.Foreign = t.suggestion(mosaic, i, pair.Key)
		for _, line := range pair.Value.Pairs {
			r, ok := resolve(t.model, mosaic.Name, line.Key)
			if !ok {
				continue
			}
			s.Values[r.Name] = suggested(line.Value)
		}
		all = append(all, s)
	}
	return all
}

func suggested(n *syntax.Node) float64 {
	if v, ok := n.Float(); ok {
		return v
	}
	if n.Text == yes || n.Text == "true" {
		return 1
	}
	return 0
}

// bounds returns the plancher and plafond of a number. Where the model has
// none, nothing that people count in a household is negative, and the ceiling
// is what the unit allows.
func bounds(r *publicodes.Rule) (low, high *float64) {
	least, most := 0.0, ceiling(r.Unit)
	if v, ok := constant(r, "plancher"); ok {
		least = v
	}
	if v, ok := constant(r, "plafond"); ok {
		most = v
	}
	return &least, &most
}

func constant(r *publicodes.Rule, key string) (float64, bool) {
	n, ok := r.Attribute(key)
	if !ok {
		return 0, false
	}
	return n.Float()
}

// ceiling bounds what the model leaves open, so that one wrong key does not
// weigh more than a whole city: a day has 24 hours and a year 366 nights, a
// home holds fewer than a hundred of anything, and other amounts stay below
// the 99 999 that the model allows for kilometres and kilowatt-hours.
func ceiling(unit string) float64 {
	switch unit {
	case "":
		return 100
	case "%":
		return 100
	case "jour/semaine":
		return 7
	case "h/jour":
		return 24
	case "h/semaine":
		return 168
	case "nuit":
		return 366
	}
	return 99_999
}
