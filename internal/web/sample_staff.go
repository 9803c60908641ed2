package web

import (
	"context"
	"encoding/json"
	"net/url"
	"time"

	"capzero/internal/account"
	"capzero/internal/backup"
	"capzero/internal/fault"
	"capzero/internal/job"
	"capzero/internal/notify"
)

// An office is what package account and the queue answer in a scene of staff.
type office struct {
	holders       []account.Holder
	events        []account.Event
	comings       int
	names         map[string]string
	organisations []account.Organisation
	members       []account.Member
	outsider      bool // may not see the members of organisations
	cards         []account.Card
	keys          []account.Passkey
	waiting       []job.Listed
	failed        []job.Listed
	box           notify.Outbox
	backups       *backup.Status // nil: none are made
	doors         []StaffDoor
	there         string // where signing out goes on
}

// Holders implements [Rights].
func (p people) Holders(context.Context, account.Session, string) ([]account.Holder, error) {
	return p.office.holders, nil
}

// Grant implements [Rights].
func (p people) Grant(context.Context, account.Session, string, string, account.Role) error {
	return p.fails
}

// Revoke implements [Rights].
func (p people) Revoke(context.Context, account.Session, string, string, account.Role) error {
	return p.fails
}

// Audit implements [Rights].
func (p people) Audit(_ context.Context, _ account.Session, _ string, comings bool, _ int) (account.Audit, error) {
	a := account.Audit{Events: p.office.events, Comings: p.office.comings}
	if comings {
		a.Events = append(sampleComings(len(a.Events)), a.Events...)
	}
	return a, nil
}

// Names implements [Rights].
func (p people) Names(context.Context, ...string) (map[string]string, error) {
	names := map[string]string{}
	for id, name := range p.office.names {
		names[id] = name
	}
	return names, nil
}

// Organisations implements [Organisations].
func (p people) Organisations(context.Context, string) ([]account.Organisation, error) {
	return p.office.organisations, nil
}

// Organisation implements [Organisations].
func (p people) Organisation(context.Context, string) (account.Organisation, error) {
	if len(p.office.organisations) == 0 {
		return account.Organisation{}, fault.New(fault.NotFound, "error.organisation_unknown")
	}
	return p.office.organisations[0], nil
}

// CreateOrganisation implements [Organisations].
func (p people) CreateOrganisation(context.Context, account.Session, string, string, string) (string, error) {
	return "SAMPLE", p.fails
}

// DescribeOrganisation implements [Organisations].
func (p people) DescribeOrganisation(context.Context, account.Session, string, string, string) error {
	return p.fails
}

// CloseOrganisation implements [Organisations].
func (p people) CloseOrganisation(context.Context, account.Session, string) error { return p.fails }

// Members implements [Organisations].
func (p people) Members(context.Context, account.Session, string) ([]account.Member, error) {
	if p.office.outsider {
		return nil, fault.New(fault.Forbidden, "error.not_allowed")
	}
	return p.office.members, nil
}

// AddMember implements [Organisations].
func (p people) AddMember(context.Context, account.Session, string, string) error { return p.fails }

// RemoveMember implements [Organisations].
func (p people) RemoveMember(context.Context, account.Session, string, string) error { return p.fails }

// Entrust implements [Organisations].
func (p people) Entrust(context.Context, account.Session, string, account.Permission) error {
	return p.fails
}

// Withdraw implements [Organisations].
func (p people) Withdraw(context.Context, account.Session, string, account.Permission) error {
	return p.fails
}

// Cards implements [Cards].
func (p people) Cards(context.Context, account.Session, string, int) ([]account.Card, error) {
	return p.office.cards, nil
}

// MakeCard implements [Cards].
func (p people) MakeCard(_ context.Context, _ account.Session, _, _, name string) (account.PrintedCard, error) {
	return samplePrinted(name), p.fails
}

// ReplaceCard implements [Cards].
func (p people) ReplaceCard(context.Context, account.Session, string) (account.PrintedCard, error) {
	return samplePrinted("Yvonne"), p.fails
}

// RevokeCard implements [Cards].
func (p people) RevokeCard(context.Context, account.Session, string) error { return p.fails }

// UseCard implements [Cards].
func (p people) UseCard(context.Context, string, account.Entry) (account.Entrance, error) {
	return account.Entrance{Token: sampleSession}, p.fails
}

// Passkeys implements [Passkeys].
func (p people) Passkeys(context.Context, account.Session) ([]account.Passkey, error) {
	return p.office.keys, nil
}

// BeginPasskey implements [Passkeys].
func (p people) BeginPasskey(context.Context, account.Session) (account.Ceremony, error) {
	return sampleCeremony, p.fails
}

// FinishPasskey implements [Passkeys].
func (p people) FinishPasskey(context.Context, account.Session, string, []byte, string) error {
	return p.fails
}

// RenamePasskey implements [Passkeys].
func (p people) RenamePasskey(context.Context, account.Session, string, string) error { return p.fails }

// RemovePasskey implements [Passkeys].
func (p people) RemovePasskey(context.Context, account.Session, string, bool) error { return p.fails }

