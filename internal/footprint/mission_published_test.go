package footprint

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"

	"capzero/internal/db"
	"capzero/models/entry"
)

// TestEveryPersonaHasMissions: twelve at least that save, none that makes
// anybody heavier, and no figure that is none. The table is printed to be read.
func TestEveryPersonaHasMissions(t *testing.T) {
	s := newPublished(t)
	personas := readPersonas(t)
	names := slices.Sorted(maps.Keys(personas))
	table := map[string][]string{}
	saves := map[string]int{}
	for _, name := range names {
		r := s.current.reference.read(answersOf(s.current.reference, personas[name]))
		p := r.newPricing(s.current.changes)
		saved := 0
		for _, m := range p.changes.missions {
			got := p.mission(m)
			p.plausible(t, name, got)
			if got.State == Saves {
				saved++
				saves[m.ID]++
			}
			table[m.ID] = append(table[m.ID], inShort(got))
		}
		if saved < 12 {
			t.Errorf("%s has %d missions that save, want 12", name, saved)
		}
		t.Logf("%s: %d missions save", name, saved)
		r.close()
	}
	for _, m := range s.current.changes.missions {
		t.Logf("%-32s %s", m.ID, strings.Join(table[m.ID], " "))
		if m.NoValue == "" && saves[m.ID] == 0 {
			t.Logf("%s saves nothing for any persona", m.ID)
		}
	}
}

// inShort is what a mission is worth, on a line: grams CO2e and grams of waste.
func inShort(m Mission) string {
	if m.State != Saves {
		return fmt.Sprintf("%11s", [...]string{"", "0", "more", "?", "–", "no", "!"}[m.State])
	}
	return fmt.Sprintf("%6d,%4d", m.PerPerson.GramsCO2e, m.PerPerson.GramsWaste())
}

// plausible refuses a worth below nothing, or of a mission that saves nothing.
func (p *pricing) plausible(t *testing.T, name string, m Mission) {
	t.Helper()
	if (m.State == Saves) != (m.Reason == "") {
		t.Errorf("%s: %s is in state %d with the reason %q", name, m.ID, m.State, m.Reason)
	}
	if m.State == CannotTell {
		t.Errorf("%s: %s does not compute", name, m.ID)
	}
	if m.PerPerson.GramsCO2e < 0 || m.PerPerson.GramsWaste() < 0 {
		t.Errorf("%s: %s is worth %+v", name, m.ID, m.PerPerson)
	}
	if worth := m.PerPerson.GramsCO2e + m.PerPerson.GramsWaste(); (m.State == Saves) != (worth > 0) {
		t.Errorf("%s: %s is in state %d and worth %+v", name, m.ID, m.State, m.PerPerson)
	}
	if m.PerHome.GramsCO2e < m.PerPerson.GramsCO2e || m.PerHome.GramsWaste() < m.PerPerson.GramsWaste() {
		t.Errorf("%s: %s is worth %+v to a home and %+v to one of it", name, m.ID, m.PerHome, m.PerPerson)
	}
}

// TestAMissionNeverSavesMoreThanThereIs: as often as it may count in a week, in
// no category of carbon and in no stream of waste, for personas and for invented
// households.
func TestAMissionNeverSavesMoreThanThereIs(t *testing.T) {
	s := newPublished(t)
	compared := 0
	for name, as := range s.somePeople(t, 40) {
		r := s.current.reference.read(as)
		p := r.newPricing(s.current.changes)
		before := p.byPart()
		for _, m := range p.changes.missions {
			got := p.mission(m)
			if need, _ := p.first(m.Needs); need != nil && got.State == Saves {
				t.Errorf("%s: %s saves, and does not apply: %s", name, m.ID, need.Formula())
			}
			if got.State != Saves {
				continue
			}
			after := p.with(t, m.Entry)
			for part, kg := range before {
				compared++
				if after[part] < -1e-9 {
					t.Errorf("%s: with %s, %s weighs %v kg", name, m.ID, part, after[part])
				}
				if left := kg - float64(m.Times)*(kg-after[part]); left < -1e-6*kg {
					t.Errorf("%s: %s done %d times a week leaves %.3g of %.3g kg of %s", name, m.ID, m.Times, left, kg, part)
				}
			}
		}
		r.close()
	}
	t.Logf("%d parts compared", compared)
}

