package footprint

import (
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"capzero/models/actions"
	"capzero/models/entry"
	"capzero/publicodes"
)

// TestEveryActionOfTheModelIsCovered: each of the model's own actions is one of
// ours, with its changes or with the reason why it has no figure.
func TestEveryActionOfTheModelIsCovered(t *testing.T) {
	carbon := must(published["fr"]())[0]
	own, err := terms(carbon, "actions")
	if err != nil {
		t.Fatal(err)
	}
	covered := map[string]string{}
	ours := 0
	for _, a := range must(publishedActions()).Actions {
		switch {
		case a.Model == "":
			ours++
		case covered[a.Model] != "":
			t.Errorf("%s and %s stand for %q", a.ID, covered[a.Model], a.Model)
		case !slices.Contains(own, a.Model):
			t.Errorf("%s stands for %q, which is no action of the model", a.ID, a.Model)
		}
		covered[a.Model] = a.ID
	}
	for _, rule := range own {
		if covered[rule] == "" {
			t.Errorf("nothing stands for %q", rule)
		}
	}
	if ours < 10 {
		t.Errorf("%d actions of ours, want 10", ours)
	}
	t.Logf("%d actions of the model, %d of ours", len(own), ours)
}

// TestEveryFormulaHasTheUnitOfItsRule in the real models: a number without its
// unit would be read in the rule's own.
func TestEveryFormulaHasTheUnitOfItsRule(t *testing.T) {
	s := newPublished(t)
	for name, situation := range readPersonas(t) {
		r := s.current.reference.read(answersOf(s.current.reference, situation))
		p := r.newPricing(s.current.changes)
		for _, a := range p.entries() {
			if need, _ := p.first(a.Needs); need != nil {
				continue
			}
			for _, c := range a.Changes {
				e := p.evaluator(c.Part)
				before, value := valueOf(e, c.Of), valueOf(e, c.Value)
				if before.Kind != publicodes.KindNumber || value.Kind != publicodes.KindNumber || before.Number == 0 || value.Number == 0 {
					continue // a zero may have no unit
				}
				if before.Unit != value.Unit {
					t.Errorf("%s, %s: %q in %q, its new value in %q", name, a.ID, c.Of, before.Unit, value.Unit)
				}
			}
		}
		r.close()
	}
}

// entries are everything that the models can price: actions and missions.
func (p *pricing) entries() []*entry.Entry {
	var all []*entry.Entry
	for _, a := range p.changes.actions {
		all = append(all, &a.Entry)
	}
	for _, m := range p.changes.missions {
		all = append(all, &m.Entry)
	}
	return all
}

// TestEveryPersonaPricesEveryAction: no figure that is none, each state with its
// reason, and the evaluators are left as they were found.
func TestEveryPersonaPricesEveryAction(t *testing.T) {
	s := newPublished(t)
	saves := map[string]int{}
	personas := readPersonas(t)
	for _, name := range slices.Sorted(maps.Keys(personas)) {
		as := answersOf(s.current.reference, personas[name])
		r := s.current.reference.read(as)
		p := r.newPricing(s.current.changes)
		for _, a := range p.bySaving() {
			if !finite(a.SavedKgCO2ePerYear) || !finite(a.SavedWaste.KgPerWeek) || !finite(a.SavedWaste.FromTheBag) {
				t.Errorf("%s: %s saves %v", name, a.ID, a.SavedKgCO2ePerYear)
			}
			if (a.State == Saves) != (a.Reason == "") {
				t.Errorf("%s: %s is in state %d with the reason %q", name, a.ID, a.State, a.Reason)
			}
			if a.State == CannotTell {
				t.Errorf("%s: %s does not compute", name, a.ID)
			}
			if a.State == Saves {
				saves[a.ID]++
			}
			if a.SavedKgCO2ePerYear > p.before.carbon {
				t.Errorf("%s: %s saves %v kg of %v kg", name, a.ID, a.SavedKgCO2ePerYear, p.before.carbon)
			}
		}
		again := weights{streams: make([]float64, len(p.before.streams))}
		if !p.weigh(&again) || again.carbon != p.before.carbon || again.waste != p.before.waste {
			t.Errorf("%s weighs %v kg after pricing, and %v kg before", name, again.carbon, p.before.carbon)
		}
		r.close()
	}
	for _, a := range s.current.changes.actions {
		if a.NoValue == "" && saves[a.ID] == 0 {
			t.Logf("%s saves nothing for any persona", a.ID)
		}
	}
}

