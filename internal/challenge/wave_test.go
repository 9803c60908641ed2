package challenge

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"capzero/internal/db"
	"capzero/internal/household"
)

// After every block, each wave has as many of a stratum as the others, and at any
// moment hardly more.
func TestWavesAreBalancedInEachStratum(t *testing.T) {
	for _, waves := range []int{1, 2, 3} {
		for seed := range int64(40) {
			for _, s := range []Stratum{"flat/city", "house/mouth", teamStratum} {
				count := make([]int, waves+1)
				for n := range 120 {
					count[draw(seed, s, n, waves)]++
					least, most := count[1], count[1]
					for _, c := range count[1:] {
						least, most = min(least, c), max(most, c)
					}
					if most-least > 2 || (n+1)%(2*waves) == 0 && most != least {
						t.Fatalf("seed %d, %s, %d drawn: %v", seed, s, n+1, count[1:])
					}
				}
			}
		}
	}
}

// Knowing everybody before says nothing sure of the next but at the end of a block.
func TestWavesCannotBeForetold(t *testing.T) {
	same := 0
	for seed := range int64(2000) {
		if draw(seed, "flat/city", 0, 3) == draw(seed, "flat/city", 1, 3) {
			same++
		}
	}
	if same < 320 || same > 480 { // 2000 / 5: one of the five left in a block is of the same wave
		t.Errorf("the second is of the wave of the first in %d of 2000 seeds, want about 400", same)
	}
}

// The draw of a season is made again from its seed alone, whoever came in between,
// left or moved.
func TestTheDrawIsReproducible(t *testing.T) {
	w := newWorld(t)
	id, err := w.PlanSeason(t.Context(), "officer", "issy", UsualPlan("Défi", firstWeek))
	must(t, err)
	random := rand.New(rand.NewPCG(1, 2))
	for i := range 90 {
		person := fmt.Sprint("p", i)
		home := household.Home{City: "issy", Zone: "fort", Housing: household.Housings()[random.IntN(3)], Persons: 2}
		_, err := w.homes.Create(t.Context(), person, home)
		must(t, err)
		channel := Channels()[random.IntN(3)]
		first, err := w.Enrol(t.Context(), person, channel)
		must(t, err)
		if random.IntN(4) == 0 {
			home.Housing = household.House
			must(t, w.homes.Move(t.Context(), person, home, household.DayOf(w.now, w.cities["issy"].Location()).Plus(1)))
		}
		again, err := w.Enrol(t.Context(), person, OtherChannel)
		must(t, err)
		if again.Wave != first.Wave || again.Stratum != first.Stratum {
			t.Errorf("%s enrolled twice: %+v, then %+v", person, first, again)
		}
		if random.IntN(5) == 0 {
			_, err := w.homes.Leave(t.Context(), person)
			must(t, err)
		}
	}
	must(t, w.db.Read(t.Context(), func(tx *db.Tx) error {
		rows, err := tx.Query(t.Context(), `SELECT stratum, number, wave FROM enrolment WHERE season_id = ? ORDER BY stratum, number`, id)
		if err != nil {
			return err
		}
		defer rows.Close()
		next, total := map[Stratum]int{}, 0
		for rows.Next() {
			var s Stratum
			var number int
			var wave Wave
			if err := rows.Scan(&s, &number, &wave); err != nil {
				return err
			}
			if want := draw(7, s, number, 3); wave != want || number != next[s] {
				t.Errorf("%s, number %d: wave %d, want number %d and wave %d", s, number, wave, next[s], want)
			}
			next[s]++
			total++
		}
		if total != 90 {
			t.Errorf("%d enrolments", total)
		}
		return rows.Err()
	}))
}

// A seed that is known gives what it always gave, also after an update of Go.
func TestTheDrawOfAKnownSeed(t *testing.T) {
	var got [12]Wave
	for n := range got {
		got[n] = draw(2026, "flat/city", n, 3)
	}
	if want := [12]Wave{2, 3, 1, 2, 3, 1, 3, 1, 2, 2, 1, 3}; got != want {
		t.Errorf("drawn %v", got)
	}
}
