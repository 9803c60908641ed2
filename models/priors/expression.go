package priors

import (
	"math"
	"strconv"

	"capzero/publicodes"
	"capzero/publicodes/syntax"
)

// A number is a constant or an expression on other rules.
type number interface {
	value(answers Answers) (float64, bool)
	reads() []string
	String() string
}

type constant float64

func (c constant) value(Answers) (float64, bool) { return float64(c), true }
func (constant) reads() []string                 { return nil }
func (c constant) String() string                { return written(float64(c)) }

// written writes a number without more digits than it needs.
func written(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

// An expression is evaluated on the values of rules, by their full names. Units
// are not looked at: numbers are in the units of their rules.
type expression struct{ syntax.Expr }

func (e expression) value(answers Answers) (float64, bool) {
	v := evaluate(e.Expr, answers)
	return v.Number, v.Kind == publicodes.KindNumber && finite(v.Number)
}

func (e expression) reads() []string { return names(e.Expr, nil) }

// A condition is an expression that holds or not. What is not known does not
// hold.
type condition struct{ expression }

func (c condition) holds(answers Answers) bool {
	v := evaluate(c.Expr, answers)
	return v.Kind == publicodes.KindBoolean && v.Bool
}

// number returns what a rule is, if it is a number.
func (a Answers) number(rule string) (float64, bool) {
	if a == nil {
		return 0, false
	}
	v, ok := a(rule)
	return v.Number, ok && v.Kind == publicodes.KindNumber && finite(v.Number)
}

// names adds the names that an expression holds.
func names(e syntax.Expr, to []string) []string {
	switch e := e.(type) {
	case *syntax.Ident:
		return append(to, e.Name)
	case *syntax.Binary:
		return names(e.Right, names(e.Left, to))
	}
	return to
}

// evaluate returns the value of an expression, undefined where a rule in it is
// not known. Reading bounds how deep it is.
func evaluate(e syntax.Expr, answers Answers) publicodes.Value {
	switch e := e.(type) {
	case *syntax.NumberLit:
		return ofNumber(e.Value)
	case *syntax.BoolLit:
		return ofBool(e.Value)
	case *syntax.TextLit:
		return publicodes.Value{Kind: publicodes.KindText, Text: e.Value}
	case *syntax.Ident:
		if answers == nil {
			return publicodes.Value{}
		}
		if v, ok := answers(e.Name); ok {
			return v
		}
	case *syntax.Binary:
		return operate(e.Op, evaluate(e.Left, answers), evaluate(e.Right, answers))
	}
	return publicodes.Value{}
}

func ofNumber(n float64) publicodes.Value {
	return publicodes.Value{Kind: publicodes.KindNumber, Number: n}
}

func ofBool(b bool) publicodes.Value { return publicodes.Value{Kind: publicodes.KindBoolean, Bool: b} }

func operate(op syntax.Op, a, b publicodes.Value) publicodes.Value {
	if op == syntax.Eq || op == syntax.Ne {
		if a.Kind == publicodes.KindUndefined || b.Kind == publicodes.KindUndefined {
			return publicodes.Value{}
		}
		return ofBool(same(a, b) == (op == syntax.Eq))
	}
	if a.Kind != publicodes.KindNumber || b.Kind != publicodes.KindNumber {
		return publicodes.Value{}
	}
	x, y := a.Number, b.Number
	switch op {
	case syntax.Lt:
		return ofBool(x < y)
	case syntax.Le:
		return ofBool(x <= y)
	case syntax.Gt:
		return ofBool(x > y)
	case syntax.Ge:
		return ofBool(x >= y)
	case syntax.Add:
		return ofNumber(x + y)
	case syntax.Sub:
		return ofNumber(x - y)
	case syntax.Mul:
		return ofNumber(x * y)
	case syntax.Div:
		return ofNumber(x / y)
	case syntax.IntDiv:
		return ofNumber(math.Trunc(x / y))
	case syntax.Pow:
		return ofNumber(math.Pow(x, y))
	}
	return publicodes.Value{}
}

// same compares as the language does: what does not apply is as if it were non.
func same(a, b publicodes.Value) bool {
	if a.Kind == publicodes.KindNotApplicable {
		a = ofBool(false)
	}
	if b.Kind == publicodes.KindNotApplicable {
		b = ofBool(false)
	}
	switch {
	case a.Kind != b.Kind:
		return false
	case a.Kind == publicodes.KindNumber:
		return a.Number == b.Number
	case a.Kind == publicodes.KindBoolean:
		return a.Bool == b.Bool
	}
	return a.Text == b.Text
}
