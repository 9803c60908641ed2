package footprint

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"testing"

	"capzero/internal/db"
)

// A figureShown is one figure that anyone may have seen: who is in its sum.
type figureShown struct {
	name    string
	members map[string]bool
}

// TestNothingShownTellsOfFewerThanEleven plays a city, notes who stands behind
// each figure that it publishes, and tries what a reader with patience would:
// sums and differences of all of them. Every one that is not empty is about
// eleven households or more.
func TestNothingShownTellsOfFewerThanEleven(t *testing.T) {
	for seed := range uint64(4) {
		random := rand.New(rand.NewPCG(seed, 11))
		s := newLikeness(t, newClock())
		var shown []figureShown
		for range 130 {
			// Most live alike, as in a real city: what is left is small groups.
			heating := []string{"gaz", "gaz", "gaz", "bois"}[random.IntN(4)]
			settledIn(t, s, heating, 1+random.IntN(2))
			shown = append(shown, newlyShown(t, s, shown)...)
		}
		groups := 0
		for _, p := range shown {
			if p.name != "issy" {
				groups++
			}
		}
		if groups < 2 {
			t.Fatalf("only %d figures of groups are shown: the test has lost its point", groups)
		}
		checkBlocks(t, shown)
		for range 4000 {
			checkCombination(t, shown, random)
		}
		checkNearest(t, shown, random)
	}
}

// newlyShown notes the snapshots that are new, with the households in the totals.
func newlyShown(t *testing.T, s *Service, before []figureShown) []figureShown {
	t.Helper()
	seen := map[string]bool{}
	for _, p := range before {
		seen[fmt.Sprint(p.name, len(p.members))] = true
	}
	var fresh []figureShown
	err := s.db.Read(t.Context(), func(tx *db.Tx) error {
		fresh = nil
		all, err := tx.Query(t.Context(), `SELECT city_id, households FROM city_snapshot ORDER BY city_id`)
		if err != nil {
			return err
		}
		defer all.Close()
		for all.Next() {
			var name string
			var households int
			if err := all.Scan(&name, &households); err != nil {
				return err
			}
			if !seen[fmt.Sprint(name, households)] {
				fresh = append(fresh, figureShown{name: name, members: membersOf(t, s, name)})
			}
		}
		return all.Err()
	})
	if err != nil {
		t.Fatal(err)
	}
	return fresh
}

func membersOf(t *testing.T, s *Service, name string) map[string]bool {
	t.Helper()
	members := map[string]bool{}
	err := s.db.Read(t.Context(), func(tx *db.Tx) error {
		rows, err := tx.Query(t.Context(), `
			SELECT a.id FROM result r JOIN assessment a ON a.id = r.assessment_id
			WHERE a.city_id = ? OR a.city_id || '/' || r.peer_group = ?`, name, name)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var id string
			if err := rows.Scan(&id); err != nil {
				return err
			}
			members[id] = true
		}
		return rows.Err()
	})
	if err != nil {
		t.Fatal(err)
	}
	return members
}

// blocks are the figures as differences with the one before of the same name:
// what is added by each.
func blocks(shown []figureShown) []figureShown {
	last := map[string]map[string]bool{}
	var all []figureShown
	for _, p := range shown {
		added := maps.Clone(p.members)
		maps.DeleteFunc(added, func(id string, _ bool) bool { return last[p.name][id] })
		all = append(all, figureShown{name: p.name, members: added})
		last[p.name] = p.members
	}
	return all
}

func checkBlocks(t *testing.T, shown []figureShown) {
	t.Helper()
	for _, b := range blocks(shown) {
		if len(b.members) < SnapshotStep {
			t.Errorf("a figure of %s adds %d households", b.name, len(b.members))
		}
	}
}

// checkCombination adds and subtracts figures at random and counts who is left.
func checkCombination(t *testing.T, shown []figureShown, random *rand.Rand) {
	t.Helper()
	weight := map[string]int{}
	for range 1 + random.IntN(6) {
		p, factor := shown[random.IntN(len(shown))], random.IntN(5)-2
		for id := range p.members {
			weight[id] += factor
		}
	}
	checkLeft(t, weight)
}

func checkLeft(t *testing.T, weight map[string]int) {
	t.Helper()
	maps.DeleteFunc(weight, func(_ string, w int) bool { return w == 0 })
	if n := len(weight); n != 0 && n < SnapshotStep {
		t.Fatalf("%d households are left of a difference", n)
	}
}

// checkNearest takes some figures of groups and subtracts the part of the city
// that is most like them: the best that a reader can do.
func checkNearest(t *testing.T, shown []figureShown, random *rand.Rand) {
	t.Helper()
	var slices, groups []figureShown
	for _, b := range blocks(shown) {
		if b.name == "issy" {
			slices = append(slices, b)
		} else {
			groups = append(groups, b)
		}
	}
	for range 500 {
		weight := map[string]int{}
		for _, g := range groups {
			if random.IntN(2) == 0 {
				for id := range g.members {
					weight[id] = 1
				}
			}
		}
		for _, slice := range slices {
			in := 0
			for id := range slice.members {
				in += weight[id]
			}
			if 2*in < len(slice.members) {
				continue
			}
			for id := range slice.members {
				weight[id]--
			}
		}
		checkLeft(t, weight)
	}
}
