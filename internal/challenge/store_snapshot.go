package challenge

import (
	"context"
	"database/sql"
	"errors"

	"capzero/internal/db"
	"capzero/internal/household"
)

// A cut is up to when what a cell brought is in the figures, and in which.
type cut struct {
	upto      int64
	inZone    bool
	inHousing bool
}

// holds reports whether it is in the figures of a scope.
func (c cut) holds(s Scale) bool {
	return s == CityScale || s == ZoneScale && c.inZone || s == HousingScale && c.inHousing
}

type cellQuantity struct {
	quantity Quantity
	cell     cell
}

// cuts are those of a season, of each cell in the order of their moments.
type cuts map[cellQuantity][]cut

// last is up to when a cell is in the figures.
func (c cuts) last(of cellQuantity) int64 {
	if all := c[of]; len(all) > 0 {
		return all[len(all)-1].upto
	}
	return 0
}

// at is the cut in which something of a cell was added, none where it waits.
func (c cuts) at(of cellQuantity, moment int64) (cut, bool) {
	for _, one := range c[of] {
		if moment <= one.upto {
			return one, true
		}
	}
	return cut{}, false
}

func readCuts(ctx context.Context, tx *db.Tx, seasonID string) (cuts, error) {
	rows, err := tx.Query(ctx, `
		SELECT quantity, zone, housing, upto, in_zone, in_housing FROM snapshot_cut WHERE season_id = ?
		ORDER BY quantity, zone, housing, upto`, seasonID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := cuts{}
	for rows.Next() {
		var of cellQuantity
		var c cut
		var zone, housing int64
		if err := rows.Scan(&of.quantity, &of.cell.zone, &of.cell.housing, &c.upto, &zone, &housing); err != nil {
			return nil, err
		}
		c.inZone, c.inHousing = zone == 1, housing == 1
		all[of] = append(all[of], c)
	}
	return all, rows.Err()
}

func writeCut(ctx context.Context, tx *db.Tx, seasonID string, of cellQuantity, c cut) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO snapshot_cut (season_id, quantity, zone, housing, upto, in_zone, in_housing) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		seasonID, string(of.quantity), of.cell.zone, string(of.cell.housing), c.upto, bit(c.inZone), bit(c.inHousing))
	return err
}

func bit(set bool) int {
	if set {
		return 1
	}
	return 0
}

// lastRun is the week of the last snapshots of a season.
func lastRun(ctx context.Context, tx *db.Tx, seasonID string) (w Week, found bool, err error) {
	err = tx.QueryRow(ctx, `
		SELECT week FROM snapshot_run WHERE season_id = ? ORDER BY week DESC LIMIT 1`, seasonID).Scan(&w)
	if errors.Is(err, sql.ErrNoRows) {
		return "", false, nil
	}
	return w, err == nil, err
}

// insertRun notes that the snapshots of a week are taken, and reports whether they
// were not yet.
func insertRun(ctx context.Context, tx *db.Tx, seasonID string, w Week) (fresh bool, err error) {
	done, err := tx.Exec(ctx, `
		INSERT INTO snapshot_run (season_id, week, taken_at) VALUES (?, ?, ?)
		ON CONFLICT (season_id, week) DO NOTHING`, seasonID, string(w), tx.Now.Unix())
	if err != nil {
		return false, err
	}
	n, err := done.RowsAffected()
	return n > 0, err
}

const figureColumns = `quantity, renewed_week, households, counted, weeks, grams, person_weeks, kg2, kg_weeks, weeks2, percent`

func scanFigure(row scanner, before ...any) (f GroupFigure, err error) {
	var personWeeks int64
	err = row.Scan(append(before, &f.Quantity, &f.Renewed, &f.Households, &f.counted, &f.Weeks, &f.Grams, &personWeeks,
		&f.squares.kg2, &f.squares.kgWeeks, &f.squares.weeks2, &f.Percent)...)
	f.PersonWeeks = float64(personWeeks) / 1000
	f.Rate = f.rate()
	return f, err
}

