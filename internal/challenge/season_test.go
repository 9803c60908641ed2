package challenge

import (
	"errors"
	"testing"

	"capzero/internal/fault"
	"capzero/internal/household"
)

func TestPlansThatAreRefused(t *testing.T) {
	const today household.Day = "2026-08-20"
	for _, tt := range []struct {
		name   string
		change func(*Plan)
		field  string
	}{
		{"no name", func(p *Plan) { p.Name = " " }, NameField},
		{"a Tuesday", func(p *Plan) { p.From = "2026-09-08" }, FromField},
		{"no day", func(p *Plan) { p.From = "lundi" }, FromField},
		{"in four years", func(p *Plan) { p.From = "2030-09-02" }, FromField},
		{"a baseline of one week", func(p *Plan) { p.BaselineWeeks = 1 }, BaselineField},
		{"four waves", func(p *Plan) { p.Waves = 4 }, WavesField},
		{"waves that start together", func(p *Plan) { p.WaveGap = 0 }, WaveGapField},
		{"over before the last wave has done anything", func(p *Plan) { p.Weeks = 14 }, WeeksField},
		{"longer than a year", func(p *Plan) { p.Weeks = 60 }, WeeksField},
		{"no target", func(p *Plan) { p.WasteTarget = 0 }, WasteTargetField},
		{"more than half", func(p *Plan) { p.CarbonTarget = 60 }, CarbonTargetField},
	} {
		plan := UsualPlan("Défi", firstWeek)
		if err := plan.check(today); err != nil {
			t.Fatal(err)
		}
		tt.change(&plan)
		f, ok := errors.AsType[*fault.Error](plan.check(today))
		if !ok || f.Field != tt.field {
			t.Errorf("%s: %+v", tt.name, f)
		}
	}
}

// What people were told when they enrolled does not move under them.
func TestASeasonThatHasBegunKeepsItsWeeks(t *testing.T) {
	w := newWorld(t)
	plan := UsualPlan("Défi", firstWeek)
	w.now = begin.AddDate(0, 0, -30)
	id, err := w.PlanSeason(t.Context(), "officer", "issy", plan)
	must(t, err)
	change := func(key string, f func(*Plan)) {
		t.Helper()
		to := plan
		f(&to)
		err := w.ChangeSeason(t.Context(), "officer", "issy", id, to)
		if key != "" {
			wantFault(t, err, key)
			return
		}
		must(t, err)
		plan = to
	}
	change("", func(p *Plan) { p.Waves, p.WaveGap = 2, 6 })
	change("", func(p *Plan) { p.From = p.From.Plus(1) })
	change("", func(p *Plan) { p.From = firstWeek })
	w.goTo(10, 3)
	change("season.begun", func(p *Plan) { p.Waves = 3 })
	change("season.begun", func(p *Plan) { p.From = p.From.Plus(-1) })
	change("season.begun", func(p *Plan) { p.BaselineWeeks = 4 })
	change("season.begun", func(p *Plan) { p.WasteTarget = 10 })
	change("", func(p *Plan) { p.Name, p.Weeks = "Le défi", 30 })
	change("", func(p *Plan) { p.Weeks = 20 })
	w.goTo(18, 0)
	change("season.weeks_past", func(p *Plan) { p.Weeks = 17 })
	change("", func(p *Plan) { p.Weeks = 18 })
	wantFault(t, w.ChangeSeason(t.Context(), "officer", "prijedor", id, plan), "season.none")
}

func TestSeasonsDoNotOverlap(t *testing.T) {
	w := newWorld(t)
	plan := UsualPlan("Un", firstWeek)
	_, err := w.PlanSeason(t.Context(), "officer", "issy", plan)
	must(t, err)
	plan.Name, plan.From = "Deux", firstWeek.Plus(23)
	_, err = w.PlanSeason(t.Context(), "officer", "issy", plan)
	wantFault(t, err, "season.overlaps")
	plan.From = firstWeek.Plus(24)
	_, err = w.PlanSeason(t.Context(), "officer", "issy", plan)
	must(t, err)
	plan.From = firstWeek.Plus(-10)
	_, err = w.PlanSeason(t.Context(), "officer", "issy", plan)
	wantFault(t, err, "season.overlaps")
	_, err = w.PlanSeason(t.Context(), "officer", "prijedor", UsualPlan("Izazov", firstWeek))
	must(t, err)
}

func TestTheSeasonThatMatters(t *testing.T) {
	first := Season{Number: 1, Plan: UsualPlan("Un", firstWeek)}
	second := Season{Number: 2, Plan: UsualPlan("Deux", firstWeek.Plus(30))}
	third := Season{Number: 3, Plan: UsualPlan("Trois", firstWeek.Plus(60))}
	day := func(week, day int) household.Day { return firstWeek.Plus(week - 1).First().Plus(day) }
	for _, tt := range []struct {
		day  household.Day
		want int
	}{
		{day(-3, 0), 1}, {day(1, 0), 1}, {day(24, 6), 1}, {day(25, 0), 1}, {day(26, 6), 1},
		{day(27, 0), 2}, {day(31, 0), 2}, {day(54, 6), 2}, {day(55, 1), 2}, {day(58, 0), 3}, {day(90, 0), 3},
	} {
		for _, order := range [][]Season{{first, second, third}, {third, first, second}} {
			if got, found := currentOf(order, tt.day); !found || got.Number != tt.want {
				t.Errorf("%s: season %d, want %d", tt.day, got.Number, tt.want)
			}
		}
	}
	if _, found := currentOf(nil, day(1, 0)); found {
		t.Error("a season of nothing")
	}
}
