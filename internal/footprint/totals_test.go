package footprint

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"capzero/internal/db"

	"github.com/google/go-cmp/cmp"
)

// A census is what the totals of a city should be.
type census struct {
	households int64
	amounts    grams
}

// recount adds up the stored results and the retired part, row by row.
func recount(t testing.TB, s *Service, city string) census {
	t.Helper()
	var c census
	err := s.db.Read(t.Context(), func(tx *db.Tx) error {
		c = census{amounts: grams{}}
		rows, err := tx.Query(t.Context(), `
			SELECT l.rule, l.grams FROM result_line l
			JOIN result r ON r.assessment_id = l.assessment_id AND r.in_city = 1
			JOIN assessment a ON a.id = l.assessment_id WHERE a.city_id = ?
			UNION ALL
			SELECT rule, retired_grams FROM city_total WHERE city_id = ?`, city, city)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var rule string
			var g int64
			if err := rows.Scan(&rule, &g); err != nil {
				return err
			}
			c.amounts[rule] += g
		}
		if err := rows.Err(); err != nil {
			return err
		}
		return tx.QueryRow(t.Context(), `
			SELECT (SELECT COUNT(*) FROM result r JOIN assessment a ON a.id = r.assessment_id WHERE a.city_id = ? AND r.in_city = 1)
			     + COALESCE((SELECT retired FROM city_count WHERE city_id = ?), 0)`, city, city).
			Scan(&c.households)
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// checkTotals holds the totals of a city to a recount.
func checkTotals(t testing.TB, s *Service, city string, households int64) {
	t.Helper()
	want := recount(t, s, city)
	if want.households != households {
		t.Errorf("%d households in %s, want %d", want.households, city, households)
	}
	got := census{}
	err := s.db.Read(t.Context(), func(tx *db.Tx) (err error) {
		if got.households, err = cityHouseholds(t.Context(), tx, city); err != nil {
			return err
		}
		got.amounts, err = cityTotals(t.Context(), tx, city)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(census{})); diff != "" {
		t.Errorf("the totals of %s are not the recount (-recount +totals):\n%s", city, diff)
	}
}

// TestTotalsUnderConcurrency lets writers answer, measure and erase at once,
// some of them as the same person in several tabs.
func TestTotalsUnderConcurrency(t *testing.T) {
	const writers, results, households = 16, 2000, 160
	s := newSmall(t, newClock())
	tokens := make([]Token, households)
	for i := range tokens {
		tokens[i] = start(t, s)
	}
	var wg sync.WaitGroup
	failed := make(chan error, writers)
	for w := range writers {
		random := rand.New(rand.NewPCG(7, uint64(w)))
		wg.Go(func() {
			for range results / writers {
				token := tokens[random.IntN(households)]
				if err := answerAndMeasure(t, s, token, random); err != nil {
					failed <- err
					return
				}
			}
		})
	}
	wg.Wait()
	close(failed)
	for err := range failed {
		t.Fatal(err)
	}
	counted := 0
	for _, token := range tokens {
		if result(t, s, token).Complete {
			counted++
		}
	}
	if counted < households/2 {
		t.Fatalf("only %d of %d households are complete: the test has lost its point", counted, households)
	}
	checkTotals(t, s, "issy", int64(counted))

	for _, token := range tokens[:households/4] {
		if result(t, s, token).Complete {
			counted--
		}
		if err := s.Erase(t.Context(), token); err != nil {
			t.Fatal(err)
		}
	}
	checkTotals(t, s, "issy", int64(counted))
}

// answerAndMeasure answers a few random questions of the opening and measures.
func answerAndMeasure(t *testing.T, s *Service, token Token, random *rand.Rand) error {
	inputs := map[string]Input{
		"logement . habitants":         {Value: fmt.Sprint(1 + random.IntN(6))},
		"transport . voiture . usager": {Value: yes},
		"transport . voiture . km":     {Value: fmt.Sprint(random.IntN(30000))},
		"transport . avion . heures":   {Value: fmt.Sprint(random.IntN(30))},
		"alimentation . plats":         {Suggestion: "végétarien"},
		"déchets . compost":            {Value: []string{yes, no}[random.IntN(2)]},
	}
	for rule, in := range inputs { // the order of a map is random already
		if random.IntN(3) > 0 {
			continue
		}
		if _, err := s.Answer(t.Context(), token, rule, "fr", in); err != nil {
			return fmt.Errorf("answer to %q: %w", rule, err)
		}
	}
	_, err := s.Result(t.Context(), token, "fr")
	return err
}

// shown is how many households stand behind what the city shows.
func shown(t *testing.T, s *Service) int {
	t.Helper()
	n, ok, err := s.City(t.Context(), "issy", "fr")
	if err != nil {
		t.Fatal(err)
	}
	if !ok {
		return 0
	}
	return n.Households
}

func TestSnapshotsAreElevenHouseholdsApart(t *testing.T) {
	s := newSmall(t, newClock())
	for n := 1; n <= 34; n++ {
		token := start(t, s)
		give(t, s, token, "transport . voiture . km", Input{Value: fmt.Sprint(1000 * n)})
		finish(t, s, token)
		result(t, s, token) // the same browser again counts once
		if want := n / 11 * 11; shown(t, s) != want {
			t.Fatalf("with %d households the city shows %d, want %d", n, shown(t, s), want)
		}
	}
	number, _, err := s.City(t.Context(), "issy", "fr")
	if err != nil {
		t.Fatal(err)
	}
	// 33 households: 1 000 × 17 km × 0,2 on average, and 400 kg of flights.
	for _, l := range number.Mean {
		if l.Rule == "transport" && !cmp.Equal(l.Amount, 3800.0, near) {
			t.Errorf("mean transport %v kg, want 3 800", l.Amount)
		}
	}
	if !cmp.Equal(number.WasteMeanKgPerWeek, 4.5, near) {
		t.Errorf("mean waste %v kg, want 4,5", number.WasteMeanKgPerWeek)
	}
	if _, ok, err := s.City(t.Context(), "elsewhere", "fr"); ok || err != nil {
		t.Errorf("another city shows a number: %v, %v", ok, err)
	}
}

func TestAnUnfinishedHouseholdDoesNotCount(t *testing.T) {
	s := newSmall(t, newClock())
	token := start(t, s)
	give(t, s, token, "logement . habitants", Input{Value: "1"})
	if result(t, s, token).Complete {
		t.Fatal("one answer completes the opening")
	}
	checkTotals(t, s, "issy", 0)
	finish(t, s, token)
	checkTotals(t, s, "issy", 1)
	give(t, s, token, "logement . habitants", Input{Value: "5"}) // changes its mind
	result(t, s, token)
	checkTotals(t, s, "issy", 1)
}

func TestErasingTakesAHouseholdOutButNotOutOfASnapshot(t *testing.T) {
	s := newSmall(t, newClock())
	var tokens []Token
	for range 11 {
		tokens = append(tokens, start(t, s))
		finish(t, s, tokens[len(tokens)-1])
	}
	before, _, err := s.City(t.Context(), "issy", "fr")
	if err != nil {
		t.Fatal(err)
	}
	for i, token := range tokens {
		if err := s.Erase(t.Context(), token); err != nil {
			t.Fatal(err)
		}
		checkTotals(t, s, "issy", int64(10-i))
	}
	after, ok, err := s.City(t.Context(), "issy", "fr")
	if err != nil || !ok {
		t.Fatalf("the snapshot is gone: %v", err)
	}
	if diff := cmp.Diff(before, after); diff != "" {
		t.Errorf("an erasure changed what is shown:\n%s", diff)
	}
	for rule, g := range recount(t, s, "issy").amounts {
		if g != 0 {
			t.Errorf("%s: %d g are left of nobody", rule, g)
		}
	}
	if left := rows(t, s, "assessment") + rows(t, s, "answer") + rows(t, s, "result") + rows(t, s, "result_line"); left != 0 {
		t.Errorf("%d rows are left of nobody", left)
	}
}

func TestPurge(t *testing.T) {
	c := newClock()
	s := newSmall(t, c)
	var tokens []Token
	for range 12 {
		tokens = append(tokens, start(t, s))
		finish(t, s, tokens[len(tokens)-1])
	}
	start(t, s) // never answered
	c.pass(20 * 24 * time.Hour)
	result(t, s, tokens[0]) // somebody comes back
	c.pass(11 * 24 * time.Hour)

	before := recount(t, s, "issy")
	n, err := s.Purge(t.Context())
	if err != nil || n != 12 {
		t.Fatalf("purged %d, %v, want the 11 who stayed away and the one who never answered", n, err)
	}
	checkTotals(t, s, "issy", 12)
	if diff := cmp.Diff(before, recount(t, s, "issy"), cmp.AllowUnexported(census{})); diff != "" {
		t.Errorf("purging moved the totals:\n%s", diff)
	}
	if a, r := rows(t, s, "answer"), rows(t, s, "result"); a != 6 || r != 1 {
		t.Errorf("%d answers and %d results are left, want those of one household: 6 and 1", a, r)
	}
	if n, err := s.Purge(t.Context()); err != nil || n != 0 {
		t.Errorf("purging again purged %d, %v", n, err)
	}
	if shown(t, s) != 11 {
		t.Errorf("the city shows %d households, want 11 still", shown(t, s))
	}
	if err := s.Erase(t.Context(), tokens[0]); err != nil {
		t.Fatal(err)
	}
	checkTotals(t, s, "issy", 11)
}

func rows(t *testing.T, s *Service, table string) int {
	t.Helper()
	var n int
	err := s.db.Read(t.Context(), func(tx *db.Tx) error {
		return tx.QueryRow(t.Context(), `SELECT COUNT(*) FROM `+table).Scan(&n)
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}
