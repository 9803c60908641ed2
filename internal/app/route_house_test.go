package app

import (
	"net/url"
	"strconv"
	"testing"

	"capzero/internal/challenge"
	"capzero/internal/household"
)

// houseFor gives somebody a household with a child, an absence and another adult,
// who shows them everything.
func (w *routeWalk) houseFor(t *testing.T, who *asker) {
	t.Helper()
	if who.token == "" || who.mate != nil {
		return
	}
	who.mate = w.comeAs(t, "participant", defaultCity)
	me, mate, houses := who.session.Person.ID, who.mate.session.Person.ID, w.homes.households
	_, err := houses.Create(t.Context(), mate, household.Home{City: defaultCity, Housing: household.Flat, Persons: 3, Children: 1})
	must(t, err)
	must(t, houses.AddChild(t.Context(), mate, "Lou"))
	must(t, houses.AddAbsence(t.Context(), mate, "2026-11-10", "2026-11-12"))
	code, _, err := houses.InviteByCode(t.Context(), mate)
	must(t, err)
	_, err = houses.Join(t.Context(), me, code, false)
	must(t, err)
	_, err = w.season.Enrol(t.Context(), mate, challenge.CityChannel)
	must(t, err)
	for _, person := range []string{me, mate} {
		must(t, w.homes.consents.Decide(t.Context(), person, "fr", "test", household.Decision{
			Purpose: household.SharingAtHome, Choice: household.Accept, Version: w.purposeText(t, person, household.SharingAtHome),
		}))
		must(t, houses.Share(t.Context(), person, household.Footprint))
	}
}

// pseudonym is one that is proposed to somebody who is in no ranking.
func (w *routeWalk) pseudonym(t *testing.T, person string) string {
	t.Helper()
	must(t, w.season.LeaveRanking(t.Context(), person, "fr"))
	r, _, err := w.season.Ranking(t.Context(), person, defaultCity, 0)
	must(t, err)
	return url.QueryEscape(r.Offered[0].String())
}

// purposeText is the version of what is asked about a purpose.
func (w *routeWalk) purposeText(t *testing.T, person string, of household.Purpose) string {
	t.Helper()
	switches, err := w.homes.consents.Switches(t.Context(), person, "fr")
	must(t, err)
	for _, s := range switches {
		if s.Purpose == of {
			return s.Version
		}
	}
	t.Fatalf("nobody is asked about %s", of)
	return ""
}

// number is that of a child or an absence of one's own household, or one that only
// a larger household has.
func (w *routeWalk) number(t *testing.T, name string, who *asker, whose string) string {
	t.Helper()
	if who.token == "" || whose == theirs {
		return "9"
	}
	h, found, err := w.homes.households.Of(t.Context(), who.session.Person.ID)
	must(t, err)
	if !found {
		t.Fatal("there is no household")
	}
	if name == "absence" {
		return strconv.Itoa(h.Absences[len(h.Absences)-1].Number)
	}
	return strconv.Itoa(h.Children()[0].Number)
}

// homeThing makes what a household has for its adults, and nobody else.
func (w *routeWalk) homeThing(t *testing.T, name string, owner *asker) string {
	t.Helper()
	w.houseFor(t, owner)
	houses := w.homes.households
	switch name {
	case "housemate":
		w.measureFor(t, owner.mate)
		return owner.mate.session.Person.ID
	case "text":
		return w.purposeText(t, owner.session.Person.ID, household.SharingAtHome)
	case "ranking text":
		return w.purposeText(t, owner.session.Person.ID, household.Ranking)
	case "pseudonym":
		return w.pseudonym(t, owner.session.Person.ID)
	case "invitation":
		_, _, err := houses.InviteByLink(t.Context(), owner.session.Person.ID, 1)
		must(t, err)
		all, err := houses.Invitations(t.Context(), owner.session.Person.ID)
		must(t, err)
		return all[0].ID
	case "proposal":
		return w.propose(t, owner)
	}
	return w.strangers(t, name == "household code")
}

// propose has the other adult of a household ask somebody to come along to another
// home.
func (w *routeWalk) propose(t *testing.T, to *asker) string {
	t.Helper()
	me, houses := to.session.Person.ID, w.homes.households
	h, _, err := houses.Of(t.Context(), me)
	must(t, err)
	for _, m := range h.Adults() {
		if m.Person == me {
			_, err := houses.Split(t.Context(), to.mate.session.Person.ID, household.Parting{
				Adults: []int{m.Number}, Home: household.Home{City: defaultCity, Housing: household.House, Persons: 2},
			})
			must(t, err)
		}
	}
	all, err := houses.Proposals(t.Context(), me)
	must(t, err)
	for key, who := range w.people { // who was proposed to has a household without the other now
		if who == to {
			delete(w.people, key)
		}
	}
	return all[0].ID
}

// strangers makes a household that asks somebody in.
func (w *routeWalk) strangers(t *testing.T, byCode bool) (secret string) {
	t.Helper()
	host := w.comeAs(t, "participant", defaultCity).session.Person.ID
	_, err := w.homes.households.Create(t.Context(), host, household.Home{City: defaultCity, Housing: household.Flat, Persons: 2})
	must(t, err)
	if byCode {
		secret, _, err = w.homes.households.InviteByCode(t.Context(), host)
	} else {
		secret, _, err = w.homes.households.InviteByLink(t.Context(), host, 1)
	}
	must(t, err)
	return secret
}
