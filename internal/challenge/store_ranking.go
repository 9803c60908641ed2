package challenge

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"capzero/internal/db"
	"capzero/internal/household"
	"capzero/internal/retention"
)

func insertEntrant(ctx context.Context, tx *db.Tx, e Enrolment, person, version string, name Pseudonym) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO ranking_entrant (season_id, person_id, name, number, household_id, text_version, entered_at)
		VALUES (?, ?, ?, ?, ?, ?, ?)`,
		e.Season, person, name.Name, name.Number, string(e.Household), version, tx.Now.Unix())
	return err
}

// deleteEntrant takes a person out of the rankings of all seasons.
func deleteEntrant(ctx context.Context, tx *db.Tx, person string) error {
	return each(ctx, tx, person,
		`DELETE FROM ranking_place WHERE person_id = ?`,
		`DELETE FROM ranking_entrant WHERE person_id = ?`)
}

// nextNumbers returns the numbers that names have next in a season.
func nextNumbers(ctx context.Context, tx *db.Tx, seasonID string, names []string) (map[string]int, error) {
	args := []any{seasonID}
	next := map[string]int{}
	for _, name := range names {
		args = append(args, name)
		next[name] = 1
	}
	rows, err := tx.Query(ctx, `
		SELECT name, number FROM ranking_entrant WHERE season_id = ? AND name IN (?`+strings.Repeat(", ?", len(names)-1)+`)`, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		var number int
		if err := rows.Scan(&name, &number); err != nil {
			return nil, err
		}
		next[name] = max(next[name], number+1)
	}
	return next, rows.Err()
}

// seatEntrant says where somebody in rankings lives now: they are shown in those of
// the seasons that this household takes part in, and hidden in the others.
func seatEntrant(ctx context.Context, tx *db.Tx, person string, at household.ID) error {
	for _, table := range []string{"ranking_entrant", "ranking_place"} {
		_, err := tx.Exec(ctx, `
			UPDATE `+table+` SET household_id = CASE
				WHEN season_id IN (SELECT season_id FROM enrolment WHERE household_id = ?) THEN ? ELSE '' END
			WHERE person_id = ?`, string(at), string(at), person)
		if err != nil {
			return err
		}
	}
	return nil
}

// findEntrant returns the pseudonym of a person, and where they stand by ledger. Who
// is not in the ranking has none.
func findEntrant(ctx context.Context, tx *db.Tx, seasonID, person string) (name Pseudonym, places map[Kind]Placed, err error) {
	places = map[Kind]Placed{}
	rows, err := tx.Query(ctx, `
		SELECT e.name, e.number, COALESCE(p.kind, ''), COALESCE(p.tenths, 0), COALESCE(p.place, 0), COALESCE(p.last_place, 0)
		FROM ranking_entrant e LEFT JOIN ranking_place p ON p.person_id = e.person_id AND p.season_id = e.season_id
		WHERE e.person_id = ? AND e.season_id = ?`, person, seasonID)
	if err != nil {
		return name, nil, err
	}
	defer rows.Close()
	for rows.Next() {
		p := Placed{Mine: true}
		var kind Kind
		var last int
		if err := rows.Scan(&name.Name, &name.Number, &kind, &p.Tenths, &p.Place, &last); err != nil {
			return name, nil, err
		}
		p.Name, p.People = name, last-p.Place+1
		if kind != "" {
			places[kind] = p
		}
	}
	return name, places, rows.Err()
}

// A rankingCount is how many households are in a ranking, up to as many as it takes.
type rankingCount struct {
	entered int
	ranked  map[Kind]int
}

// countListed counts the households of the rows that are read anyway. Where they are
// enough, nothing else has to be counted.
func countListed(rows []listedRow) (c rankingCount, enough bool) {
	c.ranked = map[Kind]int{}
	seen := map[listedRow]bool{}
	for _, r := range rows {
		if of := (listedRow{kind: r.kind, household: r.household}); !seen[of] {
			seen[of] = true
			c.ranked[r.kind]++
		}
	}
	c.entered = min(c.ranked[Carbon], c.ranked[Waste])
	return c, c.entered >= ShownFrom
}

// countRanking looks at eleven households at most, however many there are.
func countRanking(ctx context.Context, tx *db.Tx, seasonID string) (c rankingCount, err error) {
	const some = `(SELECT COUNT(*) FROM (SELECT DISTINCT household_id FROM `
	const atMost = ` AND household_id > '' LIMIT ?) few)`
	var carbon, waste int
	err = tx.QueryRow(ctx, `SELECT `+
		some+`ranking_entrant WHERE season_id = ?`+atMost+`, `+
		some+`ranking_place WHERE season_id = ? AND kind = ?`+atMost+`, `+
		some+`ranking_place WHERE season_id = ? AND kind = ?`+atMost,
		seasonID, ShownFrom, seasonID, string(Carbon), ShownFrom, seasonID, string(Waste), ShownFrom).
		Scan(&c.entered, &carbon, &waste)
	c.ranked = map[Kind]int{Carbon: carbon, Waste: waste}
	return c, err
}

// A listedRow is a row that is shown to others, or the eleventh, which is counted only.
type listedRow struct {
	kind      Kind
	person    string
	household household.ID
	last      int
	Placed
}

// readListed returns the first rows of both tables: those who with all that share
// their place are among the first eleven.
func readListed(ctx context.Context, tx *db.Tx, seasonID string) ([]listedRow, error) {
	rows, err := tx.Query(ctx, `
		SELECT p.kind, p.person_id, p.household_id, p.tenths, p.place, p.last_place, e.name, e.number
		FROM ranking_place p JOIN ranking_entrant e ON e.person_id = p.person_id AND e.season_id = p.season_id
		WHERE p.season_id = ? AND p.last_place <= ? AND p.household_id <> ''
		ORDER BY p.last_place LIMIT ?`, seasonID, ShownFrom, 2*ShownFrom) // there are no more: the bound says so to a planner
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []listedRow
	for rows.Next() {
		var r listedRow
		if err := rows.Scan(&r.kind, &r.person, &r.household, &r.Tenths, &r.Place, &r.last, &r.Name.Name, &r.Name.Number); err != nil {
			return nil, err
		}
		r.People = r.last - r.Place + 1
		all = append(all, r)
	}
	return all, rows.Err()
}

// A rankingRun is when a ranking was counted last: before which week, how many had a
// place, and who were too many to be listed.
type rankingRun struct {
	until Week
	of    map[Kind]int
	tied  map[Kind]Tie
}

func findRankingRun(ctx context.Context, tx *db.Tx, seasonID string) (r rankingRun, err error) {
	var carbon, waste int
	var carbonTie, wasteTie Tie
	err = tx.QueryRow(ctx, `
		SELECT week, carbon, carbon_tied, carbon_tied_at, waste, waste_tied, waste_tied_at FROM ranking_run WHERE season_id = ?`, seasonID).
		Scan(&r.until, &carbon, &carbonTie.People, &carbonTie.Place, &waste, &wasteTie.People, &wasteTie.Place)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	r.of, r.tied = map[Kind]int{Carbon: carbon, Waste: waste}, map[Kind]Tie{Carbon: carbonTie, Waste: wasteTie}
	return r, err
}

// writeRankingRun notes a run, and reports whether there was none of that week yet.
func writeRankingRun(ctx context.Context, tx *db.Tx, seasonID string, r rankingRun) (fresh bool, err error) {
	done, err := tx.Exec(ctx, `
		INSERT INTO ranking_run (season_id, week, carbon, carbon_tied, carbon_tied_at, waste, waste_tied, waste_tied_at, counted_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (season_id) DO UPDATE
		SET week = excluded.week, carbon = excluded.carbon, carbon_tied = excluded.carbon_tied, carbon_tied_at = excluded.carbon_tied_at,
			waste = excluded.waste, waste_tied = excluded.waste_tied, waste_tied_at = excluded.waste_tied_at, counted_at = excluded.counted_at
		WHERE ranking_run.week < excluded.week`,
		seasonID, string(r.until), r.of[Carbon], r.tied[Carbon].People, r.tied[Carbon].Place,
		r.of[Waste], r.tied[Waste].People, r.tied[Waste].Place, tx.Now.Unix())
	if err != nil {
		return false, err
	}
	n, err := done.RowsAffected()
	return n > 0, err
}

// readRankedGrams sums what those who have entered avoided by themselves before a
// week, by ledger and person.
func readRankedGrams(ctx context.Context, tx *db.Tx, seasonID string, until Week) (map[Kind]map[string]int64, error) {
	rows, err := tx.Query(ctx, `
		SELECT r.person_id, e.kind, CAST(SUM(e.grams) AS BIGINT)
		FROM ranking_entrant r JOIN entry e ON e.person_id = r.person_id AND e.season_id = r.season_id
		WHERE r.season_id = ? AND e.week < ? GROUP BY r.person_id, e.kind`, seasonID, string(until))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := map[Kind]map[string]int64{Carbon: {}, Waste: {}}
	for rows.Next() {
		var person string
		var kind Kind
		var grams int64
		if err := rows.Scan(&person, &kind, &grams); err != nil {
			return nil, err
		}
		all[kind][person] = grams
	}
	return all, rows.Err()
}

// readSeats returns where those in a ranking live, without those who are hidden.
func readSeats(ctx context.Context, tx *db.Tx, seasonID string) (map[string]household.ID, error) {
	rows, err := tx.Query(ctx, `SELECT person_id, household_id FROM ranking_entrant WHERE season_id = ? AND household_id <> ''`, seasonID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := map[string]household.ID{}
	for rows.Next() {
		var person string
		var id household.ID
		if err := rows.Scan(&person, &id); err != nil {
			return nil, err
		}
		all[person] = id
	}
	return all, rows.Err()
}

func deletePlaces(ctx context.Context, tx *db.Tx, seasonID string) error {
	return each(ctx, tx, seasonID, `DELETE FROM ranking_place WHERE season_id = ?`)
}

// rowsAtOnce is how many places one statement writes.
const rowsAtOnce = 200

func insertPlaces(ctx context.Context, tx *db.Tx, seasonID string, k Kind, all []standing, seats map[string]household.ID) error {
	for len(all) > 0 {
		some := all[:min(len(all), rowsAtOnce)]
		all = all[len(some):]
		var args []any
		for _, s := range some {
			args = append(args, seasonID, string(k), s.person, string(seats[s.person]), s.tenths, s.place, s.last)
		}
		_, err := tx.Exec(ctx, `
			INSERT INTO ranking_place (season_id, kind, person_id, household_id, tenths, place, last_place)
			VALUES (?, ?, ?, ?, ?, ?, ?)`+strings.Repeat(`, (?, ?, ?, ?, ?, ?, ?)`, len(some)-1), args...)
		if err != nil {
			return err
		}
	}
	return nil
}

// deleteRanking deletes all that there is of the ranking of a season.
func deleteRanking(ctx context.Context, tx *db.Tx, seasonID string) error {
	err := each(ctx, tx, seasonID,
		`DELETE FROM ranking_place WHERE season_id = ?`,
		`DELETE FROM ranking_run WHERE season_id = ?`)
	if err != nil {
		return err
	}
	n, err := affected(tx.Exec(ctx, `DELETE FROM ranking_entrant WHERE season_id = ?`, seasonID))
	if err != nil {
		return err
	}
	return retention.Note(ctx, tx, retention.Rankings, n, false)
}

// hasRanking reports whether there is anything of the ranking of a season.
func hasRanking(ctx context.Context, tx *db.Tx, seasonID string) (has bool, err error) {
	err = tx.QueryRow(ctx, `
		SELECT EXISTS (SELECT 1 FROM ranking_entrant WHERE season_id = ?) OR EXISTS (SELECT 1 FROM ranking_run WHERE season_id = ?)`,
		seasonID, seasonID).Scan(&has)
	return has, err
}

// readEntrantVersions returns the versions of the texts that those in a ranking have
// said yes to: one or two for each language.
func readEntrantVersions(ctx context.Context, tx *db.Tx, seasonID string) ([]string, error) {
	return db.Texts(tx.Query(ctx, `SELECT DISTINCT text_version FROM ranking_entrant WHERE season_id = ? ORDER BY text_version`, seasonID))
}

// deleteEntrantsOf takes those out of a ranking who said yes to a text.
func deleteEntrantsOf(ctx context.Context, tx *db.Tx, seasonID, version string) error {
	_, err := tx.Exec(ctx, `
		DELETE FROM ranking_place WHERE season_id = ?
		AND person_id IN (SELECT person_id FROM ranking_entrant WHERE season_id = ? AND text_version = ?)`, seasonID, seasonID, version)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `DELETE FROM ranking_entrant WHERE season_id = ? AND text_version = ?`, seasonID, version)
	return err
}
