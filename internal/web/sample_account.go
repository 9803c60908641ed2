package web

import (
	"context"
	"time"

	"capzero/internal/account"
	"capzero/internal/fault"
	"capzero/internal/notify"
)

// sampleSession is what the cookie of somebody signed in holds in a gallery.
const sampleSession account.Token = "sample-session"

// A people is what package account answers in a scene.
type people struct {
	session account.Session   // the zero one is a visitor's
	devices []account.Session // more than this one
	peeked  account.Peeked
	mails   []notify.Posted
	office  office
	fails   error // what a form or a link meets
}

// Session implements [Accounts].
func (p people) Session(context.Context, account.Token) (account.Session, error) {
	if !p.session.SignedIn() {
		return account.Session{}, fault.New(fault.Unauthenticated, "error.signed_out")
	}
	return p.session, nil
}

// Renew implements [Accounts].
func (p people) Renew(context.Context, account.Session) (account.Token, error) {
	return sampleSession, nil
}

// Start implements [Accounts].
func (p people) Start(context.Context, account.Asked) (string, error) { return "sample", p.fails }

// StartEmail implements [Accounts].
func (p people) StartEmail(context.Context, account.Session, account.Asked) (string, error) {
	return "sample", p.fails
}

// Peek implements [Accounts].
func (p people) Peek(context.Context, account.Token) (account.Peeked, error) {
	return p.peeked, p.fails
}

// Use implements [Accounts].
func (p people) Use(context.Context, account.Token, account.Entry) (account.Entrance, error) {
	return account.Entrance{Token: sampleSession}, p.fails
}

// UseCode implements [Accounts].
func (p people) UseCode(context.Context, string, string, account.Entry) (account.Entrance, error) {
	return account.Entrance{Token: sampleSession}, p.fails
}

// PeekFirst implements [Accounts].
func (p people) PeekFirst(context.Context, account.Token) error { return p.fails }

// UseFirst implements [Accounts].
func (p people) UseFirst(context.Context, account.Token, account.Entry) (account.Entrance, error) {
	return account.Entrance{Token: sampleSession}, p.fails
}

// SetName implements [Accounts].
func (p people) SetName(context.Context, account.Session, string) error { return p.fails }

// SetLanguage implements [Accounts].
func (p people) SetLanguage(context.Context, account.Session, string) error { return p.fails }

// Devices implements [Accounts].
func (p people) Devices(context.Context, account.Session) ([]account.Session, error) {
	return append([]account.Session{p.session}, p.devices...), nil
}

// End implements [Accounts].
func (p people) End(context.Context, account.Session, string) error { return p.fails }

// EndOthers implements [Accounts].
func (p people) EndOthers(context.Context, account.Session) (int64, error) { return 0, p.fails }

// Unsubscribes implements [Prompts].
func (p people) Unsubscribes(string) error { return p.fails }

// Unsubscribe implements [Prompts].
func (p people) Unsubscribe(context.Context, string) error { return p.fails }

// Mailbox implements [Mailbox].
func (p people) Mailbox(context.Context, int) ([]notify.Posted, error) { return p.mails, nil }

// somebody is signed in with some roles.
func somebody(name string, roles ...account.Role) account.Session {
	return account.Session{
		ID:     "SAMPLE1",
		Person: account.Person{ID: "SAMPLE", Name: name, Email: account.Address{Typed: "anne.martin@exemple.fr", Key: "anne.martin@exemple.fr"}},
		Device: account.Device{Browser: "Firefox", System: "Android"},
		Seen:   day.Add(-3 * time.Minute),
	}.WithRoles("issy", append([]account.Role{account.Participant}, roles...)...)
}

// withoutEmail is somebody who came in with a card.
func withoutEmail(s account.Session) account.Session {
	s.Person.Email = account.Address{}
	return s
}

// otherDevices are where somebody is signed in as well.
func otherDevices(n int) []account.Session {
	kinds := []account.Device{{Browser: "Safari", System: "iPhone"}, {Browser: "Edge", System: "Windows"}, {}}
	var all []account.Session
	for i := range n {
		all = append(all, account.Session{
			ID: "OTHER" + string(rune('A'+i%26)), Device: kinds[i%len(kinds)],
			Seen: day.Add(-time.Duration(i*i+1) * 9 * time.Hour),
		})
	}
	return all
}

var sampleMails = []notify.Posted{
	{
		To: "anne.martin@exemple.fr", Subject: "Votre lien pour entrer – Cap Zéro Issy", QueuedAt: day,
		Plain: "Bonjour,\n\nOuvrez ce lien, puis appuyez sur le bouton de la page.\n\nhttps://capzero.exemple.fr/entrer/ABCDEF\n\n123 456\n",
	},
	{
		To: repeated("prenom.", 12) + "nom@exemple.fr", Subject: repeated("Un très long sujet ", 8), QueuedAt: day,
		Plain: repeated("motsansespace", 30) + "\n",
	},
}

