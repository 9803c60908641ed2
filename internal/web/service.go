package web

import (
	"context"

	"capzero/internal/footprint"
)

// Footprint is what the pages ask of the measures. It is the part of
// footprint.Service that people reach, so that the gallery and the tests can
// answer with sample data.
type Footprint interface {
	Start(ctx context.Context, cityID string) (footprint.Token, error)
	First(ctx context.Context, t footprint.Holder, lang string) (rule string, err error)
	Screen(ctx context.Context, t footprint.Holder, rule, lang string) (footprint.Screen, error)
	Answer(ctx context.Context, t footprint.Holder, rule, lang string, in footprint.Input) (next string, err error)
	NextIn(ctx context.Context, t footprint.Holder, theme footprint.Theme, after string) (string, error)
	NextBest(ctx context.Context, t footprint.Holder, after string) (string, error)
	Themes(ctx context.Context, t footprint.Holder, lang string) ([]footprint.ThemeProgress, error)
	Result(ctx context.Context, t footprint.Holder, lang string) (footprint.Result, error)
	Actions(ctx context.Context, t footprint.Holder, lang string, chosen []string) (footprint.Actions, error)
	WhatIf(ctx context.Context, t footprint.Holder, lang string, levers map[string]string) (footprint.WhatIf, error)
	Recalculate(ctx context.Context, t footprint.Holder) error
	Recalculation(ctx context.Context, t footprint.Holder, lang string) (footprint.Recalculation, bool, error)
	Acknowledge(ctx context.Context, t footprint.Holder) error
	Explain(ctx context.Context, t footprint.Holder, rule, lang string) (footprint.Explanation, error)
	Keep(ctx context.Context, t footprint.Holder) error
	Milestones(ctx context.Context, t footprint.Holder) ([]footprint.Milestone, error)
	NameMilestone(ctx context.Context, t footprint.Holder, number int, name string) error
	DropMilestone(ctx context.Context, t footprint.Holder, number int) error
	Shift(ctx context.Context, t footprint.Holder, earlier, later int, lang string) (footprint.Shift, error)
	TellReasons(ctx context.Context, t footprint.Holder, earlier, later int, reasons map[string]footprint.ShiftReason) error
	City(ctx context.Context, cityID, lang string) (footprint.CityNumber, bool, error)
	Erase(ctx context.Context, t footprint.Holder) error
}

// Intervals draws how sure a result is. It takes longer than the result itself,
// so that a page need not wait for it.
type Intervals interface {
	// Intervals returns the result with its intervals and what would narrow them.
	Intervals(ctx context.Context, t footprint.Holder, lang string) (footprint.Result, error)
}
