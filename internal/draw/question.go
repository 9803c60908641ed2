package draw

import (
	"capzero/internal/stats"
	"capzero/models/priors"
	"capzero/publicodes"
)

// A question is drawn where it has no answer, and drawn near its answer where it
// has one.
type question struct {
	rule   string
	prior  *priors.Prior
	spread float64   // numbers: the standard deviation of the logarithm of an answer
	wrong  float64   // choices: the probability that another answer is true
	at     []float64 // the quantile of each draw
	other  []float64 // that of the answer which is true instead of a wrong one
	reads  []string  // the rules that the prior depends on
	usual  []any     // the answers where nobody has answered anything
}

func newQuestion(p *priors.Prior, i priors.Imprecision, c columns) *question {
	return &question{
		rule: p.Rule, prior: p, spread: stats.LogSpread(i.Relative), wrong: i.Wrong,
		at: c.of(p.Rule, "answer"), other: c.of(p.Rule, "true answer"), reads: p.Reads(),
	}
}

// unanswered draws the answers of households that are like this one.
func (q *question) unanswered(of *Sample) []any {
	out := make([]any, len(q.at))
	for i, u := range q.at {
		out[i] = q.prior.Quantile(u, of.answersOf(i))
	}
	return out
}

// around draws what is true where this was answered.
func (q *question) around(answer any, of *Sample) []any {
	out := make([]any, len(q.at))
	for i := range out {
		out[i] = q.truth(answer, i, of.answersOf(i))
	}
	return out
}

// truth is what is true in one draw where this was answered. A zero is one: who
// says that they never fly does not fly a little.
func (q *question) truth(answer any, draw int, others priors.Answers) any {
	said, isNumber := number(answer)
	switch {
	case isNumber && said == 0:
		return said
	case isNumber:
		return q.prior.Fit(said * stats.LognormalFactor(q.at[draw], q.spread))
	case q.at[draw] < q.wrong:
		return q.instead(answer, q.other[draw], others)
	}
	return answer
}

// instead is another answer than the one that was given, by how households
// answer: the answer at a quantile, or at the next ones until it differs. A
// question with one possible answer keeps it.
func (q *question) instead(of any, at float64, others priors.Answers) any {
	const tries, step = 16, 0.6180339887498949 // the golden ratio leaves no part out
	for range tries {
		if answer := q.prior.Quantile(at, others); answer != nil && answer != of {
			return answer
		}
		if at += step; at >= 1 {
			at--
		}
	}
	return of
}

// number reads the answers that are numbers.
func number(answer any) (float64, bool) {
	switch v := answer.(type) {
	case float64:
		return v, true
	case int:
		return float64(v), true
	}
	return 0, false
}

// valueOf is an answer as a prior asks for it.
func valueOf(answer any) (publicodes.Value, bool) {
	if n, ok := number(answer); ok {
		return publicodes.Value{Kind: publicodes.KindNumber, Number: n}, true
	}
	switch v := answer.(type) {
	case bool:
		return publicodes.Value{Kind: publicodes.KindBoolean, Bool: v}, true
	case string:
		if text, ok := unquoted(v); ok {
			return publicodes.Value{Kind: publicodes.KindText, Text: text}, true
		}
	}
	return publicodes.Value{}, false
}

func unquoted(s string) (string, bool) {
	if len(s) < 2 || s[0] != '\'' || s[len(s)-1] != '\'' {
		return "", false
	}
	return s[1 : len(s)-1], true
}
