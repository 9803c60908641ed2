package steering

import (
	"cmp"
	"slices"

	"capzero/internal/challenge"
)

// teamWeeks is how many weeks that are over are compared with as many before.
const teamWeeks = 4

// Teams are those of a season, those that slow down most first.
type Teams struct {
	Compared bool       `json:"compared"` // enough weeks are over
	Lines    []TeamLine `json:"lines"`
}

// A TeamLine is one team.
type TeamLine struct {
	Team       string  `json:"team"` // its name
	Zone       string  `json:"zone"`
	Households int     `json:"households"`
	Alone      bool    `json:"alone"`  // nobody looks after it
	Before     float64 `json:"before"` // households that did something in a week, on average
	Lately     float64 `json:"lately"`
}

// Slower reports whether fewer of its households do something than before.
func (l TeamLine) Slower() bool { return l.Lately < l.Before }

// teams compares the last four weeks that are over with the four before, of the
// households that are in a team now. Only weeks in which it does missions count.
func teams(c challenge.Chronicle) (t Teams) {
	over := c.Season.WeeksOver(c.Today)
	members := map[string][]challenge.Told{}
	for _, told := range c.Households {
		if told.Team != "" {
			members[told.Team] = append(members[told.Team], told)
		}
	}
	for _, team := range c.Teams {
		line := TeamLine{Team: team.Name, Zone: team.Zone, Households: team.Households, Alone: team.Animator == ""}
		if begun := c.Season.Index(c.Season.Starts(team.Wave)); over-2*teamWeeks >= begun {
			t.Compared = true
			line.Before = perWeek(members[team.ID], over-2*teamWeeks, over-teamWeeks)
			line.Lately = perWeek(members[team.ID], over-teamWeeks, over)
		}
		t.Lines = append(t.Lines, line)
	}
	slices.SortStableFunc(t.Lines, func(a, b TeamLine) int {
		return cmp.Or(cmp.Compare(a.Lately-a.Before, b.Lately-b.Before), cmp.Compare(a.Team, b.Team))
	})
	return t
}

// perWeek is how many households did something in a week, on average.
func perWeek(members []challenge.Told, from, before int) float64 {
	sum := 0
	for _, t := range members {
		sum += activeFrom(t, from, before)
	}
	return float64(sum) / float64(before-from)
}
