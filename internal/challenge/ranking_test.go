package challenge

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"capzero/internal/db"
	"capzero/internal/household"

	"github.com/google/go-cmp/cmp"
)

// Whatever the order, a place is one more than those who have more.
func TestPlacesOfARanking(t *testing.T) {
	if got := rank(map[string]int64{"a": 1240, "b": 1249, "c": 5000, "d": 40, "e": 0, "f": -700}); !slices.Equal(got, []standing{
		{"c", 50, 1, 1}, {"a", 12, 2, 3}, {"b", 12, 2, 3},
	}) {
		t.Errorf("places are %+v", got)
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		grams := map[string]int64{}
		for i := range random.IntN(40) {
			grams[fmt.Sprint("p", i)] = int64(random.IntN(3000)) - 500
		}
		all := rank(grams)
		for _, s := range all {
			more, asMuch := 0, 0
			for _, g := range grams {
				if tenthsOf(g) > s.tenths {
					more++
				}
				if tenthsOf(g) >= s.tenths {
					asMuch++
				}
			}
			if s.place != more+1 || s.last != asMuch || s.tenths <= 0 || s.tenths != tenthsOf(grams[s.person]) {
				t.Fatalf("%+v of %v", s, grams)
			}
		}
		ranked := 0
		for _, g := range grams {
			if tenthsOf(g) > 0 {
				ranked++
			}
		}
		if len(all) != ranked {
			t.Fatalf("%d have a place, %d have kilograms", len(all), ranked)
		}
	}
}

func (w *world) ranking(t testing.TB, person string) Ranking {
	t.Helper()
	r, found, err := w.Ranking(t.Context(), person, "issy", 0)
	must(t, err)
	if !found {
		t.Fatal("there is no season")
	}
	return r
}

// rankingText is the version of the text that people read.
func (w *world) rankingText(t testing.TB) string {
	t.Helper()
	all, err := w.allowed.Switches(t.Context(), "nobody", "fr")
	must(t, err)
	i := slices.IndexFunc(all, func(s household.Switch) bool { return s.Purpose == household.Ranking })
	return all[i].Version
}

func (w *world) enter(t testing.TB, person, name string, round int) error {
	t.Helper()
	return w.EnterRanking(t.Context(), person, Entering{Name: name, Round: round, Text: w.rankingText(t), Lang: "fr"})
}

// enters has people in the ranking, under the first pseudonym that they are offered.
func (w *world) enters(t testing.TB, persons ...string) {
	t.Helper()
	for _, person := range persons {
		must(t, w.enter(t, person, w.ranking(t, person).Offered[0].String(), 0))
	}
}

func (w *world) counts(t testing.TB) {
	t.Helper()
	must(t, w.CountRankings(t.Context()))
}

// street is so many households of one adult that take part.
func (w *world) street(t testing.TB, households int) (persons []string) {
	t.Helper()
	for i := range households {
		person := fmt.Sprintf("p%02d", i)
		w.family(t, person, 1, 0)
		persons = append(persons, person)
	}
	return persons
}

// storedPlaces are the places as they are kept, by ledger and person.
func (w *world) storedPlaces(t testing.TB) (all map[string][3]int64) {
	t.Helper()
	must(t, w.db.Read(t.Context(), func(tx *db.Tx) error {
		all = map[string][3]int64{}
		rows, err := tx.Query(t.Context(), `SELECT kind, person_id, tenths, place, last_place FROM ranking_place`)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var kind, person string
			var v [3]int64
			if err := rows.Scan(&kind, &person, &v[0], &v[1], &v[2]); err != nil {
				return err
			}
			all[kind+" "+person] = v
		}
		return rows.Err()
	}))
	return all
}

// count counts the rows of a table of rankings that are about a person.
func (w *world) count(t testing.TB, table, person string) (n int) {
	t.Helper()
	must(t, w.db.Read(t.Context(), func(tx *db.Tx) error {
		return tx.QueryRow(t.Context(), `SELECT COUNT(*) FROM `+table+` WHERE person_id = ?`, person).Scan(&n)
	}))
	return n
}

