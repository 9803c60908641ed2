package footprint

import (
	"cmp"
	"slices"
	"sync"

	"capzero/internal/draw"
	"capzero/models/priors"
)

const (
	// drawsOfResult stand behind the intervals of a result.
	drawsOfResult = 1000
	// drawsSoFar stand behind the interval beside a question, and behind which
	// question comes next: it is drawn anew at every answer.
	drawsSoFar = 250
	// drawsOfActions stand behind the intervals of what actions save: each prices
	// all of them.
	drawsOfActions = 128
	// shownNarrowings is how many questions a result names that would make it surer.
	shownNarrowings = 3
)

// certainty draws the households that an edition's answers could be of. It is
// made when first needed: an earlier edition may never be.
type certainty struct {
	ofResult, soFar, ofActions func() *draw.Sampler
}

func newCertainty(set *priors.Set, v *voice) *certainty {
	if set == nil {
		return nil
	}
	sampler := func(n int) func() *draw.Sampler {
		return sync.OnceValue(func() *draw.Sampler { return draw.New(set, n, v.carbon.Model, v.waste.Model) })
	}
	return &certainty{ofResult: sampler(drawsOfResult), soFar: sampler(drawsSoFar), ofActions: sampler(drawsOfActions)}
}

// sample draws for the answers of a reading.
func (r *reading) sample(from *draw.Sampler) *draw.Sample {
	given := r.voice.situation(r.carbon.Model, r.answers)
	r.useAids(given)
	for rule, answer := range r.voice.situation(r.waste.Model, r.answers) {
		given[rule] = answer
	}
	return from.Draw(given)
}

// drawGuesses draws the households for which actions are priced. They are drawn
// for the models that results are computed with, whatever the reader's language.
func drawGuesses(e *edition, r *reading) guesses {
	sample := r.sample(e.certainty.ofActions())
	return guesses{
		n:      drawsOfActions,
		carbon: sample.Answers(e.reference.carbon.Model, r.ofCarbon),
		waste:  sample.Answers(e.reference.waste.Model, r.ofWaste),
	}
}

// intervals are those of a result's figures, by rule, and what would narrow that
// of the footprint. They do not depend on the language.
type intervals struct {
	of        map[string]Interval // by rule, and of actions by their id
	ofBag     map[string]Interval // what actions take out of the bag, by their id
	narrowing []Narrowing         // without texts
	// narrowable is the share of the variance of the footprint that answers to the
	// open questions could take away.
	narrowable float64
}

// draw draws the intervals of a result. A figure that too few draws compute has
// none.
func (r *reading) draw(c *certainty, s structure) (intervals, error) {
	sample := r.sample(c.ofResult())
	carbon := []string{carbonTotal}
	for _, category := range s.categories {
		carbon = append(carbon, category.rule)
	}
	carbon = append(carbon, s.lines...)
	figures, err := sample.Evaluate(r.carbon.Model, carbon...)
	if err != nil {
		return intervals{}, err
	}
	waste := append([]string{wasteTotal, recyclingCentre, foodInResidual}, s.streams...)
	ofWaste, err := sample.Evaluate(r.waste.Model, waste...)
	if err != nil {
		return intervals{}, err
	}
	all := intervals{of: map[string]Interval{}}
	all.narrowing, all.narrowable = r.narrowing(sample, figures[0])
	for i, rule := range append(carbon, waste...) {
		all.of[rule] = intervalOf(append(figures, ofWaste...)[i])
	}
	return all, nil
}

// drawBest draws what the best actions save, and adds it to the intervals.
func (i intervals) drawBest(r *reading, e *edition, best []Action) {
	p, all := r.newPricing(e.changes), slices.Clone(best)
	p.spread(drawGuesses(e, r), all, &Combination{})
	for _, a := range all {
		i.of[a.ID] = a.Interval
	}
}

func intervalOf(f draw.Figure) Interval {
	if !f.Computes() {
		return Interval{}
	}
	low, high := f.Interval()
	return Interval{Low: low, High: high, Known: true}
}

// narrowing lists the open questions that would make the footprint surest, and
// says what all of them together could take away of its variance: at most, since
// what two of them explain may be the same.
func (r *reading) narrowing(sample *draw.Sample, total draw.Figure) (best []Narrowing, narrowable float64) {
	var all []Narrowing
	for _, q := range r.questions {
		if technical(q) || !r.open(q) {
			continue
		}
		if share := sample.Narrows(total, q.rules()...); share > 0 {
			all = append(all, Narrowing{Rule: q.Rule, Theme: q.Theme, Share: share})
			narrowable += share
		}
	}
	slices.SortStableFunc(all, func(a, b Narrowing) int { return cmp.Compare(b.Share, a.Share) })
	return all[:min(len(all), shownNarrowings)], min(narrowable, 1)
}

// rules are those that an answer to the question gives values to.
func (q *Question) rules() []string {
	if len(q.Options) == 0 {
		return []string{q.Rule}
	}
	rules := make([]string, len(q.Options))
	for i, o := range q.Options {
		rules[i] = o.Rule
	}
	return rules
}

// put writes the intervals beside the figures of a result.
func (i intervals) put(r *Result, v *voice) {
	r.Carbon.Interval, r.Waste.Interval = i.of[carbonTotal], i.of[wasteTotal]
	for _, lines := range [][]Line{r.Carbon.Categories, r.Carbon.Heaviest, r.Waste.Streams} {
		for k := range lines {
			lines[k].Interval = i.of[lines[k].Rule]
		}
	}
	for k := range r.Actions {
		r.Actions[k].Interval = i.of[r.Actions[k].ID]
	}
	for _, line := range []*Line{&r.Waste.RecyclingCentre, &r.Waste.FoodInResidual} {
		line.Interval = i.of[line.Rule]
	}
	r.Carbon.Narrowing, r.Carbon.Narrowable = slices.Clone(i.narrowing), i.narrowable
	for k := range r.Carbon.Narrowing {
		if q, ok := v.question(r.Carbon.Narrowing[k].Rule); ok {
			r.Carbon.Narrowing[k].Text, r.Carbon.Narrowing[k].Foreign = q.Text, q.Foreign
		}
	}
}
