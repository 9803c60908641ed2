package web

import (
	"context"
	"io"
	"math"
	"strings"

	"github.com/a-h/templ"

	"capzero/internal/footprint"
	"capzero/internal/i18n"
)

// A Figure is a number as pages state it. It never stands alone: it has its
// unit, the time that it is about, and how sure it is or why that is not said.
type Figure struct {
	ID     string  // in the page, usually none
	Text   string  // "3,1"
	Amount float64 // what a machine reads, in Code
	Unit   string  // "t", as people read it
	Code   string  // the unit of Amount, Low and High: "kgCO2e"
	Period string  // "an", "semaine"
	Range  string  // "entre 2,9 et 3,4", empty without an interval
	Bounds footprint.Interval
	Reason string // why there is no interval, one of the reasons below
}

// Why a figure has no interval. Each is said in words on the page that shows
// such a figure, in an element that carries the same name.
const (
	notDrawn  = "not-drawn" // not computed yet, or not with these answers
	published = "published" // somebody else's figure, as published
	cityMean  = "city-mean" // a mean of results, not an estimate
	aside     = "aside"     // the interval is said with the result
	kept      = "kept"      // a bilan keeps its figures, not how sure they were
)

// The units and times of figures, for machines.
const (
	carbonUnit = "kgCO2e"
	wasteUnit  = "kg"
	perYear    = "an"
	perWeek    = "semaine"
)

// yearlyTonnes states an amount of carbon in tonnes, for one person and year.
func yearlyTonnes(l *i18n.Locale, kg float64, i footprint.Interval, reason string) Figure {
	return newFigure(l, l.Tonnes, kg, i, Figure{Unit: l.T("unit.t"), Code: carbonUnit, Period: perYear, Reason: reason})
}

// yearlyKg states an amount of carbon in kilograms, for one person and year.
func yearlyKg(l *i18n.Locale, kg float64, i footprint.Interval, reason string) Figure {
	whole := func(kg float64) string { return l.Number(kg, 0) }
	return newFigure(l, whole, kg, i, Figure{Unit: l.T("unit.kg"), Code: carbonUnit, Period: perYear, Reason: reason})
}

// weeklyKg states a mass of waste, for one person and week.
func weeklyKg(l *i18n.Locale, kg float64, i footprint.Interval, reason string) Figure {
	write := func(kg float64) string { return kilograms(l, kg) }
	return newFigure(l, write, kg, i, Figure{Unit: l.T("unit.kg"), Code: wasteUnit, Period: perWeek, Reason: reason})
}

func newFigure(l *i18n.Locale, write func(float64) string, amount float64, i footprint.Interval, f Figure) Figure {
	f.Text, f.Amount = write(amount), amount
	if m := (measure{Amount: amount, Known: true, Interval: i}); m.drawable() && m.hasBand() {
		f.Bounds, f.Reason = i, ""
		f.Range = l.T("figure.between", "low", write(i.Low), "high", write(i.High))
	}
	return f
}

// machine writes an amount to the hundredth, without an exponent or a comma.
func machine(v float64) string { return plainNumber(math.Round(v*100) / 100) }

// placeholder stands in a sentence where a figure is written. No text holds a
// NUL.
const placeholder = "\x00"

// stating is a text of the catalogue with a figure in it, under the name that
// the text gives it.
func stating(p Page, key, name string, f Figure, args ...any) templ.Component {
	before, after, _ := strings.Cut(p.T(key, append(args, name, placeholder)...), placeholder)
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		if _, err := io.WriteString(w, templ.EscapeString(before)); err != nil {
			return err
		}
		if err := figure(f).Render(ctx, w); err != nil {
			return err
		}
		_, err := io.WriteString(w, templ.EscapeString(after))
		return err
	})
}
