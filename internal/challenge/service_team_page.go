package challenge

import (
	"context"

	"capzero/internal/db"
	"capzero/internal/fault"
	"capzero/internal/household"
)

// A TeamPage is a team as one of its members sees it.
type TeamPage struct {
	Team       Team
	Season     Season
	Today      household.Day
	Week       Week
	Begun      bool // its missions; before, there are no figures and no board
	Forming    bool // there is one household in it
	Households []TeamHousehold
	OfWeek     []Sum // by kind
	OfSeason   []Sum
	Weeks      []TeamWeek // those of its missions, up to this one
	Targets    []Target   // none as long as too few households have one
}

// A TeamHousehold is one of a team, as it wants to be seen.
type TeamHousehold struct {
	Face          // no name where it is hidden
	Mine     bool // that of who looks
	Animates bool
	Missions int            // in the week, where it shows them
	Grams    map[Kind]int64 // in the week, where it shows them and nobody else's follow
}

// A TeamWeek is a week of a team.
type TeamWeek struct {
	Week Week
	Sums []Sum
}

// kinds lists the ledgers.
func kinds() []Kind { return []Kind{Carbon, Waste} }

// TeamPage is the team of a person's household, in a week.
func (s *Service) TeamPage(ctx context.Context, person string, w Week) (page TeamPage, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		p, err := s.participationIn(ctx, tx, person, holding(w))
		if err != nil {
			return err
		}
		if !p.Season.Holds(w) {
			return fault.New(fault.Conflict, "checkin.week_outside")
		}
		t, found, err := findTeam(ctx, tx, p.Enrolment.Team)
		if err != nil || !found {
			return firstOf(err, errNoTeam)
		}
		page = TeamPage{Team: t, Season: p.Season, Today: p.Today, Week: w, Begun: !p.Enrolment.Waits(p.Season.Plan, p.Today)}
		return s.fill(ctx, tx, &page, p.Enrolment.Household)
	})
	return page, err
}

// fill reads who is in a team, and once it has begun what it does.
func (s *Service) fill(ctx context.Context, tx *db.Tx, page *TeamPage, viewer household.ID) error {
	members, err := s.faces(ctx, tx, page.Team.ID)
	if err != nil {
		return err
	}
	animator, _, err := s.households.HouseholdOf(ctx, tx, page.Team.Animator)
	if err != nil {
		return err
	}
	for _, m := range members {
		page.Households = append(page.Households, TeamHousehold{
			Face: m.Face, Mine: m.Household == viewer, Animates: m.Household == animator,
		})
	}
	page.Forming = len(members) < LeastHouseholds
	if !page.Begun {
		return nil
	}
	if err := page.readMissions(ctx, tx, members); err != nil {
		return err
	}
	ledger, err := readTeamLedger(ctx, tx, page.Team)
	if err != nil {
		return err
	}
	page.sum(ledger, members, viewer)
	return nil
}

// faces are the households of a team as they may be shown: who chose a name and
// does not allow it any more is hidden.
func (s *Service) faces(ctx context.Context, tx *db.Tx, teamID string) ([]member, error) {
	members, err := readTeamMembers(ctx, tx, teamID)
	if err != nil {
		return nil, err
	}
	for i, m := range members {
		if m.Visibility == Hidden {
			continue
		}
		allowed, err := s.consents.Allows(ctx, tx, m.namedBy, household.TeamName)
		if err != nil {
			return nil, err
		}
		if !allowed {
			members[i].Face = Face{Visibility: Hidden}
		}
	}
	return members, nil
}

func (page *TeamPage) readMissions(ctx context.Context, tx *db.Tx, members []member) error {
	done, err := countMissions(ctx, tx, page.Team, page.Week)
	for i, m := range members {
		if m.Visibility.shows(ShowMissions) {
			page.Households[i].Missions = done[m.Household]
		}
	}
	return err
}

// sum puts the figures together that may be shown.
func (page *TeamPage) sum(l teamLedger, members []member, viewer household.ID) {
	for _, k := range kinds() {
		page.OfWeek = append(page.OfWeek, l.ofWeek(page.Week, k))
		done := l.ofSeason(k)
		page.OfSeason = append(page.OfSeason, done)
		if target, known := page.Team.targetOf(done, len(members)); known {
			page.Targets = append(page.Targets, target)
		}
		seen := l.single(viewer, members, page.Week, k)
		for i, m := range members {
			if grams, shown := seen[m.Household]; shown {
				page.Households[i].show(k, grams)
			}
		}
	}
	last := min(WeekOf(page.Today), page.Season.Last())
	for w := page.Season.Starts(page.Team.Wave); w <= last; w = w.Plus(1) {
		week := TeamWeek{Week: w}
		for _, k := range kinds() {
			week.Sums = append(week.Sums, l.ofWeek(w, k))
		}
		page.Weeks = append(page.Weeks, week)
	}
}

func (h *TeamHousehold) show(k Kind, grams int64) {
	if h.Grams == nil {
		h.Grams = map[Kind]int64{}
	}
	h.Grams[k] = grams
}
