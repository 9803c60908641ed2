package web

import (
	"context"
	"slices"
	"strings"
	"unicode"

	"capzero/internal/footprint"
)

// withoutEmoji is the one place where the emoji of the models' texts are left
// out: the look has none, a screen reader would say each aloud, and every
// system draws them differently.
type withoutEmoji struct{ Footprint }

// Screen implements [Footprint].
func (f withoutEmoji) Screen(ctx context.Context, t footprint.Holder, rule, lang string) (footprint.Screen, error) {
	s, err := f.Footprint.Screen(ctx, t, rule, lang)
	s.Text, s.Why, s.Typical = sober(s.Text), sober(s.Why), sober(s.Typical)
	s.Choices, s.Options = soberOptions(s.Choices), soberOptions(s.Options)
	return s, err
}

// Themes implements [Footprint].
func (f withoutEmoji) Themes(ctx context.Context, t footprint.Holder, lang string) ([]footprint.ThemeProgress, error) {
	themes, err := f.Footprint.Themes(ctx, t, lang)
	return soberThemes(themes), err
}

// SharedAnswers implements [Footprint].
func (f withoutEmoji) SharedAnswers(ctx context.Context, reader, owner footprint.Person, lang string) ([]footprint.ThemeProgress, error) {
	themes, err := f.Footprint.SharedAnswers(ctx, reader, owner, lang)
	return soberThemes(themes), err
}

// SharedResult implements [Footprint].
func (f withoutEmoji) SharedResult(ctx context.Context, reader, owner footprint.Person, lang string) (footprint.Shared, error) {
	seen, err := f.Footprint.SharedResult(ctx, reader, owner, lang)
	seen.Categories = soberLines(seen.Categories)
	return seen, err
}

func soberThemes(list []footprint.ThemeProgress) []footprint.ThemeProgress {
	themes := slices.Clone(list)
	for i := range themes {
		questions := make([]footprint.QuestionLine, len(themes[i].Questions))
		for j, q := range themes[i].Questions {
			q.Text, q.Answer = sober(q.Text), sober(q.Answer)
			questions[j] = q
		}
		themes[i].Questions = questions
	}
	return themes
}

// Result implements [Footprint].
func (f withoutEmoji) Result(ctx context.Context, t footprint.Holder, lang string) (footprint.Result, error) {
	r, err := f.Footprint.Result(ctx, t, lang)
	return soberResult(r), err
}

// soberIntervals does the same for a result with its intervals.
type soberIntervals struct{ from Intervals }

// Intervals implements [Intervals].
func (f soberIntervals) Intervals(ctx context.Context, t footprint.Holder, lang string) (footprint.Result, error) {
	r, err := f.from.Intervals(ctx, t, lang)
	return soberResult(r), err
}

func soberResult(r footprint.Result) footprint.Result {
	r.Carbon.Categories = soberLines(r.Carbon.Categories)
	r.Carbon.Heaviest = soberLines(r.Carbon.Heaviest)
	r.Waste.Streams = soberLines(r.Waste.Streams)
	r.Actions = soberActions(r.Actions)
	r.WhatIf.Levers = soberLevers(r.WhatIf.Levers)
	narrowing := make([]footprint.Narrowing, len(r.Carbon.Narrowing))
	for i, n := range r.Carbon.Narrowing {
		n.Text = sober(n.Text)
		narrowing[i] = n
	}
	r.Carbon.Narrowing = narrowing
	return r
}

// Actions implements [Footprint].
func (f withoutEmoji) Actions(ctx context.Context, t footprint.Holder, lang string, chosen []string) (footprint.Actions, error) {
	a, err := f.Footprint.Actions(ctx, t, lang, chosen)
	a.All = soberActions(a.All)
	a.Together.Chosen = soberActions(a.Together.Chosen)
	a.Together.Overtaken = soberActions(a.Together.Overtaken)
	return a, err
}

// WhatIf implements [Footprint].
func (f withoutEmoji) WhatIf(ctx context.Context, t footprint.Holder, lang string, levers map[string]string) (footprint.WhatIf, error) {
	w, err := f.Footprint.WhatIf(ctx, t, lang, levers)
	w.Levers = soberLevers(w.Levers)
	return w, err
}

func soberActions(all []footprint.Action) []footprint.Action {
	sobered := make([]footprint.Action, len(all))
	for i, a := range all {
		a.Label, a.Reason, a.ReasonForeign.Part = sober(a.Label), sober(a.Reason), sober(a.ReasonForeign.Part)
		moves := make([]footprint.Move, len(a.Moves))
		for j, m := range a.Moves {
			m.Label, m.Before, m.After = sober(m.Label), sober(m.Before), sober(m.After)
			moves[j] = m
		}
		a.Moves = moves
		sobered[i] = a
	}
	return sobered
}

