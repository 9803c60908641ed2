package web

import (
	"net/http"

	"capzero/internal/challenge"
)

// A TeamLine is what a household's team did, on the page of the week.
type TeamLine struct {
	Name string // empty where there is no team yet
	Sums []SumView
}

// teamLine is the line about a team in a week, nil for those who wait and for a week
// after the season.
func (s *server) teamLine(r *http.Request, p Page, m challenge.MyWeek) (*TeamLine, error) {
	if m.Waiting || !m.Season.Holds(m.Week) {
		return nil, nil
	}
	if m.Enrolment.Team == "" {
		if m.Season.PhaseOn(m.Today) >= challenge.Closing {
			return nil, nil
		}
		return &TeamLine{}, nil
	}
	team, err := s.Challenge.TeamPage(r.Context(), me(r), m.Week)
	if err != nil {
		return nil, err
	}
	line := &TeamLine{Name: team.Team.Name}
	for _, sum := range team.OfWeek {
		line.Sums = append(line.Sums, sumView(p, sum, perWeek))
	}
	return line, nil
}
