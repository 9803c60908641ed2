// Package demo invents the households of a city, so that a newcomer sees the
// program alive. They answer through the same service as people do, question by
// question, at an evening of the last four weeks; nothing is written behind it.
//
// The same seed invents the same households. What they answer is plausible for
// flats near Paris, not a statistic of any city: see [Fill] and habits.go.
package demo

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"capzero/internal/footprint"
)

const (
	// Households is how many a demonstration has: eight snapshots of a city's
	// number, two groups of households alike, and a few newcomers.
	Households = 96
	// days is how far back they go. Answers are deleted after thirty.
	days = 28
	// language is the one that invented households read.
	language = "fr"
	// mostQuestions bounds a visit, in case the questions never end.
	mostQuestions = 400
)

// Measures is what people do, of footprint.Service.
type Measures interface {
	Start(ctx context.Context, cityID string) (footprint.Token, error)
	First(ctx context.Context, t footprint.Holder, lang string) (rule string, err error)
	Screen(ctx context.Context, t footprint.Holder, rule, lang string) (footprint.Screen, error)
	Answer(ctx context.Context, t footprint.Holder, rule, lang string, in footprint.Input) (next string, err error)
	NextIn(ctx context.Context, t footprint.Holder, theme footprint.Theme, after string) (string, error)
	Result(ctx context.Context, t footprint.Holder, lang string) (footprint.Result, error)
}

// A Clock is the time that invented households live at. The service must read
// it.
type Clock struct{ at time.Time }

// Now returns the invented time.
func (c *Clock) Now() time.Time { return c.at }

// Fill makes a number of households answer in a city, up to a moment.
func Fill(ctx context.Context, service Measures, clock *Clock, cityID string, until time.Time, households int) error {
	random := rand.New(rand.NewPCG(2026, 11))
	for i, evening := range evenings(random, until, households) {
		clock.at = evening
		v := visit{service: service, clock: clock, household: invent(random)}
		if err := v.run(ctx, cityID); err != nil {
			return fmt.Errorf("household %d: %w", i+1, err)
		}
	}
	clock.at = until
	return nil
}

// evenings are when the households come, in order.
func evenings(random *rand.Rand, until time.Time, households int) []time.Time {
	midnight := until.Truncate(24 * time.Hour)
	var all []time.Time
	for range households {
		day := midnight.AddDate(0, 0, -1-random.IntN(days-1))
		all = append(all, day.Add(18*time.Hour+time.Duration(random.IntN(4*60))*time.Minute))
	}
	slices.SortFunc(all, time.Time.Compare)
	return all
}

// A visit is one household at its phone.
type visit struct {
	service   Measures
	clock     *Clock
	household household
	token     footprint.Holder
}

// run measures like a visitor does: the opening, the result, the kind of home to
// be compared with households alike, then, for the curious, one theme in detail
// and the result again.
func (v *visit) run(ctx context.Context, cityID string) error {
	var err error
	if v.token, err = v.service.Start(ctx, cityID); err != nil {
		return err
	}
	first, err := v.service.First(ctx, v.token, language)
	if err != nil {
		return err
	}
	if err := v.answerFrom(ctx, first, func(_, next string) (string, error) { return next, nil }); err != nil {
		return err
	}
	if _, err := v.service.Result(ctx, v.token, language); err != nil {
		return err
	}
	if err := v.sayHome(ctx); err != nil {
		return err
	}
	theme := v.household.curiosity
	if theme == "" {
		return nil
	}
	return v.goDeeper(ctx, theme)
}

// home is the question that the result asks to find households alike.
const home = "logement . type"

// sayHome answers it and looks at the result again.
func (v *visit) sayHome(ctx context.Context) error {
	err := v.answerFrom(ctx, home, func(string, string) (string, error) { return "", nil })
	if err != nil {
		return err
	}
	_, err = v.service.Result(ctx, v.token, language)
	return err
}

func (v *visit) goDeeper(ctx context.Context, theme footprint.Theme) error {
	inTheme := func(rule, _ string) (string, error) {
		return v.service.NextIn(ctx, v.token, theme, rule)
	}
	first, err := inTheme("", "")
	if err != nil {
		return err
	}
	if err := v.answerFrom(ctx, first, inTheme); err != nil {
		return err
	}
	_, err = v.service.Result(ctx, v.token, language)
	return err
}

// answerFrom answers a question and those that follow it. What follows is up
// to after, which is given the rule answered and the next of the opening.
func (v *visit) answerFrom(ctx context.Context, rule string, after func(rule, next string) (string, error)) error {
	for range mostQuestions {
		if rule == "" {
			return nil
		}
		screen, err := v.service.Screen(ctx, v.token, rule, language)
		if err != nil {
			return fmt.Errorf("question %q: %w", rule, err)
		}
		v.clock.at = v.clock.at.Add(v.household.pace)
		input := v.household.answer(screen.Question)
		next, err := v.service.Answer(ctx, v.token, rule, language, input)
		if odd, ok := errors.AsType[*footprint.Unusual](err); ok {
			input.Confirmed = odd.Given // it means what it says
			next, err = v.service.Answer(ctx, v.token, rule, language, input)
		}
		if err != nil {
			return fmt.Errorf("answer %+v to %q: %w", input, rule, err)
		}
		if rule, err = after(rule, next); err != nil {
			return err
		}
	}
	return fmt.Errorf("still a question after %d", mostQuestions)
}
