package web

import (
	"context"
	"net/url"

	"capzero/internal/account"
	"capzero/internal/backup"
	"capzero/internal/job"
	"capzero/internal/notify"
	"capzero/internal/retention"
)

// Rights are who may do what in a city.
type Rights interface {
	Holders(ctx context.Context, by account.Session, city string) ([]account.Holder, error)
	Grant(ctx context.Context, by account.Session, city, email string, r account.Role) error
	Revoke(ctx context.Context, by account.Session, city, personID string, r account.Role) error
	Audit(ctx context.Context, by account.Session, city string, comings bool, limit int) (account.Audit, error)
	Names(ctx context.Context, ids ...string) (map[string]string, error)
}

// Organisations are the associations of a city and what it entrusts to them.
type Organisations interface {
	Organisations(ctx context.Context, city string) ([]account.Organisation, error)
	Organisation(ctx context.Context, id string) (account.Organisation, error)
	CreateOrganisation(ctx context.Context, by account.Session, city, typedName, typedAbout string) (id string, err error)
	DescribeOrganisation(ctx context.Context, by account.Session, id, typedName, typedAbout string) error
	CloseOrganisation(ctx context.Context, by account.Session, id string) error
	Members(ctx context.Context, by account.Session, id string) ([]account.Member, error)
	AddMember(ctx context.Context, by account.Session, id, email string) error
	RemoveMember(ctx context.Context, by account.Session, id, personID string) error
	Entrust(ctx context.Context, by account.Session, id string, p account.Permission) error
	Withdraw(ctx context.Context, by account.Session, id string, p account.Permission) error
}

// Cards let people in who have no e-mail.
type Cards interface {
	Cards(ctx context.Context, by account.Session, city string, limit int) ([]account.Card, error)
	MakeCard(ctx context.Context, by account.Session, city, household, typedName string) (account.PrintedCard, error)
	ReplaceCard(ctx context.Context, by account.Session, cardID string) (account.PrintedCard, error)
	RevokeCard(ctx context.Context, by account.Session, cardID string) error
	UseCard(ctx context.Context, typed string, e account.Entry) (account.Entrance, error)
}

// Passkeys are what devices keep to let their owner in.
type Passkeys interface {
	Passkeys(ctx context.Context, by account.Session) ([]account.Passkey, error)
	BeginPasskey(ctx context.Context, by account.Session) (account.Ceremony, error)
	FinishPasskey(ctx context.Context, by account.Session, ceremonyID string, response []byte, typedName string) error
	RenamePasskey(ctx context.Context, by account.Session, id, typedName string) error
	RemovePasskey(ctx context.Context, by account.Session, id string, sure bool) error
	BeginPasskeyLogin(ctx context.Context, e account.Entry) (account.Ceremony, error)
	FinishPasskeyLogin(ctx context.Context, ceremonyID string, response []byte, e account.Entry) (account.Entrance, error)
}

// StaffDoors are the city's own ways to sign in, for its staff.
type StaffDoors interface {
	StartStaff(ctx context.Context, providerID string, e account.Entry) (ceremonyID, address string, err error)
	FinishStaff(ctx context.Context, ceremonyID string, query url.Values, e account.Entry) (account.Entrance, error)
	StaffSignOut(ctx context.Context, by account.Session) (address string, err error)
}

// A StaffDoor is one of them, as it is shown where people sign in.
type StaffDoor struct {
	ID   string // of the account.Provider
	Name string // "Ville d’Issy"
}

// Jobs are what the program does later.
type Jobs interface {
	Waiting(ctx context.Context, most int) ([]job.Listed, error)
	Failed(ctx context.Context, most int) ([]job.Listed, error)
	Retry(ctx context.Context, id int64) error
	Drop(ctx context.Context, id int64) error
}

// Backups tell how the folder of the backups is.
type Backups interface {
	Status() backup.Status
}

// Retention tells how it stands with how long things are kept. It is
// [retention.Service].
type Retention interface {
	Standings(ctx context.Context) ([]retention.Standing, error)
}

// Outbox tells how the mails are doing, and names nobody.
type Outbox interface {
	Outbox(ctx context.Context, limit int) (notify.Outbox, error)
}
