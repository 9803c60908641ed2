package footprint

import (
	"math"
	"strings"
	"sync"

	"capzero/publicodes"
)

// The rules from which everything else is reached.
const (
	carbonTotal = "bilan"
	wasteTotal  = "déchets . par semaine"
)

// A voice is the two models and their questions in one language.
type voice struct {
	*catalogue
	carbon, waste *engine
}

// An engine is a model with the evaluators that are free.
type engine struct {
	*publicodes.Model
	free sync.Pool // of *publicodes.Evaluator
}

func (e *engine) borrow() *publicodes.Evaluator {
	if free, ok := e.free.Get().(*publicodes.Evaluator); ok {
		return free
	}
	return e.NewEvaluator()
}

// A reading is both models evaluated for one household's answers. It lasts for
// one request and belongs to one goroutine.
type reading struct {
	*voice
	answers            answers
	ofCarbon, ofWaste  *publicodes.Evaluator
	saidToCarbon       publicodes.Situation // what the evaluators were told
	saidToWaste        publicodes.Situation
	missingFromTotals  map[string]float64 // filled by missing
	applicableQuestion map[string]bool    // filled by applies
}

// read evaluates the answers. The reading has to be closed.
func (v *voice) read(as answers) *reading {
	r := &reading{
		voice:              v,
		answers:            as,
		ofCarbon:           v.carbon.borrow(),
		ofWaste:            v.waste.borrow(),
		applicableQuestion: map[string]bool{},
	}
	situation := v.situation(v.carbon.Model, as)
	apply(r.ofCarbon, situation)
	if r.useAids(situation) {
		apply(r.ofCarbon, situation)
	}
	r.saidToCarbon, r.saidToWaste = situation, v.situation(v.waste.Model, as)
	apply(r.ofWaste, r.saidToWaste)
	return r
}

// close gives the evaluators back.
func (r *reading) close() {
	r.carbon.free.Put(r.ofCarbon)
	r.waste.free.Put(r.ofWaste)
}

// apply sets a situation. The engine reports the entries that this version of
// the model no longer takes and applies the others, which is what we want of
// an answer given under an older version: it becomes an average.
func apply(e *publicodes.Evaluator, s publicodes.Situation) {
	_ = e.SetSituation(s)
}

// useAids adds to the situation the questions answered through their aid, and
// reports whether there were any. An aid asks for a monthly bill in euros, say,
// where the question wants a yearly consumption; the model converts it in the
// rule above the aid and leaves it to us to use it.
func (r *reading) useAids(s publicodes.Situation) bool {
	used := false
	for question, aid := range r.aids {
		if r.answers[question].known() || !r.answers[aid].known() {
			continue
		}
		v, err := r.ofCarbon.Evaluate(parentOf(aid))
		if err != nil || v.Kind != publicodes.KindNumber || !finite(v.Number) {
			continue
		}
		s[question] = v.Number
		used = true
	}
	return used
}

// evaluatorOf returns the evaluator of the model that holds rule: the carbon
// model where both do.
func (r *reading) evaluatorOf(rule string) (*publicodes.Evaluator, bool) {
	if _, ok := r.carbon.Rule(rule); ok {
		return r.ofCarbon, true
	}
	if _, ok := r.waste.Rule(rule); ok {
		return r.ofWaste, true
	}
	return nil, false
}

// amount returns the number that rule gives, and whether it gives one. A rule
// that does not apply weighs nothing, which is known.
func amount(e *publicodes.Evaluator, rule string) (value float64, known bool) {
	v, err := e.Evaluate(rule)
	if err != nil {
		return 0, false
	}
	switch v.Kind {
	case publicodes.KindNumber:
		if finite(v.Number) {
			return v.Number, true
		}
	case publicodes.KindNotApplicable:
		return 0, true
	}
	return 0, false
}

func finite(v float64) bool {
	return !math.IsNaN(v) && !math.IsInf(v, 0)
}

// applies reports whether a question concerns this household, by the answers
// given so far. A question that cannot be evaluated may well be the one that
// mends the calculation, so it applies.
func (r *reading) applies(q *Question) bool {
	known, ok := r.applicableQuestion[q.Rule]
	if !ok {
		known = r.evaluatesToSomething(q)
		r.applicableQuestion[q.Rule] = known
	}
	return known
}

func (r *reading) evaluatesToSomething(q *Question) bool {
	e, ok := r.evaluatorOf(q.Rule)
	if !ok {
		return false
	}
	if helped, ok := r.aided[q.Rule]; ok {
		return !r.answers[helped].known() && r.applies(r.byRule[helped])
	}
	v, err := e.Evaluate(q.Rule)
	if err != nil || v.Kind != publicodes.KindNotApplicable {
		return true
	}
	return r.answers[q.Rule].known() && r.appliedBefore(q)
}

// appliedBefore reports whether a question would be asked had it no answer yet.
// Saying that one rides no motorbike switches off everything under motorbikes
// in the model, this question with it; one must still be able to change it.
func (r *reading) appliedBefore(q *Question) bool {
	before := r.voice.read(r.answers.without(q.Rule))
	defer before.close()
	return before.applies(q)
}

// missing returns, by rule, how much each answer that is not given would matter
// to either total. The scores of the two models are not on one scale: they are
// compared within a theme, and a theme belongs to one model.
func (r *reading) missing() map[string]float64 {
	if r.missingFromTotals == nil {
		r.missingFromTotals = map[string]float64{}
		r.addMissing(r.ofWaste, wasteTotal)
		r.addMissing(r.ofCarbon, carbonTotal)
	}
	return r.missingFromTotals
}

func (r *reading) addMissing(e *publicodes.Evaluator, rule string) {
	all, err := e.Missing(rule)
	if err != nil {
		return // a total that does not compute has no order of questions
	}
	for _, m := range all {
		r.missingFromTotals[m.Rule] = m.Score
	}
}

// score is how much a question matters now: the most of its own rule, its
// options, and the question it helps to answer.
func (r *reading) score(q *Question) float64 {
	scores := r.missing()
	best := scores[q.Rule]
	for _, o := range q.Options {
		best = max(best, scores[o.Rule])
	}
	if helped, ok := r.aided[q.Rule]; ok {
		best = max(best, scores[helped]/2) // after the question itself
	}
	return best
}

// open reports whether a question is still to be asked: it concerns this
// household, moves a total and has no answer yet.
func (r *reading) open(q *Question) bool {
	_, answered := r.answers[q.Rule]
	return !answered && r.score(q) > 0 && r.applies(q)
}

// label is the title of a rule, in the reader's language if there is one in it.
func (v *voice) label(rule string) (string, Foreign) {
	for _, t := range v.tongues {
		if found, ok := t.model.Rule(rule); ok {
			return t.title(found)
		}
	}
	return rule, frenchTo(v.locale)
}

// fullLabel is a title that can be understood by itself. Where the model gives
// none, the last part of the name ("usager") says little without the thing it
// is about.
func (v *voice) fullLabel(rule string) (string, Foreign) {
	title, foreign := v.label(rule)
	last, above := lastPart(rule), parentOf(rule)
	isLine := parentOf(above) == "" // "Surface" under "Logement" is clear
	if isLine || !strings.EqualFold(title, last) {
		return title, foreign
	}
	thing, ofThing := v.label(above)
	if ofThing == foreign {
		return thing + " · " + last, foreign
	}
	return thing + " · " + last, foreign.In(last)
}
