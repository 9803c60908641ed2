// Package unit reads, simplifies, converts and prints the units of the
// language: "kgCO2e/an", "m2", "kW.h", "%".
//
// A unit is a quotient of two products of symbols. Symbols are free words: any
// two quantities may be multiplied, and "tasse" is as good a unit as "kg". A
// small table knows which symbols measure the same thing (mois and an, g and
// kg); only those convert into each other.
package unit

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Unit is a quotient of products of symbols, powers written out: m2 is
// [m m]. The order of symbols is the order in which they are printed. The zero
// Unit is the unit of a pure ratio and prints as "".
type Unit struct {
	Num, Den []string
}

const percent = "%"

// maxPower bounds what "m999999999" may ask for.
const maxPower = 20

// maxSymbols bounds a unit as it is written: "kg/kg/kg…" is no unit of anything.
const maxSymbols = 40

// Parse reads a unit such as "kgCO2e/kWh" or "m2.jour/an".
func Parse(text string) (Unit, error) {
	if strings.Contains(text, "/ ") {
		return Unit{}, fmt.Errorf("the unit %q has a space after '/'", text)
	}
	if strings.Count(text, "/")+strings.Count(text, ".") >= maxSymbols {
		return Unit{}, fmt.Errorf("the unit that begins with %.40q has more than %d parts", text, maxSymbols)
	}
	num, rest, _ := strings.Cut(text, "/")
	var u Unit
	var err error
	if u.Num, err = symbols(num); err != nil {
		return Unit{}, err
	}
	if rest == "" {
		return u, nil
	}
	for _, part := range strings.Split(rest, "/") {
		den, err := symbols(part)
		if err != nil {
			return Unit{}, err
		}
		u.Den = append(u.Den, den...)
	}
	return u, nil
}

// symbols splits a product, "m2.jour" into [m m jour].
func symbols(product string) ([]string, error) {
	var counts counter
	for symbol := range strings.SplitSeq(strings.TrimSpace(product), ".") {
		if symbol == "" {
			continue
		}
		base, power := splitPower(symbol)
		if power > maxPower {
			return nil, fmt.Errorf("the unit %q has a power above %d", product, maxPower)
		}
		counts.add(base, power)
	}
	var out []string
	for i, s := range counts.symbols {
		if counts.n[i] > maxPower {
			return nil, fmt.Errorf("the unit %q has a power above %d", product, maxPower)
		}
		for range counts.n[i] {
			out = append(out, s)
		}
	}
	return out, nil
}

// splitPower separates the power at the end of a symbol: m2 → m, 2. Digits
// that a letter follows belong to the symbol: kgCO2e has none.
func splitPower(symbol string) (base string, power int) {
	i := len(symbol)
	for i > 0 && symbol[i-1] >= '0' && symbol[i-1] <= '9' {
		i--
	}
	if i == 0 || i == len(symbol) {
		return symbol, 1
	}
	n, err := strconv.Atoi(symbol[i:])
	if err != nil {
		return symbol, maxPower + 1
	}
	return symbol[:i], n
}

// counter counts symbols in the order of their first appearance.
type counter struct {
	symbols []string
	n       []int
}

func (c *counter) add(symbol string, n int) {
	if i := slices.Index(c.symbols, symbol); i >= 0 {
		c.n[i] += n
		return
	}
	c.symbols = append(c.symbols, symbol)
	c.n = append(c.n, n)
}

// String prints the unit without what cancels out: m.kg/m is "kg".
func (u Unit) String() string {
	u = u.cancel(sameSymbol)
	num, den := product(u.Num), product(u.Den)
	if den == "" {
		return num
	}
	return num + "/" + den
}

func product(list []string) string {
	switch len(list) {
	case 0:
		return ""
	case 1:
		return list[0]
	}
	var counts counter
	for _, s := range list {
		base, power := splitPower(s)
		counts.add(base, power)
	}
	var b strings.Builder
	for i, s := range counts.symbols {
		if i > 0 {
			b.WriteByte('.')
		}
		b.WriteString(s)
		if counts.n[i] > 1 {
			b.WriteString(strconv.Itoa(counts.n[i]))
		}
	}
	return b.String()
}

// Key identifies the unit with the order of its symbols: two units with the
// same key print, convert and combine alike.
func (u Unit) Key() string {
	return strings.Join(u.Num, "\x00") + "\x01" + strings.Join(u.Den, "\x00")
}

// IsPercent reports whether the unit is exactly "%".
func (u Unit) IsPercent() bool {
	u = u.cancel(sameSymbol)
	return len(u.Den) == 0 && len(u.Num) == 1 && u.Num[0] == percent
}

// HasPercent reports whether the unit has a % in its numerator.
func (u Unit) HasPercent() bool { return slices.Contains(u.Num, percent) }

// WithoutPercent returns u divided by one %.
func (u Unit) WithoutPercent() Unit { return Mul(u, Unit{Den: []string{percent}}) }

// maxProduct bounds the symbols of a product: squaring a unit again and again
// doubles them each time.
const maxProduct = 200

// endless is the unit of a product of too many symbols. It converts into no
// other.
const endless = "…"

// Mul returns the unit of a product. One of more than 200 symbols is the unit
// "…".
func Mul(a, b Unit) Unit {
	u := Unit{Num: slices.Concat(a.Num, b.Num), Den: slices.Concat(a.Den, b.Den)}.cancel(sameSymbol)
	if len(u.Num)+len(u.Den) > maxProduct {
		return Unit{Num: []string{endless}}
	}
	return u
}

// Div returns the unit of a quotient.
func Div(a, b Unit) Unit { return Mul(a, Unit{Num: b.Den, Den: b.Num}) }

// Simplify cancels symbols that measure the same thing, as g and kg do, and
// drops percentages unless they are all there is.
func (u Unit) Simplify() Unit {
	s := u.cancel(sameClass)
	onlyPercent := len(s.Num) > 0
	for _, symbol := range s.Num {
		onlyPercent = onlyPercent && symbol == percent
	}
	if onlyPercent {
		return Unit{Num: []string{percent}, Den: s.Den}
	}
	return s.dropPercent()
}

func (u Unit) dropPercent() Unit {
	return Unit{Num: without(u.Num, percent), Den: without(u.Den, percent)}
}

func without(list []string, symbol string) []string {
	if !slices.Contains(list, symbol) {
		return list
	}
	var out []string
	for _, s := range list {
		if s != symbol {
			out = append(out, s)
		}
	}
	return out
}

// cancel removes, for each symbol, one that is the same above and one below.
func (u Unit) cancel(same func(a, b string) bool) Unit {
	if len(u.Num) == 0 || len(u.Den) == 0 {
		return u
	}
	all := slices.Concat(u.Num, u.Den)
	for _, next := range all {
		is := func(s string) bool { return same(next, s) }
		i, j := slices.IndexFunc(u.Num, is), slices.IndexFunc(u.Den, is)
		if i < 0 || j < 0 {
			continue
		}
		u.Num = slices.Concat(u.Num[:i], u.Num[i+1:])
		u.Den = slices.Concat(u.Den[:j], u.Den[j+1:])
	}
	return u
}

func sameSymbol(a, b string) bool { return a == b }
