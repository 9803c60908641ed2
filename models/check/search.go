package check

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"

	"capzero/publicodes"
	"capzero/publicodes/syntax"
)

// search evaluates the model for many situations and reports what fails, each
// thing once, with the smallest situation that shows it.
type search struct {
	*checker
	e       *publicodes.Evaluator
	choices []choice
	rules   []string // all that can be asked for
	order   map[string]int
	budget  int // rules still to be evaluated
	told    map[string]bool
	lacking map[string]bool // rules told to have no default
	always  map[string]bool // totals that are undefined without any answer
	lists   map[string]int  // how often a list of missing answers was looked into
}

// choice is a question and the legal answers that are tried.
type choice struct {
	rule    string
	answers []any
}

// maxEvaluations bounds the search by work, not by time, so that it finds the
// same on any machine.
const maxEvaluations = 3_000_000

// costOfLimit is how many usual evaluations one that runs into a limit takes.
const costOfLimit = 30_000

func (c *checker) search() {
	s := &search{
		checker: c, e: c.model.NewEvaluator(), budget: maxEvaluations,
		order: map[string]int{}, told: map[string]bool{}, lacking: map[string]bool{}, always: map[string]bool{}, lists: map[string]int{},
	}
	beside := c.besideNumbers()
	for _, q := range c.model.Questions() {
		answers := legalAnswers(q)
		if len(answers) == 0 {
			continue
		}
		if _, number := answers[0].(float64); number {
			for _, v := range beside[q.Name] {
				if !slices.Contains(answers, any(v)) {
					answers = append(answers, v)
				}
			}
		}
		s.choices = append(s.choices, choice{q.Name, answers})
	}
	for i, r := range c.model.Rules() {
		s.rules = append(s.rules, r.Name)
		s.order[r.Name] = i
	}
	s.try(publicodes.Situation{}, s.rules, c.totals)
	for _, total := range c.totals {
		if v, err := s.e.Evaluate(total); err == nil && v.Kind == publicodes.KindUndefined {
			s.always[total] = true
		}
	}
	s.oneByOne()
	s.atRandom()
	s.otherQuestions()
}

// otherQuestions tells, in one note, of the questions that have no default and
// that no total was seen to need.
func (s *search) otherQuestions() {
	s.e.SetSituation(publicodes.Situation{})
	var names []string
	for _, q := range s.model.Questions() {
		if v, err := s.e.Evaluate(q.Name); err == nil && v.Kind == publicodes.KindUndefined && !q.HasDefault && !s.lacking[q.Name] && legalAnswers(q) != nil {
			names = append(names, q.Name)
		}
	}
	if len(names) == 0 {
		return
	}
	file, pos := s.whereIs(names[0])
	message := fmt.Sprintf("the question %q has no default; no total was seen undefined for want of an answer", names[0])
	if len(names) > 1 {
		message = fmt.Sprintf("the questions %s have no default; no total was seen undefined for want of their answers", quotedList(names))
	}
	s.add(Finding{Severity: Note, Kind: NoDefault, File: file, Pos: pos, Rule: names[0], Message: message})
}

// legalAnswers are answers that a form would take: each possibility, oui and
// non, and for a number zero, one, what is suggested, and much.
func legalAnswers(q *publicodes.Rule) []any {
	if _, mosaic := q.Attribute("mosaique"); mosaic {
		return nil // its options are the questions
	}
	var out []any
	for _, p := range q.Possibilities {
		if q.Type == publicodes.Number {
			out = append(out, p.Value)
		} else {
			out = append(out, (&syntax.TextLit{Value: p.Value}).String())
		}
	}
	switch {
	case len(out) > 0:
		return out
	case q.Type == publicodes.Boolean:
		return []any{"oui", "non"}
	case q.Type == publicodes.Date:
		return []any{"01/01/1970", "29/02/2024", "31/12/2050"}
	case q.Type == publicodes.Number, q.Unit != "":
		out = []any{0., 1., 100., 10_000.}
		suggestions, _ := q.Attribute("suggestions")
		if suggestions != nil {
			for _, p := range suggestions.Pairs {
				if v, ok := p.Value.Float(); ok && !slices.Contains(out, any(v)) {
					out = append(out, v)
				}
			}
		}
	}
	return out
}

// maxBeside bounds the numbers that are tried because they stand beside a rule.
const maxBeside = 8

