package demo

import (
	"context"
	"errors"
	"math"
	"strconv"
	"strings"
	"time"

	"capzero/internal/challenge"
	"capzero/internal/fault"
	"capzero/internal/household"
)

// gramsPerLitre is what a litre of each stream weighs in the bags of an invented
// city, and bagSpread how one bag differs from the next.
var gramsPerLitre = map[challenge.Stream]float64{
	challenge.Residual: 90, challenge.Packaging: 30, challenge.Paper: 60, challenge.Glass: 250, challenge.FoodWaste: 450,
}

const (
	bagSpread = 0.3
	bagLitres = 30
	mostBags  = 20
	// anyWeek is the chance that a stream is carried down in a week.
	anyWeek = 0.9
	// fullCellar is what an emptied cellar weighs, in kg.
	fullCellar = 30.0
)

// weighs has a household weigh what it carries down this week, and what it still
// has to write down of the last one.
func (t *town) weighs(ctx context.Context, f *family, a *adult, w challenge.Week) error {
	if !f.weighs {
		return nil
	}
	if f.owed != nil {
		if err := t.notes(ctx, f, a, *f.owed); err != nil {
			return err
		}
		f.owed = nil
	}
	today := owed{day: t.today(t.clock.at), grams: map[challenge.Stream]float64{}}
	for _, s := range f.streams {
		if kg := t.thrownAway(f, s, w); kg > 0 && (f.loyal || f.random.Float64() < anyWeek) {
			today.grams[s] = 1000 * kg
		}
	}
	if f.random.Float64() < t.o.Truth.Odd {
		today.grams[challenge.Residual] += 1000 * fullCellar
	}
	if !f.loyal && f.random.Float64() < t.o.Truth.Late {
		f.owed = &today
		return nil
	}
	return t.notes(ctx, f, a, today)
}

// notes writes weighings of a day down.
func (t *town) notes(ctx context.Context, f *family, a *adult, o owed) error {
	for _, s := range f.streams {
		grams, weighed := o.grams[s]
		if !weighed {
			continue
		}
		t.passes(20 * time.Second)
		n := challenge.NewWeighing{Day: o.day, Stream: s}
		if f.bags {
			n.Bags = f.bagsOf(s, grams)
		} else {
			n.Typed = typed(grams)
		}
		if err := t.refused(t.notesOne(ctx, f, a, n, o.day)); err != nil {
			return err
		}
	}
	return nil
}

// notesOne writes one down, with a slip now and then, which its household puts
// right.
func (t *town) notesOne(ctx context.Context, f *family, a *adult, n challenge.NewWeighing, day household.Day) error {
	if n.Typed != "" && f.random.Float64() < t.o.Truth.Slips {
		slip := n
		slip.Typed = strings.Replace(n.Typed, ",", "", 1) // the comma was forgotten
		w, err := t.Challenge.Weigh(ctx, a.id, language, slip)
		if err := t.doubted(err); err != nil {
			return err
		}
		if err == nil {
			t.report.TakenBack++
			t.passes(20 * time.Second)
			if err := t.Challenge.TakeBack(ctx, a.id, w.Number); err != nil {
				return err
			}
		}
	}
	_, err := t.Challenge.Weigh(ctx, a.id, language, n)
	if doubt, ok := errors.AsType[*challenge.Doubt](err); ok {
		t.report.Doubted++
		n.Confirmed = doubt.Given
		_, err = t.Challenge.Weigh(ctx, a.id, language, n)
	}
	if err == nil {
		t.report.Weighings++
	}
	return err
}

// doubted takes a question, and a weight that no household carries, for what they
// are: the slip is seen.
func (t *town) doubted(err error) error {
	if _, ok := errors.AsType[*challenge.Doubt](err); ok {
		t.report.Doubted++
		return nil
	}
	if fault.KindOf(err) == fault.Invalid {
		return t.refused(err)
	}
	return err
}

// typed is a weight as people type it: to 50 g, as their scale shows it.
func typed(grams float64) string {
	shown := math.Max(1, math.Round(grams/50)) * 50 / 1000
	return strings.Replace(strconv.FormatFloat(shown, 'f', -1, 64), ".", ",", 1)
}

// bagsOf is a weight as the bags that hold it: equally full, to a quarter.
func (f *family) bagsOf(s challenge.Stream, grams float64) challenge.Bags {
	litres := grams / gramsPerLitre[s] * logNormal(f.random, bagSpread)
	for _, size := range []int{10, bagLitres, 100} {
		count := int(math.Ceil(litres / float64(size)))
		if count > 3 && size < 100 {
			continue
		}
		count = min(max(count, 1), mostBags)
		quarters := math.Round(4 * litres / float64(count*size))
		return challenge.Bags{Count: count, Litres: size, FillPercent: 25 * int(min(max(quarters, 1), 4))}
	}
	return challenge.Bags{}
}
