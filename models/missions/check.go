package missions

import (
	"errors"
	"fmt"
	"slices"

	"capzero/models/entry"
	"capzero/publicodes"
)

// Check compiles the formulas with both models and says, each with its place,
// which ones these cannot take: formulas that do not compile or that the engine
// warns of, rules that are to get a new value and are not there, and, where all of
// them are, new values that an average household cannot take.
func (s *Set) Check(carbon, waste []publicodes.Source) error {
	places := s.places()
	wrong, err := s.checkPart(entry.Carbon, places, carbon)
	if err != nil {
		return err
	}
	more, err := s.checkPart(entry.Waste, places, waste)
	if err != nil {
		return err
	}
	return errors.Join(append(wrong, more...)...)
}

// places are where the formulas stand in the files, by the rule they are compiled
// into.
func (s *Set) places() map[string]string {
	places := map[string]string{}
	for _, m := range s.Missions {
		for _, n := range m.Needs {
			places[n.Rule] = n.Place
		}
		for _, c := range m.Changes {
			places[c.Value] = c.Place
		}
	}
	return places
}

// checkPart lists what one model does not take. The error is for a model that is
// wrong by itself.
func (s *Set) checkPart(part entry.Part, places map[string]string, sources []publicodes.Source) (wrong []error, err error) {
	left := map[string]bool{}
	for {
		model, err := entry.CompileAll(part, []entry.Set{s}, left, sources...)
		if err == nil {
			wrong = slices.Concat(wrong, s.warned(model, places), s.missing(part, model))
			if len(wrong) == 0 {
				wrong = s.tried(part, model)
			}
			return wrong, nil
		}
		before := len(left)
		for _, refused := range entry.Refused(err) {
			if place, ours := places[refused.Rule]; ours {
				entry.LeaveOut(left, []entry.Set{s}, refused.Rule)
				wrong = append(wrong, fmt.Errorf("%s: %s", place, refused.Message))
			}
		}
		if len(left) == before {
			return nil, err
		}
	}
}

func (s *Set) warned(model *publicodes.Model, places map[string]string) (wrong []error) {
	for _, w := range model.Warnings() {
		if place, ours := places[w.Rule]; ours {
			wrong = append(wrong, fmt.Errorf("%s: %s", place, w.Message))
		}
	}
	return wrong
}

// missing lists the rules that are to get a new value and are not there.
func (s *Set) missing(part entry.Part, model *publicodes.Model) (wrong []error) {
	for _, m := range s.Missions {
		for _, c := range m.Changes {
			if c.Part != part {
				continue
			}
			if _, ok := model.Rule(c.Of); !ok {
				wrong = append(wrong, fmt.Errorf("%s: the model of %s has no rule %q", c.Place, part, c.Of))
			}
		}
	}
	return wrong
}
