package i18n

import (
	"math"
	"strconv"
	"strings"
)

const (
	noBreakSpace       = "\u00a0"
	narrowNoBreakSpace = "\u202f"
	minus              = "\u2212"

	// maxParsed bounds what people may type: beyond it nothing in a household
	// has a meaning, and sums stay far from the limits of a float64.
	maxParsed = 1e12
	// maxTyped is the longest number we look at, in bytes.
	maxTyped = 64
)

// Number writes v with a fixed number of decimals: "1 234,5" in French. What
// is not a finite number is written as a dash.
func (l *Locale) Number(v float64, decimals int) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return "–"
	}
	digits := strconv.FormatFloat(math.Abs(v), 'f', decimals, 64)
	whole, fraction, _ := strings.Cut(digits, ".")

	var b strings.Builder
	if v < 0 && strings.Trim(digits, "0.") != "" { // never "−0,0"
		b.WriteString(minus)
	}
	for i, d := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteString(l.group)
		}
		b.WriteRune(d)
	}
	if fraction != "" {
		b.WriteString(l.decimal)
		b.WriteString(fraction)
	}
	return b.String()
}

// Tonnes writes a mass given in kilograms as tonnes with one decimal: "8,3".
func (l *Locale) Tonnes(kg float64) string {
	return l.Number(kg/1000, 1)
}

// Amount writes v with as many decimals as say something, at most two:
// "12", "1,5", "0,25".
func (l *Locale) Amount(v float64) string {
	return l.Number(v, decimalsOf(v, 2))
}

// decimalsOf returns how many decimals of v, at most limit, are not trailing
// zeros.
func decimalsOf(v float64, limit int) int {
	written := strconv.FormatFloat(v, 'f', limit, 64)
	_, fraction, _ := strings.Cut(written, ".")
	return len(strings.TrimRight(fraction, "0"))
}

// ParseNumber reads a number as people type it: "1 234,5", "1234.5", "−3".
// Comma and point are both taken as the decimal sign, unless the language uses
// that sign between thousands and exactly three digits follow it. Anything
// else, an exponent included, and anything beyond ±1e12 is refused.
func (l *Locale) ParseNumber(typed string) (float64, bool) {
	if len(typed) > maxTyped {
		return 0, false
	}
	s := spaces.Replace(strings.TrimSpace(typed))
	s, negative := cutSign(s)
	whole, fraction := l.splitDecimal(s)
	whole, ok := ungroup(whole, l.group)
	if !ok || !isDigits(fraction) || whole+fraction == "" {
		return 0, false
	}
	v, err := strconv.ParseFloat("0"+whole+"."+fraction+"0", 64)
	if err != nil || v > maxParsed {
		return 0, false
	}
	if negative && v != 0 {
		v = -v
	}
	return v, true
}

// spaces turns every kind of space that groups digits into the plain one.
var spaces = strings.NewReplacer(noBreakSpace, " ", narrowNoBreakSpace, " ", "\u2009", " ")

func cutSign(s string) (rest string, negative bool) {
	for _, sign := range []string{"-", minus} {
		if after, ok := strings.CutPrefix(s, sign); ok {
			return after, true
		}
	}
	return strings.TrimPrefix(s, "+"), false
}

// splitDecimal cuts s at its decimal sign.
func (l *Locale) splitDecimal(s string) (whole, fraction string) {
	i := strings.LastIndexAny(s, ",.")
	if i < 0 {
		return s, ""
	}
	whole, fraction = s[:i], s[i+1:]
	groups := s[i:i+1] == l.group && len(fraction) == 3 && whole != "" && whole != "0"
	if groups {
		return s, ""
	}
	return whole, fraction
}

// ungroup removes the separators of thousands: spaces everywhere, and the sign
// of the language. Groups after the first have three digits.
func ungroup(s, group string) (string, bool) {
	if group != narrowNoBreakSpace {
		s = strings.ReplaceAll(s, group, " ")
	}
	parts := strings.Split(s, " ")
	for i, part := range parts {
		if !isDigits(part) || i > 0 && len(part) != 3 {
			return "", false
		}
	}
	if len(parts) > 1 && (parts[0] == "" || len(parts[0]) > 3) {
		return "", false
	}
	return strings.Join(parts, ""), true
}

func isDigits(s string) bool {
	return strings.Trim(s, "0123456789") == ""
}
