package draw

import (
	"capzero/models/priors"
	"capzero/publicodes"
)

// A Sample is a number of households that could have given certain answers. It
// belongs to one goroutine.
type Sample struct {
	sampler *Sampler
	given   publicodes.Situation
	columns map[string][]any // by question
}

// answersOf tells a prior what the household of a draw has answered so far.
func (s *Sample) answersOf(draw int) priors.Answers {
	return func(rule string) (publicodes.Value, bool) {
		if column, ok := s.columns[rule]; ok {
			return valueOf(column[draw])
		}
		return valueOf(s.given[rule])
	}
}

// Evaluate gives rules of one of the models in each draw, in the order of the
// rules. It fails on rules that the model does not have.
func (s *Sample) Evaluate(m *publicodes.Model, rules ...string) ([]Figure, error) {
	of := s.sampler.models[m]
	lanes := of.borrow(s.sampler.n)
	defer of.free.Put(lanes)
	if err := s.draw(lanes, of); err != nil {
		return nil, err
	}
	figures := make([]Figure, len(rules))
	for i := range figures {
		figures[i].Draws = make([]float64, 0, s.sampler.n)
	}
	err := lanes.EvaluateAll(rules, func(rule, _ int, v publicodes.Value, err error) { figures[rule].add(v, err) })
	return figures, err
}

// draw gives the lanes of a model what was answered and drawn.
func (s *Sample) draw(lanes *publicodes.Lanes, m *model) error {
	situation := publicodes.Situation{}
	for rule, answer := range s.given {
		if _, ok := m.Rule(rule); ok && s.columns[rule] == nil {
			situation[rule] = answer
		}
	}
	_ = lanes.SetSituation(situation) // what a version does not take becomes its average, as in a result
	for _, q := range s.sampler.questions {
		if _, ok := m.Rule(q.rule); !ok {
			continue
		}
		if lanes.Draw(q.rule, s.columns[q.rule]) == nil {
			continue
		}
		if err := lanes.Draw(q.rule, q.usual); err != nil { // the answer is none of this version's
			return err
		}
	}
	for _, f := range m.scales {
		if err := lanes.Scale(f.rule, f.by); err != nil {
			return err
		}
	}
	return nil
}

// Answers gives the answers of every draw to the questions of a model, by rule,
// and the values that its constant factors have there, for those who evaluate the
// draws one by one. The columns are shared: read only.
func (s *Sample) Answers(m *publicodes.Model, nominal *publicodes.Evaluator) map[string][]any {
	all := map[string][]any{}
	for rule, column := range s.columns {
		if _, ok := m.Rule(rule); ok {
			all[rule] = column
		}
	}
	for _, f := range s.sampler.models[m].scales {
		v, err := nominal.Evaluate(f.rule)
		if err != nil || v.Kind != publicodes.KindNumber || !f.constant {
			continue
		}
		column := make([]any, len(f.by))
		for i, by := range f.by {
			column[i] = v.Number * by
		}
		all[f.rule] = column
	}
	return all
}
