package web

import (
	"context"

	"capzero/internal/account"
	"capzero/internal/footprint"
	"capzero/internal/notify"
)

// Footprint is what the pages ask of the measures. It is the part of
// footprint.Service that people reach, so that the gallery and the tests can
// answer with sample data.
type Footprint interface {
	Start(ctx context.Context, cityID string) (footprint.Token, error)
	StartOf(ctx context.Context, person, cityID string) error
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

// Accounts is what the pages ask of package account.
type Accounts interface {
	Rights
	Organisations
	Cards
	Passkeys
	StaffDoors

	Session(ctx context.Context, t account.Token) (account.Session, error)
	Renew(ctx context.Context, stale account.Session) (account.Token, error)

	Start(ctx context.Context, a account.Asked) (signInID string, err error)
	StartEmail(ctx context.Context, by account.Session, a account.Asked) (signInID string, err error)
	Peek(ctx context.Context, t account.Token) (account.Peeked, error)
	Use(ctx context.Context, t account.Token, e account.Entry) (account.Entrance, error)
	UseCode(ctx context.Context, signInID, typed string, e account.Entry) (account.Entrance, error)
	PeekFirst(ctx context.Context, t account.Token) error
	UseFirst(ctx context.Context, t account.Token, e account.Entry) (account.Entrance, error)

	SetName(ctx context.Context, by account.Session, typed string) error
	SetLanguage(ctx context.Context, by account.Session, tag string) error
	Devices(ctx context.Context, by account.Session) ([]account.Session, error)
	End(ctx context.Context, by account.Session, sessionID string) error
	EndOthers(ctx context.Context, by account.Session) (int64, error)
	Erase(ctx context.Context, by account.Session) error
}

// Mailbox shows the mails of a demonstration, which go nowhere.
type Mailbox interface {
	Mailbox(ctx context.Context, limit int) ([]notify.Posted, error)
}
