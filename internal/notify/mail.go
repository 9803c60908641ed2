package notify

import (
	"time"

	"capzero/internal/i18n"
)

// A Mail is one kind of letter with what it is about.
type Mail interface {
	// Kind names the type in the outbox: "sign_in".
	Kind() string
	// Prompt reports whether it asks a person to do something that they have
	// not begun themselves. Those are bounded, and can be refused.
	Prompt() bool
	// Letter writes it in a language.
	Letter(l *i18n.Locale, from Sender) Letter
}

// A Sender is on whose behalf letters are written.
type Sender struct {
	City string // "Issy-les-Moulineaux"
	URL  string // of the program, without a stroke at its end
}

// SignIn brings the link and the code by which a person who has an account
// signs in.
type SignIn struct {
	Link, Code string
	Minutes    int // how long both can be used
}

// NoAccount answers who wants to sign in with an address that we do not know:
// the same link makes an account.
type NoAccount struct {
	Link, Code string
	Minutes    int
}

// ConfirmAddress brings the link and the code by which a person shows that a
// new address is theirs.
type ConfirmAddress struct {
	Link, Code string
	Minutes    int
}

// Invitation asks somebody to join a household.
type Invitation struct {
	From  string // the person who invites, as they call themselves
	Link  string
	Until time.Time // in the time zone of the city
}

// RoleGranted tells a person what they may do from now on.
type RoleGranted struct {
	RoleKey string // of the catalogues: "role.facilitator"
	Link    string
}

// Erased is the receipt of who has left: after it nothing of them is kept, this mail
// included.
type Erased struct {
	Reference string
	At        time.Time // in the time zone of the city
	Unused    bool      // they have not asked for it: nobody has used the account
}

// Unused tells a person that their account will be erased because nobody uses it, and
// how to keep it. The last one comes a week before.
type Unused struct {
	Since, Until time.Time // the last visit, and the first day on which it may be erased; in the time zone of the city
	Link         string
	Last         bool
}

// Kind names the mail in the outbox.
func (SignIn) Kind() string         { return "sign_in" }
func (NoAccount) Kind() string      { return "no_account" }
func (ConfirmAddress) Kind() string { return "confirm_address" }
func (Invitation) Kind() string     { return "invitation" }
func (RoleGranted) Kind() string    { return "role_granted" }
func (Erased) Kind() string         { return "erased" }
func (Unused) Kind() string         { return "account_unused" }

// Prompt is false: each of these answers something that was just done, or is about to
// be done to the account, which nobody can refuse to be told.
func (SignIn) Prompt() bool         { return false }
func (NoAccount) Prompt() bool      { return false }
func (ConfirmAddress) Prompt() bool { return false }
func (Invitation) Prompt() bool     { return false }
func (RoleGranted) Prompt() bool    { return false }
func (Erased) Prompt() bool         { return false }
func (Unused) Prompt() bool         { return false }

// Letter writes the mail.
func (m SignIn) Letter(l *i18n.Locale, from Sender) Letter {
	return Letter{
		Subject: l.T("mail.sign_in.subject", "city", from.City),
		Parts: []Part{
			Say(l.T("mail.hello")),
			Say(l.T("mail.sign_in.open", "minutes", m.Minutes)),
			Button(l.T("mail.sign_in.button"), m.Link),
			Say(l.T("mail.code")),
			Code(m.Code),
			Small(l.T("mail.code_secret")),
			Small(l.T("mail.not_you")),
		},
	}
}

// Letter writes the mail.
func (m NoAccount) Letter(l *i18n.Locale, from Sender) Letter {
	return Letter{
		Subject: l.T("mail.no_account.subject", "city", from.City),
		Parts: []Part{
			Say(l.T("mail.hello")),
			Say(l.T("mail.no_account.lead", "city", from.City)),
			Say(l.T("mail.no_account.join", "minutes", m.Minutes)),
			Button(l.T("mail.no_account.button"), m.Link),
			Say(l.T("mail.code")),
			Code(m.Code),
			Small(l.T("mail.code_secret")),
			Small(l.T("mail.no_account.other")),
			Small(l.T("mail.no_account.not_you")),
		},
	}
}

// Letter writes the mail.
func (m ConfirmAddress) Letter(l *i18n.Locale, from Sender) Letter {
	return Letter{
		Subject: l.T("mail.confirm.subject", "city", from.City),
		Parts: []Part{
			Say(l.T("mail.hello")),
			Say(l.T("mail.confirm.lead", "minutes", m.Minutes)),
			Button(l.T("mail.confirm.button"), m.Link),
			Say(l.T("mail.code")),
			Code(m.Code),
			Small(l.T("mail.code_secret")),
			Small(l.T("mail.confirm.not_you")),
		},
	}
}

// Letter writes the mail.
func (m Invitation) Letter(l *i18n.Locale, from Sender) Letter {
	return Letter{
		Subject: l.T("mail.invitation.subject", "name", m.From),
		Parts: []Part{
			Say(l.T("mail.hello")),
			Say(l.T("mail.invitation.lead", "name", m.From, "city", from.City)),
			Say(l.T("mail.invitation.yours")),
			Button(l.T("mail.invitation.button"), m.Link),
			Small(l.T("mail.invitation.until", "date", l.ShortDate(m.Until))),
			Small(l.T("mail.invitation.not_you")),
		},
	}
}

// Letter writes the mail.
func (m RoleGranted) Letter(l *i18n.Locale, from Sender) Letter {
	role := l.T(m.RoleKey)
	return Letter{
		Subject: l.T("mail.role.subject", "role", role),
		Parts: []Part{
			Say(l.T("mail.hello")),
			Say(l.T("mail.role.lead", "role", role, "city", from.City)),
			Button(l.T("mail.role.button"), m.Link),
			Small(l.T("mail.role.not_you")),
		},
	}
}

// Letter writes the mail.
func (m Erased) Letter(l *i18n.Locale, from Sender) Letter {
	lead, after := "mail.erased.lead", "mail.erased.not_you"
	if m.Unused {
		lead, after = "mail.erased.lead_unused", "mail.erased.again"
	}
	return Letter{
		Subject: l.T("mail.erased.subject", "city", from.City),
		Parts: []Part{
			Say(l.T("mail.hello")),
			Say(l.T(lead, "city", from.City, "moment", l.Moment(m.At))),
			Say(l.T("mail.erased.what")),
			Say(l.T("privacy.backups")),
			Say(l.T("mail.erased.reference", "reference", m.Reference)),
			Small(l.T("mail.erased.last")),
			Small(l.T(after)),
		},
	}
}

// Letter writes the mail.
func (m Unused) Letter(l *i18n.Locale, from Sender) Letter {
	subject := "mail.unused.subject"
	if m.Last {
		subject = "mail.unused.subject_last"
	}
	return Letter{
		Subject: l.T(subject, "city", from.City, "date", l.ShortDate(m.Until)),
		Parts: []Part{
			Say(l.T("mail.hello")),
			Say(l.T("mail.unused.lead", "city", from.City, "since", l.ShortDate(m.Since), "until", l.ShortDate(m.Until))),
			Say(l.T("mail.unused.keep")),
			Button(l.T("mail.unused.button"), m.Link),
			Say(l.T("mail.unused.copy")),
			Small(l.T("mail.unused.nothing")),
			Small(l.T("mail.unused.not_you")),
		},
	}
}
