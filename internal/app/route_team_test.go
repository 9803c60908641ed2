package app

import (
	"testing"

	"capzero/internal/challenge"
	"capzero/internal/household"
)

// host makes a household of somebody with a team of their own.
func (w *routeWalk) host(t *testing.T) (person string, team challenge.Team) {
	t.Helper()
	person = w.comeAs(t, "participant", defaultCity).session.Person.ID
	_, err := w.homes.households.Create(t.Context(), person, household.Home{City: defaultCity, Housing: household.Flat, Persons: 2})
	must(t, err)
	team, err = w.season.FormTeam(t.Context(), person, "Les Autres", challenge.Joining{})
	must(t, err)
	return person, team
}

// teamLink is a link into the team of a stranger.
func (w *routeWalk) teamLink(t *testing.T) string {
	t.Helper()
	person, _ := w.host(t)
	token, _, err := w.season.InviteToTeam(t.Context(), person)
	must(t, err)
	return token
}

// newBoard makes a team with one message, and names its author as well.
func (w *routeWalk) newBoard(t *testing.T, made map[string]string) string {
	t.Helper()
	person, team := w.host(t)
	_, err := w.season.Post(t.Context(), person, "Bonjour")
	must(t, err)
	made["author"] = person
	return team.ID
}
