package web

import (
	"net/http"
	"time"

	"capzero/internal/challenge"
	"capzero/internal/fault"
	"capzero/internal/footprint"
	"capzero/internal/household"
)

// A PastPage is what a household did, season by season, the last one first.
type PastPage struct {
	Page
	Seasons []PastSeason
}

// A PastSeason is a season as a household lived it.
type PastSeason struct {
	SeasonView
	ID        string // of the section
	Over      bool
	Kg        SeasonKg
	Facts     []string
	Badges    []string
	Changes   []ChangeView
	Assessing Assessing
	Model     string // the versions of the models, in words
}

// Assessing is how a season's first and closing bilan stand.
type Assessing struct {
	Compare string // path of what changed between the two; empty where one is missing
	Dates   string // of both, in words
	Closes  bool   // the closing one is to be done now
	NoFirst bool   // nothing was measured before the season's missions
}

// past answers GET /mes-saisons.
func (s *server) past(w http.ResponseWriter, r *http.Request) error {
	page, err := s.homesPage(r, "past.title")
	if err != nil {
		return err
	}
	if _, err := s.myHousehold(r); err != nil {
		return err
	}
	all, err := s.Challenge.MySeasons(r.Context(), me(r))
	if err != nil {
		return err
	}
	kept, err := s.Footprint.Milestones(r.Context(), s.holderOf(r))
	if err != nil && fault.KindOf(err) != fault.Unauthenticated { // who has not measured has kept none
		return err
	}
	p := PastPage{Page: page}
	for _, one := range all {
		p.Seasons = append(p.Seasons, p.season(one, kept, s.City.Location()))
	}
	return s.render(w, r, http.StatusOK, p.Page, pastPage(p))
}

func (p PastPage) season(one challenge.Recollection, kept []footprint.Milestone, zone *time.Location) PastSeason {
	v := PastSeason{
		SeasonView: seasonView(p.Page, one.Season), ID: "saison-" + timesWord(one.Season.Number),
		Over: one.Season.PhaseOn(one.Today) >= challenge.Closing,
		Kg: SeasonKg{
			Any:    one.Carbon != 0 || one.Waste != 0,
			Carbon: avoidedFigure(p.Locale, one.Carbon, carbonUnit, perSeason, declared),
			Waste:  avoidedFigure(p.Locale, one.Waste, wasteUnit, perSeason, declared),
		},
		Facts: []string{
			p.T("past.active", "count", one.Active, "of", one.Of),
			p.T("past.missions", "count", one.Missions),
			p.T("past.weighed", "count", one.Weighed),
		},
		Assessing: p.assessing(one, kept, zone),
	}
	for _, b := range one.Badges {
		v.Badges = append(v.Badges, p.T("badge."+string(b)))
	}
	for _, c := range one.Changes {
		v.Changes = append(v.Changes, changeView(p.Page, c))
	}
	switch len(one.Versions) {
	case 0:
	case 1:
		v.Model = p.T("past.model", "version", one.Versions[0])
	default:
		v.Model = p.T("past.models", "first", one.Versions[0], "last", one.Versions[len(one.Versions)-1])
	}
	return v
}

// closesFrom is how many weeks before its end a season may be closed with a bilan.
const closesFrom = 2

// assessing finds the bilans that a season began and ended with: the last one kept
// before the household's missions, and the last one kept from its last weeks on until
// the next season's missions may have begun.
func (p PastPage) assessing(one challenge.Recollection, kept []footprint.Milestone, zone *time.Location) Assessing {
	begins := one.Season.Starts(one.Enrolment.Wave).First()
	ends := one.Season.Last().Plus(1 - closesFrom).First()
	until := one.Season.After().Plus(13 * 7)
	a := Assessing{Closes: one.Today >= ends && one.Today < until}
	var first, last footprint.Milestone
	for _, m := range kept {
		day := household.DayOf(m.At, zone)
		if day < begins && !m.At.Before(first.At) {
			first = m
		}
		if day >= ends && day < until && !m.At.Before(last.At) {
			last = m
		}
	}
	a.NoFirst = first.Number == 0
	if !a.NoFirst && last.Number != 0 {
		a.Closes = false
		a.Compare = shiftPath(first.Number, last.Number)
		a.Dates = p.T("past.between", "first", p.ShortDate(first.At.In(zone)), "last", p.ShortDate(last.At.In(zone)))
	}
	return a
}
