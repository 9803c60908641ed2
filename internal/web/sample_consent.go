package web

import (
	"context"
	"io"

	"capzero/internal/city"
	"capzero/internal/fault"
	"capzero/internal/household"
)

// A ledger has the texts of the register, and the choices of a scene.
type ledger struct {
	homes
	register Consents
	city     city.City
}

// Switches implements [Consents].
func (l ledger) Switches(_ context.Context, _, lang string) (all []household.Switch, err error) {
	for _, row := range l.register.Register(l.city, lang).Rows {
		if row.Basis != household.Consent {
			continue
		}
		sw := household.Switch{Purpose: row.Purpose, Text: row.Text, Version: row.Version, Standing: household.Unasked}
		if standing, said := l.standings[row.Purpose]; said {
			sw.Standing, sw.Since = standing, day
		}
		all = append(all, sw)
	}
	return all, nil
}

// Decide implements [Consents].
func (l ledger) Decide(context.Context, string, string, string, ...household.Decision) error {
	return l.fails
}

// Asked implements [Consents].
func (l ledger) Asked() map[household.Purpose][]string { return l.register.Asked() }

// Register implements [Consents].
func (l ledger) Register(of city.City, lang string) household.Register {
	return l.register.Register(of, lang)
}

// WriteRegister implements [Consents].
func (l ledger) WriteRegister(w io.Writer, of city.City, lang string) error {
	return l.register.WriteRegister(w, of, lang)
}

// everyStanding is a person who has said something different of each purpose.
var everyStanding = map[household.Purpose]household.Standing{
	household.SharingAtHome: household.Accepted,
	household.OpenData:      household.Refused,
	household.Reminders:     household.Postponed,
	household.Evaluation:    household.Outdated,
}

// consentScenes are the pages of what people allow in every state.
func consentScenes() []scene {
	anne := people{session: somebody("Anne")}
	choosing := form(fieldPurpose, "reminders", household.ChoiceField, "accept", fieldVersion, "old")
	return []scene{
		{page: "vos-choix", name: "visiteur", path: "/vos-choix", nobody: true},
		{page: "vos-choix", name: "rien-choisi", path: "/vos-choix", data: sample{people: anne}},
		{page: "vos-choix", name: "de-tout", path: "/vos-choix?suite=/foyer", data: sample{people: anne, homes: homes{standings: everyStanding}}},
		{page: "vos-choix", name: "texte-change", method: "POST", path: "/vos-choix", form: choosing,
			data: sample{people: anne, homes: homes{standings: everyStanding, fails: fault.New(fault.Conflict, "consent.text_changed")}}},
		{page: "vos-choix", name: "choix-inconnu", method: "POST", path: "/vos-choix", form: choosing,
			data: sample{people: anne, homes: homes{fails: fault.New(fault.NotFound, "consent.purpose_unknown")}}},
		{page: "vos-choix", name: "sans-compte", method: "POST", path: "/vos-choix", form: choosing, nobody: true},
		{page: "registre", name: "page", path: "/registre", nobody: true},
	}
}
