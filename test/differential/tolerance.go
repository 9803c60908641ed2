package differential

import (
	"errors"
	"strings"

	"capzero/publicodes"
)

// The tolerances are the differences that publicodes/spec.md lists, under "Differences
// from the reference". Each is the text of the row's first column.
const (
	divisionByZero  = "division by zero"
	needsItself     = "a rule that needs its own value"
	endlessContexts = "contexts that lead into each other for ever"
	noPossibility   = "an answer that is not a possibility"
	answerUnit      = "an answer in a unit that does not convert"
	unitsInRule     = "incompatible units inside one rule"
	twoExtremes     = "two of `le maximum de` and `le minimum de` in one rule"
	noNumber        = "calculating with a text, or beyond all numbers"
)

// toleratedAnswer names why an answer that the npm engine uses is left out here.
func toleratedAnswer(err error) string {
	switch {
	case errors.Is(err, publicodes.PossibilityError):
		return noPossibility
	case errors.Is(err, publicodes.UnitError):
		return answerUnit
	}
	return ""
}

// toleratedRefusal names why a model that the npm engine takes is refused here.
func toleratedRefusal(err error) string {
	switch {
	case errors.Is(err, publicodes.CycleError):
		return needsItself
	case errors.Is(err, publicodes.UnitError):
		return unitsInRule
	}
	return ""
}

// toleratedAcceptance names why a model that the npm engine refuses is taken here.
func toleratedAcceptance(message string) string {
	if strings.Contains(message, "$INTERNAL") && strings.Contains(message, "a déjà été définie") {
		return twoExtremes
	}
	return ""
}

// tolerated names why a value may differ.
func tolerated(p *paired, got publicodes.Value, err error, want seen) string {
	switch {
	case errors.Is(err, publicodes.CycleError):
		return needsItself
	case errors.Is(err, publicodes.DivideZeroError) && want.Kind != "error":
		return divisionByZero
	case (errors.Is(err, publicodes.TypeError) || errors.Is(err, publicodes.LimitError)) && want.Kind != "error":
		return noNumber
	}
	return ""
}

// Rows are the rows of the table that this package relies on.
func Rows() []string {
	return strings.Split(strings.Join([]string{
		divisionByZero, needsItself, endlessContexts, noPossibility, answerUnit, unitsInRule, noNumber,
	}, "\n"), "\n")
}
