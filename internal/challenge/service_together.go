package challenge

import (
	"context"

	"capzero/internal/db"
	"capzero/internal/household"
)

// A CityStory is what anybody may see of a season: its city, its zones, and flats
// beside houses. Groups that are not shown have no figures.
type CityStory struct {
	Season Season
	Today  household.Day
	City   Snapshot
	Zones  []ZoneSnapshot // of the pack of the city, in its order
	Flats  Snapshot
	Houses Snapshot
}

// A ZoneSnapshot is a zone with what is shown of it.
type ZoneSnapshot struct {
	Zone string
	Snapshot
}

// CityStory returns what is shown of the season that matters in a city.
func (s *Service) CityStory(ctx context.Context, cityID string) (c CityStory, found bool, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		c, found, err = s.cityStory(ctx, tx, cityID)
		return err
	})
	return c, found, err
}

func (s *Service) cityStory(ctx context.Context, tx *db.Tx, cityID string) (c CityStory, found bool, err error) {
	c = CityStory{Today: s.today(tx, cityID)}
	if c.Season, found, err = s.current(ctx, tx, cityID); err != nil || !found {
		return c, found, err
	}
	all, err := readSnapshots(ctx, tx, c.Season.ID)
	if err != nil {
		return c, found, err
	}
	c.City = all[scope{CityScale, ""}]
	c.Flats = all[scope{HousingScale, string(household.Flat)}]
	c.Houses = all[scope{HousingScale, string(household.House)}]
	for _, z := range s.cities[cityID].Zones {
		c.Zones = append(c.Zones, ZoneSnapshot{Zone: z.ID, Snapshot: all[scope{ZoneScale, z.ID}]})
	}
	return c, found, nil
}

// CitySnapshot is the city's living number: what is shown of it in the season that
// matters.
func (s *Service) CitySnapshot(ctx context.Context, cityID string) (snap Snapshot, season Season, found bool, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if season, found, err = s.current(ctx, tx, cityID); err != nil || !found {
			return err
		}
		snap, err = readSnapshot(ctx, tx, season.ID, scope{CityScale, ""})
		return err
	})
	return snap, season, found, err
}

// A Claim is what somebody says they avoided, of one ledger, with the interval in
// which it lies nine times in ten.
type Claim struct {
	Grams, Low, High int64
}

// Mine is what a household avoided in a season.
type Mine struct {
	Claims map[Kind]Claim
	Weeks  int // in which it avoided something
}

// A Together is a season as one household sees it: its own, its team's, its zone's
// and its city's kilograms.
type Together struct {
	CityStory
	In      bool // it takes part
	Mine    Mine
	Team    *TeamPage // nil for none
	TeamSum TeamSum
	Zone    string // of the household; empty where it is not known
	Housing household.Housing
}

// A TeamSum is what a team avoided in the season, by ledger, where its members see
// it, and in how many weeks of households.
type TeamSum struct {
	Claims map[Kind]Claim
	Weeks  int
}

// Together returns what a person's household sees of the season that matters in a
// city.
func (s *Service) Together(ctx context.Context, person, cityID string) (t Together, found bool, err error) {
	var p Participation
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		t = Together{}
		if t.CityStory, found, err = s.cityStory(ctx, tx, cityID); err != nil || !found {
			return err
		}
		p, t.In, err = s.participationOf(ctx, tx, person, t.Season)
		if err != nil || !t.In {
			return err
		}
		t.Zone, t.Housing = p.Enrolment.Zone, p.Enrolment.Housing
		t.Mine, err = s.mine(ctx, tx, p)
		return err
	})
	if err != nil || !t.In || p.Enrolment.Team == "" {
		return t, found, err
	}
	return t, found, s.addTeam(ctx, person, &t)
}

// participationOf is a person's household in one season, if it takes part in it.
func (s *Service) participationOf(ctx context.Context, tx *db.Tx, person string, season Season) (p Participation, in bool, err error) {
	id, found, err := s.households.HouseholdOf(ctx, tx, person)
	if err != nil || !found {
		return p, false, err
	}
	p.Season = season
	p.Enrolment, in, err = findEnrolment(ctx, tx, season.ID, string(id))
	return p, in, err
}

