package publicodes

import "capzero/publicodes/internal/diag"

// Error is a fault in a model, a situation or an evaluation, with its place.
// Every error of this package is an [*Error], or several joined; take it out
// with [errors.As]:
//
//	var fault *publicodes.Error
//	if errors.As(err, &fault) {
//		fmt.Println(fault.Source, fault.Pos, fault.Rule, fault.Kind.Code())
//	}
//
// Source, Pos and Path say where in the sources; they are empty for what only
// shows during an evaluation, which names the Rule. Message is one English
// sentence without a full stop, for authors of models. It may change; programs
// decide by Kind.
type Error = diag.Error

// ErrorKind says what sort of thing is wrong. Its Code is a stable word for
// logs and other programs. A kind is a target for [errors.Is]:
//
//	if errors.Is(err, publicodes.DivideZeroError) { … }
//
// Kinds, their numbers and their codes are never changed, lost or used again;
// new ones are added at the end. testdata/errors.txt is the list, with the
// version of the package since which each exists.
type ErrorKind = diag.Kind

// The kinds of errors, with their codes.
const (
	SyntaxError      = diag.Syntax      // syntax: the source is not JSON, YAML or an expression
	StructureError   = diag.Structure   // structure: a mechanism is unknown, misplaced or incomplete
	ReferenceError   = diag.Reference   // reference: a name that no rule has, or that may not be used from there
	UnitError        = diag.Unit        // unit: a unit that cannot be read or converted
	CycleError       = diag.Cycle       // cycle: a rule that needs its own value, as a warning; contexts without end
	DivideZeroError  = diag.DivideZero  // division-by-zero
	TypeError        = diag.Type        // type: a value of the wrong type
	PossibilityError = diag.Possibility // possibility: an answer that is not among the possibilities of its rule
	UnknownRuleError = diag.UnknownRule // unknown-rule: a question about a rule that the model does not have
	LimitError       = diag.Limit       // limit: deeper, longer or larger than the engine accepts
)

// ErrorKinds lists every kind, by number.
func ErrorKinds() []ErrorKind { return diag.Kinds() }
