package unit

import "math"

// sizes says how many of one unit make another: sizes[{"mois", "an"}] is 12.
var sizes = map[[2]string]float64{
	{"mois", "an"}:        12,
	{"jour", "an"}:        365,
	{"jour", "mois"}:      365.0 / 12,
	{"trimestre", "an"}:   4,
	{"mois", "trimestre"}: 3,
	{"jour", "trimestre"}: 365.0 / 12 * 3,
	{"€", "k€"}:           1e3,
	{"g", "kg"}:           1e3,
	{"mg", "g"}:           1e3,
	{"mg", "kg"}:          1e6,
	{"m", "km"}:           1e3,
	{"cm", "m"}:           1e2,
	{"mm", "cm"}:          1e1,
	{"mm", "m"}:           1e3,
	{"cm", "km"}:          1e5,
	{"mm", "km"}:          1e6,
}

// classes groups the symbols that measure the same thing.
var classes = map[string]string{
	"jour": "time", "mois": "time", "trimestre": "time", "an": "time",
	"€": "money", "k€": "money",
	"mg": "mass", "g": "mass", "kg": "mass",
	"mm": "length", "cm": "length", "m": "length", "km": "length",
}

// synonyms are units written in two ways.
var synonyms = map[string]string{"kW.h": "kWh", "mn/h": "noeud"}

func sameClass(a, b string) bool {
	if a == b {
		return true
	}
	c, ok := classes[a]
	return ok && c == classes[b]
}

// ratio returns the factor from one symbol to another: kg → g is 1000.
func ratio(from, to string) (float64, bool) {
	if n, ok := sizes[[2]string{to, from}]; ok {
		return n, true
	}
	if n, ok := sizes[[2]string{from, to}]; ok {
		return 1 / n, true
	}
	return 1, false
}

// Convertible reports whether a quantity in one unit can be said in the other.
// A percentage is a pure number and never stands in the way.
func Convertible(from, to Unit) bool {
	a, b := from.String(), to.String()
	if a != "" && b != "" && (a == b || synonyms[a] == b || synonyms[b] == a) {
		return true
	}
	balance := map[string]int{}
	count := func(list []string, by int) {
		for _, s := range list {
			if c, ok := classes[s]; ok {
				s = "\x00" + c
			}
			if s != percent {
				balance[s] += by
			}
		}
	}
	count(from.Num, 1)
	count(from.Den, -1)
	count(to.Num, -1)
	count(to.Den, 1)
	for _, n := range balance {
		if n != 0 {
			return false
		}
	}
	return true
}

// Conversion turns quantities of one unit into another. Its factors are kept
// apart and applied in a fixed order, so that results do not depend on how a
// conversion was prepared.
type Conversion struct {
	up, down float64 // what the simplification of either side multiplies by
	num, den float64 // the factor above and below the line
}

// NewConversion prepares the conversion; ok is false when there is none.
func NewConversion(from, to Unit) (c Conversion, ok bool) {
	if !Convertible(from, to) {
		return Conversion{}, false
	}
	f, up := simplifyWithFactor(from)
	t, down := simplifyWithFactor(to)
	return Conversion{up: up, down: down, num: factor(f.Num, t.Num), den: factor(t.Den, f.Den)}, true
}

// Plain prepares what takes the unit off a quantity: 20 % is 0.2, and 5 g/kg is
// 0.005.
func Plain(u Unit) Conversion {
	_, up := simplifyWithFactor(u)
	return Conversion{up: up, down: 1, num: 1, den: 1}
}

// Apply converts v.
func (c Conversion) Apply(v float64) float64 {
	if v == 0 {
		return v
	}
	return round16(v * c.up / c.down * c.num * c.den)
}

func simplifyWithFactor(u Unit) (Unit, float64) {
	return u.dropPercent().cancel(sameClass), round16(factor(u.Num, u.Den))
}

// factor multiplies, for each symbol of from, the ratio to the first symbol of
// to that measures the same thing, and by 100 for each % gained or lost.
func factor(from, to []string) float64 {
	f := math.Pow(100, float64(countPercent(to)-countPercent(from)))
	for _, a := range from {
		for _, b := range to {
			if n, ok := ratio(a, b); ok {
				f *= n
				break
			}
		}
	}
	return f
}

func countPercent(list []string) int {
	n := 0
	for _, s := range list {
		if s == percent {
			n++
		}
	}
	return n
}

// round16 rounds to 16 decimals, half away from zero. The language does so
// after each conversion, which shows in very small factors.
func round16(v float64) float64 {
	const scale = 1e16
	p := v * scale
	if math.Abs(p) >= 1<<53 || math.IsNaN(p) {
		return v // a float64 this large has no 17th decimal
	}
	sign := 1.0
	if v < 0 {
		sign, p = -1, -p
	}
	whole := math.Floor(p)
	rest := p - whole + math.FMA(sign*v, scale, -p)
	if rest >= 0.5 {
		whole++
	}
	return sign * whole / scale
}
