package challenge

import (
	"context"

	"capzero/internal/db"
	"capzero/internal/fault"
	"capzero/internal/household"
)

// mostPricings is how often a check-in is priced again where the answers that it is
// priced from change meanwhile.
const mostPricings = 3

// CheckIn writes down how often a mission was done in a week, in place of what
// was written before: 0 takes it back. Sent twice, it counts once.
func (s *Service) CheckIn(ctx context.Context, person string, w Week, mission string, times int) error {
	if times == 0 {
		ticked, err := s.takeBack(ctx, person, w, mission)
		if err != nil {
			return err
		}
		return s.settleOverlap(ctx, ticked, mission)
	}
	for range mostPricings {
		stored, err := s.checkInPriced(ctx, person, w, mission, times)
		if stored || err != nil {
			return err
		}
	}
	return fault.New(fault.Conflict, "error.conflict")
}

// takeBack takes back that a mission was done. That has no price.
func (s *Service) takeBack(ctx context.Context, person string, w Week, mission string) (ticked tickedWeek, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) (err error) {
		if ticked.book, err = s.book(ctx, tx, person, w); err != nil {
			return err
		}
		if err = ticked.lower(ctx, tx, mission, 0); err != nil {
			return err
		}
		ticked.settlement, err = ticked.settled(ctx, tx)
		return err
	})
	return ticked, err
}

// checkInPriced prices a mission, before the right to write is held, and writes it
// down unless the price follows from what was stored before.
func (s *Service) checkInPriced(
	ctx context.Context, person string, w Week, mission string, times int,
) (stored bool, err error) {
	var ticked tickedWeek
	worth, err := s.worth(ctx, person, mission)
	gone := fault.KindOf(err) == fault.NotFound
	if err != nil && !gone {
		return false, err
	}
	defer worth.close()
	ticked.worth = worth
	err = s.db.Write(ctx, func(tx *db.Tx) (err error) {
		if stored, err = worth.holds(ctx, tx); err != nil || !stored {
			return err
		}
		if ticked.book, err = s.book(ctx, tx, person, w); err != nil {
			return err
		}
		if gone {
			err = ticked.lower(ctx, tx, mission, times)
		} else {
			err = ticked.put(ctx, tx, mission, worth, times)
		}
		if err != nil {
			return err
		}
		ticked.settlement, err = ticked.settled(ctx, tx)
		return err
	})
	if err != nil || !stored {
		return stored, err
	}
	return true, s.settleOverlap(ctx, ticked, mission)
}

// put writes that a mission was done so often.
func (b book) put(ctx context.Context, tx *db.Tx, mission string, worth Worth, times int) error {
	if err := checkTimes(times, worth.Most); err != nil {
		return err
	}
	key := b.key(mission, worth.Together)
	before, err := findCheckIn(ctx, tx, key)
	if err != nil || times == 0 && before.Times == 0 {
		return err
	}
	after := before
	after.Times = times
	if times > 0 {
		after.Worth = worth
	}
	return b.write(ctx, tx, key, before, after)
}

// lower takes back what was written of a mission, which may be withdrawn since. What
// was done stays; nothing is added. To take back what is not there changes nothing.
func (b book) lower(ctx context.Context, tx *db.Tx, mission string, times int) error {
	for _, together := range []bool{false, true} {
		key := b.key(mission, together)
		before, err := findCheckIn(ctx, tx, key)
		if err != nil {
			return err
		}
		if before.Times > 0 && 0 <= times && times <= before.Times {
			after := before
			after.Times = times
			return b.write(ctx, tx, key, before, after)
		}
	}
	if times == 0 {
		return nil
	}
	return fault.New(fault.NotFound, "checkin.mission_gone")
}

// A book is where a household writes down a week.
type book struct {
	Participation
	by     string
	week   Week
	adults []string
}

// book opens the book of a person's household at a week, if it may be written.
func (s *Service) book(ctx context.Context, tx *db.Tx, person string, w Week) (b book, err error) {
	b = book{by: person, week: w}
	if b.Participation, err = s.participationIn(ctx, tx, person, holding(w)); err != nil {
		return b, err
	}
	if err = b.Enrolment.checkWeek(b.Season.Plan, w, b.Today); err != nil {
		return b, err
	}
	b.adults, err = s.households.AdultsOf(ctx, tx, b.Enrolment.Household)
	return b, err
}

// holding chooses the season that a week belongs to, or else the current one.
func holding(w Week) func([]Season, household.Day) (Season, bool) {
	return func(all []Season, today household.Day) (Season, bool) {
		for _, season := range all {
			if season.Holds(w) {
				return season, true
			}
		}
		return currentOf(all, today)
	}
}

func (b book) key(mission string, together bool) checkInKey {
	if together {
		return b.keyOf(mission, "")
	}
	return b.keyOf(mission, b.by)
}

func (b book) keyOf(mission, person string) checkInKey {
	return checkInKey{b.Season.ID, string(b.Enrolment.Household), b.week, mission, person}
}

