package demo

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"capzero/internal/access"
	"capzero/internal/account"
	"capzero/internal/challenge"
	"capzero/internal/fault"
	"capzero/internal/household"
)

// signingUp is how many weeks before the season the first ones come.
const signingUp = 2

// A town is a city while it is lived in.
type town struct {
	Services
	Place
	o        Options
	clock    *Clock
	families []*family
	events   []event // of the days to come
	season   string
	plan     challenge.Plan
	officer  string // a person
	adverts  map[string]bool
	coming   map[household.Day][]*family
	links    map[int]string // into the teams that are formed first, by the number of their first family
	report   Report
	done     int
	all      int
}

// An event is something that happens at a moment.
type event struct {
	at     time.Time
	family int // those of one moment come in this order
	do     func(ctx context.Context) error
}

// Live has a city live through its season, up to the present.
func Live(ctx context.Context, s Services, clock *Clock, place Place, o Options) (Report, error) {
	t := &town{
		Services: s, Place: place, o: o, clock: clock, coming: map[household.Day][]*family{}, links: map[int]string{}, adverts: map[string]bool{},
		report: Report{Refused: map[string]int{}},
	}
	if err := t.check(); err != nil {
		return t.report, err
	}
	if err := t.begin(ctx); err != nil {
		return t.report, err
	}
	for day := t.firstDay(); day <= t.today(t.Until); day = day.Plus(1) {
		if err := t.live(ctx, day); err != nil {
			return t.report, fmt.Errorf("%s: %w", day, err)
		}
	}
	clock.at = t.Until
	t.report.sum(t)
	return t.report, nil
}

func (t *town) check() error {
	switch {
	case t.o.Households < 1 || t.o.Households > MostHouseholds:
		return fmt.Errorf("a demonstration has 1 to %d households, not %d", MostHouseholds, t.o.Households)
	case t.o.Weeks < 1 || t.o.Weeks > MostWeeks:
		return fmt.Errorf("a demonstration has 1 to %d weeks, not %d", MostWeeks, t.o.Weeks)
	}
	return nil
}

func (t *town) today(at time.Time) household.Day { return household.DayOf(at, t.City.Location()) }

// firstDay is the day on which the first ones come.
func (t *town) firstDay() household.Day { return t.plan.From.Plus(-signingUp).First() }

// moment is so long after midnight of a day in the city.
func (t *town) moment(d household.Day, after time.Duration) time.Time {
	day := d.Time()
	return time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, t.City.Location()).Add(after)
}

// hand is the officer, as those see it whom they do something for.
func (t *town) hand() access.Hand {
	return access.Hand{City: t.City.ID, Person: t.officer, Role: string(account.Officer), Zone: t.City.Location()}
}

// begin plans the season, with its officer, and invites people.
func (t *town) begin(ctx context.Context) error {
	from := challenge.WeekOf(t.today(t.Until)).Plus(1 - t.o.Weeks)
	t.plan = challenge.UsualPlan(t.Season, from)
	t.plan.Weeks = max(t.plan.Weeks, t.o.Weeks)
	t.clock.at = t.moment(t.firstDay().Plus(-7), 9*time.Hour)
	if err := t.Accounts.GrantAsOperator(ctx, OfficerAddress, account.Officer); err != nil {
		return err
	}
	officer, err := t.comesIn(ctx, OfficerAddress, "Claire Martin", "")
	if err != nil {
		return err
	}
	t.officer = officer.ID
	if t.season, err = t.Challenge.PlanSeason(ctx, t.officer, t.City.ID, t.plan); err != nil {
		return err
	}
	for number := range t.o.Households {
		f := newFamily(t.o, t.Place, number)
		t.families = append(t.families, f)
		t.invites(f)
	}
	t.expectsVisitors()
	t.all = t.o.Households * (measuring + t.o.Weeks)
	return nil
}

// measuring is how much work it is to come in and measure, in evenings.
const measuring = 6

// worked counts what is done, for whoever waits.
func (t *town) worked(evenings int) {
	t.done += evenings
	if t.o.Progress != nil {
		t.o.Progress(min(t.done, t.all), t.all)
	}
}

// plans has something happen, unless that is still to come today.
func (t *town) plans(at time.Time, f *family, do func(context.Context) error) {
	if at.Before(t.Until) {
		t.events = append(t.events, event{at, f.number, do})
	}
}

// live lives one day. What an event plans for the same day comes that day.
func (t *town) live(ctx context.Context, day household.Day) error {
	if week := challenge.WeekOf(day); week.First() == day {
		if err := t.startWeek(ctx, week); err != nil {
			return err
		}
	}
	if err := t.measure(ctx, day); err != nil {
		return err
	}
	end := t.moment(day.Plus(1), 0)
	for {
		slices.SortStableFunc(t.events, func(a, b event) int {
			return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.family, b.family))
		})
		n, _ := slices.BinarySearchFunc(t.events, end, func(e event, end time.Time) int { return e.at.Compare(end) })
		today := slices.Clone(t.events[:n])
		t.events = slices.Delete(t.events, 0, n)
		if len(today) == 0 {
			return ctx.Err()
		}
		for _, e := range today {
			t.clock.at = e.at
			if err := e.do(ctx); err != nil {
				return fmt.Errorf("household %d: %w", e.family, err)
			}
		}
	}
}

// startWeek does on Monday morning what the program does by itself, has the city
// propose teams every other week, and plans the evenings of everybody.
func (t *town) startWeek(ctx context.Context, w challenge.Week) error {
	t.clock.at = t.moment(w.First(), 4*time.Hour)
	for _, do := range t.Weekly {
		if err := do(ctx); err != nil {
			return err
		}
	}
	if !t.plan.Holds(w) {
		return nil
	}
	if n := t.plan.NumberOf(w) - t.plan.BaselineWeeks; n > 0 && n%2 == 1 {
		t.clock.at = t.moment(w.First(), 10*time.Hour)
		if t.clock.at.Before(t.Until) {
			if _, err := t.Challenge.ProposeTeams(ctx, t.hand(), t.season); err != nil {
				return err
			}
		}
	}
	for _, f := range t.families {
		t.worked(1)
		for i := range f.adults {
			a := f.adults[i]
			t.plans(t.moment(w.First(), a.evening), f, func(ctx context.Context) error { return t.evening(ctx, f, a, w) })
		}
	}
	return nil
}

// refused counts what people are told no to, which is part of life, and hands on
// what is an error.
func (t *town) refused(err error) error {
	var said *fault.Error
	if err == nil || fault.KindOf(err) == fault.Internal || !errors.As(err, &said) {
		return err
	}
	t.report.Refused[said.Key]++
	return nil
}
