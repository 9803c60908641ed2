package footprint

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"math"

	"capzero/models/missions"
)

// A MissionSpread is how uncertain what a mission avoids is, as one standard
// deviation relative to it. Those whose kind it does not avoid have none.
type MissionSpread struct {
	Carbon float64 `json:"carbon,omitempty"`
	Waste  float64 `json:"waste,omitempty"`
}

// missionSpreads are those of one version of the missions.
type missionSpreads struct {
	Version  string                   `json:"version"`
	Missions map[string]MissionSpread `json:"missions"`
}

//go:embed mission_spreads.json
var missionSpreadsFile []byte

// MissionSpreads returns how uncertain what each mission avoids is, by its name. It
// was computed once for these missions, for a household that has answered what the
// first estimate asks: a sum over a city is read more often than models change.
func MissionSpreads() (map[string]MissionSpread, error) {
	var all missionSpreads
	if err := json.Unmarshal(missionSpreadsFile, &all); err != nil {
		return nil, fmt.Errorf("spreads of missions: %w", err)
	}
	return all.Missions, nil
}

// missionSpreads prices the missions for each of the guesses, as for households of
// their own with the factors as they may be. A guess for whom a mission avoids
// nothing does not count: nobody is credited with it.
func (p *pricing) missionSpreads(g guesses) map[string]MissionSpread {
	carbon, waste := map[string][]float64{}, map[string][]float64{}
	q := p.stranger()
	defer q.close()
	for i := range g.n {
		q.suppose(p, g, i)
		for _, m := range q.changes.missions {
			if m.NoValue != "" {
				continue
			}
			savedCarbon, savedWaste := q.savedBy(m)
			if savedCarbon >= leastSaving {
				carbon[m.ID] = append(carbon[m.ID], savedCarbon)
			}
			if savedWaste >= leastWaste {
				waste[m.ID] = append(waste[m.ID], savedWaste)
			}
		}
	}
	all := map[string]MissionSpread{}
	for _, m := range p.changes.missions {
		if s := (MissionSpread{relativeSpread(carbon[m.ID], g.n), relativeSpread(waste[m.ID], g.n)}); s != (MissionSpread{}) {
			all[m.ID] = s
		}
	}
	return all
}

// savedBy is what a mission takes off a guess, in kg of carbon a year and of waste a
// week: nothing where it does not apply.
func (p *pricing) savedBy(m *missions.Mission) (carbon, waste float64) {
	defer p.undo()
	if need, _ := p.first(m.Needs); need != nil || p.change(m.Changes) != nil || !p.known || !p.weigh(&p.after) {
		return 0, 0
	}
	return p.before.carbon - p.after.carbon, p.before.waste - p.after.waste
}

const (
	// leastGuesses is the part of the guesses for whom a mission must avoid
	// something, for its spread to be that of theirs.
	leastGuesses = 0.1
	// fewSpread is the spread of a mission that fewer of them are credited with: our
	// assumption, half of what it avoids.
	fewSpread = 0.5
)

// relativeSpread is the standard deviation of a sample, of its mean, in hundredths.
func relativeSpread(sample []float64, guesses int) float64 {
	n := float64(len(sample))
	if n == 0 {
		return 0
	}
	if n < leastGuesses*float64(guesses) {
		return fewSpread
	}
	mean, squares := 0.0, 0.0
	for _, v := range sample {
		mean += v / n
	}
	for _, v := range sample {
		squares += (v - mean) * (v - mean) / (n - 1)
	}
	return math.Round(100*math.Sqrt(squares)/mean) / 100
}
