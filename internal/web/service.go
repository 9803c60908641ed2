package web

import (
	"context"
	"io"
	"time"

	"capzero/internal/access"
	"capzero/internal/account"
	"capzero/internal/challenge"
	"capzero/internal/city"
	"capzero/internal/footprint"
	"capzero/internal/household"
	"capzero/internal/mydata"
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

	Missions(ctx context.Context, t footprint.Holder, lang string) ([]footprint.Mission, error)
	NumberQuestions(lang string) []footprint.Question

	HomeSaid(ctx context.Context, t footprint.Holder) (footprint.HomeSaid, error)
	SharedResult(ctx context.Context, reader, owner footprint.Person, lang string) (footprint.Shared, error)
	SharedAnswers(ctx context.Context, reader, owner footprint.Person, lang string) ([]footprint.ThemeProgress, error)
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
}

// MyData is what the pages ask of package mydata.
type MyData interface {
	Leaving(ctx context.Context, personID string) (mydata.Leaving, error)
	Erase(ctx context.Context, personID, reference string) (mydata.Receipt, error)
	EraseAnswers(ctx context.Context, token, reference string) (mydata.Receipt, error)
	Receipt(ctx context.Context, reference string) (mydata.Receipt, error)

	Overview(ctx context.Context, personID string) ([]mydata.HeldGroup, error)
	Ask(ctx context.Context, personID, language string) error
	Takeout(ctx context.Context, personID string) (t mydata.Takeout, found bool, err error)
	Fetch(ctx context.Context, personID, id string) (file []byte, t mydata.Takeout, err error)

	Looks(ctx context.Context, personID string, most int) ([]access.Access, error)
	Statement(ctx context.Context, city string, today []mydata.Wording) (mydata.Statement, error)
}

// Households is what the pages ask of package household about who lives together.
type Households interface {
	Of(ctx context.Context, person string) (h household.Household, found bool, err error)
	Create(ctx context.Context, person string, home household.Home) (household.ID, error)
	Correct(ctx context.Context, person string, home household.Home) error
	Move(ctx context.Context, person string, home household.Home, from household.Day) error
	Stay(ctx context.Context, person string) error
	AddChild(ctx context.Context, person, name string) error
	RenameChild(ctx context.Context, person string, number int, name string) error
	RemoveChild(ctx context.Context, person string, number int) error
	AddAbsence(ctx context.Context, person string, left, back household.Day) error
	RemoveAbsence(ctx context.Context, person string, number int) error
	Leave(ctx context.Context, person string) (ended bool, err error)
	Split(ctx context.Context, person string, p household.Parting) (household.ID, error)

	InviteByLink(ctx context.Context, person string, places int) (token string, expires time.Time, err error)
	InviteByCode(ctx context.Context, person string) (code string, expires time.Time, err error)
	Invitations(ctx context.Context, person string) ([]household.Invitation, error)
	Withdraw(ctx context.Context, person, invitationID string) error
	Look(ctx context.Context, person, secret string) (household.Invited, error)
	Join(ctx context.Context, person, secret string, leaving bool) (household.ID, error)
	Proposals(ctx context.Context, person string) ([]household.Invited, error)
	Follow(ctx context.Context, person, invitationID string) (household.ID, error)
	Decline(ctx context.Context, person, invitationID string) error

	Sharings(ctx context.Context, person string) (household.Sharings, error)
	Share(ctx context.Context, person string, what household.Thing) error
	Unshare(ctx context.Context, person string, what household.Thing) error
}

// Consents is what the pages ask of package household about what people allow.
type Consents interface {
	Switches(ctx context.Context, person, lang string) ([]household.Switch, error)
	Decide(ctx context.Context, person, lang, screen string, decisions ...household.Decision) error
	Asked() map[household.Purpose][]string
	Register(of city.City, lang string) household.Register
	WriteRegister(w io.Writer, of city.City, lang string) error
}

// Prompts are the mails that nobody asked for, and how they stop.
type Prompts interface {
	Unsubscribes(token string) error
	Unsubscribe(ctx context.Context, token string) error
}

// Mailbox shows the mails of a demonstration, which go nowhere.
type Mailbox interface {
	Mailbox(ctx context.Context, limit int) ([]notify.Posted, error)
}

// Challenge is what the pages ask of package challenge.
type Challenge interface {
	Teams
	Boards
	CityTeams
	Rankings

	Current(ctx context.Context, cityID string) (season challenge.Season, found bool, err error)
	Participation(ctx context.Context, person string) (p challenge.Participation, found bool, err error)
	Enrol(ctx context.Context, person string, c challenge.Channel) (challenge.Enrolment, error)

	MyWeek(ctx context.Context, person string, w challenge.Week) (challenge.MyWeek, error)
	CheckIn(ctx context.Context, person string, w challenge.Week, mission string, times int) error
	AnswerOffer(ctx context.Context, person string, w challenge.Week, mission string, a challenge.OfferAnswer) error
	Stop(ctx context.Context, person, mission string, from challenge.Week) error

	Weigh(ctx context.Context, person, lang string, n challenge.NewWeighing) (challenge.Weighing, error)
	TakeBack(ctx context.Context, person string, number int) error
	Waste(ctx context.Context, person string) (challenge.WasteBook, error)
	MySeasons(ctx context.Context, person string) ([]challenge.Recollection, error)

	CitySnapshot(ctx context.Context, cityID string) (snap challenge.Snapshot, season challenge.Season, found bool, err error)
	CityStory(ctx context.Context, cityID string) (c challenge.CityStory, found bool, err error)
	Together(ctx context.Context, person, cityID string) (t challenge.Together, found bool, err error)

	Seasons(ctx context.Context, cityID string) ([]challenge.Season, error)
	PlanSeason(ctx context.Context, by, cityID string, p challenge.Plan) (id string, err error)
	ChangeSeason(ctx context.Context, by, cityID, id string, p challenge.Plan) error
}