func (w *world) standsWithRanking(t testing.TB, person string) household.Standing {
	t.Helper()
	all, err := w.allowed.Switches(t.Context(), person, "fr")
	must(t, err)
	return all[slices.IndexFunc(all, func(s household.Switch) bool { return s.Purpose == household.Ranking })].Standing
}

// TestARankingOfASeason plays one: who enters, when it is counted, what is seen.
func TestARankingOfASeason(t *testing.T) {
	w := newWorld(t)
	w.season(t)
	people := w.street(t, 14)
	w.goTo(4, 2)
	w.enters(t, people[:12]...)
	for i, person := range people { // the last two do most, and have not entered
		w.done(t, person, firstWeek.Plus(3), meal, 1+i/6)
		w.done(t, person, firstWeek.Plus(3), fmt.Sprint("autre-", i%10), 1)
		w.done(t, person, firstWeek.Plus(3), heat, 1) // of the household: counts for nobody
	}
	w.counts(t)
	if r := w.ranking(t, "p00"); len(w.storedPlaces(t)) != 0 || !r.Entered() || r.Missing != 0 || r.Tables[0].Shown {
		t.Errorf("before the week is over: %v, %+v", w.storedPlaces(t), r)
	}
	w.goTo(5, 0)
	w.counts(t)
	r := w.ranking(t, "p11")
	carbon, waste := r.Tables[0], r.Tables[1]
	if r.Until != firstWeek.Plus(4) || !carbon.Shown || carbon.Of != 12 || waste.Shown || waste.Of != 0 {
		t.Fatalf("it is %+v", r)
	}
	// 2 meals of 500 g, and 300, 400 … 1000 g; then 1 meal and 100, 200 … 600 g.
	var tenths []int64
	for _, p := range carbon.First {
		tenths = append(tenths, p.Tenths)
	}
	if !slices.Equal(tenths, []int64{20, 19, 18, 17, 12, 11, 11, 10, 9, 8}) {
		t.Errorf("the first ten have %v", tenths)
	}
	if carbon.First[5].Place != 6 || carbon.First[6].Place != 6 || carbon.First[6].People != 2 || carbon.First[7].Place != 8 {
		t.Errorf("equal kilograms do not share a place: %+v", carbon.First)
	}
	if mine := carbon.Mine; mine.Place != 5 || mine.Tenths != 12 || mine.Name != r.Name || !carbon.First[4].Mine {
		t.Errorf("one's own place is %+v", mine)
	}
	if mine := w.ranking(t, "p00").Tables[0].Mine; mine.Place != 12 || mine.Tenths != 6 {
		t.Errorf("the place of somebody below is %+v", mine)
	}
	outside := w.ranking(t, "p13")
	if outside.Entered() || outside.Tables[0].Mine.Place != 0 || len(outside.Tables[0].First) != 10 || len(outside.Offered) != offeredNames {
		t.Errorf("who has not entered sees %+v", outside)
	}

	before := w.storedPlaces(t)
	w.done(t, "p00", firstWeek.Plus(3), meal, 3) // late
	w.done(t, "p00", firstWeek.Plus(4), meal, 3) // this week
	w.counts(t)
	if diff := cmp.Diff(before, w.storedPlaces(t)); diff != "" {
		t.Errorf("counted twice in a week (-first, +second):\n%s", diff)
	}
	w.goTo(6, 3)
	w.counts(t)
	if mine := w.ranking(t, "p00").Tables[0].Mine; mine.Tenths != 31 || mine.Place != 1 {
		t.Errorf("after a week more: %+v", mine)
	}
}

