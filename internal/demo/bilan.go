package demo

import (
	"context"
	"errors"
	"fmt"

	"capzero/internal/footprint"
)

const (
	// mostQuestions bounds a visit, in case the questions never end.
	mostQuestions = 400
	// home is the question that the result asks to find households alike.
	home = "logement . type"
)

// A visit is somebody who measures.
type visit struct {
	service *footprint.Service
	respondent
	holder footprint.Holder
}

// run answers like a visitor does: the opening, the kind of home to be compared
// with households alike, then, for the curious, one theme in detail.
func (v *visit) run(ctx context.Context) error {
	if err := v.opening(ctx); err != nil {
		return err
	}
	err := v.answerFrom(ctx, home, func(string, string) (string, error) { return "", nil })
	if err != nil || v.curiosity == "" {
		return err
	}
	return v.goDeeper(ctx, v.curiosity)
}

// opening answers the questions before the first result that nobody of the home
// has answered yet.
func (v *visit) opening(ctx context.Context) error {
	first, err := v.service.First(ctx, v.holder, language)
	if err != nil {
		return err
	}
	return v.answerFrom(ctx, first, func(_, next string) (string, error) { return next, nil })
}

// look computes the result, which counts in the city from then on.
func (v *visit) look(ctx context.Context) error {
	_, err := v.service.Result(ctx, v.holder, language)
	return err
}

func (v *visit) goDeeper(ctx context.Context, theme footprint.Theme) error {
	inTheme := func(rule, _ string) (string, error) {
		return v.service.NextIn(ctx, v.holder, theme, rule)
	}
	first, err := inTheme("", "")
	if err != nil {
		return err
	}
	return v.answerFrom(ctx, first, inTheme)
}

// answerFrom answers a question and those that follow it. What follows is up
// to after, which is given the rule answered and the next of the opening.
func (v *visit) answerFrom(ctx context.Context, rule string, after func(rule, next string) (string, error)) error {
	for range mostQuestions {
		if rule == "" {
			return nil
		}
		screen, err := v.service.Screen(ctx, v.holder, rule, language)
		if err != nil {
			return fmt.Errorf("question %q: %w", rule, err)
		}
		input := v.answer(screen.Question)
		next, err := v.service.Answer(ctx, v.holder, rule, language, input)
		if odd, ok := errors.AsType[*footprint.Unusual](err); ok {
			input.Confirmed = odd.Given // it means what it says
			next, err = v.service.Answer(ctx, v.holder, rule, language, input)
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
