package draw

import (
	"slices"
	"sync"

	"capzero/internal/stats"
	"capzero/models/priors"
	"capzero/publicodes"
)

// A Sampler draws households for some models. It is made once and safe for
// concurrent use.
type Sampler struct {
	n         int
	questions []*question // each after those that its prior reads
	byRule    map[string]*question
	models    map[*publicodes.Model]*model
}

// A model is one of the models with what can be used again.
type model struct {
	*publicodes.Model
	scales []factor
	free   sync.Pool // of *publicodes.Lanes
}

// New returns a sampler of n draws. A question that two models ask has the prior
// that fits the first.
func New(set *priors.Set, n int, models ...*publicodes.Model) *Sampler {
	return newSampler(set, columns{n: n}, models...)
}

func newSampler(set *priors.Set, c columns, models ...*publicodes.Model) *Sampler {
	s := &Sampler{n: c.n, byRule: map[string]*question{}, models: map[*publicodes.Model]*model{}}
	for _, m := range models {
		fitted := set.For(m)
		for _, rule := range fitted.Order() {
			prior := fitted.Of(rule)
			if s.byRule[rule] != nil || prior.Unanswered() != "" {
				continue
			}
			q := newQuestion(prior, fitted.Imprecision(rule), c)
			s.byRule[rule] = q
			s.questions = append(s.questions, q)
		}
		s.models[m] = &model{Model: m, scales: factorsOf(set, m, c)}
	}
	s.drawUsual()
	return s
}

// drawUsual draws the columns of a household that has answered nothing. They
// serve every household as far as its answers do not touch them.
func (s *Sampler) drawUsual() {
	sample := &Sample{sampler: s, columns: map[string][]any{}}
	for _, q := range s.questions {
		q.usual = q.unanswered(sample)
		sample.columns[q.rule] = q.usual
	}
}

// Draw draws the households that could have given these answers: constants, as in
// a [publicodes.Situation]. What the models do not ask is left to them.
func (s *Sampler) Draw(given publicodes.Situation) *Sample {
	sample := &Sample{sampler: s, given: given, columns: make(map[string][]any, len(s.questions))}
	own := map[string]bool{} // the questions whose columns are this household's
	for _, q := range s.questions {
		answer, answered := given[q.rule]
		touched := slices.ContainsFunc(q.reads, func(rule string) bool { return own[rule] })
		switch {
		case answered && answer != nil:
			sample.columns[q.rule], own[q.rule] = q.around(answer, sample), true
		case touched:
			sample.columns[q.rule], own[q.rule] = q.unanswered(sample), true
		default:
			sample.columns[q.rule] = q.usual
		}
	}
	return sample
}

// borrow gives lanes with the factors of a model and no answers.
func (m *model) borrow(n int) *publicodes.Lanes {
	if free, ok := m.free.Get().(*publicodes.Lanes); ok {
		return free
	}
	return m.NewLanes(n)
}

// columns makes the columns of quantiles. Those of another series have nothing to
// do with these.
type columns struct {
	n      int
	series string
}

// of is the column of a rule for one purpose.
func (c columns) of(rule, purpose string) []float64 {
	return stats.Column(c.series+purpose+" of "+rule, c.n)
}
