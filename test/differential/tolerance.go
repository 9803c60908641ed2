package differential

import (
	"errors"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"capzero/publicodes"
	"capzero/publicodes/syntax"
)

// The tolerances are the differences that publicodes/spec.md lists, under "Differences
// from the reference". Each is the text of the row's first column.
const (
	divisionByZero = "division by zero"
	parentAndChild = "a rule and its parent that need each other"
	askedBefore    = "what was asked before"
	endless        = "contexts that lead into each other for ever"
	askedInside    = "what was asked outside a `contexte`"
	sameContext    = "a `contexte` that changes nothing inside another"
	noPossibility  = "an answer that is not a possibility"
	emptyAnswer    = "an empty answer"
	answerUnit     = "an answer in a unit that does not convert"
	formulaChoice  = "a formula as the answer to a choice"
	orphanAnswer   = "an answer to a rule without parent"
	unitsInRule    = "incompatible units inside one rule"
	twoExtremes    = "two of `le maximum de` and `le minimum de` in one rule"
	extremeInside  = "`le maximum de` and `contexte` in one rule"
	manyExtremes   = "more than ten values in `le maximum de` that may not apply"
	noLogarithm    = "the logarithm of what is not above 0"
	laterBands     = "the bands of a `grille` behind the one that holds"
	openRate       = "`barème` with an undefined rate before other bands"
	noDate         = "`durée` with texts that are no dates, months from the text `'02/2024'`, dates before the year 1000"
	openGoal       = "a goal of `inversion numérique` that does not apply"
	privateSearch  = "a private rule that is searched for, or from"
	privateContext = "a private rule in `contexte`"
	privateParent  = "a rule inside a private one"
	twoValues      = "two values for one rule in `contexte`"
	openCondition  = "a condition that is no boolean"
	crash          = "an internal error"
	noNumber       = "calculating with a text, or beyond all numbers"
)

// tolerances are all of them.
var tolerances = []string{
	divisionByZero, parentAndChild, askedBefore, endless, askedInside,
	sameContext, noPossibility, emptyAnswer, answerUnit, formulaChoice, orphanAnswer,
	unitsInRule, twoExtremes, extremeInside, manyExtremes, noLogarithm, laterBands,
	openRate, noDate, openGoal, privateSearch, privateContext, privateParent,
	twoValues, openCondition, crash, noNumber,
}

// toleratedAnswer names why the npm engine is not given an answer.
func toleratedAnswer(r *publicodes.Rule, answer any, err error) string {
	switch _, nullable := r.Attribute("possiblement non applicable"); {
	case nullable && answer == nil:
		return emptyAnswer
	case errors.Is(err, publicodes.PossibilityError):
		return noPossibility
	case errors.Is(err, publicodes.UnitError):
		return answerUnit
	}
	return ""
}

// toleratedRefusal names why a model that the npm engine takes is refused here.
func toleratedRefusal(err error, reference verdict) string {
	switch {
	case (errors.Is(err, publicodes.CycleError) || errors.Is(err, publicodes.LimitError)) && overflows(reference):
		return endless
	case errors.Is(err, publicodes.UnitError):
		return unitsInRule
	case errors.Is(err, publicodes.ReferenceError) && strings.Contains(err.Error(), "cannot be given a value"):
		return privateContext
	case strings.Contains(err.Error(), "only a rule that can be answered can be solved"), strings.Contains(err.Error(), "has no answer to begin from"):
		return privateSearch
	case strings.Contains(err.Error(), "is given two values"):
		return twoValues
	}
	return ""
}

// overflows reports whether some rule needs itself without end.
func overflows(reference verdict) bool {
	for _, s := range reference.Situations {
		for _, seen := range s.Alone {
			if strings.Contains(seen.Error, "call stack") {
				return true
			}
		}
	}
	return false
}

// toleratedAcceptance names why a model that the npm engine refuses is taken here.
func toleratedAcceptance(message string) string {
	if strings.Contains(message, "$INTERNAL") && strings.Contains(message, "a déjà été définie") {
		return twoExtremes
	}
	return ""
}

// tolerated names why what is said of a rule may differ.
func (p *paired) tolerated(got publicodes.Value, err error, want seen) string {
	switch {
	case errors.Is(err, publicodes.CycleError):
		return endless
	case errors.Is(err, publicodes.DivideZeroError) && want.Kind != "error":
		return divisionByZero
	case (errors.Is(err, publicodes.TypeError) || errors.Is(err, publicodes.LimitError)) && want.Kind != "error":
		return noNumber
	case got.Kind == publicodes.KindText && want.Value == "NaN":
		return noNumber
	case err == nil && want.Kind == "error" && uses(p.model.Rules, "grille") > 0:
		return laterBands
	case err == nil && crashed.MatchString(want.Error):
		return crash
	case err == nil && strings.Contains(want.Error, "La condition doit être de type booléen"):
		return openCondition
	case p.lacksPrivate(want):
		return privateParent
	}
	return ""
}