// Nobody sees anything who takes no part, and nobody enters there.
func TestARankingIsForThoseWhoTakePart(t *testing.T) {
	w := newWorld(t)
	if _, found, err := w.Ranking(t.Context(), "p00", "issy", 0); found || err != nil {
		t.Errorf("without a season: %v, %v", found, err)
	}
	w.season(t)
	w.enters(t, w.street(t, 12)...)
	w.family(t, "out", 1, 0, outside)
	for _, person := range []string{"out", "homeless", ""} {
		if r := w.ranking(t, person); r.In || len(r.Offered)+len(r.Tables)+r.Missing != 0 {
			t.Errorf("%s sees %+v", person, r)
		}
	}
	wantFault(t, w.enter(t, "out", "Mésange discrète", 0), "challenge.not_enrolled")
	wantFault(t, w.enter(t, "homeless", "Mésange discrète", 0), "challenge.no_household")
}

// What is chosen must have been proposed to that person, in that round.
func TestAPseudonymIsOneThatWasProposed(t *testing.T) {
	w := newWorld(t)
	w.season(t)
	w.street(t, 2)
	other := w.ranking(t, "p01").Offered[0].String()
	first := w.ranking(t, "p00").Offered
	for _, name := range []string{other, "Jean Dupont", "<b>", first[0].String() + " 2", strings.ToUpper(first[0].String()), first[0].Name + "\x00"} {
		wantFault(t, w.enter(t, "p00", name, 0), "ranking.taken")
	}
	wantFault(t, w.enter(t, "p00", "", 0), "ranking.choose")
	wantFault(t, w.enter(t, "p00", first[0].String(), 1), "ranking.taken")
	err := w.EnterRanking(t.Context(), "p00", Entering{Name: first[0].String(), Text: "old", Lang: "fr"})
	wantFault(t, err, "consent.text_changed")
	if n := w.count(t, "ranking_entrant", "p00"); n != 0 {
		t.Errorf("%d rows of somebody who was refused", n)
	}
	second, _, err := w.Ranking(t.Context(), "p00", "issy", 1)
	must(t, err)
	must(t, w.enter(t, "p00", second.Offered[3].String(), 1))
	if r := w.ranking(t, "p00"); r.Name != second.Offered[3] || len(r.Offered) != 0 {
		t.Errorf("entered as %+v", r)
	}
	must(t, w.enter(t, "p00", second.Offered[2].String(), 1)) // pressed twice, on another one
	if r := w.ranking(t, "p00"); r.Name != second.Offered[3] {
		t.Errorf("a second press changed the name to %v", r.Name)
	}
	for _, round := range []int{-1, nameRounds, 1 << 30} {
		if _, _, err := w.Ranking(t.Context(), "p01", "issy", round); err != nil {
			t.Errorf("round %d: %v", round, err)
		}
	}
}

// Two who choose the same pseudonym at once: one has it, the other is told so, and
// finds others.
func TestTwoChooseTheSamePseudonymAtOnce(t *testing.T) {
	w := newWorld(t)
	w.season(t)
	all := words(t)
	type choice struct {
		person string
		round  int
	}
	seen := map[string]choice{}
	var pairs [][2]choice
	var names []string
	for i := 0; len(pairs) < 6; i++ { // people who are proposed the same
		c := choice{person: fmt.Sprint("p", i)}
		for c.round = range nameRounds {
			for _, name := range all.draw(Season{City: "issy", Number: 1, seed: 7}, c.person, c.round) {
				if first, there := seen[name]; there && first.person != c.person {
					pairs, names = append(pairs, [2]choice{first, c}), append(names, name)
				}
				seen[name] = c
			}
		}
	}
	lives := map[string]bool{}
	for i, pair := range pairs {
		if lives[pair[0].person] || lives[pair[1].person] {
			continue // in an earlier pair
		}
		var errs [2]error
		var both sync.WaitGroup
		for j, c := range pair {
			w.family(t, c.person, 1, 0)
			lives[c.person] = true
			text := w.rankingText(t)
			both.Go(func() {
				errs[j] = w.EnterRanking(t.Context(), c.person, Entering{Name: names[i], Round: c.round, Text: text, Lang: "fr"})
			})
		}
		both.Wait()
		loser := 0
		if errs[0] == nil {
			loser = 1
		}
		if errs[1-loser] != nil {
			t.Fatalf("nobody has %s: %v", names[i], errs)
		}
		wantFault(t, errs[loser], "ranking.taken")
		c := pair[loser]
		if s := w.standsWithRanking(t, c.person); s != household.Unasked {
			t.Errorf("who was refused stands as %s", s)
		}
		r, _, err := w.Ranking(t.Context(), c.person, "issy", c.round)
		must(t, err)
		if !slices.Contains(r.Offered, Pseudonym{names[i], 2}) {
			t.Errorf("after %s, they are offered %v", names[i], r.Offered)
		}
		must(t, w.enter(t, c.person, names[i]+" 2", c.round))
	}
}