// readSnapshot returns the last snapshot of a group: some rows, however many
// households there are.
func readSnapshot(ctx context.Context, tx *db.Tx, seasonID string, of scope) (snap Snapshot, err error) {
	snap.Season = seasonID
	var found bool
	if snap.Week, found, err = lastRun(ctx, tx, seasonID); err != nil || !found {
		return snap, err
	}
	rows, err := tx.Query(ctx, `
		SELECT `+figureColumns+` FROM snapshot
		WHERE season_id = ? AND week = ? AND scope = ? AND of = ? ORDER BY quantity`,
		seasonID, string(snap.Week), string(of.scale), of.of)
	if err != nil {
		return snap, err
	}
	defer rows.Close()
	for rows.Next() {
		f, err := scanFigure(rows)
		if err != nil {
			return snap, err
		}
		snap.Figures = append(snap.Figures, f)
	}
	return snap, rows.Err()
}

type figureKey struct {
	scope    scope
	quantity Quantity
}

// readFigures returns all figures of a season as they were taken in a week.
func readFigures(ctx context.Context, tx *db.Tx, seasonID string, w Week) (map[figureKey]*GroupFigure, error) {
	rows, err := tx.Query(ctx, `
		SELECT scope, of, `+figureColumns+` FROM snapshot WHERE season_id = ? AND week = ?`, seasonID, string(w))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := map[figureKey]*GroupFigure{}
	for rows.Next() {
		var of scope
		f, err := scanFigure(rows, &of.scale, &of.of)
		if err != nil {
			return nil, err
		}
		all[figureKey{of, f.Quantity}] = &f
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	return all, readRules(ctx, tx, seasonID, all)
}

// readRules adds to figures what each mission has in them.
func readRules(ctx context.Context, tx *db.Tx, seasonID string, figures map[figureKey]*GroupFigure) error {
	rows, err := tx.Query(ctx, `SELECT scope, of, quantity, rule, grams FROM snapshot_rule WHERE season_id = ?`, seasonID)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var k figureKey
		var rule string
		var grams int64
		if err := rows.Scan(&k.scope.scale, &k.scope.of, &k.quantity, &rule, &grams); err != nil {
			return err
		}
		if f := figures[k]; f != nil {
			if f.byRule == nil {
				f.byRule = map[string]int64{}
			}
			f.byRule[rule] = grams
		}
	}
	return rows.Err()
}

func insertFigure(ctx context.Context, tx *db.Tx, seasonID string, w Week, of scope, f GroupFigure) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO snapshot (season_id, week, scope, of, `+figureColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		seasonID, string(w), string(of.scale), of.of, string(f.Quantity), string(f.Renewed), f.Households, f.counted, f.Weeks,
		f.Grams, thousandths(f.PersonWeeks), f.squares.kg2, f.squares.kgWeeks, f.squares.weeks2, f.Percent)
	return err
}

func writeRule(ctx context.Context, tx *db.Tx, seasonID string, k figureKey, rule string, grams int64) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO snapshot_rule (season_id, scope, of, quantity, rule, grams) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (season_id, scope, of, quantity, rule) DO UPDATE SET grams = excluded.grams`,
		seasonID, string(k.scope.scale), k.scope.of, string(k.quantity), rule, grams)
	return err
}

