package challenge

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"slices"

	"capzero/internal/db"
	"capzero/internal/fault"
	"capzero/internal/household"
)

var (
	errNoTeam     = fault.New(fault.Conflict, "teams.none")
	errTeamFull   = fault.New(fault.Conflict, "teams.full", "max", MostHouseholds)
	errTeamGone   = fault.New(fault.NotFound, "teams.gone")
	errSeasonOver = fault.New(fault.Conflict, "season.over")
)

// Joining is how a household comes into a team.
type Joining struct {
	Face
	Channel Channel // of one that does not take part yet
}

// FormTeam begins a team with the household of a person, who is its animator. One
// that is formed before the season is drawn as one; one that is formed later is of
// the wave of its first household.
func (s *Service) FormTeam(ctx context.Context, person, name string, how Joining) (t Team, err error) {
	if name, err = readTeamText(TeamNameField, name); err != nil {
		return t, err
	}
	err = s.arrive(ctx, person, how, func(tx *db.Tx, n *newcomer) error {
		season, found, err := s.current(ctx, tx, n.home.City)
		if err != nil || !found {
			return firstOf(err, errNoSeason)
		}
		if err := s.look(ctx, tx, n, season); err != nil {
			return err
		}
		if t, err = s.form(ctx, tx, n, name); err != nil {
			return err
		}
		return s.admit(ctx, tx, t, n)
	})
	return t, err
}

// A newcomer is a household on its way into a team, with one of its adults.
type newcomer struct {
	Joining
	person    string
	id        household.ID
	home      household.Period
	season    Season
	today     household.Day
	enrolment Enrolment
	enrolled  bool
	outlook   Outlook
}

// arrive lends f a household that comes into a team.
func (s *Service) arrive(ctx context.Context, person string, how Joining, f func(*db.Tx, *newcomer) error) error {
	face, err := how.Face.read()
	if err != nil {
		return err
	}
	outlook, err := s.outlook(ctx, person) // computed before the right to write is held
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		n := &newcomer{Joining: Joining{face, how.Channel.known()}, person: person, outlook: outlook}
		var err error
		if n.id, n.home, err = s.home(ctx, tx, person); err != nil {
			return err
		}
		if err := s.mayName(ctx, tx, person, face); err != nil {
			return err
		}
		return f(tx, n)
	})
}

// mayName refuses a face with a name from somebody who has not allowed that.
func (s *Service) mayName(ctx context.Context, tx *db.Tx, person string, f Face) error {
	if f.Visibility == Hidden {
		return nil
	}
	allowed, err := s.consents.Allows(ctx, tx, person, household.TeamName)
	if err != nil || !allowed {
		return firstOf(err, fault.At(VisibilityField, fault.Conflict, "teams.name_consent"))
	}
	return nil
}

// look finds how a newcomer stands in the season of the team.
func (s *Service) look(ctx context.Context, tx *db.Tx, n *newcomer, season Season) (err error) {
	n.season, n.today = season, s.today(tx, season.City)
	switch {
	case n.home.City != season.City:
		return fault.New(fault.Conflict, "teams.elsewhere")
	case season.PhaseOn(n.today) >= Closing:
		return errSeasonOver
	}
	n.enrolment, n.enrolled, err = findEnrolment(ctx, tx, season.ID, string(n.id))
	return err
}

func (s *Service) form(ctx context.Context, tx *db.Tx, n *newcomer, name string) (t Team, err error) {
	if n.enrolment.Team != "" {
		return t, inOne(ctx, tx, n.enrolment.Team)
	}
	t = Team{ID: rand.Text(), Season: n.season.ID, Name: name, Zone: n.home.Zone, Animator: n.person, number: notDrawn}
	if n.today < n.season.From.First() {
		if t.number, err = nextOf(ctx, tx, t.Season, teamStratum); err != nil {
			return t, err
		}
		t.Wave = draw(n.season.seed, teamStratum, t.number, n.season.Waves)
		return t, insertTeam(ctx, tx, t, n.person)
	}
	if !n.enrolled {
		if n.enrolment, err = s.enrol(ctx, tx, n.season, n.id, n.home, n.Channel); err != nil {
			return t, err
		}
		n.enrolled = true
	}
	t.Wave = n.enrolment.Wave
	return t, insertTeam(ctx, tx, t, n.person)
}

// inOne says which team a household is in already.
func inOne(ctx context.Context, tx *db.Tx, teamID string) error {
	t, _, err := findTeam(ctx, tx, teamID)
	return firstOf(err, fault.New(fault.Conflict, "teams.in_one", "name", t.Name))
}

// admit lets a household into a team that has a place left. Which of two that come
// at once is the last one is settled by the transaction.
func (s *Service) admit(ctx context.Context, tx *db.Tx, t Team, n *newcomer) error {
	if n.enrolment.Team != "" {
		if n.enrolment.Team == t.ID {
			return nil // pressed twice
		}
		return inOne(ctx, tx, n.enrolment.Team)
	}
	members, err := readTeamMembers(ctx, tx, t.ID)
	if err != nil {
		return err
	}
	if len(members) >= MostHouseholds {
		return errTeamFull
	}
	if err := s.takeStart(ctx, tx, t, n); err != nil {
		return err
	}
	m := member{Household: n.id, Face: n.Face, namedBy: n.person, aim: aimOf(n.season.Plan, t.Wave, n.home.Persons, n.outlook)}
	if err := insertTeamMember(ctx, tx, t, m, n.today); err != nil {
		return err
	}
	return s.settle(ctx, tx, t)
}

