package main

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"sync"
	"time"

	"capzero/publicodes"
	"capzero/test/visitor"
)

// Pair is one piece of work with both engines.
type Pair struct{ NPM, Ours time.Duration }

// Ratio is how many times faster ours is.
func (p Pair) Ratio() float64 { return float64(p.NPM) / float64(p.Ours) }

// PersonaReport is what the engines do for one persona.
type PersonaReport struct {
	Name    string
	Bilan   Pair // the situation set, the total and what it lacks
	Citizen Pair // that, the categories and all actions
}

// WorkReport is everything that is asked of both engines, and what only ours is
// asked for.
type WorkReport struct {
	Personas []PersonaReport

	Changed        Pair // one answer changed, then the total: medians over all changes
	ChangedMissing Pair // the same with what the total lacks, which npm always collects
	Changes        int
	Allocations    float64 // of one change and its total, once warm

	City      time.Duration // citizens of a city, one evaluator per core
	Citizens  int
	Lanes     time.Duration // draws of one household, in lanes
	Separate  time.Duration // the same, one after the other
	Draws     int
	Drawn     int // answers that differ from draw to draw
	Size      publicodes.Size
	Floor     time.Duration // see floor
	household publicodes.Situation
}

func milli(ms float64) time.Duration { return time.Duration(ms * float64(time.Millisecond)) }

func measureWork(npm NPMReport, m *publicodes.Model) (WorkReport, error) {
	r := WorkReport{Size: m.Size()}
	situations, err := visitor.Personas()
	if err != nil {
		return r, err
	}
	asked, err := askedOf(m)
	if err != nil {
		return r, err
	}
	changes := changeTimes{}
	for _, p := range npm.Personas {
		name := strings.TrimPrefix(p.Name, "personas . ")
		situation, ok := situations[name]
		if !ok {
			return r, fmt.Errorf("%s is not among the published personas", p.Name)
		}
		e := m.NewEvaluator()
		r.Personas = append(r.Personas, PersonaReport{
			Name:    name,
			Bilan:   Pair{milli(p.BilanMs), medianOf(rounds, func() { bilan(e, situation) })},
			Citizen: Pair{milli(p.CitizenMs), medianOf(rounds, func() { citizen(e, situation, asked) })},
		})
		for _, c := range p.Changes {
			changes.measure(e, situation, c.Rule, c.Value)
			changes.npm = append(changes.npm, milli(c.Ms))
		}
		r.household = situation
	}
	if len(r.Personas) == 0 || len(changes.npm) == 0 {
		return r, errors.New("no persona was measured")
	}
	r.Changes = len(changes.npm)
	r.Changed = Pair{median(changes.npm), median(changes.ours)}
	r.ChangedMissing = Pair{median(changes.npm), median(changes.missing)}
	r.Allocations = changes.allocations(m, r.household)
	r.Floor = floor(r.Size.Dynamic)
	r.city(m, situations, asked)
	return r, r.lanes(m)
}

// askedOf lists the categories and the actions.
func askedOf(m *publicodes.Model) ([]string, error) {
	var names []string
	for _, list := range []string{"bilan", "actions"} {
		rule, ok := m.Rule(list)
		if !ok {
			return nil, fmt.Errorf("the model has no rule %s", list)
		}
		formula, _ := rule.Attribute("formule")
		for _, item := range formula.Get("somme").Items {
			names = append(names, item.Text)
		}
	}
	return names, nil
}

// bilan sets the situation anew and asks for the total and what it lacks. An
// answer that the model no longer knows is left out, as npm does.
func bilan(e *publicodes.Evaluator, s publicodes.Situation) {
	_ = e.SetSituation(s)
	_, _ = e.Missing("bilan")
	_, _ = e.Evaluate("bilan")
}

// citizen is what a result page asks for. An action that does not compute with
// these answers is an answer too.
func citizen(e *publicodes.Evaluator, s publicodes.Situation, asked []string) {
	bilan(e, s)
	for _, rule := range asked {
		_, _ = e.Evaluate(rule)
	}
}

func medianOf(rounds int, f func()) time.Duration {
	for range warmUps {
		f()
	}
	times := make([]time.Duration, rounds)
	for i := range times {
		begin := time.Now()
		f()
		times[i] = time.Since(begin)
	}
	return median(times)
}

type changeTimes struct{ npm, ours, missing []time.Duration }