// Who enters and leaves has left no row, whichever way they leave.
func TestLeavingARankingLeavesNothing(t *testing.T) {
	w := newWorld(t)
	w.season(t)
	people := w.street(t, 13)
	w.goTo(4, 0)
	w.enters(t, people...)
	for _, person := range people {
		w.done(t, person, firstWeek.Plus(3), meal, 1)
	}
	w.goTo(5, 0)
	w.counts(t)
	if s := w.standsWithRanking(t, "p00"); s != household.Accepted {
		t.Errorf("who has entered stands as %s", s)
	}
	must(t, w.LeaveRanking(t.Context(), "p00", "fr"))
	must(t, w.LeaveRanking(t.Context(), "p00", "en"))
	w.decideRanking(t, "p01", household.Refuse)
	for _, person := range []string{"p00", "p01"} {
		if n := w.count(t, "ranking_entrant", person) + w.count(t, "ranking_place", person); n != 0 {
			t.Errorf("%d rows are left of %s", n, person)
		}
		if s := w.standsWithRanking(t, person); s != household.Refused {
			t.Errorf("%s stands as %s", person, s)
		}
	}
	history, err := w.allowed.History(t.Context(), "p00")
	must(t, err)
	if len(history) != 2 || history[1].Screen != rankingScreen {
		t.Errorf("the ledger has %+v", history)
	}
	must(t, w.LeaveRanking(t.Context(), "never", "fr"))
	if history, err := w.allowed.History(t.Context(), "never"); err != nil || len(history) != 0 {
		t.Errorf("who never entered has %v in the ledger, %v", history, err)
	}
	w.decideRanking(t, "p00", household.Accept) // allows it, and has not entered
	if r := w.ranking(t, "p00"); r.Entered() || !r.Tables[0].Shown {
		t.Errorf("they see %+v", r)
	}
	w.enters(t, "p00")
	if r := w.ranking(t, "p00"); !r.Entered() || r.Tables[0].Mine.Place != 0 {
		t.Errorf("who comes back has a place before Monday: %+v", r)
	}
}

func (w *world) decideRanking(t testing.TB, person string, c household.Choice) {
	t.Helper()
	d := household.Decision{Purpose: household.Ranking, Choice: c, Version: w.rankingText(t)}
	must(t, w.allowed.Decide(t.Context(), person, "fr", "test", d))
}

