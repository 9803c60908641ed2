package challenge

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"capzero/internal/db"
	"capzero/internal/household"
)

// entrants writes seventy thousand people of as many households straight into the
// records, each with one week of missions and in the ranking.
func (w *world) entrants(t testing.TB, seasonID string) {
	t.Helper()
	random := rand.New(rand.NewPCG(46, 0))
	all, text := words(t), w.rankingText(t)
	names := map[string]int{}
	for from := 0; from < benchHouseholds; from += 10_000 {
		must(t, w.db.Write(t.Context(), func(tx *db.Tx) error {
			for i := from; i < from+10_000; i++ {
				person := fmt.Sprint("b", i)
				e := Enrolment{Season: seasonID, Household: household.ID("h" + person), Wave: 1, Housing: household.Flat}
				name := all.name(random.IntN(len(all.Feminine)+len(all.Masculine)), random.IntN(len(all.Adjectives)))
				names[name] = max(2, names[name]+1) // the first is of who lives there
				if err := insertEntrant(t.Context(), tx, e, person, text, Pseudonym{name, names[name]}); err != nil {
					return err
				}
				for n, k := range kinds() {
					_, err := tx.Exec(t.Context(), `
						INSERT INTO entry (season_id, household_id, number, person_id, team_id, zone, week, kind, stream, grams, rule, version, evidence, at)
						VALUES (?, ?, ?, ?, '', '', ?, ?, ?, ?, 'mission/repas', 'v1', 'declared', ?)`,
						seasonID, string(e.Household), n+1, person, string(firstWeek.Plus(3)), string(k), []string{"", "residual"}[n], 100+int(20_000*random.ExpFloat64()), tx.Now.Unix())
					if err != nil {
						return err
					}
				}
			}
			return nil
		}))
	}
}

// BenchmarkRanking reads the ranking of a city in which seventy thousand people have
// entered, as one of them and as somebody who could, beside the same rows read
// without anything around them. Counting it is timed as well.
func BenchmarkRanking(b *testing.B) {
	w := newWorld(b)
	id := w.season(b)
	w.family(b, "anne", 1, 0)
	w.family(b, "marc", 1, 0)
	week := w.goTo(4, 2)
	w.done(b, "anne", week, meal, 3)
	w.enters(b, "anne")
	w.entrants(b, id)
	w.goTo(5, 0)
	perSecond := func(b *testing.B) { b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "reads/s") }
	b.Run("count", func(b *testing.B) {
		for b.Loop() {
			must(b, w.db.Write(b.Context(), func(tx *db.Tx) error { return each(b.Context(), tx, id, `DELETE FROM ranking_run WHERE season_id = ?`) }))
			must(b, w.CountRankings(b.Context()))
		}
	})
	for name, person := range map[string]string{"read, entered": "anne", "read, not entered": "marc"} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				r, _, err := w.Ranking(b.Context(), person, "issy", 0)
				if err != nil || len(r.Tables) != 2 || len(r.Tables[0].First) < 8 || r.Tables[0].Of < benchHouseholds {
					b.Fatal(err, r)
				}
			}
			perSecond(b)
		})
	}
	b.Run("raw", func(b *testing.B) {
		for b.Loop() {
			must(b, w.db.Read(b.Context(), func(tx *db.Tx) error {
				rows, err := tx.Query(b.Context(), `
					SELECT p.tenths, p.place, e.name, e.number
					FROM ranking_place p JOIN ranking_entrant e ON e.person_id = p.person_id AND e.season_id = p.season_id
					WHERE p.season_id = ? AND p.last_place <= 11 ORDER BY p.last_place LIMIT 22`, id)
				if err != nil {
					return err
				}
				defer rows.Close()
				for rows.Next() {
					var p Placed
					if err := rows.Scan(&p.Tenths, &p.Place, &p.Name.Name, &p.Name.Number); err != nil {
						return err
					}
				}
				return rows.Err()
			}))
		}
		perSecond(b)
	})
}