// mine sums the ledgers of a household.
func (s *Service) mine(ctx context.Context, tx *db.Tx, p Participation) (m Mine, err error) {
	id := string(p.Enrolment.Household)
	rows, err := readTally(ctx, tx, p.Season.ID, householdScope, id)
	if err != nil {
		return m, err
	}
	for _, k := range byWeeks(rows) {
		if k.Carbon != 0 || k.Waste != 0 {
			m.Weeks++
		}
	}
	m.Claims, err = s.avoided(ctx, tx, p.Season.ID, id)
	return m, err
}

// avoided is what a household avoided in a season, by ledger.
func (s *Service) avoided(ctx context.Context, tx *db.Tx, seasonID, householdID string) (map[Kind]Claim, error) {
	byRule, err := readRuleSums(ctx, tx, seasonID, "household_id", householdID)
	claims := map[Kind]Claim{}
	for _, k := range kinds() {
		claims[k] = s.spreads.claim(byRule, k)
	}
	return claims, err
}

// addTeam adds a team as its members see it, in this week of the season.
func (s *Service) addTeam(ctx context.Context, person string, t *Together) error {
	week := min(max(WeekOf(t.Today), t.Season.From), t.Season.Last())
	page, err := s.TeamPage(ctx, person, week)
	if err != nil {
		return err
	}
	t.Team = &page
	return s.db.Read(ctx, func(tx *db.Tx) error {
		byRule, err := readRuleSums(ctx, tx, t.Season.ID, "team_id", page.Team.ID)
		if err != nil {
			return err
		}
		t.TeamSum = TeamSum{Claims: map[Kind]Claim{}}
		for _, sum := range page.OfSeason {
			if sum.Shown() {
				t.TeamSum.Claims[sum.Kind] = s.spreads.around(sum.Grams, byRule, sum.Kind)
			}
		}
		t.TeamSum.Weeks, err = countTeamWeeks(ctx, tx, page.Team.ID)
		return err
	})
}

// Sure is how sure the grams of a season are, of one ledger and of one evidence; the
// empty one stands for all.
func (s *Service) Sure(ctx context.Context, seasonID string, k Kind, e Evidence) (low, high float64, known bool, err error) {
	if len(s.spreads) == 0 {
		return 0, 0, false, nil
	}
	var byRule []ruleSum
	err = s.db.Read(ctx, func(tx *db.Tx) (err error) {
		byRule, err = readSumsByEvidence(ctx, tx, seasonID, e)
		return err
	})
	claim := s.spreads.claim(byRule, k)
	return float64(claim.Low), float64(claim.High), err == nil, err
}

// A ruleSum is what one mission has in a ledger.
type ruleSum struct {
	kind  Kind
	rule  string
	grams int64
}

// claim is a sum with its interval.
func (all Spreads) claim(of []ruleSum, k Kind) Claim {
	var grams int64
	for _, r := range of {
		if r.kind == k {
			grams += r.grams
		}
	}
	return all.around(grams, of, k)
}

// around is an interval around a sum, which may be less than what the missions have
// in it: what a team holds back, and what has no name any more.
func (all Spreads) around(grams int64, of []ruleSum, k Kind) Claim {
	q, byRule, total := CarbonAvoided, map[string]int64{}, int64(0)
	if k == Waste {
		q = Residual.Avoided()
	}
	for _, r := range of {
		if r.kind == k {
			byRule[r.rule] += r.grams
			total += r.grams
		}
	}
	d := Claim{Grams: grams, Low: grams, High: grams}
	if total <= 0 || grams <= 0 {
		return d
	}
	half := int64(all.half(q, byRule) * float64(grams) / float64(total))
	d.Low, d.High = max(0, grams-half), grams+half
	return d
}

// Interval is that of a declared figure of a group, in grams.
func (f GroupFigure) Interval() (low, high int64) {
	half := f.Grams * int64(f.Percent) / 100
	return max(0, f.Grams-half), f.Grams + half
}