// A table of fewer than eleven households is never shown, and one that has become
// so is hidden at once, however people go.
func TestARankingIsHiddenBelowElevenHouseholds(t *testing.T) {
	for how, goes := range map[string]func(*world, string){
		"leaves the ranking":   func(w *world, p string) { must(t, w.LeaveRanking(t.Context(), p, "fr")) },
		"takes the yes back":   func(w *world, p string) { w.decideRanking(t, p, household.Later) },
		"leaves the household": func(w *world, p string) { _, err := w.homes.Leave(t.Context(), p); must(t, err) },
		"is forgotten":         func(w *world, p string) { w.erase(t, p) },
		"moves in with another": func(w *world, p string) {
			_, err := w.homes.Leave(t.Context(), p)
			must(t, err)
			w.joins(t, "p05", p)
		},
	} {
		t.Run(how, func(t *testing.T) {
			w := newWorld(t)
			w.season(t)
			people := w.street(t, 11)
			for _, with := range people[:6] { // 17 people in 11 households
				w.joins(t, with, with+"b")
				people = append(people, with+"b")
			}
			w.goTo(4, 0)
			for i, person := range people {
				w.done(t, person, firstWeek.Plus(3), meal, 1+i%3)
				w.done(t, person, firstWeek.Plus(3), noAds, 1)
			}
			w.enters(t, people[:10]...)
			w.enters(t, people[11:]...)
			w.goTo(5, 0)
			w.counts(t)
			if r := w.ranking(t, "p00"); r.Missing != 1 || len(r.Tables) != 0 || r.Until != "" {
				t.Fatalf("16 people of ten households are shown as %+v", r)
			}
			w.enters(t, "p10")
			if r := w.ranking(t, "p00"); r.Missing != 0 || r.Tables[0].Shown {
				t.Fatalf("before the eleventh household is counted: %+v", r)
			}
			w.goTo(6, 0)
			w.counts(t)
			r := w.ranking(t, "p00")
			if r.Missing != 0 || !r.Tables[0].Shown || r.Tables[0].Of != 17 || r.Tables[1].Shown {
				t.Fatalf("eleven households are shown as %+v", r)
			}
			goes(w, "p10") // the only one of theirs
			if r := w.ranking(t, "p00"); r.Missing != 1 || len(r.Tables) != 0 || r.Until != "" {
				t.Errorf("after they have gone: %+v", r)
			}
			w.counts(t)
			if r := w.ranking(t, "p00"); r.Missing != 1 || len(r.Tables) != 0 {
				t.Errorf("counted again: %+v", r)
			}
		})
	}
}

// Who is forgotten or leaves their household is not shown any more, at once; who
// moves keeps their place.
func TestWhoMovesKeepsTheirPlace(t *testing.T) {
	w := newWorld(t)
	w.season(t)
	people := w.street(t, 13)
	w.joins(t, "p00", "p00b")
	w.goTo(4, 0)
	people = append(people, "p00b")
	for i, person := range people {
		w.done(t, person, firstWeek.Plus(3), fmt.Sprint("autre-", i%10), 1)
	}
	w.done(t, "p00b", firstWeek.Plus(3), meal, 3)
	w.enters(t, people...)
	w.goTo(5, 0)
	w.counts(t)
	name := w.ranking(t, "p00b").Name
	shows := func(when string, want bool) {
		t.Helper()
		first := w.ranking(t, "p05").Tables[0].First
		if got := slices.ContainsFunc(first, func(p Placed) bool { return p.Name == name }); got != want {
			t.Errorf("%s: %v is shown: %v", when, name, got)
		}
	}
	shows("at first", true)
	w.splits(t, "p00b", 1, 0)
	shows("after a split", true)
	if mine := w.ranking(t, "p00b").Tables[0].Mine; mine.Place != 1 || !mine.Mine {
		t.Errorf("after a split their place is %+v", mine)
	}
	_, err := w.homes.Leave(t.Context(), "p00b")
	must(t, err)
	shows("without a home", false)
	_, err = w.homes.Create(t.Context(), "p00b", household.Home{City: "issy", Zone: "fort", Housing: household.Flat, Persons: 1})
	must(t, err)
	shows("in a home that takes no part", false)
	_, err = w.Enrol(t.Context(), "p00b", MouthChannel)
	must(t, err)
	shows("once it does", true)
	must(t, w.homes.Move(t.Context(), "p00b", household.Home{City: "issy", Zone: "centre", Housing: household.House, Persons: 1}, household.Day("2026-10-06")))
	shows("after the household moved", true)
	w.goTo(6, 0)
	w.counts(t)
	shows("the week after", true)
	w.erase(t, "p00b")
	shows("forgotten", false)
	if n := w.count(t, "ranking_entrant", "p00b") + w.count(t, "ranking_place", "p00b"); n != 0 {
		t.Errorf("%d rows are left", n)
	}
}

