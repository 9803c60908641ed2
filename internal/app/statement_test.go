package app

import (
	"fmt"
	"testing"

	"capzero/internal/access"
	"capzero/internal/db/dbtest"
	"capzero/internal/household"
	"capzero/internal/mydata"
)

// stated is what who answers for the data reads.
func (v village) stated() mydata.Statement {
	v.Helper()
	var today []mydata.Wording
	for purpose, versions := range v.homes.consents.Asked() {
		for _, version := range versions {
			today = append(today, mydata.Wording{Purpose: string(purpose), Version: version})
		}
	}
	all, err := v.mine.Statement(v.Context(), defaultCity, today)
	v.must(err)
	return all
}

// allows says something of a purpose, to the text of today or to an older one.
func (v village) allows(id string, p household.Purpose, c household.Choice, version string) {
	v.Helper()
	if version == "" {
		version = v.homes.consents.Asked()[p][0]
	}
	v.write(`INSERT INTO consent (person_id, number, purpose, version, choice, chosen_at, screen)
		SELECT ?, COALESCE(MAX(number), 0) + 1, ?, ?, ?, 1, 'test' FROM consent WHERE person_id = ?`, id, string(p), version, string(c), id)
}

func held(s mydata.Statement, name string) mydata.Crowd {
	for _, h := range s.Held {
		if h.Name == name {
			return h.Count
		}
	}
	return -1
}

// TestWhatIsAllowedIsCounted: the last word of those who are there, to a text of today,
// and never fewer than eleven.
func TestWhatIsAllowedIsCounted(t *testing.T) {
	dbtest.OnBothPlaces(t, func(t *testing.T, place string) {
		v := openVillage(t, place)
		for _, version := range v.homes.consents.Asked()[household.Reminders] {
			v.write(`INSERT INTO consent_text (version, purpose, language, text) VALUES (?, 'reminders', ?, '{}')`, version, version[:4])
		}
		v.write(`INSERT INTO consent_text (version, purpose, language, text) VALUES ('old', 'reminders', 'fr', '{}')`)
		for n := range mydata.Step + 2 {
			id := fmt.Sprint("p", n)
			v.comes(id)
			if n > 0 {
				v.allows(id, household.Reminders, household.Refuse, "")
			}
			v.allows(id, household.Reminders, household.Accept, "")
		}
		v.allows("p1", household.Reminders, household.Refuse, "")
		v.allows("p2", household.Reminders, household.Accept, "old") // the text has changed since
		v.allows("gone", household.Reminders, household.Accept, "")
		s := v.stated()
		if got := s.Agreed["reminders"]; got != mydata.Step {
			t.Errorf("%d of %d allow it", got, mydata.Step)
		}
		if got := held(s, "accounts"); got != mydata.Step {
			t.Errorf("%d accounts of %d", got, mydata.Step+2)
		}
		v.allows("p3", household.Reminders, household.Later, "")
		if got := v.stated().Agreed["reminders"]; got != 0 {
			t.Errorf("%d of ten allow it", got)
		}
	})
}

// TestRequestsAreAccountedFor: one that was served, one that was asked for again before,
// one of somebody who left meanwhile, one that waits; and erasures.
func TestRequestsAreAccountedFor(t *testing.T) {
	dbtest.OnBothPlaces(t, func(t *testing.T, place string) {
		v := openVillage(t, place)
		for _, id := range []string{"anne", "bob", "eve"} {
			v.comes(id)
			v.must(v.mine.Ask(t.Context(), id, "fr"))
		}
		v.write(`UPDATE takeout SET asked_at = asked_at - 3600 WHERE person_id = 'anne'`) // nobody made it
		v.must(v.mine.Ask(t.Context(), "anne", "fr"))
		made, err := v.copyOf("anne")
		v.must(err)
		for range 2 {
			v.must(v.mine.Make(t.Context(), mydata.Make{Takeout: made.ID}))
		}
		_, err = v.mine.Erase(t.Context(), "eve", "")
		v.must(err)
		s := v.stated()
		if got := s.Exports; got.Asked != 4 || got.Served != 1 || got.Waiting != 1 || got.Failed != 0 {
			t.Errorf("of copies it says %+v", got)
		}
		if got := s.Erasures; got.Asked != 1 || got.Served != 0 || got.Waiting != 1 {
			t.Errorf("before the files are clean it says %+v", got)
		}
		v.must(v.mine.Clean(t.Context()))
		v.write(`UPDATE erasure SET cleaned_at = erased_at WHERE cleaned_at IS NULL`) // a large file waits for the night
		if got := v.stated().Erasures; got.Served != 1 || got.Waiting != 0 {
			t.Errorf("once they are it says %+v", got)
		}
		v.write(`DELETE FROM takeout WHERE person_id = 'bob'`) // its job has given up for a week
		v.must(v.mine.Purge(t.Context()))
		if got := v.stated().Exports; got.Waiting != 0 || got.Failed != 1 {
			t.Errorf("of one that was never made it says %+v", got)
		}
	})
}

// TestLooksGoWithThePerson: what was seen of somebody, and not what they saw.
func TestLooksGoWithThePerson(t *testing.T) {
	dbtest.OnBothPlaces(t, func(t *testing.T, place string) {
		v := openVillage(t, place)
		for _, id := range []string{"anne", "bob"} {
			v.comes(id)
			v.write(`INSERT INTO staff_access (person_id, day, by_person, role, what, city_id, times)
				VALUES (?, '2026-11-26', ?, 'officer', 'cards_listed', 'issy', 2)`, id, map[string]string{"anne": "bob", "bob": "anne"}[id])
		}
		_, err := v.mine.Erase(t.Context(), "anne", "")
		v.must(err)
		if looks, err := v.mine.Looks(t.Context(), "anne", 10); err != nil || len(looks) != 0 {
			t.Errorf("of somebody erased there is %+v, %v", looks, err)
		}
		looks, err := v.mine.Looks(t.Context(), "bob", 10)
		if err != nil || len(looks) != 1 || looks[0].What != access.CardsListed || looks[0].Times != 2 || looks[0].Role != "officer" {
			t.Errorf("of who stays there is %+v, %v", looks, err)
		}
	})
}
