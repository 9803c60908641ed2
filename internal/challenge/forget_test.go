package challenge

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"capzero/internal/db"
	"capzero/internal/fault"
	"capzero/internal/household"

	"github.com/google/go-cmp/cmp"
)

// erase forgets a person as their account's end does.
func (w *world) erase(t testing.TB, person string) {
	t.Helper()
	must(t, w.db.Write(t.Context(), func(tx *db.Tx) error {
		if err := w.ForgetPerson(t.Context(), tx, person); err != nil {
			return err
		}
		return w.homes.Erase(t.Context(), tx, person)
	}))
}

// A tallyKey is where a sum is kept.
type tallyKey struct{ season, scope, of, week, kind, stream string }

// tallies are the sums that are stored, without those that are nothing.
func (w *world) tallies(t testing.TB) map[tallyKey]int64 {
	t.Helper()
	return w.sums(t, `SELECT season_id, scope, of, week, kind, stream, grams FROM tally`)
}

// recomputed are the same sums from the ledger, added up row by row.
func (w *world) recomputed(t testing.TB) map[tallyKey]int64 {
	t.Helper()
	all := map[tallyKey]int64{}
	for _, query := range []string{
		`SELECT season_id, 'household', household_id, week, kind, stream, grams FROM entry`,
		`SELECT season_id, 'team', team_id, week, kind, stream, grams FROM entry WHERE team_id <> ''`,
		`SELECT season_id, 'team', team_id, week, kind, stream, grams FROM entry_left WHERE team_id <> ''`,
	} {
		for k, grams := range w.sums(t, query) {
			all[k] += grams
		}
	}
	maps.DeleteFunc(all, func(_ tallyKey, grams int64) bool { return grams == 0 })
	return all
}

func (w *world) sums(t testing.TB, query string) (all map[tallyKey]int64) {
	t.Helper()
	must(t, w.db.Read(t.Context(), func(tx *db.Tx) error {
		all = map[tallyKey]int64{}
		rows, err := tx.Query(t.Context(), query)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var k tallyKey
			var grams int64
			if err := rows.Scan(&k.season, &k.scope, &k.of, &k.week, &k.kind, &k.stream, &grams); err != nil {
				return err
			}
			all[k] += grams
		}
		return rows.Err()
	}))
	maps.DeleteFunc(all, func(_ tallyKey, grams int64) bool { return grams == 0 })
	return all
}

func (w *world) wantTalliesAsRecomputed(t testing.TB) int {
	t.Helper()
	stored, again := w.tallies(t), w.recomputed(t)
	if diff := cmp.Diff(again, stored, cmp.AllowUnexported(tallyKey{})); diff != "" {
		t.Fatalf("the sums are not those of the ledger (-recomputed, +stored):\n%s", diff)
	}
	for k, grams := range stored {
		if grams < 0 {
			t.Fatalf("%+v is %d g", k, grams)
		}
	}
	return len(stored)
}

// A state is the ledger and the sums at one moment. The scope of a line of the
// ledger is its household.
type state struct{ entries, sums map[tallyKey]int64 }

func (w *world) state(t testing.TB) state {
	t.Helper()
	return state{
		entries: w.sums(t, `SELECT season_id, household_id, team_id, week, kind, stream, grams FROM entry`),
		sums:    w.tallies(t),
	}
}

// households are those that have something in the ledger.
func (s state) households() map[string]bool {
	all := map[string]bool{}
	for k := range s.entries {
		all[k.scope] = true
	}
	return all
}

// without is what the sums of teams should be once a household is forgotten.
func (s state) without(gone string) map[tallyKey]int64 {
	type cell struct{ team, week, kind string }
	byHousehold := map[cell]map[string]int64{}
	for k, grams := range s.entries {
		c := cell{k.of, k.week, k.kind}
		if byHousehold[c] == nil {
			byHousehold[c] = map[string]int64{}
		}
		byHousehold[c][k.scope] += grams
	}
	want := maps.Clone(s.sums)
	maps.DeleteFunc(want, func(k tallyKey, _ int64) bool { return k.scope != teamScope })
	for k, grams := range s.entries {
		if k.scope != gone || k.of == "" {
			continue
		}
		others := 0
		for id, grams := range byHousehold[cell{k.of, k.week, k.kind}] {
			if id != gone && grams != 0 {
				others++
			}
		}
		if k.scope = teamScope; others < 5 {
			want[k] -= grams
		}
	}
	maps.DeleteFunc(want, func(_ tallyKey, grams int64) bool { return grams == 0 })
	return want
}

// Whatever people do, every stored sum is what the ledger says.
func TestSumsOfALifeMatchTheLedger(t *testing.T) {
	for seed := range uint64(3) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) { newLife(t, seed).live(t) })
	}
}

// A life is people who do at random what people do.
type life struct {
	*world
	random *rand.Rand
	people []string // who live somewhere
	born   int
	week   Week
	did    map[string]int
}