// besideNumbers are, for each rule, the numbers that it is compared with or that
// are taken from it, and the next ones: there, conditions change and divisors
// are zero.
func (c *checker) besideNumbers() map[string][]float64 {
	beside := map[string][]float64{}
	note := func(from string, one, other syntax.Expr) {
		id, isName := one.(*syntax.Ident)
		number, isNumber := other.(*syntax.NumberLit)
		if !isName || !isNumber {
			return
		}
		full, _ := c.model.Lookup(from, id.Name)
		for _, v := range []float64{number.Value, number.Value + 1} {
			if len(beside[full]) < maxBeside && !slices.Contains(beside[full], v) {
				beside[full] = append(beside[full], v)
			}
		}
	}
	for _, r := range c.rules {
		r.eachExpression(func(_ *syntax.Node, e syntax.Expr) {
			eachPart(e, func(part syntax.Expr) {
				if b, ok := part.(*syntax.Binary); ok && (b.Op <= syntax.Ne || b.Op == syntax.Sub) {
					note(r.name, b.Left, b.Right)
					note(r.name, b.Right, b.Left)
				}
			})
		})
	}
	return beside
}

// oneByOne tries each answer with all others at their default, on what it
// reaches.
func (s *search) oneByOne() {
	for i, c := range s.choices {
		if s.ctx.Err() != nil || s.budget <= 0 {
			return
		}
		s.Progress("trying each answer", i, len(s.choices))
		reached := s.graph.readers([]string{c.rule})
		s.budget -= len(reached)
		affected := s.among(reached)
		totals := slices.DeleteFunc(slices.Clone(s.totals), func(name string) bool { return !reached[name] })
		for _, answer := range c.answers {
			s.try(publicodes.Situation{c.rule: answer}, affected, totals)
		}
	}
}

// among are the rules of a set that can be asked for, in the order of the model.
func (s *search) among(set map[string]bool) []string {
	var out []string
	for name := range set {
		if _, public := s.order[name]; public {
			out = append(out, name)
		}
	}
	slices.SortFunc(out, func(a, b string) int { return cmp.Compare(s.order[a], s.order[b]) })
	return out
}

// atRandom tries situations in which about half of the questions are answered,
// and ones in which nearly all are.
func (s *search) atRandom() {
	random := rand.New(rand.NewPCG(s.Seed, 1))
	for i := range s.Samples {
		if s.ctx.Err() != nil || s.budget <= 0 || len(s.choices) == 0 {
			return
		}
		s.Progress("trying random situations", i, s.Samples)
		situation := publicodes.Situation{}
		for _, c := range s.choices {
			if random.IntN(8) < 4+3*(i%2) {
				situation[c.rule] = c.answers[random.IntN(len(c.answers))]
			}
		}
		s.try(situation, s.rules, s.totals)
	}
}

// try evaluates rules in one situation, and looks into the totals that are
// undefined.
func (s *search) try(situation publicodes.Situation, rules, totals []string) {
	s.e.SetSituation(situation) // all answers are legal ones
	s.budget -= len(rules)
	for _, name := range rules {
		_, err := s.e.Evaluate(name)
		fault, failed := errors.AsType[*publicodes.Error](err)
		if failed && fault.Kind == publicodes.LimitError {
			s.budget -= costOfLimit
		}
		if !failed || s.told[faultKey(fault)] {
			continue
		}
		key := faultKey(fault)
		s.told[key] = true
		small := s.smallest(situation, func() bool {
			_, err := s.e.Evaluate(name)
			again, ok := errors.AsType[*publicodes.Error](err)
			return ok && faultKey(again) == key
		})
		s.tell(fault, small)
		s.e.SetSituation(situation)
	}
	for _, total := range totals {
		if s.always[total] {
			continue
		}
		if v, err := s.e.Evaluate(total); err == nil && v.Kind == publicodes.KindUndefined && s.newList(total) {
			s.undefined(total, situation)
			s.e.SetSituation(situation)
		}
	}
}

func faultKey(e *publicodes.Error) string { return fmt.Sprint(e.Kind.Code(), " ", e.Rule) }

// smallest takes answers away, many at a time and then one by one, as long as
// what is seen stays. It leaves the evaluator in the situation it returns.
func (s *search) smallest(situation publicodes.Situation, stays func() bool) publicodes.Situation {
	names := slices.Sorted(maps.Keys(situation))
	for size := max(1, len(names)/2); size > 0; size /= 2 {
		for from := 0; from < len(names); {
			rest := slices.Concat(names[:from], names[min(len(names), from+size):])
			s.e.SetSituation(only(situation, rest))
			if stays() {
				names = rest
			} else {
				from += size
			}
		}
	}
	small := only(situation, names)
	s.e.SetSituation(small)
	return small
}

func only(situation publicodes.Situation, names []string) publicodes.Situation {
	out := publicodes.Situation{}
	for _, name := range names {
		out[name] = situation[name]
	}
	return out
}

// tell reports what failed, in the situation that the evaluator is in.
func (s *search) tell(e *publicodes.Error, situation publicodes.Situation) {
	f := s.ofFault(e)
	f.Situation = situation
	f.Kind = Fails
	switch {
	case e.Kind == publicodes.DivideZeroError:
		f.Kind = DivideZero
		f.Message = fmt.Sprintf("the rule %q divides by zero", e.Rule)
		f.Suggestion = "give the divisor a plancher, or say when the rule does not apply"
		s.divisor(&f)
	case isContextLoop(e):
		f.Kind = ContextLoop
		fallthrough
	default:
		f.Message = fmt.Sprintf("the rule %q fails: %s", e.Rule, e.Message)
	}
	s.add(f)
}