// BeginPasskeyLogin implements [Passkeys].
func (p people) BeginPasskeyLogin(context.Context, account.Entry) (account.Ceremony, error) {
	return sampleCeremony, p.fails
}

// FinishPasskeyLogin implements [Passkeys].
func (p people) FinishPasskeyLogin(context.Context, string, []byte, account.Entry) (account.Entrance, error) {
	return account.Entrance{Token: sampleSession}, p.fails
}

// StartStaff implements [StaffDoors].
func (p people) StartStaff(context.Context, string, account.Entry) (string, string, error) {
	return "sample", "/entrer", p.fails
}

// FinishStaff implements [StaffDoors].
func (p people) FinishStaff(context.Context, string, url.Values, account.Entry) (account.Entrance, error) {
	return account.Entrance{Token: sampleSession}, p.fails
}

// StaffSignOut implements [StaffDoors].
func (p people) StaffSignOut(context.Context, account.Session) (string, error) {
	return p.office.there, nil
}

// Waiting implements [Jobs].
func (p people) Waiting(context.Context, int) ([]job.Listed, error) { return p.office.waiting, nil }

// Failed implements [Jobs].
func (p people) Failed(context.Context, int) ([]job.Listed, error) { return p.office.failed, nil }

// Retry implements [Jobs].
func (p people) Retry(context.Context, int64) error { return p.fails }

// Drop implements [Jobs].
func (p people) Drop(context.Context, int64) error { return p.fails }

// Status implements [Backups].
func (o office) Status() backup.Status { return *o.backups }

func (o office) shownBackups() Backups {
	if o.backups == nil {
		return nil
	}
	return o
}

// Outbox implements [Outbox].
func (p people) Outbox(context.Context, int) (notify.Outbox, error) { return p.office.box, nil }

var sampleCeremony = account.Ceremony{ID: "SAMPLE", Options: json.RawMessage(`{"publicKey":{"challenge":"AAAA"}}`)}

func samplePrinted(name string) account.PrintedCard {
	return account.PrintedCard{
		Card: account.Card{ID: "SAMPLE", City: "issy", Name: name, Made: day},
		Code: "BCDF-GHJK-LMNP", Link: "https://capzero.exemple.fr/carte/BCDFGHJKLMNP",
	}
}

// colleague is somebody of the city.
func colleague(id, name, email string) account.Person {
	return account.Person{ID: id, Name: name, Email: account.Address{Typed: email, Key: email}}
}

// sampleHolders are the people of a city's team, with every way to a role.
var sampleHolders = []account.Holder{
	{Person: colleague("SAMPLE", "Anne", "anne.martin@exemple.fr"), Role: account.Administrator, Through: "first_start", Since: day.AddDate(0, -2, 0)},
	{Person: colleague("MARC", "Marc Lefèvre", "m.lefevre@ville.exemple"), Role: account.Officer, Through: "provider", Since: day.AddDate(0, -1, 0)},
	{Person: colleague("LONG", "عائشة "+repeated("Prénom", 8), repeated("prenom.", 6)+"nom@association.exemple"), Role: account.Facilitator, Through: "session", Since: day.AddDate(0, 0, -3)},
	{Person: colleague("NEW", "", "benevole@exemple.fr"), Role: account.Facilitator, Through: "session", Since: day.AddDate(0, 0, -1)},
	{Person: colleague("OPS", "Ivo", "ivo@exemple.fr"), Role: account.Steward, Through: "command", Since: day.AddDate(0, 0, -20)},
}

// sampleEvents are every kind of entry of the journal, the newest first.
func sampleEvents() []account.Event {
	all := []account.Event{
		{What: "organisation", Organisation: "GONE", By: "SAMPLE"},
		{What: "trust:print_cards", Organisation: "CLUB", By: "MARC"},
		{What: "trust:print_cards", Organisation: "CLUB", By: "MARC", Granted: true},
		{What: "member", Organisation: "CLUB", Person: "NEW", By: "NEW"},
		{What: "member", Organisation: "CLUB", Person: "LONG", By: "MARC"},
		{What: "member", Organisation: "CLUB", Person: "NEW", By: "MARC", Granted: true},
		{What: "role:steward", Person: "ERASED", By: "ERASED", Through: "erasure"},
		{What: "role:facilitator", Person: "LONG", By: "MARC"},
		{What: "role:facilitator", Person: "LONG", By: "MARC", Granted: true, Through: "session"},
		{What: "role:officer", Person: "MARC", Granted: true, Through: "provider"},
		{What: "role:steward", Person: "OPS", Through: "command"},
		{What: "role:administrator", Person: "SAMPLE", Granted: true, Through: "first_start"},
	}
	for i := range all {
		all[i].Number, all[i].At = len(all)-i, day.Add(-time.Duration(i)*7*time.Hour)
	}
	return all
}

