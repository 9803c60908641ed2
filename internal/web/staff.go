package web

import (
	"net/http"
	"time"

	"capzero/internal/account"
	"capzero/internal/i18n"
)

// staffPlaces are the pages of staff that somebody may open in this city.
func (s *server) staffPlaces(l *i18n.Locale, session account.Session) (places []Place) {
	for _, place := range []struct {
		path, key string
		needs     account.Permission
	}{
		{steeringPath, "steering.title", account.ReadSteering},
		{"/equipe", "team.heading", account.GrantFacilitators},
		{"/equipe/journal", "audit.heading", account.ReadAudit},
		{cityDataPath, "citydata.title", account.ReadRegister},
		{"/organisations", "organisations.heading", account.EntrustOrganisations},
		{"/cartes", "cards.heading", account.PrintCards},
		{"/saisons", "season.title", account.EditCity},
		{"/equipes", "cityteams.title", account.EditCity},
		{"/equipes/messages", "moderation.title", account.EditCity},
		{ideasPath, "idea.title", account.RunWorkshops},
		{"/coulisses", "backstage.heading", account.Operate},
	} {
		if session.May(s.City.ID, place.needs) {
			places = append(places, Place{Path: place.path, Name: l.T(place.key)})
		}
	}
	return places
}

// staffCookie holds which way to the city's own sign-in this browser has begun.
const staffCookie = "capzero-ville"

// staffWithin is how long somebody may take there.
const staffWithin = account.SignInFor + time.Minute

func (s *server) goingToCity() cookie { return newCookie(s.URL, staffCookie) }

// startStaff answers GET /entrer/vers/{provider}: off to the city's own sign-in.
func (s *server) startStaff(w http.ResponseWriter, r *http.Request) error {
	id, address, err := s.Accounts.StartStaff(r.Context(), r.PathValue("provider"), s.entry(r))
	if err != nil {
		return err
	}
	s.goingToCity().write(w, id, staffWithin)
	w.Header().Set("Cache-Control", "no-store")
	seeOther(w, r, address)
	return nil
}

// finishStaff answers GET /entrer/avec/{provider}: back from there, with what it
// has added to the address.
func (s *server) finishStaff(w http.ResponseWriter, r *http.Request) error {
	begun := s.goingToCity()
	in, err := s.Accounts.FinishStaff(r.Context(), begun.read(r), r.URL.Query(), s.entry(r))
	begun.clear(w)
	if err != nil {
		return err
	}
	s.letIn(w, r, in, "/compte")
	return nil
}
