package challenge

import (
	"context"
	"crypto/rand"
	"fmt"

	"capzero/internal/access"
	"capzero/internal/db"
	"capzero/internal/fault"
	"capzero/internal/household"
)

// Proposals are what came of proposing teams.
type Proposals struct {
	Teams      int
	Households int
	Waiting    int // households with too few around them
}

// A ProposedTeam is one of them, as the city sees it before it exists.
type ProposedTeam struct {
	Zone       string
	Starts     Week // its missions
	Households int
}

// Foresee is what proposing teams would come to now. It changes nothing: the same
// households are grouped in the same way when teams are proposed.
func (s *Service) Foresee(ctx context.Context, cityID, seasonID string) (would Proposals, teams []ProposedTeam, err error) {
	homes, err := s.lonely(ctx, cityID, seasonID)
	if err != nil {
		return would, nil, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		season, err := findSeason(ctx, tx, seasonID)
		if err != nil {
			return err
		}
		var groups []grouping
		groups, would, err = groupings(ctx, tx, season, homes)
		teams = nil
		for _, g := range groups {
			teams = append(teams, ProposedTeam{g.zone, season.Starts(g.wave), len(g.households)})
		}
		return err
	})
	return would, teams, err
}

// groupings puts the households of a season into teams that still have none.
func groupings(ctx context.Context, tx *db.Tx, season Season, homes map[household.ID]neighbourhood) ([]grouping, Proposals, error) {
	without, err := readWithoutTeam(ctx, tx, season.ID)
	if err != nil {
		return nil, Proposals{}, err
	}
	var all []candidate
	for _, c := range without {
		if home, lives := homes[c.household]; lives {
			all = append(all, candidate{c.household, neighbourhood{home.zone, c.wave}})
		}
	}
	groups, waiting := group(season.seed, all)
	return groups, Proposals{Teams: len(groups), Households: len(all) - waiting, Waiting: waiting}, nil
}

// ProposeTeams proposes a team to the households of a season that do missions and
// have none, with others of their zone. Each of them decides: nobody is put into a
// team. Who has an open proposal, or has said no, is left alone.
// Their adults can see who did.
func (s *Service) ProposeTeams(ctx context.Context, by access.Hand, seasonID string) (done Proposals, err error) {
	homes, err := s.lonely(ctx, by.City, seasonID)
	if err != nil {
		return done, err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		season, err := findSeason(ctx, tx, seasonID)
		if err != nil {
			return err
		}
		var groups []grouping
		if groups, done, err = groupings(ctx, tx, season, homes); err != nil {
			return err
		}
		return s.propositions(ctx, tx, by, season, groups)
	})
	return done, err
}

// lonely are the households that may be proposed a team, with where they live
// today. It is read before the right to write is held: they are many.
func (s *Service) lonely(ctx context.Context, cityID, seasonID string) (homes map[household.ID]neighbourhood, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		homes = map[household.ID]neighbourhood{}
		season, err := findSeason(ctx, tx, seasonID)
		if err != nil || season.City != cityID {
			return firstOf(err, errNoSeason)
		}
		today := s.today(tx, cityID)
		if season.PhaseOn(today) >= Closing {
			return errSeasonOver
		}
		all, err := readWithoutTeam(ctx, tx, seasonID)
		if err != nil {
			return err
		}
		for _, c := range all {
			if season.Starts(c.wave) > WeekOf(today) {
				continue
			}
			adults, err := s.households.AdultsOf(ctx, tx, c.household)
			if err != nil {
				return err
			}
			if len(adults) == 0 {
				continue // it has ended
			}
			home, err := s.households.HomeOf(ctx, tx, c.household)
			if err != nil {
				return err
			}
			if home.City == cityID {
				homes[c.household] = neighbourhood{home.Zone, c.wave}
			}
		}
		return nil
	})
	return homes, err
}