// sampleComings are two entries of participants, after so many others.
func sampleComings(others int) []account.Event {
	return []account.Event{
		{Number: others + 2, What: "role:participant", Person: "GONE", By: "GONE", Through: "erasure", At: day.Add(5 * time.Hour)},
		{Number: others + 1, What: "role:participant", Person: "OPS", By: "OPS", Granted: true, Through: "sign_up", At: day.Add(time.Hour)},
	}
}

var sampleNames = map[string]string{"SAMPLE": "Anne", "MARC": "Marc Lefèvre", "LONG": "عائشة " + repeated("Prénom", 8), "OPS": "Ivo"}

// club is an association with much to say.
var club = account.Organisation{
	ID: "CLUB", City: "issy", Name: "Les Jardins de l’Île", Created: day.AddDate(-1, 0, 0),
	About:   "Nous jardinons en bas des immeubles, et nous apprenons à composter.\n\nTous les samedis matin, de mars à octobre. Venez sans prévenir.",
	Trusted: []account.Permission{account.RunWorkshops, account.PrintCards},
}

// sampleClubs are organisations of every sort, with a name and words that are
// very long.
func sampleClubs(n int) []account.Organisation {
	all := []account.Organisation{
		club,
		{ID: "LONG", City: "issy", Name: repeated("Association", 5), About: repeated("motsansespace", 30)},
		{ID: "QUIET", City: "issy", Name: "Recyclerie du Pont"},
	}
	return all[:n]
}

var sampleMembers = []account.Member{
	{Person: colleague("SAMPLE", "Anne", "anne.martin@exemple.fr"), Since: day.AddDate(0, -2, 0)},
	{Person: colleague("LONG", "عائشة "+repeated("Prénom", 8), repeated("prenom.", 6)+"nom@association.exemple"), Since: day.AddDate(0, 0, -3)},
	{Person: colleague("NEW", "", "benevole@exemple.fr"), Since: day},
}

// sampleCards are cards in every state.
var sampleCards = []account.Card{
	{ID: "NEW", Name: "Yvonne", Made: day},
	{ID: "USED", Name: "Mamadou et Fatou", Made: day.AddDate(0, 0, -12), Used: day.Add(-26 * time.Hour)},
	{ID: "LONG", Name: repeated("Prénom", 10), Made: day.AddDate(0, -3, 0), Used: day.AddDate(0, -2, 0)},
	{ID: "OVER", Name: "René", Made: day.AddDate(0, -4, 0), Used: day.AddDate(0, -3, 0), Revoked: day.AddDate(0, 0, -2)},
}

// sampleKeys are passkeys, one of them never used.
var sampleKeys = []account.Passkey{
	{ID: "AAAA", Name: "Mon téléphone", Created: day.AddDate(0, -1, 0), Used: day.Add(-5 * time.Hour)},
	{ID: "BBBB", Name: repeated("Clé", 20), Created: day},
}

var (
	sampleWaiting = []job.Listed{
		{ID: 7, Kind: "notify.prepare", Args: `{"sign_in":"ABCDEFGHIJKLMNOPQRSTUVWXYZ"}`, Running: true, Attempts: 1, Most: 10, Next: day},
		{ID: 8, Kind: "notify.deliver", Args: `{}`, Attempts: 3, Most: 10, Next: day.Add(14 * time.Minute), Error: "dial tcp: connection refused"},
		{ID: 9, Kind: "footprint.purge", Args: `{}`, Most: 10, Next: day},
	}
	sampleFailed = []job.Listed{
		{ID: 3, Kind: "notify.deliver", Args: `{"letter":"` + repeated("A", 26) + `"}`, Attempts: 10, Most: 10, Next: day.AddDate(0, 0, -1), Error: repeated("connection refused ", 12)},
	}
	sampleBackups = backup.Status{
		Last:  backup.File{Path: "capzero-issy-3c1f9ab0-20261126T010000Z.backup", Moment: day.Add(-9 * time.Hour), Size: 187_400_000},
		Files: 9, Rehearsal: backup.Rehearsal{File: "capzero-issy-3c1f9ab0-20261122T010000Z.backup", At: day.AddDate(0, 0, -3)},
	}
	sampleLateBackups = backup.Status{
		Last:  backup.File{Path: "capzero-issy-3c1f9ab0-20261101T010000Z.backup", Moment: day.AddDate(0, 0, -4), Size: 187_400_000},
		Files: 1,
	}
	sampleBox = notify.Outbox{
		Counts: map[notify.State]int{notify.Waiting: 2, notify.Sent: 1234, notify.Refused: 1, notify.Late: 1, notify.Uncertain: 1},
		Troubled: []notify.Trouble{
			{ID: "A", Kind: "sign_in", State: notify.Uncertain, Attempts: 1, Problem: "stopped while sending", QueuedAt: day.Add(-3 * time.Hour)},
			{ID: "B", Kind: "role_granted", State: notify.Refused, Attempts: 2, Problem: "550", QueuedAt: day.AddDate(0, 0, -2)},
			{ID: "C", Kind: "sign_in", State: notify.Late, Attempts: 4, Problem: "421", QueuedAt: day.AddDate(0, 0, -3)},
		},
	}
)
