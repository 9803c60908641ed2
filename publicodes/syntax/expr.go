package syntax

import (
	"strconv"
	"strings"
)

// Expr is a parsed expression: one of [*Ident], [*NumberLit], [*BoolLit],
// [*TextLit], [*DateLit] and [*Binary].
type Expr interface {
	// String prints the expression; parsing it again gives an equal one.
	String() string
	// Offset is the byte where the expression starts in its text.
	Offset() int

	precedence() int
}

// Ident is the name of a rule, relative to the rule in which it stands.
type Ident struct {
	Name  string // "voiture . km", "^ . km"
	Start int
}

// NumberLit is a number, with its unit when it has one.
type NumberLit struct {
	Value float64
	Unit  string // as written: "kWh/an"; empty when there is none
	Start int
}

// BoolLit is oui or non.
type BoolLit struct {
	Value bool
	Start int
}

// TextLit is a text in simple or double quotes.
type TextLit struct {
	Value string // without the quotes
	Start int
}

// DateLit is a day, written 31/12/2024, or a month, written 12/2024, which is its
// first day.
type DateLit struct {
	Value string // always as 31/12/2024
	Start int
}

// Binary is an operation. A sign, as in "- km", is 0 - km.
type Binary struct {
	Op          Op
	Left, Right Expr
	Start       int
}

// Op is an operator.
type Op int

// The operators, by rising precedence.
const (
	Lt Op = iota + 1
	Gt
	Le
	Ge
	Eq
	Ne
	Add
	Sub
	Mul
	Div
	IntDiv // quotient without its decimals, written //
	Pow
)

var opTexts = [...]string{Lt: "<", Gt: ">", Le: "<=", Ge: ">=", Eq: "=", Ne: "!=", Add: "+", Sub: "-", Mul: "*", Div: "/", IntDiv: "//", Pow: "**"}

// String gives the operator as it is written.
func (o Op) String() string { return opTexts[o] }

// The precedences: what binds tighter is higher.
const (
	precComparison = iota + 1
	precAddition
	precMultiplication
	precPower
	precPrimary
)

func (o Op) precedence() int {
	switch {
	case o <= Ne:
		return precComparison
	case o <= Sub:
		return precAddition
	case o <= IntDiv:
		return precMultiplication
	default:
		return precPower
	}
}

// Offset implements [Expr].
func (e *Ident) Offset() int { return e.Start }

// Offset implements [Expr].
func (e *NumberLit) Offset() int { return e.Start }

// Offset implements [Expr].
func (e *BoolLit) Offset() int { return e.Start }

// Offset implements [Expr].
func (e *TextLit) Offset() int { return e.Start }

// Offset implements [Expr].
func (e *DateLit) Offset() int { return e.Start }

// Offset implements [Expr].
func (e *Binary) Offset() int { return e.Start }

func (e *Ident) precedence() int     { return precPrimary }
func (e *NumberLit) precedence() int { return precPrimary }
func (e *BoolLit) precedence() int   { return precPrimary }
func (e *TextLit) precedence() int   { return precPrimary }
func (e *DateLit) precedence() int   { return precPrimary }
func (e *Binary) precedence() int    { return e.Op.precedence() }

// String implements [Expr].
func (e *Ident) String() string { return e.Name }

// String implements [Expr].
func (e *NumberLit) String() string {
	s := strconv.FormatFloat(e.Value, 'f', -1, 64)
	switch {
	case e.Unit == "":
		return s
	case strings.HasPrefix(e.Unit, "%") || strings.HasPrefix(e.Unit, "/"):
		return s + e.Unit
	default:
		return s + " " + e.Unit
	}
}

// String implements [Expr].
func (e *BoolLit) String() string {
	if e.Value {
		return "oui"
	}
	return "non"
}

// String implements [Expr].
func (e *TextLit) String() string {
	if strings.Contains(e.Value, "'") && !strings.Contains(e.Value, `"`) {
		return `"` + e.Value + `"`
	}
	return "'" + e.Value + "'"
}

// String implements [Expr].
func (e *DateLit) String() string { return e.Value }

// String implements [Expr]. Operators of one precedence lean left, powers right,
// so only the other operand of the same precedence needs parentheses.
func (e *Binary) String() string {
	left, right := e.Left.String(), e.Right.String()
	leansRight := e.Op == Pow
	if p := e.Left.precedence(); p < e.precedence() || p == e.precedence() && leansRight {
		left = "(" + left + ")"
	}
	if p := e.Right.precedence(); p < e.precedence() || p == e.precedence() && !leansRight {
		right = "(" + right + ")"
	}
	return left + " " + e.Op.String() + " " + right
}
