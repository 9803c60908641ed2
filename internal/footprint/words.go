package footprint

import (
	"math"
	"strconv"

	"capzero/internal/i18n"
	"capzero/publicodes"
)

// noBreakSpace keeps a figure and its unit on one line.
const noBreakSpace = "\u00a0"

// written says an amount with its unit in words: "6 500 km", "2,5 heures par
// semaine".
func written(l *i18n.Locale, v float64, unit string) string {
	figure := l.Number(v, decimals(v))
	words := l.Unit(unit, v)
	if words == "" {
		return figure
	}
	return figure + noBreakSpace + words
}

// writtenNumber is written for a stored number.
func writtenNumber(l *i18n.Locale, number, unit string) string {
	v, err := strconv.ParseFloat(number, 64)
	if err != nil {
		return number
	}
	return written(l, v, unit)
}

// decimals returns how many decimals say something about v: three significant
// digits, none that are trailing zeros. Factors of a model can be very small.
func decimals(v float64) int {
	if v == 0 || math.IsNaN(v) || math.IsInf(v, 0) {
		return 0
	}
	magnitude := int(math.Floor(math.Log10(math.Abs(v))))
	limit := min(max(2-magnitude, 0), 9)
	scale := math.Pow10(limit)
	rounded := math.Round(v*scale) / scale
	for limit > 0 && rounded == math.Round(rounded*math.Pow10(limit-1))/math.Pow10(limit-1) {
		limit--
	}
	return limit
}

// said writes any value of a model in words; an undefined one is empty.
func said(l *i18n.Locale, q *Question, v publicodes.Value) (string, Foreign) {
	switch v.Kind {
	case publicodes.KindNumber:
		return written(l, v.Number, v.Unit), Foreign{}
	case publicodes.KindBoolean:
		if v.Bool {
			return l.T("answer.yes"), Foreign{}
		}
		return l.T("answer.no"), Foreign{}
	case publicodes.KindText:
		if q != nil {
			return labelOf(q.Choices, v.Text)
		}
		return v.Text, frenchTo(l)
	case publicodes.KindNotApplicable:
		return l.T("answer.not_applicable"), Foreign{}
	}
	return "", Foreign{}
}

// frenchTo marks what a model only has in French: the values of its choices.
func frenchTo(l *i18n.Locale) Foreign {
	if language(l.Tag()) == reference {
		return Foreign{}
	}
	return Foreign{Lang: reference}
}