// takeStart has a household start with its team.
func (s *Service) takeStart(ctx context.Context, tx *db.Tx, t Team, n *newcomer) (err error) {
	if n.enrolled {
		if err := t.admits(n.enrolment, n.season.Plan, n.today); err != nil || !t.drawn() || n.today >= n.season.From.First() {
			return err
		}
		return followDraw(ctx, tx, n.enrolment, t.follows(n.enrolment))
	}
	e := Enrolment{
		Season: t.Season, Household: n.id, Channel: n.Channel, Housing: n.home.Housing, Zone: n.home.Zone, Stratum: guestStratum,
	}
	if !t.drawn() {
		if e.Number, err = nextOf(ctx, tx, t.Season, guestStratum); err != nil {
			return err
		}
	}
	return s.takesPart(ctx, tx, t.follows(e))
}

// settle puts a team in order after its members have changed: it has an animator
// who lives in it, or asks for one, and a target once enough have one.
func (s *Service) settle(ctx context.Context, tx *db.Tx, t Team) error {
	members, err := readTeamMembers(ctx, tx, t.ID)
	if err != nil {
		return err
	}
	after := t
	if after, err = s.animated(ctx, tx, after, members); err != nil {
		return err
	}
	if own := sumOfAims(members); after.aim.renewed(own) {
		after.aim = own
	}
	if after == t {
		return nil
	}
	return updateTeam(ctx, tx, after)
}

func sumOfAims(members []member) (all aim) {
	for _, m := range members {
		all = aim{all.households + 1, all.carbon + m.aim.carbon, all.waste + m.aim.waste}
	}
	return all
}

// RenameTeam is for the animator.
func (s *Service) RenameTeam(ctx context.Context, person, name string) error {
	name, err := readTeamText(TeamNameField, name)
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		t, _, err := s.teamOf(ctx, tx, person)
		if err != nil {
			return err
		}
		if t.Animator != person {
			return errNotAnimator
		}
		t.Name = name
		return updateTeam(ctx, tx, t)
	})
}

// ShowInTeam changes how the household of a person shows itself.
func (s *Service) ShowInTeam(ctx context.Context, person string, f Face) error {
	f, err := f.read()
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, p, err := s.teamOf(ctx, tx, person)
		if err != nil {
			return err
		}
		if err := s.mayName(ctx, tx, person, f); err != nil {
			return err
		}
		return writeFace(ctx, tx, p.Season.ID, p.Enrolment.Household, f, person)
	})
}

// teamOf is the team that the household of a person is in this season.
func (s *Service) teamOf(ctx context.Context, tx *db.Tx, person string) (t Team, p Participation, err error) {
	if p, err = s.participation(ctx, tx, person); err != nil {
		return t, p, err
	}
	t, found, err := findTeam(ctx, tx, p.Enrolment.Team)
	if err != nil || !found {
		return t, p, firstOf(err, errNoTeam)
	}
	return t, p, nil
}

// LeaveTeam takes the household of a person out of its team. What it did in the
// weeks in which it was there stays with the team. Doing it again changes nothing.
func (s *Service) LeaveTeam(ctx context.Context, person string) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		t, p, err := s.teamOf(ctx, tx, person)
		if errors.Is(err, errNoTeam) {
			return nil
		}
		if err != nil {
			return err
		}
		return s.quit(ctx, tx, t, p.Enrolment.Household, p.Today)
	})
}

func (s *Service) quit(ctx context.Context, tx *db.Tx, t Team, id household.ID, today household.Day) error {
	if err := endTeamMember(ctx, tx, t.Season, id, today); err != nil {
		return err
	}
	return s.settle(ctx, tx, t)
}

// Departed is told, in its transaction, that an adult has left a household, and
// whether it has ended with them: then it leaves its team. A team whose animator
// has gone asks for another one. In a ranking they are hidden until they have
// [Service.Joined] another one.
func (s *Service) Departed(ctx context.Context, tx *db.Tx, person string, from household.ID, ended bool) error {
	if err := seatEntrant(ctx, tx, person, ""); err != nil {
		return err
	}
	teams, err := teamsWith(ctx, tx, from)
	if err != nil {
		return err
	}
	for _, t := range teams {
		season, err := findSeason(ctx, tx, t.Season)
		if err != nil {
			return err
		}
		if ended {
			err = s.quit(ctx, tx, t, from, s.today(tx, season.City))
		} else {
			err = s.settle(ctx, tx, t)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// A TeamState is a team as its city sees it: no figure, and no name of anybody.
type TeamState struct {
	Team
	Households int
}

// Teams are those of a season with somebody in them, by their names. One whose Animator is empty
// lacks one.
func (s *Service) Teams(ctx context.Context, cityID, seasonID string) (all []TeamState, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		all = nil
		season, err := findSeason(ctx, tx, seasonID)
		if err != nil || season.City != cityID {
			return firstOf(err, errNoSeason)
		}
		teams, err := readTeams(ctx, tx, seasonID)
		if err != nil {
			return err
		}
		sizes, err := teamSizes(ctx, tx, seasonID)
		for _, t := range teams {
			if n := sizes[t.ID]; n > 0 {
				all = append(all, TeamState{t, n})
			}
		}
		slices.SortFunc(all, func(a, b TeamState) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) })
		return err
	})
	return all, err
}
