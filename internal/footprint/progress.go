package footprint

import (
	"cmp"
	"context"
	"slices"
)

// Themes lists every question that concerns this household, by theme, with what
// each theme weighs now.
func (s *Service) Themes(ctx context.Context, h Holder, lang string) ([]ThemeProgress, error) {
	sh, err := s.load(ctx, h)
	if err != nil {
		return nil, err
	}
	r := s.voice(sh.edition, lang).read(sh.answers)
	defer r.close()
	var all []ThemeProgress
	for _, t := range themes {
		all = append(all, r.progress(t))
	}
	return all, nil
}

func (r *reading) progress(t Theme) ThemeProgress {
	p := ThemeProgress{Theme: t, Next: r.nextIn(t, "")}
	if t != WasteTheme {
		p.KgCO2ePerYear, _ = amount(r.ofCarbon, string(t))
	}
	for _, q := range r.questions {
		if q.Theme != t || !r.applies(q) {
			continue
		}
		line := QuestionLine{Rule: q.Rule, Text: q.Text, Foreign: q.Foreign}
		if a, ok := r.answers[q.Rule]; ok {
			line.Answered = true
			line.Answer, line.AnswerForeign = a.sentence(q, r.locale)
			p.Answered++
		}
		p.Total++
		p.Questions = append(p.Questions, line)
	}
	return p
}

// NextIn returns the next question of a theme to make the measure more precise:
// of those without an answer, the one whose answer the total lacks most. After
// is the question that was on the screen; when it was left without an answer,
// the one that follows it comes. No rule means that the theme is done.
func (s *Service) NextIn(ctx context.Context, h Holder, theme Theme, after string) (string, error) {
	sh, err := s.load(ctx, h)
	if err != nil {
		return "", err
	}
	r := sh.reference.read(sh.answers)
	defer r.close()
	return r.nextIn(theme, after), nil
}

func (r *reading) nextIn(theme Theme, after string) string {
	var waiting []*Question
	for _, q := range r.questions {
		_, answered := r.answers[q.Rule]
		if q.Theme == theme && !answered && !technical(q) && r.applies(q) {
			waiting = append(waiting, q)
		}
	}
	slices.SortStableFunc(waiting, func(a, b *Question) int {
		return cmp.Compare(r.score(b), r.score(a))
	})
	left := slices.IndexFunc(waiting, func(q *Question) bool { return q.Rule == after })
	if left+1 >= len(waiting) {
		return ""
	}
	return waiting[left+1].Rule
}