// somePeople are the personas, and invented households.
func (s *Service) somePeople(t *testing.T, invented int) map[string]answers {
	t.Helper()
	all := map[string]answers{"nobody's answers": {}}
	for name, situation := range readPersonas(t) {
		all[name] = answersOf(s.current.reference, situation)
	}
	people := newPopulation(s.current.reference, 61)
	for i := range invented {
		all[fmt.Sprintf("household %d", i)] = people.household()
	}
	return all
}

// byPart is what each category of carbon and each stream of waste weighs now.
func (p *pricing) byPart() map[string]float64 {
	parts := map[string]float64{}
	for _, c := range categories {
		parts[string(c)], _ = amount(p.ofCarbon, string(c))
	}
	for _, stream := range p.changes.streams {
		parts[stream], _ = amount(p.ofWaste, stream)
	}
	return parts
}

// with is the same with the changes of an entry.
func (p *pricing) with(t *testing.T, e entry.Entry) map[string]float64 {
	t.Helper()
	defer p.undo()
	if err := p.change(e.Changes); err != nil {
		t.Errorf("%s: %v", e.ID, err)
	}
	return p.byPart()
}

// TestAMissionIsTheDifferenceOfTwoWholeEvaluations, without incremental
// evaluation: the changed situation is read by evaluators of its own.
func TestAMissionIsTheDifferenceOfTwoWholeEvaluations(t *testing.T) {
	s := newPublished(t)
	compared := 0
	for name, as := range s.somePeople(t, 15) {
		r := s.current.reference.read(as)
		p := r.newPricing(s.current.changes)
		for _, m := range p.changes.missions {
			got := p.mission(m)
			if got.State != Saves {
				continue
			}
			compared++
			carbon, waste, known := p.wholeOf([]*entry.Entry{&m.Entry})
			if want := int64(math.Round(carbon * 7 / 365.2425 * 1000)); !known || abs(got.PerPerson.GramsCO2e-max(0, want)) > 0 {
				t.Errorf("%s: %s avoids %d g, two whole evaluations differ by %d", name, m.ID, got.PerPerson.GramsCO2e, want)
			}
			// The sum of streams that are each rounded to the gram.
			if most := int64(len(p.changes.streams)); abs(got.PerPerson.GramsWaste()-max(0, int64(math.Round(waste*1000)))) > most {
				t.Errorf("%s: %s avoids %d g of waste, two whole evaluations differ by %v kg", name, m.ID, got.PerPerson.GramsWaste(), waste)
			}
		}
		r.close()
	}
	t.Logf("%d missions compared", compared)
	if compared < 200 {
		t.Error("too little was compared")
	}
}

func abs(n int64) int64 { return max(n, -n) }

func BenchmarkEveryMissionPriced(b *testing.B) {
	s := newPublished(b)
	as := answersOf(s.current.reference, readPersonas(b)["yoram"])
	for b.Loop() {
		r := s.current.reference.read(as)
		p := r.newPricing(s.current.changes)
		for _, m := range p.changes.missions {
			p.mission(m)
		}
		r.close()
	}
}

// keepAnswers stores answers as if each had been given.
func (s *Service) keepAnswers(t testing.TB, h Holder, as answers) {
	t.Helper()
	err := s.db.Write(t.Context(), func(tx *db.Tx) error {
		a, err := h.find(t.Context(), tx)
		if err != nil {
			return err
		}
		for _, given := range as {
			value, known := given.stored()
			row := storedAnswer{Rule: given.Rule, Value: value, Known: known, Model: s.current.modelOf(given.Rule)}
			if err := writeAnswer(t.Context(), tx, a.ID, row); err != nil {
				return err
			}
		}
		return nextRevision(t.Context(), tx, a.ID)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// BenchmarkMissionWorth is what a check-in costs before its own rows: the price,
// and the question in the transaction whether it still holds.
func BenchmarkMissionWorth(b *testing.B) {
	s := newPublished(b)
	token := start(b, s)
	s.keepAnswers(b, token, answersOf(s.current.reference, readPersonas(b)["marie"]))
	const id = "boeuf-vegetarien"
	for b.Loop() {
		w, err := s.MissionWorth(b.Context(), token, id)
		if err != nil {
			b.Fatal(err)
		}
		err = s.db.Write(b.Context(), func(tx *db.Tx) error {
			holds, err := s.StillWorth(b.Context(), tx, token, w)
			if !holds {
				b.Error("nothing has changed")
			}
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}
