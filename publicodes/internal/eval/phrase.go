package eval

import (
	"math"
	"strconv"
	"strings"

	"capzero/publicodes/internal/diag"
)

// text writes values into a text, as people read them in French.
func (s *scope) text(n *node) (value, missing) {
	var b strings.Builder
	var m missing
	for i := range n.n {
		v, vm := s.eval(s.arg(n, i))
		if v.kind == failed {
			return v, none
		}
		if i%2 == 0 { // a piece of the text
			b.WriteString(s.texts.text(int(v.num)))
			continue
		}
		if v.kind == number && (math.IsInf(v.num, 0) || math.IsNaN(v.num)) {
			return s.failHere(diag.Limit, "the value is too large to write"), none
		}
		if b.WriteString(s.shown(v)); b.Len() > maxText {
			return s.failHere(diag.Limit, "the text is longer than %d bytes", maxText), none
		}
		m = s.collect.merge(m, vm)
	}
	return value{num: float64(s.texts.intern(b.String())), kind: text}, m
}

// maxText bounds texts that hold texts that hold texts.
const maxText = 1 << 16

const (
	noBreak       = "\u00a0"
	narrowNoBreak = "\u202f"
)

func (s *scope) shown(v value) string {
	switch v.kind {
	case null:
		return "Non applicable"
	case undefined:
		return "Pas encore défini"
	case text:
		return strings.Replace(s.texts.text(int(v.num)), `\n`, "\n", 1)
	case boolean:
		return map[bool]string{true: "oui", false: "non"}[v.num == 1]
	}
	v = s.simplify(v)
	switch unit := s.units.text(v.unit); unit {
	case "":
		return decimals(v.num, 0, 0)
	case "%":
		return decimals(v.num/100, 2, 0) + noBreak + "%"
	case "€":
		cents := 2
		if v.num == math.Trunc(v.num) {
			cents = 0
		}
		return decimals(v.num, 0, cents) + noBreak + "€"
	default:
		return decimals(v.num, 0, 0) + noBreak + unit
	}
}

// decimals writes a number times a power of ten with at most two decimals, and
// at least so many. It rounds half up the shortest decimals that tell the
// number, so that 1.005 is 1,01.
func decimals(v float64, power, least int) string {
	written := strconv.FormatFloat(math.Abs(v), 'e', -1, 64)
	digits, exponent, _ := strings.Cut(written, "e")
	exp, _ := strconv.Atoi(exponent)
	whole, fraction := twoDecimals(strings.Replace(digits, ".", "", 1), exp+1+power)
	for len(fraction) > least && fraction[len(fraction)-1] == '0' {
		fraction = fraction[:len(fraction)-1]
	}
	out := grouped(whole)
	if math.Signbit(v) {
		out = "-" + out
	}
	if fraction != "" {
		out += "," + fraction
	}
	return out
}

// twoDecimals rounds 0.digits × 10^point to two decimals.
func twoDecimals(digits string, point int) (whole, fraction string) {
	const places = 2
	if point < 0 {
		digits, point = strings.Repeat("0", min(-point, places+1))+digits, 0
	}
	digits += strings.Repeat("0", max(0, point+places+1-len(digits)))
	kept := []byte("0" + digits[:point+places])
	if digits[point+places] >= '5' {
		i := len(kept) - 1
		for ; kept[i] == '9'; i-- {
			kept[i] = '0'
		}
		kept[i]++
	}
	whole = strings.TrimLeft(string(kept[:1+point]), "0")
	if whole == "" {
		whole = "0"
	}
	return whole, string(kept[1+point:])
}

// grouped puts a narrow space between thousands.
func grouped(digits string) string {
	var b strings.Builder
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteString(narrowNoBreak)
		}
		b.WriteRune(d)
	}
	return b.String()
}
