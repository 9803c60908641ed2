package footprint

import (
	"context"
	"errors"
	"time"

	"capzero/internal/db"
	"capzero/internal/fault"
)

// Recalculate computes a household's result again with the current models, as
// the household asks for. A result that has them already stays as it is.
func (s *Service) Recalculate(ctx context.Context, h Holder) error {
	for range attempts {
		f, err := s.readWhole(ctx, h)
		if err != nil {
			return err
		}
		if !f.counted || f.result.Models == s.current.versions {
			return nil
		}
		r, whole, err := s.redo(f)
		if err != nil {
			return err
		}
		if !whole {
			return fault.New(fault.Conflict, "error.recalculation_impossible")
		}
		if kept, err := s.replace(ctx, []redone{r}); err != nil || len(kept) == 1 {
			return err
		}
	}
	return fault.New(fault.Conflict, "error.conflict")
}

// bringOver computes a result again whose models this program no longer has. One
// that gives no figure with the current ones is taken out of its city: it cannot
// be shown to anyone.
func (s *Service) bringOver(ctx context.Context, h Holder) error {
	f, err := s.readWhole(ctx, h)
	if err != nil || !f.counted {
		return err
	}
	r, whole, err := s.redo(f)
	if err != nil {
		return err
	}
	if whole {
		_, err := s.replace(ctx, []redone{r})
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		same, err := stillAs(ctx, tx, []redone{r})
		if err != nil || len(same) == 0 {
			return err
		}
		return uncount(ctx, tx, f.assessment)
	})
}

// replace stores redone results with what their households are to be told, moves
// the totals of their cities by the difference, all at once, and returns those
// that it stored: an assessment that has changed since it was read is left as it
// is. It leaves the moment of the last visit alone, so that answers grow no
// older and no younger by it.
func (s *Service) replace(ctx context.Context, all []redone) (kept []redone, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) (err error) {
		if kept, err = stillAs(ctx, tx, all); err != nil || len(kept) == 0 {
			return err
		}
		if err := replaceResults(ctx, tx, s.current.versions, kept); err != nil {
			return err
		}
		if err := writeRecalculations(ctx, tx, s.current.versions, kept); err != nil {
			return err
		}
		for _, r := range kept {
			if err := bringAnswersOver(ctx, tx, s.current, r); err != nil {
				return err
			}
		}
		return moveTotals(ctx, tx, kept)
	})
	return kept, err
}

// moveTotals moves the totals of each city, and of each group, by what its redone
// results moved. No household comes or goes, so what is shown stays as it was
// published.
func moveTotals(ctx context.Context, tx *db.Tx, all []redone) error {
	moved := map[string]grams{}
	for _, r := range all {
		if !r.result.InCity {
			continue
		}
		difference := r.account.After.minus(r.account.Before)
		add(moved, r.City, difference)
		if r.result.Group != "" {
			add(moved, populationOf(r.City, r.result.Group), difference)
		}
	}
	for city, difference := range moved {
		if err := addToCity(ctx, tx, city, 0, difference, retirement{}); err != nil {
			return err
		}
	}
	return nil
}

// add adds to the amounts of one of many.
func add(to map[string]grams, name string, amounts grams) {
	if to[name] == nil {
		to[name] = grams{}
	}
	for rule, g := range amounts {
		to[name][rule] += g
	}
}

// Recalculation returns what a household is to be told of the last time that
// the models changed, and false where that is nothing.
func (s *Service) Recalculation(ctx context.Context, h Holder, lang string) (Recalculation, bool, error) {
	sh, err := s.load(ctx, h)
	if err != nil {
		return Recalculation{}, false, err
	}
	var all []storedRecalculation
	err = s.db.Read(ctx, func(tx *db.Tx) (err error) {
		all, err = readRecalculations(ctx, tx, sh.ID)
		return err
	})
	if err != nil {
		return Recalculation{}, false, err
	}
	v := s.voice(s.current, lang)
	var r Recalculation
	switch {
	case len(all) > 0:
		r = v.tell(all, s.current.structure)
	case len(sh.lost) > 0:
		if r, err = s.unmeasured(v, sh); err != nil {
			return r, false, err
		}
	default:
		return r, false, nil
	}
	for i, l := range r.Lost {
		_, r.Lost[i].Given = sh.answers[l.Again]
	}
	return r, true, nil
}

// unmeasured is what there is to tell someone who had no result when the models
// changed: which answers the current ones cannot read.
func (s *Service) unmeasured(v *voice, sh sheet) (Recalculation, error) {
	from := Models{Carbon: sh.former[0].Model, Waste: s.current.versions.Waste}
	earlier, err := s.edition(from)
	if err != nil && !errors.Is(err, errEditionGone) {
		return Recalculation{}, err
	}
	r := Recalculation{From: from, To: s.current.versions}
	for _, l := range lamented(earlier, sh.lost) {
		r.Lost = append(r.Lost, v.lament(l, false))
	}
	return r, nil
}

// Acknowledge notes that a household has seen why its result is another one. It
// may do so twice.
func (s *Service) Acknowledge(ctx context.Context, h Holder) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		a, err := h.find(ctx, tx)
		if err != nil {
			return err
		}
		return markSeen(ctx, tx, a.ID)
	})
}

// tell writes the newest of some recalculations in words.
func (v *voice) tell(all []storedRecalculation, s structure) Recalculation {
	newest := all[0]
	a := newest.account
	r := Recalculation{
		At: time.Unix(newest.At, 0).UTC(), From: newest.From, To: newest.To, Seen: newest.Seen, Measured: true,
		Carbon: a.change(carbonTotal), Waste: a.change(wasteTotal),
		Causes: v.causes(a),
	}
	for _, category := range s.categories {
		r.Categories = append(r.Categories, v.change(a, category.rule))
	}
	for _, rule := range a.streams(s) {
		r.Streams = append(r.Streams, v.weeklyChange(a, rule))
	}
	largestFirst(r.Categories)
	largestFirst(r.Streams)
	for _, l := range a.Lost {
		r.Lost = append(r.Lost, v.lament(l, a.Traced))
	}
	for _, past := range all[1:] {
		for _, l := range past.account.Lost { // still to be given again
			r.Lost = append(r.Lost, v.lament(l, false))
		}
		r.Earlier = append(r.Earlier, PastRecalculation{
			At: time.Unix(past.At, 0).UTC(), To: past.To, Carbon: past.account.change(carbonTotal),
		})
	}
	return r
}
