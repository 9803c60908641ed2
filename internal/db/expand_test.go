package db_test

import (
	"cmp"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"capzero/internal/db"
)

// firstBeside is the first migration that runs while the version before is serving.
const firstBeside = "0050"

// trial is the migration that upgrades are tried with.
const trial = "../../test/testdata/next_version.sql"

// A migration runs while the version before reads and writes, and goes on to. So it
// adds, and takes away or tightens nothing that this version uses: that comes one
// version later, and says so.
func TestMigrationsLetTheVersionBeforeWork(t *testing.T) {
	files, err := filepath.Glob("migrations/*.sql")
	must(t, err)
	if len(files) == 0 {
		t.Fatal("there are no migrations")
	}
	files = slices.DeleteFunc(files, func(file string) bool { return filepath.Base(file) < firstBeside })
	for _, file := range append(files, trial) {
		text, err := os.ReadFile(file)
		must(t, err)
		for _, statement := range unsafeIn(string(text)) {
			t.Errorf("%s: the version before may not stand this:\n%s\nIf it does, say why in a line that begins with %q.", file, statement, because)
		}
	}
}

// The queue of jobs brings migrations of its own.
func TestMigrationsOfTheQueueAreLookedAt(t *testing.T) {
	const lookedAt = 8
	for _, e := range []db.Engine{db.SQLite, db.PostgreSQL} {
		_, queue, err := db.Latest(e)
		must(t, err)
		if queue != lookedAt {
			t.Errorf("%s: the tables of the queue are at version %d. Read whether the version of River before can work with them, then change this number.", e, queue)
		}
	}
}

// because begins the comment that lets a statement pass: the version before does not
// use what it takes away, since a version that it names, or does not mind.
const because = "-- Beside the version before: "

// excused stands for such a comment.
const excused = "EXCUSED "

var (
	comment     = regexp.MustCompile(`--[^\n]*`)
	space       = regexp.MustCompile(`\s+`)
	reference   = regexp.MustCompile(`(?i)REFERENCES (\w+) \([\w, ]+\)( ON DELETE CASCADE)?`)
	createTable = regexp.MustCompile(`(?i)^CREATE TABLE (\w+)`)
	createIndex = regexp.MustCompile(`(?i)^CREATE (UNIQUE )?INDEX \w+ ON (\w+)`)
	addColumn   = regexp.MustCompile(`(?i)^ALTER TABLE (\w+) ADD COLUMN \w+ (?:BIGINT|DOUBLE PRECISION|TEXT)( NOT NULL)?( DEFAULT (?:-?\d+|'[^']*'))?$`)
)

// unsafeIn are the statements of a migration that do more than to add.
func unsafeIn(migration string) (unsafe []string) {
	made := map[string]bool{} // tables that the version before does not know
	bare := comment.ReplaceAllStringFunc(migration, func(c string) string {
		if reason, ok := strings.CutPrefix(c, because); ok && len(strings.Fields(reason)) > 2 {
			return excused
		}
		return ""
	})
	for statement := range strings.SplitSeq(bare, ";") {
		statement = strings.TrimSpace(space.ReplaceAllString(statement, " "))
		if statement == "" || strings.HasPrefix(statement, excused) || adds(statement, made) {
			continue
		}
		unsafe = append(unsafe, statement)
	}
	return unsafe
}

func adds(statement string, made map[string]bool) bool {
	if m := createTable.FindStringSubmatch(statement); m != nil {
		made[m[1]] = true
		return !holdsDown(statement, made)
	}
	if m := createIndex.FindStringSubmatch(statement); m != nil {
		return m[1] == "" || made[m[2]]
	}
	if m := addColumn.FindStringSubmatch(statement); m != nil {
		return m[2] == "" || m[3] != "" || made[m[1]]
	}
	return false
}

// holdsDown reports whether the rows of a new table, of which the version before knows
// nothing, keep it from deleting rows of another one.
func holdsDown(statement string, made map[string]bool) bool {
	for _, m := range reference.FindAllStringSubmatch(statement, -1) {
		if m[2] == "" && !made[m[1]] {
			return true
		}
	}
	return false
}

func TestWhatTheVersionBeforeStands(t *testing.T) {
	for statement, safe := range map[string]bool{
		"CREATE TABLE a (id TEXT NOT NULL, PRIMARY KEY (id));\nCREATE UNIQUE INDEX a_id ON a (id);": true,
		"CREATE TABLE a (id TEXT REFERENCES person (id) ON DELETE CASCADE -- one; at most\n)":       true,
		"CREATE INDEX person_name ON person (name)":                                                 true,
		"ALTER TABLE person ADD COLUMN shoe BIGINT":                                                 true,
		"ALTER TABLE person ADD COLUMN shoe BIGINT NOT NULL DEFAULT 0 -- European":                  true,
		"ALTER TABLE person ADD COLUMN shoe TEXT NOT NULL DEFAULT ''":                               true,
		because + "nobody has read it since 1.4\nALTER TABLE person DROP COLUMN shoe":               true,

		"CREATE TABLE a (id TEXT REFERENCES person (id))":                           false,
		because + "why\nDROP TABLE person":                                          false,
		"ALTER TABLE person DROP COLUMN name":                                       false,
		"alter table person rename to people":                                       false,
		"ALTER TABLE person RENAME COLUMN name TO called":                           false,
		"ALTER TABLE person ADD COLUMN shoe BIGINT NOT NULL":                        false,
		"ALTER TABLE person ADD COLUMN shoe BIGINT UNIQUE":                          false,
		"ALTER TABLE person ADD COLUMN home TEXT REFERENCES household (id)":         false,
		"ALTER TABLE person ALTER COLUMN name SET NOT NULL":                         false,
		"CREATE UNIQUE INDEX person_name ON person (name)":                          false,
		"DROP TABLE person":                                                         false,
		"DROP INDEX person_name":                                                    false,
		"UPDATE person SET name = ''":                                               false,
		"CREATE TABLE a (id TEXT); -- Beside the version before\nDROP TABLE person": false,
	} {
		if unsafe := unsafeIn(statement); safe != (cmp.Or(unsafe...) == "") {
			t.Errorf("%q: refused is %q", statement, unsafe)
		}
	}
}