// write writes a check-in with what it changes in the ledgers.
func (b book) write(ctx context.Context, tx *db.Tx, key checkInKey, before, after CheckIn) (err error) {
	if after.Persons, err = b.count(ctx, tx, key, after); err != nil {
		return err
	}
	if err := writeCheckIn(ctx, tx, key, after, b.by); err != nil {
		return err
	}
	if err := b.append(ctx, tx, key, difference(before.grams(), after.grams()), after.Worth); err != nil {
		return err
	}
	if err := b.last(ctx, tx, key, after); err != nil || after.Times == 0 {
		return err
	}
	return b.renew(ctx, tx)
}

// count has a mission counted for those who did it, or lets it go, and returns for
// how many persons it counts. It counts once for a person in a week, wherever they
// lived in it. Where one of the adults has it counted elsewhere, so may the
// children have: then it counts for the other adults alone.
func (b book) count(ctx context.Context, tx *db.Tx, key checkInKey, c CheckIn) (persons int, err error) {
	if c.Times == 0 {
		return 0, uncount(ctx, tx, key)
	}
	who, persons := []string{key.person}, 1
	if key.person == "" {
		who, persons = b.adults, b.Home.Persons
	}
	here := 0
	for _, person := range who {
		counts, err := countFor(ctx, tx, key, person)
		if err != nil {
			return 0, err
		}
		if counts {
			here++
		}
	}
	switch here {
	case len(who):
		return persons, nil
	case 0:
		return 0, fault.New(fault.Conflict, "checkin.counted_elsewhere")
	}
	return here, nil
}

// append writes what changed into the ledgers.
func (b book) append(ctx context.Context, tx *db.Tx, key checkInKey, lines []line, w Worth) error {
	return b.note(ctx, tx, key, lines, Entry{Rule: missionRule(key.mission), Version: w.Version, Evidence: w.Evidence})
}

// note writes lines into the ledgers, in the place of a check-in.
func (b book) note(ctx context.Context, tx *db.Tx, key checkInKey, lines []line, e Entry) error {
	if len(lines) == 0 {
		return nil
	}
	var err error
	if e.Team, e.Zone, err = b.place(ctx, tx, key); err != nil {
		return err
	}
	e.Season, e.Household, e.Person, e.Week = key.season, b.Enrolment.Household, key.person, key.week
	var all []Entry
	for _, l := range lines {
		e.Kind, e.Stream, e.Grams = l.kind, l.stream, l.grams
		all = append(all, e)
	}
	return appendEntries(ctx, tx, all)
}

// last notes what was done once and lasts, or forgets it where it was taken back.
func (b book) last(ctx context.Context, tx *db.Tx, key checkInKey, c CheckIn) error {
	if !c.Worth.Lasting {
		return nil
	}
	all, err := readLasting(ctx, tx, key.season, key.household)
	if err != nil {
		return err
	}
	for _, l := range all {
		if l.Mission == key.mission && l.Person == key.person && l.in(key.week) {
			return nil // an earlier week has it
		}
	}
	if c.Times == 0 {
		return deleteLasting(ctx, tx, key.season, key.household, key.mission, key.person)
	}
	return writeLasting(ctx, tx, key.season, key.household, lasting{
		Mission: key.mission, Person: key.person, Since: key.week, Worth: c.Worth,
	})
}

// renew counts what lasts in a week in which the household does something. It is
// worth what it was when it was done.
func (b book) renew(ctx context.Context, tx *db.Tx) error {
	all, err := readLasting(ctx, tx, b.Season.ID, string(b.Enrolment.Household))
	if err != nil {
		return err
	}
	for _, l := range all {
		if !l.in(b.week) {
			continue
		}
		key := b.keyOf(l.Mission, l.Person)
		before, err := findCheckIn(ctx, tx, key)
		if err != nil {
			return err
		}
		if before.Worth.Version != "" { // written already, or taken back
			continue
		}
		after := before
		after.Times, after.Worth = 1, l.Worth
		if err := b.renewOne(ctx, tx, key, before, after); err != nil {
			return err
		}
	}
	return nil
}

func (b book) renewOne(ctx context.Context, tx *db.Tx, key checkInKey, before, after CheckIn) error {
	var err error
	after.Persons, err = b.count(ctx, tx, key, after)
	if fault.KindOf(err) == fault.Conflict {
		return nil // counted where they lived before
	}
	if err != nil {
		return err
	}
	if err := writeCheckIn(ctx, tx, key, after, b.by); err != nil {
		return err
	}
	return b.append(ctx, tx, key, difference(before.grams(), after.grams()), after.Worth)
}

// Stop says that what was done once does not last any more: it counts for the
// last time in the week before.
func (s *Service) Stop(ctx context.Context, person, mission string, from Week) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		p, err := s.participation(ctx, tx, person)
		if err != nil {
			return err
		}
		household := string(p.Enrolment.Household)
		all, err := readLasting(ctx, tx, p.Season.ID, household)
		if err != nil {
			return err
		}
		for _, l := range all {
			if l.Mission == mission && (l.Person == "" || l.Person == person) && l.Until == "" {
				l.Until = from
				return writeLasting(ctx, tx, p.Season.ID, household, l)
			}
		}
		return fault.New(fault.NotFound, "checkin.mission_gone")
	})
}
