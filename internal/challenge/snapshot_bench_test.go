package challenge

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"capzero/internal/db"
	"capzero/internal/household"
)

const benchHouseholds = 70_000

// crowd writes a season of seventy thousand households straight into the records:
// one week of missions each.
func (w *world) crowd(t testing.TB, seasonID string) {
	t.Helper()
	random := rand.New(rand.NewPCG(70, 0))
	zones := []string{"centre-ville", "val-de-seine", "hauts-d-issy", "autre"}
	for from := 0; from < benchHouseholds; from += 10_000 {
		must(t, w.db.Write(t.Context(), func(tx *db.Tx) error {
			for i := from; i < from+10_000; i++ {
				e := Enrolment{Season: seasonID, Household: household.ID(fmt.Sprint("h", i)), Wave: 1, Zone: zones[random.IntN(4)], Housing: []household.Housing{household.Flat, household.Flat, household.House}[random.IntN(3)]}
				if err := insertEnrolment(t.Context(), tx, e); err != nil {
					return err
				}
				for n, k := range kinds() {
					_, err := tx.Exec(t.Context(), `
						INSERT INTO entry (season_id, household_id, number, person_id, team_id, zone, week, kind, stream, grams, rule, version, evidence, at)
						VALUES (?, ?, ?, '', '', ?, ?, ?, ?, ?, 'mission/repas', 'v1', 'declared', ?)`,
						seasonID, string(e.Household), n+1, e.Zone, string(firstWeek.Plus(3)), string(k), []string{"", "residual"}[n], 100+random.IntN(5000), tx.Now.Unix())
					if err != nil {
						return err
					}
				}
			}
			return nil
		}))
	}
}

// BenchmarkCitySnapshot reads the totals of a city of seventy thousand households,
// beside the same rows read without anything around it, and beside adding the ledger
// up as a page without snapshots would. Taking the snapshots is timed once.
func BenchmarkCitySnapshot(b *testing.B) {
	w := newWorld(b)
	id := w.season(b)
	w.goTo(4, 2)
	w.crowd(b, id)
	w.goTo(5, 0)
	b.Run("take", func(b *testing.B) {
		for b.Loop() {
			must(b, w.db.Write(b.Context(), func(tx *db.Tx) error {
				return each(b.Context(), tx, id, `DELETE FROM snapshot_run WHERE season_id = ?`, `DELETE FROM snapshot WHERE season_id = ?`,
					`DELETE FROM snapshot_cut WHERE season_id = ?`, `DELETE FROM snapshot_rule WHERE season_id = ?`)
			}))
			must(b, w.TakeSnapshots(b.Context()))
		}
	})
	b.Run("read", func(b *testing.B) {
		for b.Loop() {
			snap, _, _, err := w.CitySnapshot(b.Context(), "issy")
			if err != nil || snap.Households() < benchHouseholds-ShownFrom {
				b.Fatal(err, snap.Households())
			}
		}
		b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "reads/s")
	})
	b.Run("raw", func(b *testing.B) {
		for b.Loop() {
			must(b, w.db.Read(b.Context(), func(tx *db.Tx) error {
				rows, err := tx.Query(b.Context(), `
					SELECT `+figureColumns+` FROM snapshot WHERE season_id = ? AND week = ? AND scope = 'city' AND of = ''`, id, string(firstWeek.Plus(4)))
				if err != nil {
					return err
				}
				defer rows.Close()
				for rows.Next() {
					if _, err := scanFigure(rows); err != nil {
						return err
					}
				}
				return rows.Err()
			}))
		}
		b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "reads/s")
	})
	b.Run("every scale", func(b *testing.B) {
		for b.Loop() {
			if story, _, err := w.CityStory(b.Context(), "issy"); err != nil || len(story.Zones) != 4 {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "reads/s")
	})
	b.Run("from the ledger", func(b *testing.B) {
		for b.Loop() {
			must(b, w.db.Read(b.Context(), func(tx *db.Tx) error {
				var grams int64
				return tx.QueryRow(b.Context(), `SELECT SUM(grams) FROM entry WHERE season_id = ? AND kind = 'carbon'`, id).Scan(&grams)
			}))
		}
		b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "reads/s")
	})
}
