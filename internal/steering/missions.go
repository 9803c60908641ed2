package steering

import (
	"cmp"
	"slices"

	"capzero/internal/challenge"
)

// Missions are what became of each of them, those that most households did first.
type Missions struct {
	Lines []MissionLine `json:"lines"`
	Few   int           `json:"few"` // further missions of which too few households know
}

// A MissionLine is one mission. By, Carbon and Waste are hidden together.
type MissionLine struct {
	Mission string `json:"mission"`
	Offered int    `json:"offered"` // times
	Done    int    `json:"done"`    // of those
	Other   int    `json:"other"`   // answered: something else, never, later
	Never   int    `json:"never"`
	Later   int    `json:"later"`
	By      Count  `json:"by"` // households that did it, offered or not
	Carbon  Grams  `json:"carbon"`
	Waste   Grams  `json:"waste"`
}

// Refused is how often something else was preferred.
func (l MissionLine) Refused() int { return l.Other + l.Never + l.Later }

func missions(c challenge.Chronicle) (m Missions) {
	sizes := make([]int, len(c.Missions))
	for i, told := range c.Missions {
		sizes[i] = told.By
	}
	by := partsOf(sizes)
	for i, told := range c.Missions {
		if told.Involved < LeastHouseholds {
			m.Few++
			continue
		}
		m.Lines = append(m.Lines, MissionLine{
			Mission: told.Mission, Offered: told.Offered, Done: told.Done, Other: told.Other, Never: told.Never, Later: told.Later,
			By:     by[i],
			Carbon: gramsOf(told.GramsOf[challenge.Carbon], by[i].Few), Waste: gramsOf(told.GramsOf[challenge.Waste], by[i].Few),
		})
	}
	slices.SortStableFunc(m.Lines, func(a, b MissionLine) int {
		return cmp.Or(cmp.Compare(b.By.N, a.By.N), cmp.Compare(b.Offered, a.Offered))
	})
	return m
}
