package challenge

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"capzero/internal/db"
	"capzero/internal/household"
)

// Whatever a team brought, no gram is lost, each sum is of five households at least, and
// the team has what it has been shown.
func TestReducedSumsAreOfFiveAndExact(t *testing.T) {
	shown := 0
	for seed := range uint64(300) {
		random := rand.New(rand.NewPCG(seed, 25))
		var all []brought
		for range random.IntN(60) {
			all = append(all, brought{
				household: household.ID(fmt.Sprint("h", random.IntN(9))), zone: []string{"fort", "centre"}[random.IntN(2)],
				week: firstWeek.Plus(random.IntN(6)), kind: kinds()[random.IntN(2)], stream: []string{"", "papier"}[random.IntN(2)],
				grams: int64(random.IntN(500)) - 40,
			})
		}
		sums, rest := reduce(all)
		for _, k := range kinds() {
			before, after, kept := int64(0), int64(0), int64(0)
			for _, b := range all {
				if b.kind == k {
					before += b.grams
				}
			}
			for _, e := range sums {
				if e.Household != "" || e.Person != "" {
					t.Fatalf("seed %d: a sum names %+v", seed, e)
				}
				if e.Kind == k {
					after, kept = after+e.Grams, kept+e.Grams
				}
			}
			for _, b := range rest {
				if b.kind == k {
					after += b.grams
				}
			}
			if before != after {
				t.Fatalf("seed %d: %d g of %s become %d g", seed, before, k, after)
			}
			if was := ledgerOf(all).ofSeason(k); was.Shown() {
				shown++
				if was.Grams != kept {
					t.Fatalf("seed %d: the team has seen %d g of %s and keeps %d g", seed, was.Grams, k, kept)
				}
			}
		}
		if n := contributorsOf(ofKind(rest, Carbon)); n >= SeenFrom {
			t.Fatalf("seed %d: %d households are left over", seed, n)
		}
	}
	if shown < 50 {
		t.Errorf("only %d sums were shown: this test tries little", shown)
	}
}

func ofKind(all []brought, k Kind) (of []brought) {
	for _, b := range all {
		if b.kind == k {
			of = append(of, b)
		}
	}
	return of
}

// ledgerOf is what a team sees of what it was brought.
func ledgerOf(all []brought) teamLedger {
	var sums []tallyRow
	parts := map[contribution]int64{}
	for _, b := range all {
		sums = append(sums, tallyRow{Week: b.week, Kind: b.kind, Stream: b.stream, Grams: b.grams})
		parts[contribution{household: b.household, week: b.week, kind: b.kind}] += b.grams
	}
	var list []contribution
	for p, grams := range parts {
		p.grams = grams
		list = append(list, p)
	}
	return newTeamLedger(sums, list)
}

// A zone or a stream of fewer than five is not told apart from the rest.
func TestReducedSumsHideWhoIsAlone(t *testing.T) {
	var all []brought
	for n := range 6 {
		zone := "fort"
		if n == 5 {
			zone = "centre"
		}
		all = append(all, brought{household: household.ID(fmt.Sprint("h", n)), zone: zone, week: firstWeek, kind: Waste, stream: "verre", grams: 10})
	}
	sums, rest := reduce(all)
	if len(rest) != 0 || len(sums) != 1 || sums[0].Zone != "" || sums[0].Stream != "verre" || sums[0].Grams != 60 {
		t.Errorf("it is %+v and %+v", sums, rest)
	}
}

// ledgerGrams is what is in the ledgers, with a household and without.
func (w *world) ledgerGrams(t testing.TB) map[Kind]int64 {
	t.Helper()
	all := map[Kind]int64{}
	for _, query := range []string{
		`SELECT season_id, '', household_id, week, kind, stream, grams FROM entry`,
		`SELECT season_id, zone, team_id, week, kind, stream, grams FROM entry_left`,
	} {
		for k, grams := range w.sums(t, query) {
			all[Kind(k.kind)] += grams
		}
	}
	return all
}

// ended brings a city through a season and to a day after which it keeps no details.
func ended(t *testing.T) *life {
	l := newLife(t, 3)
	for week := 4; week < 9; week++ {
		l.week = l.goTo(week, 2)
		for range 40 {
			l.step(t)
		}
		l.counts(t)
	}
	return l
}

