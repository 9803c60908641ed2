package household

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"capzero/internal/i18n"
	"capzero/internal/retention"
)

// A Purpose is why personal data is used. Whatever uses some has one.
type Purpose string

// The purposes. Their texts are in the catalogues, under these names.
const (
	Account       Purpose = "account"    // to know who comes back
	LivingHome    Purpose = "home"       // who lives together
	Assessment    Purpose = "assessment" // one's own carbon and waste
	SharingAtHome Purpose = "sharing"    // others of the household see what is one's own
	CityFigures   Purpose = "city"       // the means of the city
	Reminders     Purpose = "reminders"  // mails that nobody has asked for one by one
	Evaluation    Purpose = "evaluation" // did the challenge change anything
	TeamName      Purpose = "team"       // a pseudonym that the team sees
	Ranking       Purpose = "ranking"    // a place among others of a season, under a pseudonym
	OpenData      Purpose = "open"       // published figures
	Challenge     Purpose = "challenge"  // weighings, missions, seasons, teams and their boards
	Proof         Purpose = "proof"      // what people allowed, and when
	CityWork      Purpose = "work"       // roles, and what is done with them
	ServiceMails  Purpose = "mails"      // mails that somebody waits for
	CitySteering  Purpose = "steering"   // what an officer is asked about the challenge
	StaffLooks    Purpose = "looks"      // what staff looked at and changed about people
	Rights        Purpose = "rights"     // seeing, taking along, erasing
	Backups       Purpose = "backups"    // copies against losing everything
)

// A Basis is what makes a use lawful: article 6(1) of the GDPR.
type Basis string

// The bases.
const (
	PublicTask Basis = "task"       // point e
	Consent    Basis = "consent"    // point a
	Obligation Basis = "obligation" // point c
)

// An entry of the register, without its words.
type purposeFacts struct {
	Purpose Purpose
	Basis   Basis
}

// register is every use of personal data, in the order that it is read. What is
// needed for what a person asks for comes first; each of the others is a switch
// that is off until the person turns it on.
func register() []purposeFacts {
	return []purposeFacts{
		{Account, PublicTask},
		{LivingHome, PublicTask},
		{Assessment, PublicTask},
		{SharingAtHome, Consent},
		{CityFigures, PublicTask},
		{Challenge, PublicTask},
		{Proof, PublicTask},
		{CityWork, PublicTask},
		{ServiceMails, PublicTask},
		{CitySteering, PublicTask},
		{StaffLooks, PublicTask},
		{Rights, Obligation},
		{Backups, PublicTask},
		{Reminders, Consent},
		{Evaluation, Consent},
		{TeamName, Consent},
		{Ranking, Consent},
		{OpenData, Consent},
	}
}

// facts returns the line of the register for a purpose.
func (p Purpose) facts() (purposeFacts, bool) {
	for _, f := range register() {
		if f.Purpose == p {
			return f, true
		}
	}
	return purposeFacts{}, false
}

// A PurposeText is what a person reads about a purpose, in one language. The
// names of its fields are in what is stored and hashed: they never change.
type PurposeText struct {
	Name   string `json:"name"`
	What   string `json:"what"`   // why, in one sentence
	Basis  string `json:"basis"`  // by what right
	People string `json:"people"` // whose data
	Data   string `json:"data"`   // which data
	Sees   string `json:"sees"`   // who sees it
	Kept   string `json:"kept"`   // how long
}

// textOf is what a purpose says in a language. What people say yes to has its durations
// in its own words: who changes a rule writes another text, and they are asked again.
func (f purposeFacts) textOf(l *i18n.Locale, rules retention.Rules) PurposeText {
	say := func(field string) string {
		return l.T("purpose."+string(f.Purpose)+"."+field,
			"answers", rules.Keep(retention.Answers).Words(l),
			"inactive", rules.Keep(retention.Inactive).Words(l),
			"season", rules.Keep(retention.SeasonDetails).Words(l))
	}
	return PurposeText{
		Name: say("name"), What: say("what"), Basis: l.T("purpose.basis." + string(f.Basis)),
		People: say("people"), Data: say("data"), Sees: say("sees"), Kept: say("kept"),
	}
}

// A wording is a text with its version, the hash of all that was read. Another
// text, in whatever detail, is another version.
type wording struct {
	Purpose  Purpose
	Language string
	Version  string
	JSON     string
	Text     PurposeText
}

// versionBytes of a hash make two texts of one version as good as impossible.
const versionBytes = 16

func wordingOf(f purposeFacts, l *i18n.Locale, rules retention.Rules) (wording, error) {
	w := wording{Purpose: f.Purpose, Language: l.Tag(), Text: f.textOf(l, rules)}
	text, err := json.Marshal(w.Text)
	if err != nil {
		return w, fmt.Errorf("text of purpose %s: %w", f.Purpose, err)
	}
	w.JSON = string(text)
	sum := sha256.Sum256([]byte(string(w.Purpose) + "\n" + w.Language + "\n" + w.JSON))
	w.Version = hex.EncodeToString(sum[:versionBytes])
	return w, nil
}