// The same deeds give the same places, in whatever order they were done and people
// entered.
func TestARankingDoesNotDependOnTheOrder(t *testing.T) {
	var want map[string][3]int64
	for seed := range uint64(3) {
		random := rand.New(rand.NewPCG(seed, 9))
		w := newWorld(t)
		w.season(t)
		people := w.street(t, 12)
		w.goTo(4, 0)
		var steps []func()
		for i, person := range people {
			steps = append(steps, func() { w.enters(t, person) })
			for _, mission := range []string{meal, noAds, fmt.Sprint("autre-", i%5), fmt.Sprint("autre-", i%3+5)} {
				steps = append(steps, func() { w.done(t, person, firstWeek.Plus(3), mission, 1) })
			}
		}
		random.Shuffle(len(steps), func(i, j int) { steps[i], steps[j] = steps[j], steps[i] })
		for _, step := range steps {
			step()
		}
		w.goTo(5, 0)
		w.counts(t)
		got := w.storedPlaces(t)
		if want == nil {
			want = got
		}
		if diff := cmp.Diff(want, got); diff != "" || len(got) != 12 {
			t.Errorf("in another order (-one, +other):\n%s", diff)
		}
	}
}

// Two who part have as many kilograms as two who stay: what one did is theirs, what
// the household did is nobody's, and nothing is counted twice.
func TestSplittingGainsNothingInARanking(t *testing.T) {
	places := func(split bool) map[string][3]int64 {
		w := newWorld(t)
		w.season(t)
		people := w.street(t, 11)
		w.joins(t, "p00", "p00b")
		people = append(people, "p00b")
		week := w.goTo(4, 0)
		w.enters(t, people...)
		for i, person := range people {
			w.done(t, person, week, fmt.Sprint("autre-", i%10), 1)
			w.done(t, person, week, meal, 1)
			w.done(t, person, week, heat, 1)
			w.done(t, person, week, noAds, 1)
		}
		if split {
			w.splits(t, "p00b", 1, 0)
		}
		for _, person := range people { // whoever it is, and wherever, once more
			for _, mission := range []string{"autre-0", meal, heat, noAds} {
				_ = w.CheckIn(t.Context(), person, week, mission, 1) // may be counted elsewhere
			}
		}
		w.goTo(5, 0)
		w.counts(t)
		return w.storedPlaces(t)
	}
	if diff := cmp.Diff(places(false), places(true)); diff != "" {
		t.Errorf("a split changes it (-together, +apart):\n%s", diff)
	}
}

// A season that is over keeps its ranking for a while, which nobody enters any more.
func TestARankingIsForgottenAfterItsSeason(t *testing.T) {
	w := newWorld(t)
	w.season(t)
	people := w.street(t, 12)
	w.goTo(23, 0)
	w.enters(t, people[:11]...)
	for _, person := range people {
		w.done(t, person, firstWeek.Plus(22), meal, 1)
	}
	w.goTo(25, 1) // it is over, and can still be written down
	w.done(t, "p00", firstWeek.Plus(23), meal, 2)
	wantFault(t, w.enter(t, "p11", "Mésange discrète", 0), "season.over")
	if r := w.ranking(t, "p11"); len(r.Offered) != 0 {
		t.Errorf("offered are %v", r.Offered)
	}
	w.goTo(27, 0)
	w.counts(t)
	want := w.storedPlaces(t)
	if len(want) != 11 || want["carbon p00"][0] != 15 {
		t.Errorf("in the end the places are %v", want)
	}
	w.goTo(24+12, 6) // three months are twelve weeks at least
	w.counts(t)
	if diff := cmp.Diff(want, w.storedPlaces(t)); diff != "" {
		t.Errorf("a closed season changes:\n%s", diff)
	}
	must(t, w.LeaveRanking(t.Context(), "p01", "fr"))
	w.goTo(25+14, 0)
	w.counts(t)
	if left := w.dump(t); strings.Contains(left, "ranking_") {
		t.Errorf("left is\n%s", left)
	}
	if r := w.ranking(t, "p00"); r.Entered() || r.Missing != ShownFrom {
		t.Errorf("it is %+v", r)
	}
}

