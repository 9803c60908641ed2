package challenge

import (
	"context"
	"slices"

	"capzero/internal/db"
	"capzero/internal/fault"
)

// A MyWeek is one week of a household, for one of its adults.
type MyWeek struct {
	Participation
	Week     Week
	Waiting  bool      // its missions have not begun
	Offers   []Offer   // that are open
	Done     []CheckIn // this week, by this adult and by the household together
	Habits   []string  // missions of the weeks before, to tick again
	Lasting  []string  // missions that count by themselves
	InCommon bool      // some of them avoid the same kilograms, which count once

	Weighings []Weighing       // of this week
	LastGrams map[Stream]int64 // the last weighing of each stream
	Open      []Week           // that can still be written down, this one included
	Kg        []WeekGrams      // week by week
	Avoided   map[Kind]Claim   // since the season began
	Rhythm    Rhythm
	Badges    []Badge
}

// WeekGrams is what a household avoided in a week.
type WeekGrams struct {
	Week   Week
	Carbon int64 // grams of CO2e
	Waste  int64 // grams
}

const (
	habitWeeks = 2 // how far back a mission is a habit
	mostHabits = 5
)

// MyWeek is a week of a person's household: what is proposed to them, what was
// done and weighed. What is proposed is chosen when the week is first looked at.
// The empty week is this one.
func (s *Service) MyWeek(ctx context.Context, person string, w Week) (m MyWeek, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		m, err = s.myWeek(ctx, tx, person, w)
		return err
	})
	if err != nil || !m.lacksOffers() {
		return m, err
	}
	outlook, err := s.outlook(ctx, person)
	if err != nil || len(outlook.Candidates) == 0 {
		return m, err
	}
	lacking := m.Week // a transaction that is made again finds m half read
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if err := s.propose(ctx, tx, person, lacking, outlook); err != nil {
			return err
		}
		m, err = s.myWeek(ctx, tx, person, w)
		return err
	})
	return m, err
}

// lacksOffers reports whether something is still to be proposed. A week that is
// over proposes nothing.
func (m MyWeek) lacksOffers() bool {
	return !m.Waiting && len(m.Offers) == 0 && m.Week == WeekOf(m.Today) && m.Season.Holds(m.Week)
}

func (s *Service) myWeek(ctx context.Context, tx *db.Tx, person string, w Week) (m MyWeek, err error) {
	if m.Participation, err = s.participationIn(ctx, tx, person, holding(w)); err != nil {
		return m, err
	}
	if w == "" {
		w = WeekOf(m.Today)
	}
	id, season := m.Enrolment.Household, m.Season
	m.Week, m.Waiting = w, w < season.Starts(m.Enrolment.Wave)
	if err := m.readMissions(ctx, tx, person); err != nil {
		return m, err
	}
	if m.Weighings, err = readWeighings(ctx, tx, id, w.First(), w.After()); err != nil {
		return m, err
	}
	if m.LastGrams, err = lastOf(ctx, tx, id); err != nil {
		return m, err
	}
	if m.Avoided, err = s.avoided(ctx, tx, season.ID, string(id)); err != nil {
		return m, err
	}
	return m, m.readStory(ctx, tx)
}

// readMissions reads what is proposed and done.
func (m *MyWeek) readMissions(ctx context.Context, tx *db.Tx, person string) error {
	id := string(m.Enrolment.Household)
	offers, err := readOffers(ctx, tx, m.Season.ID, person)
	if err != nil {
		return err
	}
	for _, o := range offers {
		if o.Week == m.Week && o.Answer == Open {
			m.Offers = append(m.Offers, o)
		}
	}
	if m.Done, err = readCheckIns(ctx, tx, m.Season.ID, id, m.Week); err != nil {
		return err
	}
	off, err := readOverlaps(ctx, tx, m.Season.ID, m.Enrolment.Household, m.Week)
	if err != nil {
		return err
	}
	m.InCommon = len(settlement{off: off}.changes(nil)) > 0
	m.Done = slices.DeleteFunc(m.Done, func(c CheckIn) bool { return c.Times == 0 || c.Person != "" && c.Person != person })
	lasting, err := readLasting(ctx, tx, m.Season.ID, id)
	if err != nil {
		return err
	}
	for _, l := range lasting {
		if l.Since <= m.Week && (l.Until == "" || m.Week < l.Until) && (l.Person == "" || l.Person == person) {
			m.Lasting = append(m.Lasting, l.Mission)
		}
	}
	return m.readHabits(ctx, tx, person)
}

// readHabits reads what was done in the weeks before and can be done again.
func (m *MyWeek) readHabits(ctx context.Context, tx *db.Tx, person string) error {
	for back := 1; back <= habitWeeks; back++ {
		earlier, err := readCheckIns(ctx, tx, m.Season.ID, string(m.Enrolment.Household), m.Week.Plus(-back))
		if err != nil {
			return err
		}
		for _, c := range earlier {
			mine := c.Person == "" || c.Person == person
			if c.Times == 0 || !mine || c.Worth.Lasting || slices.Contains(m.Habits, c.Mission) || len(m.Habits) == mostHabits {
				continue
			}
			if !slices.ContainsFunc(m.Offers, func(o Offer) bool { return o.Mission == c.Mission }) {
				m.Habits = append(m.Habits, c.Mission)
			}
		}
	}
	return nil
}

