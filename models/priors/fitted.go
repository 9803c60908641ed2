package priors

import (
	"slices"

	"capzero/publicodes"
)

// Priors are the priors of every question of one model. They are immutable and
// safe for concurrent use.
type Priors struct {
	set     *Set
	model   *publicodes.Model
	of      map[string]*Prior
	order   []string
	missing []string
}

// For fits the set to a model. What the data says of rules that this model does
// not have is left aside, and a question that it does not know, or knows in
// another unit or with other possibilities, gets a wide prior: see Missing.
func (s *Set) For(m *publicodes.Model) *Priors {
	p := &Priors{set: s, model: m, of: map[string]*Prior{}}
	usual := m.NewEvaluator()
	for _, q := range asked(m) {
		e, ok := s.entries[q.Name]
		if ok && mismatch(&e.Prior, q) == "" {
			fitted := e.Prior
			if formOf(q) == byNumber {
				fitted.low, fitted.high = bounds(q)
			}
			p.of[q.Name] = &fitted
			continue
		}
		p.missing = append(p.missing, q.Name)
		p.of[q.Name] = guessed(q, assumed(usual, q))
	}
	p.order = p.sorted()
	return p
}

// assumed returns the number that the model takes without an answer, 0 if it
// has none.
func assumed(e *publicodes.Evaluator, q *publicodes.Rule) float64 {
	if v, err := e.Evaluate(q.Name); err == nil && v.Kind == publicodes.KindNumber && finite(v.Number) {
		return v.Number
	}
	n, _ := attribute(q, "par défaut") // of a question that does not apply without answers
	return n
}

// Of returns the prior of a question, nil for a rule that is none of the model's
// or whose options are answered in its place.
func (p *Priors) Of(rule string) *Prior { return p.of[rule] }

// Missing returns the questions whose prior is only wide, in the order of the
// model.
func (p *Priors) Missing() []string { return p.missing }

// Order returns every question in an order in which each comes after those that
// its prior depends on, as far as the model does not make them depend on each
// other; else in that of the model. The slice is shared: read only.
func (p *Priors) Order() []string { return p.order }

// sorted puts the questions into order, depth first.
func (p *Priors) sorted() []string {
	var order []string
	met := map[string]bool{}
	var visit func(rule string)
	visit = func(rule string) {
		if met[rule] {
			return
		}
		met[rule] = true
		for _, before := range p.before(rule) {
			visit(before)
		}
		order = append(order, rule)
	}
	for _, q := range asked(p.model) {
		visit(q.Name)
	}
	return order
}

// before returns the questions that the prior of a question depends on.
func (p *Priors) before(rule string) []string {
	var questions []string
	for _, read := range p.of[rule].Reads() {
		if p.of[read] != nil {
			questions = append(questions, read)
			continue
		}
		reached := p.model.Reads(read)
		for _, q := range asked(p.model) {
			if reached[q.Name] && !slices.Contains(questions, q.Name) {
				questions = append(questions, q.Name)
			}
		}
	}
	return questions
}

// Imprecision returns how far an answer to a question may be from the truth:
// that of its own kind, else that of its unit, else that of its type.
func (p *Priors) Imprecision(rule string) Imprecision {
	if own, ok := p.set.kindOfRule[rule]; ok {
		return p.set.kinds[own.word]
	}
	q, ok := p.model.Rule(rule)
	if !ok {
		return Imprecision{}
	}
	if kind, ok := p.set.kindOfUnit[q.Unit]; ok && formOf(q) == byNumber {
		return p.set.kinds[kind.word]
	}
	return p.set.kinds[p.set.kindOfType[typeNames[formOf(q)]].word]
}

// typeNames are the forms of questions as the data calls them.
var typeNames = [...]string{byNumber: "nombre", byYes: "oui ou non", byChoice: "choix"}