// accountScenes are the pages of accounts in every state.
func accountScenes() []scene {
	asked := map[string][]string{fieldEmail: {"anne martin@exemple"}}
	wrong := map[string][]string{fieldCode: {"12345"}}
	anne := somebody("Anne")
	return []scene{
		{page: "entrer", name: "debut", path: "/entrer", nobody: true},
		{page: "entrer", name: "mesure-faite", path: "/entrer"},
		{page: "entrer", name: "adresse-refusee", method: "POST", path: "/entrer", form: asked, nobody: true,
			data: sample{people: people{fails: fault.At(fieldEmail, fault.Invalid, "error.email_invalid")}}},
		{page: "entrer", name: "pas-de-messages", method: "POST", path: "/entrer", form: asked, nobody: true,
			data: sample{people: people{fails: fault.New(fault.Conflict, "error.no_mail")}}},
		{page: "entrer", name: "code", path: "/entrer/code", nobody: true, asked: true},
		{page: "entrer", name: "code-faux", method: "POST", path: "/entrer/code", form: wrong, nobody: true, asked: true,
			data: sample{people: people{fails: fault.At(fieldCode, fault.Invalid, "error.code_wrong", "count", 3)}}},
		{page: "entrer", name: "code-epuise", method: "POST", path: "/entrer/code", form: wrong, nobody: true, asked: true,
			data: sample{people: people{fails: fault.At(fieldCode, fault.Limited, "error.code_exhausted")}}},
		{page: "entrer", name: "lien", path: "/entrer/ABCDEF", nobody: true,
			data: sample{people: people{peeked: account.Peeked{Email: "a…n@exemple.fr"}}}},
		{page: "entrer", name: "lien-nouvelle-adresse", path: "/entrer/ABCDEF", nobody: true,
			data: sample{people: people{peeked: account.Peeked{Email: "a…n@exemple.fr", Confirms: true}}}},
		{page: "entrer", name: "lien-deja-servi", path: "/entrer/ABCDEF", nobody: true,
			data: sample{people: people{fails: fault.New(fault.Conflict, "error.sign_in_used")}}},
		{page: "entrer", name: "lien-trop-ancien", path: "/entrer/ABCDEF", nobody: true,
			data: sample{people: people{fails: fault.New(fault.Conflict, "error.sign_in_expired")}}},
		{page: "entrer", name: "lien-inconnu", path: "/entrer/ABCDEF", nobody: true,
			data: sample{people: people{fails: fault.New(fault.NotFound, "error.sign_in_unknown")}}},
		{page: "entrer", name: "premiere-entree", path: "/premiere/ABCDEF", nobody: true},
		{page: "entrer", name: "premiere-entree-finie", path: "/premiere/ABCDEF", nobody: true,
			data: sample{people: people{fails: fault.New(fault.NotFound, "error.first_unknown")}}},
		{page: "entrer", name: "bienvenue", path: "/compte/bienvenue", data: sample{people: people{session: somebody("")}}},
		{page: "entrer", name: "nom-refuse", method: "POST", path: "/compte/nom", form: map[string][]string{fieldName: {" "}, fieldNext: {"/"}},
			data: sample{people: people{session: somebody(""), fails: fault.At(fieldName, fault.Invalid, "error.name_empty")}}},
		{page: "compte", name: "un-appareil", path: "/compte", data: sample{people: people{session: anne}}},
		{page: "compte", name: "des-appareils", path: "/compte", data: sample{people: people{session: anne, devices: otherDevices(5)}}},
		{page: "compte", name: "sans-adresse", path: "/compte", data: sample{people: people{session: withoutEmail(somebody(""))}}},
		{page: "compte", name: "adresse-envoyee", path: "/compte?adresse=envoyee", data: sample{people: people{session: anne}}},
		{page: "compte", name: "adresse-refusee", method: "POST", path: "/compte/adresse", form: asked,
			data: sample{people: people{session: anne, fails: fault.At(fieldEmail, fault.Conflict, "error.email_taken")}}},
		{page: "compte", name: "equipe-de-la-ville", path: "/compte",
			data: sample{people: people{session: somebody("عائشة "+repeated("Nom", 17), account.Facilitator, account.Officer, account.Steward)}}},
		{page: "compte", name: "sans-compte", method: "POST", path: "/compte/nom", nobody: true},
		{page: "compte", name: "pas-de-cette-ville", path: "/compte", data: sample{people: people{session: stranger()}}},
		{page: "desabonnement", name: "demande", path: "/desabonnement/ABC", nobody: true},
		{page: "desabonnement", name: "fait", method: "POST", path: "/desabonnement/ABC", nobody: true},
		{page: "desabonnement", name: "lien-coupe", path: "/desabonnement/ABC", nobody: true,
			data: sample{people: people{fails: fault.New(fault.NotFound, "error.unsubscribe_unknown")}}},
		{page: "courriels", name: "aucun", path: "/courriels"},
		{page: "courriels", name: "des-messages", path: "/courriels", data: sample{people: people{mails: sampleMails}}},
	}
}

// stranger has an account, and no part in this city.
func stranger() account.Session { return somebody("Zoé").WithRoles("ailleurs", account.Officer) }
