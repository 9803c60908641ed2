package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	_ "modernc.org/sqlite" // the records of a city without a server
)

// grown are the tables with what people have, answered and done, and those of the
// columns that say whose it is. Whatever else a city has does not grow with its
// people.
func grown() map[string][]string {
	return map[string][]string{
		"household":     {"id", "split_from"},
		"home":          {"household_id"},
		"absence":       {"household_id"},
		"person":        {"id", "email_key"},
		"member":        {"household_id", "person_id"},
		"consent":       {"person_id"},
		"assessment":    {"id", "token_hash", "person_id"},
		"answer":        {"assessment_id"},
		"result":        {"assessment_id"},
		"result_line":   {"assessment_id"},
		"team":          {"id", "animator", "asked", "formed_by"},
		"team_member":   {"household_id", "team_id", "named_by"},
		"team_proposal": {"household_id", "team_id", "answered_by"},
		"board_message": {"team_id", "person_id", "household_id"},
		"enrolment":     {"household_id", "team_id"},
		"offer":         {"person_id", "household_id"},
		"check_in":      {"household_id", "person_id", "by_person"},
		"counted":       {"household_id", "person_id"},
		"lasting":       {"household_id", "person_id"},
		"entry":         {"household_id", "person_id", "team_id"},
		"weighing":      {"household_id", "by_person"},
	}
}

// grow copies the people of a city until there are so many households, each copy
// with all that the original has and names of its own. Nobody has the records open.
func grow(ctx context.Context, dir string, households int) (err error) {
	records, err := sql.Open("sqlite", filepath.Join(dir, "capzero.db"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, records.Close()) }()
	records.SetMaxOpenConns(1)
	for _, pragma := range []string{"journal_mode=DELETE", "journal_mode=OFF", "synchronous=OFF", "foreign_keys=OFF", "cache_size=-400000"} {
		if _, err := records.ExecContext(ctx, "PRAGMA "+pragma); err != nil {
			return err
		}
	}
	var there int
	if err := records.QueryRowContext(ctx, `SELECT COUNT(*) FROM household`).Scan(&there); err != nil {
		return err
	}
	copies := (households - there + there - 1) / there
	for table, owners := range grown() {
		if err := growTable(ctx, records, table, owners, "", copies); err != nil {
			return fmt.Errorf("growing %s: %w", table, err)
		}
	}
	return growTable(ctx, records, "tally", []string{"of"}, `WHERE scope NOT IN ('zone', 'city')`, copies)
}

// growTable copies rows, copy after copy: the names of a copy stand together, as
// little as they do where names are drawn.
func growTable(ctx context.Context, records *sql.DB, table string, owners []string, which string, copies int) error {
	columns, err := columnsOf(ctx, records, table)
	if err != nil {
		return err
	}
	var values []string
	for _, c := range columns {
		value := `o."` + c + `"`
		if slices.Contains(owners, c) {
			value = fmt.Sprintf(`CASE WHEN %[1]s = '' THEN '' ELSE printf('%%03d', copy.n) || %[1]s END`, value)
		}
		values = append(values, value)
	}
	for _, statement := range []string{
		fmt.Sprintf(`CREATE TEMP TABLE original AS SELECT * FROM %s %s`, table, which),
		fmt.Sprintf(`
			WITH RECURSIVE copy(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copy WHERE n < %d)
			INSERT INTO %s ("%s") SELECT %s FROM copy CROSS JOIN original o`,
			copies, table, strings.Join(columns, `", "`), strings.Join(values, ", ")),
		`DROP TABLE original`,
	} {
		if _, err := records.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}

func columnsOf(ctx context.Context, records *sql.DB, table string) (columns []string, err error) {
	rows, err := records.QueryContext(ctx, `SELECT name FROM pragma_table_info(?)`, table)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		columns = append(columns, name)
	}
	if len(columns) == 0 {
		return nil, errors.New("there is no such table")
	}
	return columns, rows.Err()
}

// copyFolder copies the files of a folder into a new one.
func copyFolder(from, to string) error { return os.CopyFS(to, os.DirFS(from)) }
