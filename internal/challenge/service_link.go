package challenge

import (
	"context"
	"time"

	"capzero/internal/db"
	"capzero/internal/fault"
	"capzero/internal/household"
)

const (
	teamLinkLasts = 7 * 24 * time.Hour // as long as one into a household
	mostTeamLinks = 20                 // in a day, of one team
	linkDay       = 24 * time.Hour
)

var errTeamLinkUnknown = fault.New(fault.NotFound, "teams.link_unknown")

// InviteToTeam returns the secret of a new link into the team of a person. It is
// shown now and never again, and lets households in for a week.
func (s *Service) InviteToTeam(ctx context.Context, person string) (token string, expires time.Time, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		t, _, err := s.teamOf(ctx, tx, person)
		if err != nil {
			return err
		}
		n, err := countTeamLinks(ctx, tx, t.ID, tx.Now.Add(-linkDay).Unix())
		if err != nil || n >= mostTeamLinks {
			return firstOf(err, fault.New(fault.Limited, "teams.links_many", "max", mostTeamLinks))
		}
		var hash string
		token, hash = household.NewSecret()
		expires = tx.Now.Add(teamLinkLasts).Truncate(time.Second)
		return insertTeamLink(ctx, tx, hash, t.ID, person, expires.Unix())
	})
	return token, expires, err
}

// A TeamInvited is what somebody sees of a team before joining it: nothing of who
// is in it.
type TeamInvited struct {
	Name       string
	City       string // id of its pack
	Zone       string
	Households int
	Starts     Week      // its missions
	Already    bool      // who asks is in it
	Expires    time.Time // the link; zero for a proposal
}

// LookAtTeam says what a person would join by a link. Person may be empty.
func (s *Service) LookAtTeam(ctx context.Context, person, token string) (in TeamInvited, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		t, season, expires, err := openTeam(ctx, tx, token)
		if err != nil {
			return err
		}
		members, err := readTeamMembers(ctx, tx, t.ID)
		if err != nil {
			return err
		}
		in = TeamInvited{
			Name: t.Name, City: season.City, Zone: t.Zone, Households: len(members), Starts: season.Starts(t.Wave), Expires: expires,
		}
		id, _, err := s.households.HouseholdOf(ctx, tx, person)
		for _, m := range members {
			in.Already = in.Already || m.Household == id
		}
		return err
	})
	return in, err
}

// JoinTeam lets the household of a person into the team of a link. One that does
// not take part in the season yet does so by joining.
func (s *Service) JoinTeam(ctx context.Context, person, token string, how Joining) (t Team, err error) {
	err = s.arrive(ctx, person, how, func(tx *db.Tx, n *newcomer) error {
		var season Season
		var err error
		if t, season, _, err = openTeam(ctx, tx, token); err != nil {
			return err
		}
		if err := s.look(ctx, tx, n, season); err != nil {
			return err
		}
		return s.admit(ctx, tx, t, n)
	})
	return t, err
}

// openTeam returns the team of a link that lets somebody in, and until when.
func openTeam(ctx context.Context, tx *db.Tx, token string) (t Team, season Season, until time.Time, err error) {
	hash, ok := household.ReadSecret(token)
	if !ok {
		return t, season, until, errTeamLinkUnknown
	}
	t, expires, found, err := findTeamByLink(ctx, tx, hash)
	switch {
	case err != nil:
		return t, season, until, err
	case !found:
		return t, season, until, errTeamLinkUnknown
	case tx.Now.Unix() >= expires:
		return t, season, until, fault.New(fault.NotFound, "teams.link_expired")
	}
	members, err := readTeamMembers(ctx, tx, t.ID)
	if err != nil {
		return t, season, until, err
	}
	if len(members) == 0 { // a link outlives those who made it
		return t, season, until, errTeamGone
	}
	season, err = findSeason(ctx, tx, t.Season)
	return t, season, moment(expires), err
}