// pastDetails moves the clock behind the months that Issy keeps details.
func (w *world) pastDetails() { w.goTo(25+52*2+3, 1) }

func TestASeasonThatIsLongOverLeavesSums(t *testing.T) {
	l := ended(t)
	before, people := l.ledgerGrams(t), l.dump(t)
	if !strings.Contains(people, "person-") || before[Carbon] == 0 {
		t.Fatal("nobody did anything: this test tries nothing")
	}
	l.goTo(25+50, 1)
	must(t, l.ReduceSeasons(t.Context()))
	if l.dump(t) != people {
		t.Fatal("a season is reduced after a year")
	}
	l.pastDetails()
	for range 2 {
		must(t, l.ReduceSeasons(t.Context()))
		left := l.dump(t)
		if strings.Contains(left, "person-") {
			t.Fatalf("left is\n%s", left)
		}
		for _, table := range []string{"entry", "enrolment", "check_in", "counted", "lasting", "offer", "team_member", "weighing", "board_message"} {
			if n := l.rows(t, table); n != 0 {
				t.Errorf("%d rows of %s are left", n, table)
			}
		}
		if after := l.ledgerGrams(t); after[Carbon] != before[Carbon] || after[Waste] != before[Waste] {
			t.Errorf("the ledgers had %v and have %v", before, after)
		}
		l.wantTalliesAsRecomputed(t)
	}
	if all, err := l.Seasons(t.Context(), "issy"); err != nil || len(all) != 1 || !all[0].Reduced {
		t.Errorf("the seasons are %+v, %v", all, err)
	}
}

func (w *world) rows(t testing.TB, table string) (n int) {
	t.Helper()
	must(t, w.db.Read(t.Context(), func(tx *db.Tx) error {
		return tx.QueryRow(t.Context(), `SELECT COUNT(*) FROM `+table).Scan(&n)
	}))
	return n
}

// Killed after some of it, and with somebody erased in between, it ends as it would
// have.
func TestAReductionGoesOnWhereItWasKilled(t *testing.T) {
	l := ended(t)
	l.pastDetails()
	seasons, err := l.Seasons(t.Context(), "issy")
	must(t, err)
	before := l.ledgerGrams(t)
	must(t, l.db.Write(t.Context(), func(tx *db.Tx) error {
		teams, err := teamsInLedger(t.Context(), tx, seasons[0].ID)
		if err != nil || len(teams) == 0 {
			t.Fatalf("there are the teams %v, %v", teams, err)
		}
		if err := reduceTeam(t.Context(), tx, seasons[0].ID, teams[0]); err != nil {
			return err
		}
		return reduceZone(t.Context(), tx, seasons[0].ID, "fort", firstWeek.Plus(4), Carbon)
	}))
	if half := l.ledgerGrams(t); half[Carbon] != before[Carbon] || half[Waste] != before[Waste] {
		t.Errorf("half of it makes %v of %v", half, before)
	}
	must(t, l.ReduceSeasons(t.Context()))
	if after := l.ledgerGrams(t); after[Carbon] != before[Carbon] || after[Waste] != before[Waste] {
		t.Errorf("the ledgers had %v and have %v", before, after)
	}
	if n := l.rows(t, "entry"); n != 0 {
		t.Errorf("%d entries are left", n)
	}
}

func TestWhoIsExpectedByASeason(t *testing.T) {
	w := newWorld(t)
	w.season(t)
	w.family(t, "anne", 1, 0)
	w.family(t, "bob", 1, 0, outside)
	expected := func(person string) (is bool) {
		t.Helper()
		must(t, w.db.Read(t.Context(), func(tx *db.Tx) (err error) {
			is, err = w.IsExpected(t.Context(), tx, person)
			return err
		}))
		return is
	}
	for _, test := range []struct {
		week int
		want bool
	}{{1, true}, {24, true}, {25 + 24, true}, {25 + 28, false}} {
		w.goTo(test.week, 3)
		if expected("anne") != test.want || expected("bob") || expected("nobody") {
			t.Errorf("in week %d: %t, %t, %t", test.week, expected("anne"), expected("bob"), expected("nobody"))
		}
	}
}
