package footprint

import (
	"fmt"

	"capzero/models/missions"
)

// cityMissions are what a city has added to the missions: the current models, with
// those formulas compiled in. It is shared, and never changes.
type cityMissions struct {
	*edition
	closing map[string]bool // can be written down, and are offered to nobody
}

// AddMissions takes what a city has added to the missions, in place of what it had
// added before. Of is the current models, compiled with these missions and nothing
// else. They are priced for households that have results of these models, or none.
func (s *Service) AddMissions(of Edition, closing []string) error {
	if of.Missions == nil || len(of.Missions.Missions) == 0 {
		s.city.Store(nil)
		return nil
	}
	e, err := newEdition(of, s.locales, nil)
	if err != nil {
		return fmt.Errorf("missions of the city: %w", err)
	}
	added := &cityMissions{edition: e, closing: map[string]bool{}}
	for _, id := range closing {
		added.closing[id] = true
	}
	s.city.Store(added)
	return nil
}

// cityMissions are those of the city for a sheet, nil where there are none.
func (s *Service) cityMissions(sh sheet) *cityMissions {
	if sh.edition != s.current {
		return nil
	}
	return s.city.Load()
}

// priceCity prices what the city has added.
func (s *Service) priceCity(sh sheet, lang string) []Mission {
	added := s.cityMissions(sh)
	if added == nil {
		return nil
	}
	r := s.voice(added.edition, lang).read(sh.answers)
	defer r.close()
	p := r.newPricing(added.changes)
	all := make([]Mission, len(added.changes.missions))
	for i, m := range added.changes.missions {
		all[i] = p.mission(m)
		all[i].Closing = added.closing[m.ID]
	}
	return all
}

// findMission finds a mission, of the program or of the city, with the models that
// price it.
func (s *Service) findMission(sh sheet, id string) (*missions.Mission, *edition) {
	if m := sh.changes.byID[id]; m != nil {
		return m, sh.edition
	}
	if added := s.cityMissions(sh); added != nil && added.changes.byID[id] != nil {
		return added.changes.byID[id], added.edition
	}
	return nil, nil
}

// NumberQuestions are the questions of the carbon model that ask for a number, and
// each line of those that ask for several: what somebody can propose to answer
// otherwise.
func (s *Service) NumberQuestions(lang string) []Question {
	var all []Question
	for _, q := range s.voice(s.current, lang).questions {
		switch {
		case q.Theme == WasteTheme:
		case q.Form == Number:
			all = append(all, *q)
		case q.Form == Counts:
			for _, o := range q.Options {
				all = append(all, Question{Rule: o.Rule, Theme: q.Theme, Form: Number, Text: q.Text + " " + o.Label, Unit: o.Unit})
			}
		}
	}
	return all
}