// countEnrolled counts the households of a season by cell.
func countEnrolled(ctx context.Context, tx *db.Tx, seasonID string) (map[cell]int, error) {
	rows, err := tx.Query(ctx, `
		SELECT zone, housing, COUNT(*) FROM enrolment WHERE season_id = ? GROUP BY zone, housing`, seasonID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := map[cell]int{}
	for rows.Next() {
		var c cell
		var n int
		if err := rows.Scan(&c.zone, &c.housing, &n); err != nil {
			return nil, err
		}
		all[c] = n
	}
	return all, rows.Err()
}

// A ledgerRow is an entry with where its household lives.
type ledgerRow struct {
	household household.ID
	cell      cell
	week      Week
	quantity  Quantity
	rule      string
	at        int64
	grams     int64
}

// readLedger returns what was written into the ledgers up to a moment and is in no
// figure.
func readLedger(ctx context.Context, tx *db.Tx, seasonID string, upto int64) ([]ledgerRow, error) {
	rows, err := tx.Query(ctx, `
		SELECT e.household_id, e.zone, COALESCE(n.housing, ''), e.week, e.kind, e.stream, e.rule, e.at, e.grams
		FROM entry e LEFT JOIN enrolment n ON n.season_id = e.season_id AND n.household_id = e.household_id
		WHERE e.season_id = ? AND e.at <= ? AND e.at > COALESCE((
			SELECT MAX(c.upto) FROM snapshot_cut c
			WHERE c.season_id = e.season_id AND c.zone = e.zone AND c.housing = COALESCE(n.housing, '')
			AND c.quantity = CASE WHEN e.kind = 'carbon' THEN 'carbon' ELSE 'waste/' || e.stream END), 0)
		ORDER BY e.household_id, e.number`, seasonID, upto)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []ledgerRow
	for rows.Next() {
		var r ledgerRow
		var kind Kind
		var stream string
		if err := rows.Scan(&r.household, &r.cell.zone, &r.cell.housing, &r.week, &kind, &stream, &r.rule, &r.at, &r.grams); err != nil {
			return nil, err
		}
		r.quantity = quantityOf(kind, stream)
		all = append(all, r)
	}
	return all, rows.Err()
}

// A firstKey is a household in a quantity, and in a week of it; the empty week is
// the whole season.
type firstKey struct {
	household household.ID
	quantity  Quantity
	week      Week
}

// readFirsts returns when households wrote into the ledgers first: in the season,
// and in each week from one on.
func readFirsts(ctx context.Context, tx *db.Tx, seasonID string, from Week) (map[firstKey]int64, error) {
	all := map[firstKey]int64{}
	for _, q := range []struct {
		query string
		args  []any
	}{
		{`SELECT household_id, kind, stream, '', MIN(at) FROM entry WHERE season_id = ? GROUP BY household_id, kind, stream`, []any{seasonID}},
		{`SELECT household_id, kind, stream, week, MIN(at) FROM entry WHERE season_id = ? AND week >= ?
			GROUP BY household_id, kind, stream, week`, []any{seasonID, string(from)}},
	} {
		if err := addFirsts(ctx, tx, all, q.query, q.args...); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func addFirsts(ctx context.Context, tx *db.Tx, to map[firstKey]int64, query string, args ...any) error {
	rows, err := tx.Query(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var k firstKey
		var kind Kind
		var stream string
		var at int64
		if err := rows.Scan(&k.household, &kind, &stream, &k.week, &at); err != nil {
			return err
		}
		k.quantity = quantityOf(kind, stream)
		to[k] = at
	}
	return rows.Err()
}

// A weekRow is what a household weighed of a stream in a week, or that it did
// something in it where there is no stream.
type weekRow struct {
	household household.ID
	cell      cell
	week      Week
	stream    Stream
	grams     int64
}

// readWeekRows returns what the households of a season weighed and in which weeks
// they did something, before a week: of weeks that cannot be written any more.
func readWeekRows(ctx context.Context, tx *db.Tx, season Season, before Week) (all []weekRow, err error) {
	all, err = weekRowsOf(tx.Query(ctx, `
		SELECT n.household_id, n.zone, n.housing, w.day, w.stream, CAST(SUM(w.grams) AS BIGINT)
		FROM enrolment n JOIN weighing w ON w.household_id = n.household_id
		WHERE n.season_id = ? AND w.day >= ? AND w.day < ? AND w.undone_at IS NULL
		GROUP BY n.household_id, n.zone, n.housing, w.day, w.stream ORDER BY n.household_id, w.day, w.stream`,
		season.ID, string(season.From.First()), string(min(before.First(), season.After()))))
	if err != nil {
		return nil, err
	}
	done, err := weekRowsOf(tx.Query(ctx, `
		SELECT DISTINCT n.household_id, n.zone, n.housing, c.week, '', 0
		FROM enrolment n JOIN check_in c ON c.season_id = n.season_id AND c.household_id = n.household_id
		WHERE n.season_id = ? AND c.week < ? AND c.times > 0 ORDER BY n.household_id, c.week`, season.ID, string(before)))
	return append(all, done...), err
}

func weekRowsOf(rows *sql.Rows, err error) (all []weekRow, _ error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var r weekRow
		var day household.Day
		if err := rows.Scan(&r.household, &r.cell.zone, &r.cell.housing, &day, &r.stream, &r.grams); err != nil {
			return nil, err
		}
		r.week = WeekOf(day)
		all = append(all, r)
	}
	return all, rows.Err()
}

// readSnapshots returns the last snapshots of every group of a season: some dozens
// of rows.
func readSnapshots(ctx context.Context, tx *db.Tx, seasonID string) (map[scope]Snapshot, error) {
	all := map[scope]Snapshot{}
	w, found, err := lastRun(ctx, tx, seasonID)
	if err != nil || !found {
		return all, err
	}
	rows, err := tx.Query(ctx, `
		SELECT scope, of, `+figureColumns+` FROM snapshot WHERE season_id = ? AND week = ? ORDER BY scope, of, quantity`,
		seasonID, string(w))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var of scope
		f, err := scanFigure(rows, &of.scale, &of.of)
		if err != nil {
			return nil, err
		}
		snap := all[of]
		snap.Season, snap.Week, snap.Figures = seasonID, w, append(snap.Figures, f)
		all[of] = snap
	}
	return all, rows.Err()
}

// readRuleSums returns what each mission has in the ledgers of a household or team.
func readRuleSums(ctx context.Context, tx *db.Tx, seasonID, column, of string) ([]ruleSum, error) {
	return queryRuleSums(ctx, tx, column+` = ? AND season_id = ?`, of, seasonID)
}

// readSumsByEvidence returns what each mission has in the ledgers of a season, on some
// evidence or, where none is named, on any.
func readSumsByEvidence(ctx context.Context, tx *db.Tx, seasonID string, e Evidence) ([]ruleSum, error) {
	if e == "" {
		return queryRuleSums(ctx, tx, `season_id = ?`, seasonID)
	}
	return queryRuleSums(ctx, tx, `season_id = ? AND evidence = ?`, seasonID, string(e))
}

func queryRuleSums(ctx context.Context, tx *db.Tx, where string, args ...any) ([]ruleSum, error) {
	rows, err := tx.Query(ctx, `
		SELECT kind, rule, CAST(SUM(grams) AS BIGINT) FROM entry WHERE `+where+`
		GROUP BY kind, rule ORDER BY kind, rule`, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []ruleSum
	for rows.Next() {
		var r ruleSum
		if err := rows.Scan(&r.kind, &r.rule, &r.grams); err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	return all, rows.Err()
}

// countTeamWeeks counts the weeks of households in which a team avoided something.
func countTeamWeeks(ctx context.Context, tx *db.Tx, teamID string) (n int, err error) {
	err = tx.QueryRow(ctx, `
		SELECT COUNT(*) FROM (
			SELECT household_id, week FROM entry WHERE team_id = ? GROUP BY household_id, week
			HAVING SUM(CASE WHEN grams > 0 THEN grams ELSE 0 END) > SUM(CASE WHEN grams < 0 THEN -grams ELSE 0 END)) done`,
		teamID).Scan(&n)
	return n, err
}