// measure changes one answer to and fro.
func (c *changeTimes) measure(e *publicodes.Evaluator, s publicodes.Situation, rule string, value any) {
	const rounds = 20
	_ = e.SetSituation(s)
	ask := func(v any, missing bool) {
		_ = e.SetAnswer(rule, v)
		if missing {
			_, _ = e.Missing("bilan")
		}
		_, _ = e.Evaluate("bilan")
	}
	for _, missing := range []bool{false, true} {
		_, _ = e.Missing("bilan")
		values := []any{value, s[rule]}
		i := 0
		took := medianOf(rounds, func() { ask(values[i%2], missing); i++ })
		if missing {
			c.missing = append(c.missing, took)
		} else {
			c.ours = append(c.ours, took)
		}
	}
}

// allocations counts those of one change and its total, once warm.
func (c *changeTimes) allocations(m *publicodes.Model, s publicodes.Situation) float64 {
	e := m.NewEvaluator()
	_ = e.SetSituation(s)
	values := []any{100.0, 200.0}
	i := 0
	change := func() {
		_ = e.SetAnswer("transport . train . km", values[i%2])
		_, _ = e.Evaluate("bilan")
		i++
	}
	const runs = 1000
	for range 10 {
		change()
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range runs {
		change()
	}
	runtime.ReadMemStats(&after)
	return float64(after.Mallocs-before.Mallocs) / runs
}

// city computes every citizen of a town of 70,000, one evaluator per core: the
// personas in turn, each with a yearly mileage of its own.
func (r *WorkReport) city(m *publicodes.Model, personas map[string]publicodes.Situation, asked []string) {
	r.Citizens = 70_000
	var situations []publicodes.Situation
	for _, s := range personas {
		situations = append(situations, s)
	}
	begin := time.Now()
	cores := runtime.GOMAXPROCS(0)
	var group sync.WaitGroup
	for core := range cores {
		group.Go(func() {
			e := m.NewEvaluator()
			for i := core; i < r.Citizens; i += cores {
				own := publicodes.Situation{"transport . voiture . km": float64(i % 20_000)}
				for rule, v := range situations[i%len(situations)] {
					if _, ok := own[rule]; !ok {
						own[rule] = v
					}
				}
				citizen(e, own, asked)
			}
		})
	}
	group.Wait()
	r.City = time.Since(begin)
}

// lanes draws what one household has not answered, a thousand times.
func (r *WorkReport) lanes(m *publicodes.Model) error {
	r.Draws = 1000
	random := rand.New(rand.NewPCG(2026, 3))
	lanes := m.NewLanes(r.Draws)
	drawn := map[string][]any{}
	for _, q := range m.Questions() {
		if _, answered := r.household[q.Name]; !answered {
			drawn[q.Name] = draw(random, q, r.Draws)
		}
	}
	for rule, values := range drawn { // those that may be drawn
		if err := lanes.Draw(rule, values); err != nil {
			delete(drawn, rule)
		}
	}
	r.Drawn = len(drawn)
	separate := make([]publicodes.Situation, r.Draws)
	for i := range separate {
		separate[i] = publicodes.Situation{}
		for rule, v := range r.household {
			separate[i][rule] = v
		}
		for rule, values := range drawn {
			separate[i][rule] = values[i]
		}
	}

	const rounds = 9
	var failed error
	inLanes := make([]publicodes.Value, r.Draws)
	r.Lanes = medianOf(rounds, func() {
		_ = lanes.SetSituation(r.household)
		for rule, values := range drawn {
			if err := lanes.Draw(rule, values); err != nil {
				failed = err
			}
		}
		_ = lanes.Evaluate("bilan", func(lane int, v publicodes.Value, _ error) { inLanes[lane] = v })
	})
	alone := make([]publicodes.Value, r.Draws)
	e := m.NewEvaluator()
	r.Separate = medianOf(rounds, func() {
		for i, s := range separate {
			_ = e.SetSituation(s)
			alone[i], _ = e.Evaluate("bilan")
		}
	})
	for i := range alone {
		if alone[i] != inLanes[i] {
			return fmt.Errorf("draw %d: %v in lanes, %v alone", i, inLanes[i], alone[i])
		}
	}
	return failed
}

func draw(random *rand.Rand, q *publicodes.Rule, n int) []any {
	values := make([]any, n)
	for i := range values {
		switch {
		case len(q.Possibilities) > 0:
			values[i] = "'" + q.Possibilities[random.IntN(len(q.Possibilities))].Value + "'"
		case q.Type == publicodes.Boolean:
			values[i] = random.IntN(2) == 0
		case q.Type == publicodes.Number:
			values[i] = float64(random.IntN(30))
		}
	}
	return values
}
