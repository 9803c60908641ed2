package differential

import (
	"fmt"
	"strconv"
	"strings"

	"capzero/publicodes/syntax"
)

// want is the value that a formula should give.
type want struct {
	kind    kind
	unit    dimension
	options []string
}

func (r *rule) want() want { return want{r.kind, r.unit, r.options} }

func aNumber(unit dimension) want { return want{kind: number, unit: unit} }

var aBoolean = want{kind: boolean}

// fits reports whether a rule gives such a value.
func (w want) fits(r *rule) bool {
	return r.kind == w.kind && (w.kind != number || r.unit.is(w.unit))
}

// value writes anything that stands for a value: mostly an expression, else a
// mechanism.
func (g *generator) value(w want, depth int) *syntax.Node {
	if g.wild && g.chance(25) {
		w = want{pick(g, number, boolean, text), pick(g, dimensions...), []string{"petit", "grand"}}
	}
	if depth > 0 && g.chance(3) {
		if n := g.mechanism(w, depth-1); n != nil {
			return n
		}
	}
	s := g.expression(w, depth)
	if v, err := strconv.ParseFloat(s, 64); err == nil && g.chance(2) && strconv.FormatFloat(v, 'f', -1, 64) == s {
		return num(v)
	}
	return str(s)
}

// expression writes an expression. A composite one is safe to use as an operand
// only in parentheses.
func (g *generator) expression(w want, depth int) string {
	if depth > 0 && g.chance(2) {
		switch w.kind {
		case number:
			return g.calculation(w.unit, depth-1)
		case boolean:
			return g.comparison(depth - 1)
		}
	}
	return g.atom(w)
}

func (g *generator) operand(w want, depth int) string {
	s := g.expression(w, depth)
	if strings.Contains(s, " ") && (strings.ContainsAny(s, "<>=+*") || strings.Contains(s, " - ") || strings.Contains(s, " / ") || strings.Contains(s, " // ")) {
		return "(" + s + ")"
	}
	return s
}

func (g *generator) atom(w want) string {
	if !g.chance(3) {
		if s, ok := g.refer(w.fits); ok {
			return s
		}
	}
	switch w.kind {
	case number:
		return g.literal(w.unit)
	case text:
		quote := pick(g, "'", "'", "'", `"`)
		return quote + pick(g, w.options...) + quote
	case date:
		return g.date()
	default:
		return pick(g, "oui", "non")
	}
}

func (g *generator) date() string {
	if g.chance(5) {
		return fmt.Sprintf("%02d/%d", 1+g.IntN(12), 2015+g.IntN(12))
	}
	return fmt.Sprintf("%02d/%02d/%d", 1+g.IntN(28), 1+g.IntN(12), 2015+g.IntN(12))
}

// amounts are numbers that often make a difference.
var amounts = []string{"0", "1", "2", "3", "10", "0.5", "12", "100", "2.5", "0.001", "365", "1234.5678", "7", "33.3333", "200000", "0.05"}

func (g *generator) literal(unit dimension) string {
	s := pick(g, amounts...)
	u := unit[0]
	if g.chance(3) {
		u = pick(g, unit...)
	}
	switch {
	case u == "":
		return s
	case u[0] == '%' || u[0] == '/':
		return s + u
	default:
		return s + " " + u
	}
}

func (g *generator) calculation(unit dimension, depth int) string {
	if g.chance(3) {
		if s, ok := g.product(unit, depth); ok {
			return s
		}
	}
	w := aNumber(unit)
	left, plain := g.operand(w, depth), aNumber(bare)
	switch g.IntN(12) {
	case 0, 1, 2:
		return left + " + " + g.operand(w, depth)
	case 3, 4:
		return left + " - " + g.operand(w, depth)
	case 5, 6:
		return g.operand(plain, depth) + " * " + left
	case 7:
		return left + " / " + g.divisor(depth)
	case 8:
		return left + " * " + g.operand(aNumber(percent), depth)
	case 9:
		return left + pick(g, " + ", " - ") + g.operand(aNumber(percent), depth)
	case 10:
		return g.rare(left, unit, depth)
	default:
		return left + " * " + g.operand(aBoolean, depth)
	}
}

// divisor is seldom zero.
func (g *generator) divisor(depth int) string {
	if g.chance(4) {
		return g.operand(aNumber(bare), depth)
	}
	return pick(g, "2", "3", "4", "0.5", "12")
}

func (g *generator) rare(left string, unit dimension, depth int) string {
	switch {
	case g.chance(3):
		return "- " + left
	case unit.is(bare) && g.chance(2):
		return left + " ** " + pick(g, "2", "0.5", "3", g.operand(aNumber(bare), depth))
	default:
		return left + " // " + g.divisor(depth)
	}
}

func (g *generator) product(unit dimension, depth int) (string, bool) {
	var fitting []product
	for _, p := range products {
		if p.result.is(unit) {
			fitting = append(fitting, p)
		}
	}
	if len(fitting) == 0 {
		return "", false
	}
	p := pick(g, fitting...)
	left, right := g.operand(aNumber(p.left), depth), g.operand(aNumber(p.right), depth)
	if p.op == "*" && g.chance(2) {
		left, right = right, left
	}
	return left + " " + p.op + " " + right, true
}

func (g *generator) comparison(depth int) string {
	switch g.IntN(6) {
	case 0:
		if s, ok := g.refer(func(r *rule) bool { return r.kind == text }); ok {
			return s + pick(g, " = ", " != ") + "'" + pick(g, "petit", "grand", "autre") + "'"
		}
	case 1:
		return g.operand(aBoolean, depth) + pick(g, " = ", " != ") + pick(g, "oui", "non")
	case 2:
		if s, ok := g.refer(func(r *rule) bool { return true }); ok {
			return s + " != non"
		}
	case 4:
		texts := func(r *rule) bool { return r.kind == text }
		one, ok := g.refer(texts)
		other, _ := g.refer(texts)
		if ok && g.chance(2) {
			return one + pick(g, " = ", " != ", " < ") + other
		}
	case 3:
		if s, ok := g.refer(func(r *rule) bool { return r.kind == date }); ok {
			return s + pick(g, " < ", " > ", " = ") + g.date()
		}
	}
	w := aNumber(pick(g, usual...))
	return g.operand(w, depth) + pick(g, " < ", " > ", " <= ", " >= ", " = ", " != ") + g.operand(w, depth)
}