// A yes to a text that is another one now is none.
func TestAnOutdatedYesEndsInARanking(t *testing.T) {
	w := newWorld(t)
	w.season(t)
	w.enters(t, w.street(t, 3)...)
	must(t, w.db.Write(t.Context(), func(tx *db.Tx) error {
		_, err := tx.Exec(t.Context(), `UPDATE ranking_entrant SET text_version = 'old' WHERE person_id = 'p01'`)
		return err
	}))
	w.counts(t)
	for person, want := range map[string]int{"p00": 1, "p01": 0, "p02": 1} {
		if n := w.count(t, "ranking_entrant", person); n != want {
			t.Errorf("%s has %d rows, want %d", person, n, want)
		}
	}
}

// TestNobodyIsRankedWhoHasNotEntered has people do at random what people do, and
// holds what is kept and shown against who has entered.
func TestNobodyIsRankedWhoHasNotEntered(t *testing.T) {
	for seed := range uint64(3) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			random := rand.New(rand.NewPCG(seed, 46))
			w := newWorld(t)
			w.season(t)
			people := w.street(t, 16)
			entered := map[string]Pseudonym{}
			for week := 4; week < 9; week++ {
				w.goTo(week, 2)
				w.counts(t)
				for range 40 {
					person := people[random.IntN(len(people))]
					switch random.IntN(6) {
					case 0, 1:
						if r := w.ranking(t, person); !r.Entered() {
							w.enters(t, person)
						}
						entered[person] = w.ranking(t, person).Name
					case 2:
						must(t, w.LeaveRanking(t.Context(), person, "fr"))
						delete(entered, person)
					default:
						w.done(t, person, firstWeek.Plus(week-1), meal, random.IntN(4))
					}
					w.wantRankedOnly(t, people, entered)
				}
			}
		})
	}
}

func (w *world) wantRankedOnly(t *testing.T, people []string, entered map[string]Pseudonym) {
	t.Helper()
	for key := range w.storedPlaces(t) {
		if _, person, _ := strings.Cut(key, " "); entered[person] == (Pseudonym{}) {
			t.Fatalf("%s is kept", key)
		}
	}
	names := slices.Collect(maps.Values(entered))
	for _, person := range people[:3] {
		r := w.ranking(t, person)
		if r.Name != entered[person] {
			t.Fatalf("%s is %v, want %v", person, r.Name, entered[person])
		}
		if len(entered) < ShownFrom && (len(r.Tables) != 0 || r.Missing != ShownFrom-len(entered)) {
			t.Fatalf("of %d, this is shown: %+v", len(entered), r)
		}
		for _, table := range r.Tables {
			for _, p := range table.First {
				if !slices.Contains(names, p.Name) || p.Place > listed || p.Mine != (p.Name == entered[person]) {
					t.Fatalf("%+v is shown to %s", p, person)
				}
			}
			if len(table.First) > listed || table.Mine.Place != 0 && entered[person] == (Pseudonym{}) {
				t.Fatalf("%s sees %+v", person, table)
			}
		}
	}
}

// Many with as many kilograms are not listed one by one.
func TestATieThatIsTooLongIsNotListed(t *testing.T) {
	w := newWorld(t)
	w.season(t)
	people := w.street(t, 14)
	week := w.goTo(4, 0)
	w.enters(t, people...)
	for i, person := range people {
		w.done(t, person, week, meal, 1)
		if i < 2 {
			w.done(t, person, week, "autre-0", 1)
		}
	}
	w.goTo(5, 0)
	w.counts(t)
	table := w.ranking(t, "p07").Tables[0]
	if len(table.First) != 2 || table.Tied != (Tie{3, 12}) || table.Mine.Place != 3 || table.Mine.People != 12 {
		t.Errorf("the table is %+v", table)
	}
}