// divisor finds the divisor that is zero, and says which.
func (s *search) divisor(f *Finding) {
	now := folder{model: s.model, of: func(rule string) (publicodes.Value, bool) {
		v, err := s.e.Evaluate(rule)
		return v, err == nil
	}}
	var divisions int
	var sure bool
	for _, r := range s.graph.bodies[f.Rule] {
		r.eachExpression(func(n *syntax.Node, e syntax.Expr) {
			eachPart(e, func(part syntax.Expr) {
				b, ok := part.(*syntax.Binary)
				if sure || !ok || b.Op != syntax.Div && b.Op != syntax.IntDiv {
					return
				}
				divisions++
				zero := now.expr(f.Rule, b.Right).zero()
				if !zero && divisions > 1 {
					return
				}
				sure = zero
				f.File, f.Pos = r.file.Name, r.file.inside(n, b.Right.Offset(), b.Right.String())
				if zero {
					f.Message = fmt.Sprintf("the rule %q divides by zero: «%s» is 0", f.Rule, b.Right)
				}
			})
		})
	}
}

// newList reports whether the answers that a total lacks, and that have no
// default, are a list that is worth looking into: not one that was a few times.
func (s *search) newList(total string) bool {
	missing, err := s.e.Missing(total)
	if err != nil {
		return false
	}
	var names []string
	fresh := false
	for _, m := range missing {
		if r, ok := s.model.Rule(m.Rule); ok && !r.HasDefault {
			names = append(names, m.Rule)
			fresh = fresh || !s.lacking[m.Rule]
		}
	}
	slices.Sort(names)
	key := strings.Join(names, "\n")
	s.lists[key]++
	return fresh && s.lists[key] <= 5
}

// undefined finds the answers without which a total is undefined, though they
// have no default. Those that nobody is asked for are told together.
func (s *search) undefined(total string, situation publicodes.Situation) {
	var unasked []string
	for _, culprit := range s.culprits(total, situation) {
		if s.lacking[culprit] {
			continue
		}
		s.lacking[culprit] = true
		if !s.graph.question(culprit) {
			unasked = append(unasked, culprit)
			continue
		}
		small := s.smallest(situation, func() bool {
			v, err := s.e.Evaluate(total)
			return err == nil && v.Kind == publicodes.KindUndefined && slices.Contains(s.culprits(total, nil), culprit)
		})
		file, pos := s.whereIs(culprit)
		s.add(Finding{
			Severity: Warning, Kind: NoDefault, File: file, Pos: pos, Rule: culprit, Situation: small,
			Message:    fmt.Sprintf("the question %q has no default: without an answer, %q is undefined", culprit, total),
			Suggestion: "give it a par défaut",
		})
	}
	if len(unasked) == 0 {
		return
	}
	file, pos := s.whereIs(unasked[0])
	s.add(Finding{
		Severity: Warning, Kind: NoDefault, File: file, Pos: pos, Rule: unasked[0], Situation: situation,
		Message:    fmt.Sprintf("%q is undefined for want of rules that have neither a value nor a question: %s", total, quotedAll(unasked)),
		Suggestion: "give each a value, a question, or a par défaut",
	})
}

// culprits are the unanswered rules without a default that must be answered for
// root to have a value. With a situation, the evaluator is put into it first; it
// is left as it was found.
func (s *search) culprits(root string, situation publicodes.Situation) []string {
	if situation != nil {
		s.e.SetSituation(situation)
	}
	var given []string
	defer func() {
		for _, name := range given {
			s.e.SetAnswer(name, nil)
		}
	}()
	defined := func() bool {
		v, err := s.e.Evaluate(root)
		return err != nil || v.Kind != publicodes.KindUndefined
	}
	for round := 0; round < 20 && !defined(); round++ {
		missing, err := s.e.Missing(root)
		if err != nil {
			return nil
		}
		more := false
		for _, m := range missing {
			r, _ := s.model.Rule(m.Rule)
			if r.HasDefault || slices.Contains(given, m.Rule) {
				continue
			}
			if s.e.SetAnswer(m.Rule, someAnswer(r)) == nil {
				given, more = append(given, m.Rule), true
			}
		}
		if !more {
			break
		}
	}
	if !defined() {
		return nil
	}
	var needed []string
	for _, name := range given {
		r, _ := s.model.Rule(name)
		s.e.SetAnswer(name, nil)
		if !defined() {
			needed = append(needed, name)
		}
		s.e.SetAnswer(name, someAnswer(r))
	}
	return needed
}

func someAnswer(r *publicodes.Rule) any {
	if answers := legalAnswers(r); len(answers) > 0 {
		return answers[len(answers)-1] // non, or much
	}
	return 1.
}
