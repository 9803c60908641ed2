package footprint

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"capzero/internal/db"

	"github.com/google/go-cmp/cmp"
)

// smallLikeness tells the households of the small models apart by how they heat.
var smallLikeness = likeness{home: "logement . chauffage . énergie", kinds: []string{"gaz", "bois"}, people: "logement . habitants"}

func newLikeness(t testing.TB, c *clock) *Service {
	t.Helper()
	s := newSmall(t, c)
	s.like = smallLikeness
	return s
}

// settledIn measures a household of a group.
func settledIn(t testing.TB, s *Service, heating string, people int) Token {
	t.Helper()
	token := start(t, s)
	give(t, s, token, "logement . habitants", Input{Value: fmt.Sprint(people)})
	give(t, s, token, "logement . chauffage . énergie", Input{Value: heating})
	finish(t, s, token)
	return token
}

func TestHouseholdsAreAlikeByHomeAndSize(t *testing.T) {
	of := func(home, people string) answers {
		as := answers{}
		if home != "" {
			as[alike.home] = answer{Rule: alike.home, Values: map[string]string{alike.home: home}}
		}
		if people != "" {
			as[alike.people] = answer{Rule: alike.people, Values: map[string]string{alike.people: people}}
		}
		return as
	}
	for _, c := range []struct{ home, people, want, asks string }{
		{"appartement", "1", "appartement/1", ""},
		{"appartement", "2", "appartement/2", ""},
		{"maison", "3", "maison/3", ""},
		{"maison", "12", "maison/3", ""},
		{"maison", "2.5", "maison/2", ""},
		{"autre", "2", "", ""},
		{"", "2", "", "logement . type"},
		{"maison", "", "", "logement . habitants"},
		{"", "", "", "logement . habitants"},
		{"maison", "-1", "", ""},
	} {
		as := of(c.home, c.people)
		if got := alike.group(as); got != c.want {
			t.Errorf("%q of %q is in %q, want %q", c.home, c.people, got, c.want)
		}
		if got := alike.asks(as); c.want == "" && got != c.asks {
			t.Errorf("%q of %q is asked %q, want %q", c.home, c.people, got, c.asks)
		}
	}
}

func TestPeersAreShownFromElevenOn(t *testing.T) {
	s := newLikeness(t, newClock())
	// Five of each eleven are taken in: the eleventh is the 23rd.
	for n := 1; n <= 23; n++ {
		token := settledIn(t, s, "bois", 2)
		got := result(t, s, token).Peers
		if got.Kind != "bois_2" || got.Published != (n == 23) {
			t.Fatalf("after %d households: %+v", n, got)
		}
	}
	other := settledIn(t, s, "gaz", 2)
	if got := result(t, s, other).Peers; got.Published || got.Kind != "gaz_2" {
		t.Errorf("another group shows %+v", got)
	}
	mine := settledIn(t, s, "bois", 2)
	r := result(t, s, mine)
	if p := r.Peers; p.Households != 11 || !cmp.Equal(p.KgCO2ePerYear, r.Carbon.KgCO2ePerYear, near) {
		t.Errorf("eleven alike have %+v, one of them %v kg", p, r.Carbon.KgCO2ePerYear)
	}
	untold := start(t, s)
	if got := finish(t, s, untold).Peers; got.Kind != "" || got.Ask != "logement . chauffage . énergie" {
		t.Errorf("one that is in no group is told %+v", got)
	}
}

// checkGroups holds the totals of every group to a recount.
func checkGroups(t testing.TB, s *Service) {
	t.Helper()
	sums := func(query string) (into map[string]grams) {
		err := s.db.Read(t.Context(), func(tx *db.Tx) error {
			into = map[string]grams{}
			rows, err := tx.Query(t.Context(), query)
			if err != nil {
				return err
			}
			defer rows.Close()
			for rows.Next() {
				var name, rule string
				var g int64
				if err := rows.Scan(&name, &rule, &g); err != nil {
					return err
				}
				if g != 0 {
					add(into, name, grams{rule: g})
				}
			}
			return rows.Err()
		})
		if err != nil {
			t.Fatal(err)
		}
		return into
	}
	want := sums(`
		SELECT a.city_id || '/' || r.peer_group, l.rule, l.grams FROM result_line l
		JOIN result r ON r.assessment_id = l.assessment_id
		JOIN assessment a ON a.id = l.assessment_id WHERE r.peer_group <> ''
		UNION ALL
		SELECT a.city_id || '/' || r.peer_group, 'households', 1 FROM result r
		JOIN assessment a ON a.id = r.assessment_id WHERE r.peer_group <> ''
		UNION ALL SELECT city_id, rule, retired_grams FROM city_total WHERE city_id LIKE '%/%'
		UNION ALL SELECT city_id, 'households', retired FROM city_count WHERE city_id LIKE '%/%'`)
	got := sums(`
		SELECT city_id, rule, grams FROM city_total WHERE city_id LIKE '%/%'
		UNION ALL SELECT city_id, 'households', households FROM city_count WHERE city_id LIKE '%/%'`)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the totals of the groups are not the recount (-recount +totals):\n%s", diff)
	}
}

// Whoever comes, moves to another group, erases or stays away: the totals of the
// groups are the sums of those in them, and the city's are what they were.
func TestTotalsOfGroupsAreExact(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 11))
	c := newClock()
	s := newLikeness(t, c)
	var tokens []Token
	for range 60 {
		tokens = append(tokens, settledIn(t, s, []string{"gaz", "bois"}[random.IntN(2)], 1+random.IntN(3)))
		switch token := tokens[random.IntN(len(tokens))]; random.IntN(4) {
		case 0:
			give(t, s, token, "logement . habitants", Input{Value: fmt.Sprint(1 + random.IntN(3))})
			result(t, s, token)
		case 1:
			give(t, s, token, "logement . chauffage . énergie", Input{Unknown: true})
			result(t, s, token)
		case 2:
			if err := s.Erase(t.Context(), token); err != nil {
				t.Fatal(err)
			}
			tokens = slices.DeleteFunc(tokens, func(other Token) bool { return other == token })
		}
		checkGroups(t, s)
	}
	checkTotals(t, s, "issy", int64(len(tokens)))
	c.pass(KeptFor + time.Hour)
	if _, err := s.Purge(t.Context()); err != nil {
		t.Fatal(err)
	}
	checkGroups(t, s)
	checkTotals(t, s, "issy", int64(len(tokens)))
}

func TestARecalculationMovesItsGroup(t *testing.T) {
	w := newWorld(t, newClock())
	w.before.like, w.after.like = smallLikeness, smallLikeness
	var tokens []Token
	for range 7 {
		tokens = append(tokens, settledIn(t, w.before, "gaz", 2))
	}
	checkGroups(t, w.after)
	if err := w.after.Recalculate(t.Context(), tokens[0]); err != nil {
		t.Fatal(err)
	}
	recompute(t, w.after, Recomputation{})
	checkGroups(t, w.after)
	checkTotals(t, w.after, "issy", 7)
}
