package demo

import (
	"context"
	"math"
	"slices"
	"time"

	"capzero/internal/challenge"
	"capzero/internal/fault"
	"capzero/internal/household"
)

// evening is one adult who looks at their week, if they do.
func (t *town) evening(ctx context.Context, f *family, a *adult, w challenge.Week) error {
	if !f.lives() || a.gone || a.id == "" || !slices.Contains(f.adults, a) {
		return nil
	}
	if f.periods[0].From == t.today(t.clock.at) || !f.isAwake(t.o.Truth, w) { // on the day they came, they have done enough
		return nil
	}
	t.report.Evenings++
	if a == f.adults[0] {
		if changed, err := t.lifeGoesOn(ctx, f, a); err != nil || changed {
			return err
		}
		if err := t.weighs(ctx, f, a, w); err != nil {
			return err
		}
	}
	if w < t.plan.Starts(f.wave) {
		return nil
	}
	if err := t.neighbours(ctx, f, a, w); err != nil {
		return err
	}
	if err := t.missions(ctx, f, a, w); err != nil {
		return err
	}
	return t.entersRanking(ctx, a)
}

// entersRanking has somebody enter the ranking who wants to, under one of the
// pseudonyms that they are offered.
func (t *town) entersRanking(ctx context.Context, a *adult) error {
	if !a.ranked || a.entered {
		return nil
	}
	a.entered = true
	r, found, err := t.Challenge.Ranking(ctx, a.id, t.City.ID, 0)
	if err != nil || !found || len(r.Offered) == 0 {
		return err
	}
	switches, err := t.Consents.Switches(ctx, a.id, language)
	if err != nil {
		return err
	}
	for _, s := range switches {
		if s.Purpose == household.Ranking {
			name := r.Offered[len(a.name)%len(r.Offered)]
			t.report.Ranked++
			return t.refused(t.Challenge.EnterRanking(ctx, a.id, challenge.Entering{Name: name.String(), Text: s.Version, Lang: language}))
		}
	}
	return nil
}

// missions looks at what is proposed, does some of it and says so of the rest,
// now and then, that it is nothing for them.
func (t *town) missions(ctx context.Context, f *family, a *adult, w challenge.Week) error {
	week, err := t.Challenge.MyWeek(ctx, a.id, w)
	if err != nil {
		return err
	}
	for _, o := range week.Offers {
		if err := t.considers(ctx, f, a, o); err != nil {
			return err
		}
	}
	for _, mission := range week.Habits {
		if f.random.Float64() < a.eager {
			if err := t.does(ctx, f, a, w, mission, 1); err != nil {
				return err
			}
		}
	}
	for _, mission := range week.Lasting {
		if f.random.Float64() < 0.01 {
			if err := t.refused(t.Challenge.Stop(ctx, a.id, mission, w)); err != nil {
				return err
			}
		}
	}
	if len(week.Done) > 0 && f.random.Float64() < t.o.Truth.Corrects {
		t.report.Corrected++
		return t.does(ctx, f, a, w, week.Done[0].Mission, 0)
	}
	return nil
}

// considers answers to one proposal.
func (t *town) considers(ctx context.Context, f *family, a *adult, o challenge.Offer) error {
	answer := pick(f.random, weighted[challenge.OfferAnswer]{
		{challenge.AnyOther, 4}, {challenge.NeverMine, 3}, {challenge.MuchLater, 3}, {challenge.Open, 90},
	})
	if answer != challenge.Open {
		t.report.Answered++
		return t.refused(t.Challenge.AnswerOffer(ctx, a.id, o.Week, o.Mission, answer))
	}
	if f.random.Float64() >= a.eager {
		return nil
	}
	times := 1
	if f.random.Float64() < 0.12 {
		times = 2
	}
	if err := t.does(ctx, f, a, o.Week, o.Mission, times); err != nil {
		return err
	}
	if f.random.Float64() < t.o.Truth.Corrects { // not so, as it turns out
		t.passes(time.Minute)
		t.report.Corrected++
		return t.does(ctx, f, a, o.Week, o.Mission, times-1)
	}
	return nil
}

// does writes a mission down, once where more may not count.
func (t *town) does(ctx context.Context, f *family, a *adult, w challenge.Week, mission string, times int) error {
	t.passes(time.Duration(3+f.random.IntN(20)) * time.Second)
	err := t.Challenge.CheckIn(ctx, a.id, w, mission, times)
	if fault.KindOf(err) == fault.Invalid && times > 1 {
		if err := t.refused(err); err != nil {
			return err
		}
		err = t.Challenge.CheckIn(ctx, a.id, w, mission, 1)
	}
	if err == nil {
		t.report.CheckIns++
	}
	return t.refused(err)
}

func (t *town) passes(d time.Duration) { t.clock.at = t.clock.at.Add(d) }

// rate is the true kilograms of one person of a household in a week.
func (t *town) rate(f *family, s challenge.Stream, w challenge.Week) float64 {
	weeks := t.plan.NumberOf(w) - 1
	return f.rates[s] * t.o.Truth.factor(s, weeks, w >= t.plan.Starts(f.wave))
}

// thrownAway draws what a household throws away of a stream in a week, in kg.
func (t *town) thrownAway(f *family, s challenge.Stream, w challenge.Week) float64 {
	personWeeks := f.personWeeks(w)
	if personWeeks <= 0 {
		return 0
	}
	// The weeks of a larger household differ less: its people are not of one mind.
	spread := t.o.Truth.spreadOf(s) / math.Sqrt(personWeeks)
	return t.rate(f, s, w) * personWeeks * logNormal(f.random, spread)
}