// propositions writes the teams that are proposed, named by their zone until they
// call themselves otherwise.
func (s *Service) propositions(ctx context.Context, tx *db.Tx, by access.Hand, season Season, groups []grouping) error {
	others, err := readTeams(ctx, tx, season.ID)
	if err != nil {
		return err
	}
	inZone := map[string]int{}
	for _, t := range others {
		inZone[t.Zone]++
	}
	for _, g := range groups {
		inZone[g.zone]++
		t := Team{
			ID: rand.Text(), Season: season.ID, Zone: g.zone, Wave: g.wave, number: notDrawn,
			Name: fmt.Sprint(s.zoneName(season.City, g.zone), " ", inZone[g.zone]),
		}
		if err := insertTeam(ctx, tx, t, by.Person); err != nil {
			return err
		}
		var adults []string
		for _, id := range g.households {
			if err := insertProposal(ctx, tx, t, id); err != nil {
				return err
			}
			of, err := s.households.AdultsOf(ctx, tx, id)
			if err != nil {
				return err
			}
			adults = append(adults, of...)
		}
		if err := access.Note(ctx, tx, by, access.TeamProposed, adults...); err != nil {
			return err
		}
	}
	return nil
}

// zoneName is what a zone is called in its city, or the city for none.
func (s *Service) zoneName(cityID, zone string) string {
	c := s.cities[cityID]
	if z, known := c.Zone(zone); known {
		return z.Name
	}
	return c.Short
}

// A Proposal is a team that is proposed to a household.
type Proposal struct {
	ID string // of the team
	TeamInvited
}

// Proposal is the team that the household of a person is proposed, if any.
func (s *Service) Proposal(ctx context.Context, person string) (proposal Proposal, found bool, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		proposal, found = Proposal{}, false
		p, err := s.participation(ctx, tx, person)
		if err != nil || p.Enrolment.Team != "" {
			return err
		}
		id, open, err := openProposal(ctx, tx, p.Season.ID, p.Enrolment.Household)
		if err != nil || !open {
			return err
		}
		t, _, err := findTeam(ctx, tx, id)
		if err != nil {
			return err
		}
		members, err := readTeamMembers(ctx, tx, id)
		found = err == nil && len(members) < MostHouseholds
		proposal = Proposal{id, TeamInvited{
			Name: t.Name, City: p.Season.City, Zone: t.Zone, Households: len(members), Starts: p.Season.Starts(t.Wave),
		}}
		return err
	})
	return proposal, found, err
}

// AnswerProposal says what a household makes of a team that it is proposed. How is
// for a yes.
func (s *Service) AnswerProposal(ctx context.Context, person, teamID string, answer ProposalAnswer, how Joining) error {
	switch answer {
	case ProposalYes:
		return s.arrive(ctx, person, how, func(tx *db.Tx, n *newcomer) error {
			t, err := proposedTo(ctx, tx, teamID, n.id)
			if err != nil {
				return err
			}
			season, err := findSeason(ctx, tx, t.Season)
			if err != nil {
				return err
			}
			if err := s.look(ctx, tx, n, season); err != nil {
				return err
			}
			if err := s.admit(ctx, tx, t, n); err != nil {
				return err
			}
			return answerProposal(ctx, tx, t, n.id, answer, person)
		})
	case ProposalNo, ProposalLater:
		return s.db.Write(ctx, func(tx *db.Tx) error {
			id, _, err := s.home(ctx, tx, person)
			if err != nil {
				return err
			}
			t, err := proposedTo(ctx, tx, teamID, id)
			if err != nil {
				return err
			}
			return answerProposal(ctx, tx, t, id, answer, person)
		})
	}
	return fault.At(AnswerField, fault.Invalid, "teams.answer_unknown")
}

// proposedTo is a team that was proposed to a household.
func proposedTo(ctx context.Context, tx *db.Tx, teamID string, id household.ID) (Team, error) {
	t, found, err := findTeam(ctx, tx, teamID)
	if err != nil || !found {
		return t, firstOf(err, errNoProposal)
	}
	proposed, err := isProposed(ctx, tx, teamID, id)
	if err != nil || !proposed {
		return t, firstOf(err, errNoProposal)
	}
	return t, nil
}

var errNoProposal = fault.New(fault.NotFound, "teams.proposal_none")
