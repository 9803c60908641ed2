package challenge

import (
	"context"
	"slices"

	"capzero/internal/db"
	"capzero/internal/fault"
	"capzero/internal/household"
)

// weighedFor is how long back weighings say something about today.
const weighedFor = 52 // weeks

// Weigh keeps a weighing. What is more often a slip than the truth is met with a
// [Doubt] first. A weighing is the household's, whoever makes it.
func (s *Service) Weigh(ctx context.Context, person, lang string, n NewWeighing) (w Weighing, err error) {
	locale := s.catalogues.Locale(lang)
	read, err := n.read(locale)
	if err != nil {
		return w, err
	}
	priors, err := s.priors(ctx, person)
	if err != nil {
		return w, err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		id, home, err := s.home(ctx, tx, person)
		if err != nil {
			return err
		}
		if err := s.checkDay(ctx, tx, id, n.Day, s.today(tx, home.City)); err != nil {
			return err
		}
		others, err := readWeighings(ctx, tx, id, n.Day, n.Day.Plus(1))
		if err != nil {
			return err
		}
		others = slices.DeleteFunc(others, func(o Weighing) bool { return o.Stream != n.Stream })
		usual := priorOf(priors, n.Stream) * gramsPerKg * float64(home.Persons)
		if err := n.doubts(read, usual, others, person, locale); err != nil {
			return err
		}
		w = Weighing{
			By: person, Day: n.Day, Stream: n.Stream,
			Grams: read.grams, Spread: read.spread, Method: read.method, Bags: read.bags, At: tx.Now,
		}
		if w.Number, err = insertWeighing(ctx, tx, id, w); err != nil {
			return err
		}
		return s.weighedIn(ctx, tx, person, WeekOf(n.Day))
	})
	return w, err
}

// checkDay holds the day of a weighing against the calendar and the household.
func (s *Service) checkDay(ctx context.Context, tx *db.Tx, id household.ID, day, today household.Day) error {
	if _, ok := household.ParseDay(string(day)); !ok {
		return fault.At(DayField, fault.Invalid, "weighing.day_unreadable")
	}
	at, err := s.households.PresenceOf(ctx, tx, id)
	switch {
	case err != nil:
		return err
	case day > today:
		return fault.At(DayField, fault.Invalid, "weighing.day_coming")
	case !WeekOf(day).open(today):
		return fault.At(DayField, fault.Invalid, "weighing.day_late", "days", lateDays)
	case day < at.Since():
		return fault.At(DayField, fault.Invalid, "weighing.day_before_home", "date", at.Since().Time())
	}
	return nil
}

// weighedIn counts what lasts in a week in which a household weighs, as it does
// when a mission is done.
func (s *Service) weighedIn(ctx context.Context, tx *db.Tx, person string, w Week) error {
	b, err := s.book(ctx, tx, person, w)
	if fault.KindOf(err) != fault.Internal {
		return nil // in no season, or before its missions
	}
	if err != nil {
		return err
	}
	return b.renew(ctx, tx)
}

// TakeBack takes a weighing of the household back, as long as its week can be
// written. Doing it again changes nothing.
func (s *Service) TakeBack(ctx context.Context, person string, number int) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		id, home, err := s.home(ctx, tx, person)
		if err != nil {
			return err
		}
		day, found, err := dayOfWeighing(ctx, tx, id, number)
		if err != nil || !found {
			return err
		}
		if !WeekOf(day).open(s.today(tx, home.City)) {
			return fault.At(DayField, fault.Conflict, "weighing.day_late", "days", lateDays)
		}
		return undoWeighing(ctx, tx, id, number)
	})
}

// Waste is what the household of a person knows of its waste.
func (s *Service) Waste(ctx context.Context, person string) (b WasteBook, err error) {
	priors, err := s.priors(ctx, person)
	if err != nil {
		return b, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		id, home, err := s.home(ctx, tx, person)
		if err != nil {
			return err
		}
		today := s.today(tx, home.City)
		all, err := readWeighings(ctx, tx, id, WeekOf(today).Plus(-weighedFor).First(), today.Plus(1))
		if err != nil {
			return err
		}
		at, err := s.households.PresenceOf(ctx, tx, id)
		if err != nil {
			return err
		}
		plan, err := s.planOf(ctx, tx, home.City, id)
		if err != nil {
			return err
		}
		b = bookOf(all, priors, at, plan, today)
		return nil
	})
	return b, err
}

// planOf is the plan of the season that a household takes part in, nil for none.
func (s *Service) planOf(ctx context.Context, tx *db.Tx, cityID string, id household.ID) (*Plan, error) {
	season, found, err := s.current(ctx, tx, cityID)
	if err != nil || !found {
		return nil, err
	}
	_, enrolled, err := findEnrolment(ctx, tx, season.ID, string(id))
	if err != nil || !enrolled {
		return nil, err
	}
	return &season.Plan, nil
}
