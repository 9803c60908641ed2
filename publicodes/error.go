package publicodes

import "capzero/publicodes/internal/diag"

// Error is a fault in a model, a situation or an evaluation, with its place.
type Error = diag.Error

// ErrorKind says what sort of thing is wrong.
type ErrorKind = diag.Kind

// The kinds of errors.
const (
	SyntaxError      = diag.Syntax
	StructureError   = diag.Structure
	ReferenceError   = diag.Reference
	UnitError        = diag.Unit
	CycleError       = diag.Cycle
	DivideZeroError  = diag.DivideZero
	TypeError        = diag.Type
	PossibilityError = diag.Possibility
	UnknownRuleError = diag.UnknownRule
	LimitError       = diag.Limit
)