func newLife(t *testing.T, seed uint64) *life {
	w := newWorld(t)
	w.inCommon = true
	l := &life{world: w, random: rand.New(rand.NewPCG(seed, 6)), did: map[string]int{}}
	l.season(t)
	for range 16 {
		l.arrives(t)
	}
	l.forms(t, l.people[0], "Les Voisins")
	l.brings(t, l.people[0], l.people[1:10]...)
	return l
}

func (l *life) arrives(t *testing.T) {
	person := fmt.Sprint("person-", l.born)
	l.born++
	l.family(t, person, 2, 0)
	if l.random.IntN(2) == 0 {
		partner := fmt.Sprint("person-", l.born)
		l.born++
		l.joins(t, person, partner)
		l.people = append(l.people, partner)
	}
	l.people = append(l.people, person)
	slices.Sort(l.people)
}

func (l *life) live(t *testing.T) {
	sums := 0
	for week := 4; week < 9; week++ {
		l.week = l.goTo(week, 2)
		for range 70 {
			l.step(t)
		}
		l.counts(t)
		sums = l.wantTalliesAsRecomputed(t)
	}
	for len(l.people) > 0 {
		l.forgets(t)
	}
	l.wantTalliesAsRecomputed(t)
	if left := l.dump(t); strings.Contains(left, "person-") {
		t.Errorf("left is\n%s", left)
	}
	t.Logf("%d sums; %v", sums, l.did)
}

func (l *life) step(t *testing.T) {
	person := l.people[l.random.IntN(len(l.people))]
	what, err := "", error(nil)
	switch n := l.random.IntN(100); {
	case n < 68:
		what, err = "check-in", l.checksIn(t, person)
	case n < 72:
		what, err = "enter a ranking", l.entersRanking(t, person)
	case n < 77:
		what, err = "leave a team", l.LeaveTeam(t.Context(), person)
	case n < 86:
		what, err = "join a team", l.joinsTeam(t, person)
	case n < 88:
		what = "form a team"
		_, err = l.FormTeam(t.Context(), person, "Les Autres", Joining{})
	case n < 91:
		what = "split"
		_, err = l.homes.Split(t.Context(), person, household.Parting{Home: household.Home{City: "issy", Zone: "centre", Housing: household.Flat, Persons: 1}})
	case n < 94:
		what, err = "weigh", l.weighs(t, person)
	case n < 96:
		what = "arrive"
		l.arrives(t)
	default:
		what = "forget"
		l.forgets(t)
	}
	if fault.KindOf(err) == fault.Internal && err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	if err == nil {
		l.did[what]++
	}
}

func (l *life) checksIn(t *testing.T, person string) error {
	mission := []string{meal, heat, noAds, repair}[l.random.IntN(4)]
	return l.CheckIn(t.Context(), person, l.week.Plus(-l.random.IntN(2)), mission, l.random.IntN(3))
}

func (l *life) entersRanking(t *testing.T, person string) error {
	r, _, err := l.Ranking(t.Context(), person, "issy", 0)
	if err != nil || len(r.Offered) == 0 {
		return err
	}
	return l.enter(t, person, r.Offered[0].String(), 0)
}

func (l *life) weighs(t *testing.T, person string) error {
	_, err := l.Weigh(t.Context(), person, "fr", NewWeighing{Day: l.week.First(), Stream: Residual, Typed: "2"})
	return err
}

func (l *life) joinsTeam(t *testing.T, person string) error {
	token, _, err := l.InviteToTeam(t.Context(), l.people[l.random.IntN(len(l.people))])
	if err != nil {
		return err
	}
	_, err = l.JoinTeam(t.Context(), person, token, Joining{})
	return err
}

// forgets erases somebody, and holds what their team keeps against what it should.
func (l *life) forgets(t *testing.T) {
	i := l.random.IntN(len(l.people))
	person := l.people[i]
	l.people = slices.Delete(l.people, i, i+1)
	before := l.state(t)
	l.erase(t, person)
	left := l.dump(t)
	if strings.Contains(left, person+"|") {
		t.Fatalf("%s is still in\n%s", person, left)
	}
	after := l.state(t)
	gone := before.households()
	for id := range after.households() {
		delete(gone, id)
	}
	for id := range gone {
		if strings.Contains(left, id) {
			t.Fatalf("household %s is still in\n%s", id, left)
		}
	}
	if len(gone) != 1 { // somebody else lived there, or an earlier home of theirs went too
		return
	}
	l.did["forget a household"]++
	for id := range gone {
		maps.DeleteFunc(after.sums, func(k tallyKey, _ int64) bool { return k.scope != teamScope })
		if diff := cmp.Diff(before.without(id), after.sums, cmp.AllowUnexported(tallyKey{})); diff != "" {
			t.Fatalf("of %s the teams keep (-want, +got):\n%s", person, diff)
		}
	}
}