// TestASavingIsTheDifferenceOfTwoWholeEvaluations, without incremental
// evaluation: the changed situation is read by evaluators of its own. So are
// random combinations.
func TestASavingIsTheDifferenceOfTwoWholeEvaluations(t *testing.T) {
	s := newPublished(t)
	v := s.current.reference
	people := newPopulation(v, 11)
	random := rand.New(rand.NewPCG(11, 12))
	compared, together := 0, 0
	for range 25 {
		r := v.read(people.household())
		p := r.newPricing(s.current.changes)
		var saving []string
		for _, a := range p.changes.actions {
			got := p.price(a)
			if got.State > Increases {
				continue
			}
			p.compareWhole(t, got.SavedKgCO2ePerYear, a.ID)
			compared++
			if got.State == Saves {
				saving = append(saving, a.ID)
			}
		}
		for range 10 {
			random.Shuffle(len(saving), func(i, j int) { saving[i], saving[j] = saving[j], saving[i] })
			ids := saving[:random.IntN(len(saving))]
			c := p.combine(ids)
			if !c.Known {
				t.Errorf("%v do not compute together", ids)
				continue
			}
			p.compareWhole(t, c.SavedKgCO2ePerYear, ids...)
			together++
		}
		r.close()
	}
	t.Logf("%d savings and %d combinations compared", compared, together)
}

func (p *pricing) compareWhole(t *testing.T, got float64, ids ...string) {
	t.Helper()
	want, known := p.whole(ids)
	if !known || math.Abs(got-want) > 1e-9*p.before.carbon {
		t.Errorf("%v save %v kg, two whole evaluations differ by %v", ids, got, want)
	}
}

// whole prices actions by setting whole situations, one after the other in the
// order of the data.
func (p *pricing) whole(ids []string) (saved float64, known bool) {
	var chosen []*entry.Entry
	for _, a := range p.changes.actions {
		if slices.Contains(ids, a.ID) {
			chosen = append(chosen, &a.Entry)
		}
	}
	saved, _, known = p.wholeOf(chosen)
	return saved, known
}

// wholeOf is what some entries save in carbon and in waste, one after the other.
func (p *pricing) wholeOf(all []*entry.Entry) (carbon, waste float64, known bool) {
	evaluators := [2]*publicodes.Evaluator{p.carbon.NewEvaluator(), p.waste.NewEvaluator()}
	said := [2]publicodes.Situation{maps.Clone(p.saidToCarbon), maps.Clone(p.saidToWaste)}
	for i, e := range evaluators {
		apply(e, said[i])
	}
	var before, after weights
	before.carbon, _ = amount(evaluators[0], carbonTotal)
	before.waste, _ = amount(evaluators[1], wasteTotal)
	for _, a := range all {
		if slices.ContainsFunc(a.Needs, func(n entry.Need) bool {
			v, err := evaluators[n.Part].Evaluate(n.Rule)
			return err != nil || !v.Bool
		}) {
			continue
		}
		next := [2]publicodes.Situation{maps.Clone(said[0]), maps.Clone(said[1])}
		for _, c := range a.Changes {
			v, err := evaluators[c.Part].Evaluate(c.Value)
			if err != nil {
				return 0, 0, false
			}
			if answer := p.answerTo(c, v); answer != nil {
				next[c.Part][c.Of] = answer
			}
		}
		said = next
		for i, e := range evaluators {
			apply(e, said[i])
		}
	}
	var wasteKnown bool
	after.carbon, known = amount(evaluators[0], carbonTotal)
	after.waste, wasteKnown = amount(evaluators[1], wasteTotal)
	return before.carbon - after.carbon, before.waste - after.waste, known && wasteKnown
}

func BenchmarkEveryActionPriced(b *testing.B) {
	s := newPublished(b)
	as := answersOf(s.current.reference, readPersonas(b)["yoram"])
	for b.Loop() {
		r := s.current.reference.read(as)
		r.newPricing(s.current.changes).bySaving()
		r.close()
	}
}

// TestNoActionHidesALaterOne: together, actions are applied in the order of the
// data. One that sets a value which the model computes would hide from it what a
// later action changes: for no household may such a value move by the later
// action alone.
func TestNoActionHidesALaterOne(t *testing.T) {
	s := newPublished(t)
	people := newPopulation(s.current.reference, 41)
	found := map[string]bool{}
	for range 60 {
		r := s.current.reference.read(people.household())
		p := r.newPricing(s.current.changes)
		for i, earlier := range p.changes.actions {
			for _, set := range earlier.Changes {
				if need, _ := p.first(earlier.Needs); need == nil && !p.asks(set) {
					p.hidden(found, earlier, set, p.changes.actions[i+1:])
				}
			}
		}
		r.close()
	}
	for _, pair := range slices.Sorted(maps.Keys(found)) {
		t.Error(pair)
	}
}

// hidden notes the later actions that would move a value which an earlier one
// sets, without setting it themselves.
func (p *pricing) hidden(found map[string]bool, earlier *actions.Action, set entry.Change, later []*actions.Action) {
	before := valueOf(p.evaluator(set.Part), set.Of)
	for _, a := range later {
		sets := slices.ContainsFunc(a.Changes, func(c entry.Change) bool { return c.Of == set.Of })
		if need, _ := p.first(a.Needs); need != nil || sets {
			continue
		}
		if err := p.change(a.Changes); err != nil {
			found[a.ID+": "+err.Error()] = true
		}
		if after := valueOf(p.evaluator(set.Part), set.Of); math.Abs(after.Number-before.Number) > 1e-9*math.Abs(before.Number) {
			found[earlier.ID+" sets "+set.Of+", which "+a.ID+" moves"] = true
		}
		p.undo()
	}
}