// crashed are the errors of JavaScript itself.
var crashed = regexp.MustCompile(`^(Cannot (convert|read)|.* is not (a function|iterable|defined))`)

// lacksPrivate reports whether the npm engine asks for a rule that nobody outside
// may know of.
func (p *paired) lacksPrivate(want seen) bool {
	return slices.ContainsFunc(want.Missing, func(m score) bool { return !slices.Contains(p.rules, m.Rule) })
}

// toleratedThrow names why the npm engine does not take the answers.
func (p *paired) toleratedThrow(message string) string {
	if message == "" {
		return ""
	}
	for name, answer := range p.situation {
		if p.formulaForChoice(name, answer) {
			return formulaChoice
		}
	}
	if strings.Contains(message, "n'existe pas") {
		return orphanAnswer
	}
	return ""
}

// formulaForChoice reports whether an answer to a rule with possibilities has to
// be evaluated to know whether it is one of them.
func (p *paired) formulaForChoice(name string, answer any) bool {
	if full, ok := answer.(map[string]any); ok {
		answer = full["valeur"]
	}
	r, known := p.ours.Rule(name)
	written, isText := answer.(string)
	if !known || len(r.Possibilities) == 0 || !isText {
		return false
	}
	e, err := syntax.ParseExpression(written)
	if err != nil {
		return false
	}
	switch e.(type) {
	case *syntax.Ident, *syntax.Binary:
		return true
	}
	return false
}

// unsteady names why the npm engine does not say of a rule what the situation
// alone decides.
func (p *paired) unsteady(d Difference, e *publicodes.Evaluator, got publicodes.Value, err error) string {
	switch {
	case !p.steady || p.asForgetful(d, e, got, err) || p.differsAfter(d.Rule):
		return askedBefore
	case d.Aspect == "missing" && d.Order == inOrder:
		return askedBefore // alone it is the same, or there is a difference already
	case got.Kind == publicodes.KindUndefined && uses(p.model.Rules, "barème") > 0:
		return openRate
	case circular(p.ours, p.situation, d.Rule):
		return parentAndChild
	case slices.ContainsFunc(p.model.Rules.Pairs, func(r syntax.Pair) bool { return uses(r.Value, "contexte") > 0 && extremes(r.Value) > 0 }):
		return extremeInside
	case uses(p.model.Rules, "contexte") > 1 && d.Aspect != "missing":
		return sameContext
	case uses(p.model.Rules, "contexte") > 0 && d.Aspect == "missing":
		return askedInside
	}
	return ""
}

// asForgetful reports whether the npm engine says the same of the rule as we do when
// it does not remember, within the evaluation either, what was evaluated before;
// or whether the list of what is missing is another one then.
func (p *paired) asForgetful(d Difference, e *publicodes.Evaluator, got publicodes.Value, err error) bool {
	if p.forgetful == nil {
		v, ok, err := p.oracle.askForgetful(p.model.Rules, p.written)
		if err != nil || !ok || len(v.Situations) != 1 || len(v.Situations[0].Alone) != len(p.rules) {
			return false
		}
		p.forgetful = &v.Situations[0]
	}
	again, at := Difference{Rule: d.Rule}, slices.Index(p.rules, d.Rule)
	if p.equal(&again, e, got, err, p.forgetful.Alone[at]) {
		return true
	}
	return d.Aspect == "missing" && !slices.Equal(p.forgetful.Alone[at].Missing, p.alone[at].Missing)
}

// differsAfter reports whether the npm engine says something else of a rule when it
// was asked some other rule before.
func (p *paired) differsAfter(rule string) bool {
	v, ok, err := p.oracle.askAfter(rule, p.model.Rules, p.written)
	if err != nil || !ok || len(v.Situations) != 1 {
		return false
	}
	want := p.alone[slices.Index(p.rules, rule)]
	return slices.ContainsFunc(v.Situations[0].Alone, func(s seen) bool { return !reflect.DeepEqual(s, want) })
}

func extremes(n *syntax.Node) int { return uses(n, "le maximum de") + uses(n, "le minimum de") }

// uses counts how often a model has a key.
func uses(n *syntax.Node, key string) int {
	found := 0
	for _, p := range n.Pairs {
		if found += uses(p.Value, key); p.Key == key {
			found++
		}
	}
	for _, item := range n.Items {
		found += uses(item, key)
	}
	return found
}