// soberLevers leaves the emoji out of the questions that stand in a reason.
func soberLevers(all []footprint.Lever) []footprint.Lever {
	sobered := make([]footprint.Lever, len(all))
	for i, l := range all {
		l.Reason, l.ReasonForeign.Part = sober(l.Reason), sober(l.ReasonForeign.Part)
		sobered[i] = l
	}
	return sobered
}

// Recalculation implements [Footprint].
func (f withoutEmoji) Recalculation(ctx context.Context, t footprint.Holder, lang string) (footprint.Recalculation, bool, error) {
	r, ok, err := f.Footprint.Recalculation(ctx, t, lang)
	figures := make([]footprint.FigureChange, len(r.Causes.Figures))
	for i, c := range r.Causes.Figures {
		c.Label, c.Before, c.After = sober(c.Label), sober(c.Before), sober(c.After)
		figures[i] = c
	}
	lost := make([]footprint.LostAnswer, len(r.Lost))
	for i, a := range r.Lost {
		a.Question, a.Answer = sober(a.Question), sober(a.Answer)
		lost[i] = a
	}
	r.Causes.Figures, r.Lost = figures, lost
	r.Categories, r.Streams = soberChanges(r.Categories), soberChanges(r.Streams)
	return r, ok, err
}

// Shift implements [Footprint].
func (f withoutEmoji) Shift(ctx context.Context, t footprint.Holder, earlier, later int, lang string) (footprint.Shift, error) {
	s, err := f.Footprint.Shift(ctx, t, earlier, later, lang)
	answers := make([]footprint.ShiftedAnswer, len(s.Answers))
	for i, a := range s.Answers {
		a.Question, a.Before, a.After = sober(a.Question), sober(a.Before), sober(a.After)
		answers[i] = a
	}
	s.Answers = answers
	s.Categories, s.Streams = soberChanges(s.Categories), soberChanges(s.Streams)
	return s, err
}

// Explain implements [Footprint].
func (f withoutEmoji) Explain(ctx context.Context, t footprint.Holder, rule, lang string) (footprint.Explanation, error) {
	e, err := f.Footprint.Explain(ctx, t, rule, lang)
	e.Title, e.About, e.Note, e.Value = sober(e.Title), sober(e.About), sober(e.Note), sober(e.Value)
	terms := make([]footprint.Term, len(e.Formula))
	for i, term := range e.Formula {
		term.Text, term.Value = sober(term.Text), sober(term.Value)
		term.With, term.WithForeign.Part = sober(term.With), sober(term.WithForeign.Part)
		terms[i] = term
	}
	e.Formula, e.Trail = terms, soberLines(e.Trail)
	return e, err
}

// City implements [Footprint].
func (f withoutEmoji) City(ctx context.Context, cityID, lang string) (footprint.CityNumber, bool, error) {
	n, ok, err := f.Footprint.City(ctx, cityID, lang)
	n.Mean = soberLines(n.Mean)
	return n, ok, err
}

func soberOptions(options []footprint.Option) []footprint.Option {
	out := make([]footprint.Option, len(options))
	for i, o := range options {
		o.Label, o.Help = sober(o.Label), sober(o.Help)
		out[i] = o
	}
	return out
}

func soberLines(lines []footprint.Line) []footprint.Line {
	out := make([]footprint.Line, len(lines))
	for i, l := range lines {
		l.Label = sober(l.Label)
		out[i] = l
	}
	return out
}

func soberChanges(changes []footprint.Change) []footprint.Change {
	out := make([]footprint.Change, len(changes))
	for i, c := range changes {
		c.Label = sober(c.Label)
		out[i] = c
	}
	return out
}

// sober returns text without its emoji and without the space each leaves.
func sober(text string) string {
	if strings.IndexFunc(text, isEmoji) < 0 {
		return text
	}
	var b strings.Builder
	trim := true // at the start of the text or a line, or after a space kept
	dropped := false
	for _, r := range text {
		switch {
		case isEmoji(r):
			dropped = true
			continue
		case dropped && trim && (r == ' ' || r == '\u00a0'):
			continue
		}
		b.WriteRune(r)
		trim, dropped = unicode.IsSpace(r), false
	}
	return strings.TrimRight(b.String(), " \u00a0")
}

// isEmoji reports whether r is drawn as a picture, or only modifies one. The
// arrows and the mathematical signs that texts use are not.
func isEmoji(r rune) bool {
	switch {
	case r >= 0x1F000 && r <= 0x1FAFF: // pictographs
		return true
	case r >= 0x2600 && r <= 0x27BF, r >= 0x2B00 && r <= 0x2BFF: // dingbats and symbols
		return true
	case r >= 0xFE00 && r <= 0xFE0F, r == 0x200D, r == 0x20E3: // selectors, joiner, keycap
		return true
	}
	return false
}
