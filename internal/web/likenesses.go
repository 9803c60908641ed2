package web

import (
	"net/http"

	"capzero/internal/challenge"
)

// A LikenessesPage is the list of what kilograms are compared with.
type LikenessesPage struct {
	Page
	All []LikenessView
}

// A LikenessView is one of them, with where its weight comes from.
type LikenessView struct {
	What, Weight, Source string
}

// likenesses answers GET /ensemble/comparaisons.
func (s *server) likenesses(w http.ResponseWriter, r *http.Request) error {
	v, err := s.visitor(r, s.locale(r).Tag())
	if err != nil {
		return err
	}
	all, err := challenge.Likenesses()
	if err != nil {
		return err
	}
	p := LikenessesPage{Page: s.newPage(r, v, "together.likenesses")}
	p.Robots = true
	for _, l := range all {
		p.All = append(p.All, LikenessView{
			What: p.T("amount."+l.ID, "count", 1), Weight: weightOf(p.Page, l), Source: l.Source + ", " + l.Date,
		})
	}
	return s.render(w, r, http.StatusOK, p.Page, likenessesPage(p))
}

// weightOf is what one of something weighs, in grams below a kilogram.
func weightOf(p Page, l challenge.Likeness) string {
	unit, amount := "g", l.Grams
	if amount >= 1000 {
		unit, amount = "kg", amount/1000
	}
	if l.Kind == challenge.Carbon {
		unit += "CO2e"
	}
	return fewDigits(p.Locale, amount) + "\u00a0" + p.T("unit."+unit)
}

// joined writes words after each other with the word for "or".
func joined(p Page, words []string) string {
	if len(words) < 2 {
		return words[0]
	}
	return p.T("together.or", "a", words[0], "b", words[1])
}
