package footprint

import (
	"cmp"
	"slices"
	"strings"
)

// heaviestLines is how many lines "what weighs most" shows.
const heaviestLines = 5

// The figures of the waste model that stand beside its streams.
const (
	recyclingCentre = "déchets . déchèterie . par semaine"
	foodInResidual  = "déchets . ordures résiduelles . restes alimentaires . par semaine"
)

// carbonNow measures the footprint by the answers of the reading.
func (r *reading) carbonNow(s structure, weights influence) Carbon {
	var c Carbon
	c.KgCO2ePerYear, c.Known = amount(r.ofCarbon, carbonTotal)
	shares := r.lineShares(s.lines, weights)
	var below []Line
	for _, category := range s.categories {
		lines := r.lines(category.lines, shares)
		line := r.line(category.rule)
		line.Shares = together(lines)
		c.Categories = append(c.Categories, line)
		below = append(below, lines...)
	}
	c.Shares = together(below)
	c.Categories = heaviestFirst(c.Categories)
	c.Heaviest = weighing(heaviestFirst(below), heaviestLines)
	return c
}

// estimate is the footprint so far with what it rests on, and nothing else.
func (r *reading) estimate(s structure, weights influence) Estimate {
	var e Estimate
	e.CarbonKgCO2ePerYear, e.Known = amount(r.ofCarbon, carbonTotal)
	e.Shares = together(r.lines(s.lines, r.lineShares(s.lines, weights)))
	return e
}

func (r *reading) lines(rules []string, shares map[string]Shares) []Line {
	lines := make([]Line, 0, len(rules))
	for _, rule := range rules {
		l := r.line(rule)
		l.Shares = shares[rule]
		lines = append(lines, l)
	}
	return lines
}

// line evaluates one rule of either model.
func (r *reading) line(rule string) Line {
	l := Line{Rule: rule}
	l.Label, l.Foreign = r.label(rule)
	if e, ok := r.evaluatorOf(rule); ok {
		l.Amount, l.Known = amount(e, rule)
	}
	return l
}

// wasteNow estimates the waste by the answers of the reading.
func (r *reading) wasteNow(s structure, national float64) Waste {
	w := Waste{
		RecyclingCentre:   r.line(recyclingCentre),
		FoodInResidual:    r.line(foodInResidual),
		NationalKgPerWeek: national,
	}
	w.KgPerWeek, w.Known = amount(r.ofWaste, wasteTotal)
	w.Streams = heaviestFirst(r.lines(s.streams, nil))
	for i := range w.Streams {
		r.nameWeekly(&w.Streams[i])
	}
	r.nameWeekly(&w.RecyclingCentre)
	r.nameWeekly(&w.FoodInResidual)
	return w
}

// nameWeekly gives a weekly figure the name of what it weighs.
func (v *voice) nameWeekly(l *Line) { l.Label, l.Foreign = v.weeklyLabel(l.Rule) }

// weeklyLabel is the name of what a weekly figure weighs: in the waste model it
// stands one level up, above the figures for a week and for a year.
func (v *voice) weeklyLabel(rule string) (string, Foreign) {
	return v.label(strings.TrimSuffix(rule, separator+"par semaine"))
}

// heaviestFirst sorts lines by amount; lines that weigh the same keep their
// order, so that a page does not change by itself.
func heaviestFirst(lines []Line) []Line {
	slices.SortStableFunc(lines, func(a, b Line) int { return cmp.Compare(b.Amount, a.Amount) })
	return lines
}

// weighing returns the first n lines that weigh anything and are not the same
// for everyone: nobody can do anything about those.
func weighing(lines []Line, n int) []Line {
	var some []Line
	for _, l := range lines {
		if l.Known && l.Amount > 0 && l.Shares.Common < 1 && len(some) < n {
			some = append(some, l)
		}
	}
	return some
}
