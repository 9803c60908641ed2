package priors

import (
	"math"

	"capzero/publicodes"
)

// A Prior is how the answers to one question are distributed. It is immutable.
type Prior struct {
	Rule string
	Unit string // of the numbers
	Evidence

	variants   []variant // the first that holds
	step       float64   // numbers are multiples of it; 0 for any
	low, high  float64   // bounds of the question
	unanswered string    // why there is never an answer
	wide       bool      // made from the question alone
}

// A variant is the distribution in one case.
type variant struct {
	when  []condition // all of them
	shape shape
}

// Answers gives the value of a rule as far as a household's answers tell:
// what was answered or drawn, and for other rules what the model makes of it.
// It reports false for what is not known.
type Answers func(rule string) (publicodes.Value, bool)

// Wide reports whether the prior is a guess from the question alone, because the
// data has none that fits.
func (p *Prior) Wide() bool { return p.wide }

// Unanswered returns why the question is left to the model, in French; empty
// where it is answered.
func (p *Prior) Unanswered() string { return p.unanswered }

// Reads returns the rules whose values the prior depends on.
func (p *Prior) Reads() []string {
	var rules []string
	for _, v := range p.variants {
		for _, c := range v.when {
			rules = append(rules, c.reads()...)
		}
		rules = append(rules, v.shape.reads()...)
	}
	return rules
}

// Quantile returns the answer of the household at u between 0 and 1, given its
// other answers, as a publicodes.Situation takes it: a number in the unit of the
// question, a boolean, or a text in quotes. Given the same other answers, it
// never falls as u rises if it is a number. It is nil where the question is left
// unanswered.
func (p *Prior) Quantile(u float64, answers Answers) any {
	if p.unanswered != "" {
		return nil
	}
	if !(u > 0) { // not a number counts as 0
		u = 0
	}
	u = min(u, 1)
	for _, v := range p.variants {
		if !v.holds(answers) {
			continue
		}
		if answer, ok := v.shape.quantile(u, answers); ok {
			return p.fitted(answer)
		}
	}
	return nil // the last variant always has an answer
}

func (v variant) holds(answers Answers) bool {
	for _, c := range v.when {
		if !c.holds(answers) {
			return false
		}
	}
	return true
}

func (p *Prior) fitted(answer any) any {
	if n, ok := answer.(float64); ok {
		return p.Fit(n)
	}
	return answer
}

// Fit rounds a number as people say it, within the bounds of the question.
func (p *Prior) Fit(n float64) float64 {
	if p.step > 0 {
		n = math.Round(n/p.step) * p.step
	}
	return min(max(n, p.low), p.high)
}
