package demo

import (
	"context"

	"capzero/internal/household"
)

// lifeGoesOn has something happen to a household, most weeks nothing. Changed
// says that the evening is over.
func (t *town) lifeGoesOn(ctx context.Context, f *family, a *adult) (changed bool, err error) {
	if f.loyal {
		return false, nil
	}
	chance := f.random.Float64()
	for _, happens := range []struct {
		chance float64
		do     func(context.Context, *family, *adult) error
	}{
		{t.o.Truth.Forgets, t.forgets}, {t.o.Truth.Parts, t.parts}, {t.o.Truth.Moves, t.moves}, {t.o.Truth.Away, t.isAway},
	} {
		if chance -= happens.chance; chance < 0 {
			err = happens.do(ctx, f, a)
			return !f.lives(), err
		}
	}
	return false, nil
}

// isAway says that nobody is at home for some days.
func (t *town) isAway(ctx context.Context, f *family, a *adult) error {
	left := t.today(t.clock.at).Plus(f.random.IntN(4))
	back := left.Plus(2 + f.random.IntN(9))
	if err := t.Households.AddAbsence(ctx, a.id, left, back); err != nil {
		return t.refused(err)
	}
	f.absences = append(f.absences, household.Absence{Left: left, Back: back})
	t.report.Absences++
	return nil
}

// moves says that the household lives in another part of the city from tomorrow.
func (t *town) moves(ctx context.Context, f *family, a *adult) error {
	home := f.home
	home.Zone = f.anyZone(t.Place)
	from := t.today(t.clock.at).Plus(1)
	if err := t.Households.Move(ctx, a.id, home, from); err != nil {
		return t.refused(err)
	}
	f.becomes(home, from)
	t.report.Moves++
	return nil
}

// parts has the second of two adults go to live elsewhere, in a household that
// goes on by itself.
func (t *town) parts(ctx context.Context, f *family, _ *adult) error {
	if len(f.adults) < 2 || f.adults[1].gone || f.adults[1].id == "" {
		return nil
	}
	b := f.adults[1]
	alone := household.Home{City: f.home.City, Zone: f.anyZone(t.Place), Housing: household.Flat, Persons: 1}
	if _, err := t.Households.Split(ctx, b.id, household.Parting{Home: alone}); err != nil {
		return t.refused(err)
	}
	today := t.today(t.clock.at)
	left := f.home
	left.Persons = max(left.Persons-1, left.Children+1)
	f.adults = f.adults[:1]
	f.becomes(left, today)
	other := newFamily(t.o, t.Place, len(t.families))
	other.adults, other.partner, other.home = []*adult{b}, nil, alone
	other.rates, other.wave, other.channel = f.rates, f.wave, f.channel
	other.becomes(alone, today)
	t.families = append(t.families, other)
	t.report.Splits++
	return nil
}

// forgets has a household erase its accounts, one adult after the other.
func (t *town) forgets(ctx context.Context, f *family, _ *adult) error {
	for _, a := range f.adults {
		if a.gone || a.id == "" {
			continue
		}
		session, err := t.signsIn(ctx, a.email, "")
		if err != nil {
			return err
		}
		if err := t.Accounts.Erase(ctx, session); err != nil {
			return t.refused(err)
		}
		a.gone = true
		t.report.Erased++
	}
	f.gone = true
	return nil
}