// readStory reads what the household did in the season so far.
func (m *MyWeek) readStory(ctx context.Context, tx *db.Tx) error {
	rows, err := readTally(ctx, tx, m.Season.ID, householdScope, string(m.Enrolment.Household))
	if err != nil {
		return err
	}
	m.Kg = byWeeks(rows)
	active, err := activeWeeks(ctx, tx, m.Participation)
	if err != nil {
		return err
	}
	first := max(WeekOf(m.Enrolment.day()), m.Season.From)
	m.Rhythm = rhythm(active, first, m.Week)
	story, err := readStory(ctx, tx, m.Participation)
	if err != nil {
		return err
	}
	for _, k := range m.Kg {
		story.CarbonGrams += k.Carbon
		story.WasteGrams += k.Waste
	}
	story.CameBack = cameBack(active, first)
	m.Badges = story.badges()
	for w := WeekOf(m.Today); w.open(m.Today); w = w.Plus(-1) {
		if m.Season.Holds(w) && w >= first {
			m.Open = append(m.Open, w)
		}
	}
	return nil
}

// cameBack reports whether a household did something again after a week without.
func cameBack(active map[Week]bool, first Week) bool {
	for w := range active {
		if w > first && !active[w.Plus(-1)] && anyBefore(active, w) {
			return true
		}
	}
	return false
}

// byWeeks adds sums up by week.
func byWeeks(rows []tallyRow) (weeks []WeekGrams) {
	for _, r := range rows {
		if len(weeks) == 0 || weeks[len(weeks)-1].Week != r.Week {
			weeks = append(weeks, WeekGrams{Week: r.Week})
		}
		last := &weeks[len(weeks)-1]
		if r.Kind == Carbon {
			last.Carbon += r.Grams
		} else {
			last.Waste += r.Grams
		}
	}
	return weeks
}

// propose fills up what is proposed to a person this week.
func (s *Service) propose(ctx context.Context, tx *db.Tx, person string, w Week, outlook Outlook) error {
	b, err := s.book(ctx, tx, person, w)
	if err != nil {
		return err
	}
	id := string(b.Enrolment.Household)
	c := chooser{outlook: outlook, plan: b.Season.Plan, week: w, random: newRandom(b.Season, person, w)}
	if c.alike, err = readRecords(ctx, tx, b.Season.ID, string(b.Enrolment.Housing)); err != nil {
		return err
	}
	if c.own, err = ownRecords(ctx, tx, b.Season.ID, id, w); err != nil {
		return err
	}
	if c.past, err = readOffers(ctx, tx, b.Season.ID, person); err != nil {
		return err
	}
	all, err := readLasting(ctx, tx, b.Season.ID, id)
	if err != nil {
		return err
	}
	c.lasting = slices.DeleteFunc(all, func(l lasting) bool { return l.Person != "" && l.Person != person })
	number := 0
	for _, o := range c.past {
		if o.Week == w {
			number++
		}
	}
	for _, candidate := range c.choose() {
		number++
		o := Offer{Week: w, Mission: candidate.Mission, Number: number, Theme: candidate.Theme, Answer: Open}
		if err := insertOffer(ctx, tx, b.Season.ID, person, id, o); err != nil {
			return err
		}
	}
	return nil
}

// AnswerOffer keeps what somebody says to a proposal of this week, and proposes
// something else in its place.
func (s *Service) AnswerOffer(ctx context.Context, person string, w Week, mission string, a OfferAnswer) error {
	if !slices.Contains([]OfferAnswer{AnyOther, NeverMine, MuchLater}, a) {
		return fault.New(fault.Invalid, "offer.answer_unknown")
	}
	outlook, err := s.outlook(ctx, person)
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		b, err := s.book(ctx, tx, person, w)
		if err != nil {
			return err
		}
		found, err := answerOffer(ctx, tx, b.Season.ID, person, w, mission, a)
		if err != nil || !found {
			return firstOf(err, fault.New(fault.NotFound, "offer.gone"))
		}
		return s.propose(ctx, tx, person, w, outlook)
	})
}

func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// Learn counts again what households do of what is proposed, in the seasons that
// run, over the weeks that are over. It is done now and then, not with every
// check-in: all of them would wait for one row.
func (s *Service) Learn(ctx context.Context) error {
	for _, cityID := range s.cities.IDs() {
		err := s.db.Write(ctx, func(tx *db.Tx) error {
			season, found, err := s.current(ctx, tx, cityID)
			if err != nil || !found {
				return err
			}
			return learnRecords(ctx, tx, season.ID, WeekOf(s.today(tx, cityID)))
		})
		if err != nil {
			return err
		}
	}
	return nil
}
