package retention

import (
	"slices"
	"time"

	"capzero/internal/city"
)

// How long things are kept. Whoever deletes them counts with these.
const (
	AnswersFor    = 30 * day  // without an account, after the last visit
	SessionFor    = 90 * day  // after the browser was seen last
	SignInFor     = day       // after the link has expired
	MailFor       = 90 * day  // after it was written; what it says goes when it leaves
	TakeoutFor    = 7 * day   // after it was asked for
	ModerationFor = 30 * day  // after the last that became of a message
	InvitationFor = 30 * day  // after it has expired
	AccessFor     = 365 * day // after the day
	ReasonFor     = 365 * day // after the job was put into the queue
	JobFor        = day       // after it was done
	FailedJobFor  = 30 * day  // after it was given up
	BackupFor     = 28 * day  // about: the last of each of four weeks

	RankingMonths = 3  // after the season
	ReceiptMonths = 12 // after the last byte was gone
	RequestMonths = 36 // after it was asked
)

// How often the jobs look.
const (
	Hourly  = time.Hour
	Nightly = day
)

// An ID names a rule, in records and in the catalogues: "retention.what." and
// "retention.rule." with it.
type ID string

// The rules.
const (
	Answers       ID = "answers"
	Inactive      ID = "inactive"
	SeasonDetails ID = "season"
	Rankings      ID = "rankings"
	Moderation    ID = "moderation"
	Invitations   ID = "invitations"
	TeamLinks     ID = "team_links"
	Devices       ID = "devices"
	SignIns       ID = "sign_ins"
	Ceremonies    ID = "ceremonies"
	Budgets       ID = "budgets"
	Mails         ID = "mails"
	Takeouts      ID = "takeouts"
	Receipts      ID = "receipts"
	Requests      ID = "requests"
	Accesses      ID = "accesses"
	Reasons       ID = "reasons"
	DoneJobs      ID = "jobs"
	Backups       ID = "backups"
)

// What is kept without an end of its own. They are no rules: nothing looks for it.
const (
	WithAccount   ID = "with_account"   // until the account is erased
	WithHousehold ID = "with_household" // until its last adult has gone
	WithChallenge ID = "with_challenge" // as long as there is a challenge
)

// A Rule says how long something is kept, and who sees to it.
type Rule struct {
	ID      ID
	Keep    Span          // its words say from when on
	Job     string        // kind of the job that deletes; empty: the queue does it by itself
	Every   time.Duration // how often that looks; zero: all the time
	Purpose string        // of the register
	Tables  []string      // whose rows are deleted, with those that hang on them
}

// Rules are those of a city, in the order that they are read.
type Rules []Rule

// Of returns the rules of a city.
func Of(c city.City) Rules {
	own := c.Retention.OrUsual()
	return Rules{
		{Answers, lasting(AnswersFor), "footprint.purge", Hourly, "assessment", []string{"assessment"}},
		{Inactive, Span{Months: own.InactiveMonths}, "accounts.inactive", Nightly, "account", []string{"person"}},
		{SeasonDetails, Span{Months: own.SeasonMonths}, "seasons.reduce", Nightly, "challenge", []string{
			"enrolment", "check_in", "counted", "lasting", "offer", "weighing", "entry", "tally", "earlier_draw",
			"team_member", "team_proposal", "animator_refusal", "board_message", "board_event", "board_block",
		}},
		{Rankings, Span{Months: RankingMonths}, "rankings.count", Hourly, "ranking", []string{"ranking_entrant", "ranking_place"}},
		{Moderation, lasting(ModerationFor), "boards.purge", Nightly, "challenge", []string{"board_event", "board_block", "board_message"}},
		{Invitations, lasting(InvitationFor), "invitations.purge", Nightly, "home", []string{"invitation", "join_attempt"}},
		{TeamLinks, lasting(InvitationFor), "boards.purge", Nightly, "challenge", []string{"team_link"}},
		{Devices, lasting(SessionFor), "accounts.purge", Hourly, "account", []string{"session"}},
		{SignIns, lasting(SignInFor), "accounts.purge", Hourly, "account", []string{"sign_in"}},
		{Ceremonies, Span{}, "accounts.purge", Hourly, "account", []string{"ceremony"}},
		{Budgets, Span{}, "accounts.purge", Hourly, "account", []string{"budget"}},
		{Mails, lasting(MailFor), "mails.purge", Hourly, "account", []string{"mail"}},
		{Takeouts, lasting(TakeoutFor), "takeout.purge", Hourly, "account", []string{"takeout"}},
		{Receipts, Span{Months: ReceiptMonths}, "takeout.purge", Hourly, "proof", []string{"erasure"}},
		{Requests, Span{Months: RequestMonths}, "takeout.purge", Hourly, "proof", []string{"data_request"}},
		{Accesses, lasting(AccessFor), "accesses.purge", Nightly, "proof", []string{"staff_access"}},
		{Reasons, lasting(ReasonFor), "job.forget", Nightly, "account", []string{"job_reason"}},
		{DoneJobs, lasting(FailedJobFor), "", 0, "account", nil},
		{Backups, lasting(BackupFor), "records.copy", Nightly, "proof", nil},
	}
}

func lasting(d time.Duration) Span { return Span{Time: d} }

// Get returns the rule of a name. It reports false for what has no end of its own.
func (all Rules) Get(id ID) (Rule, bool) {
	i := slices.IndexFunc(all, func(r Rule) bool { return r.ID == id })
	if i < 0 {
		return Rule{}, false
	}
	return all[i], true
}

// Keep is how long the rule of a name keeps. It panics for a name that is none: who
// asks has it from this package.
func (all Rules) Keep(id ID) Span {
	r, known := all.Get(id)
	if !known {
		panic("retention: no rule is called " + string(id))
	}
	return r.Keep
}

// By lists the rules that a kind of job carries out.
func (all Rules) By(job string) (ids []ID) {
	for _, r := range all {
		if r.Job == job {
			ids = append(ids, r.ID)
		}
	}
	return ids
}

// Without is the rules but one.
func (all Rules) Without(id ID) Rules {
	return slices.DeleteFunc(slices.Clone(all), func(r Rule) bool { return r.ID == id })
}
