package account

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"capzero/internal/db"
	"capzero/internal/db/dbtest"

	"modernc.org/sqlite"
)

// A recorder returns the statements that the engine sees while a function runs,
// in order and without their values.
type recorder func(f func()) []string

// compiledBySQLite returns a database whose statements are written down as SQLite
// compiles them: the tables and columns that each reads and writes. Connections keep
// what they have compiled, but not past a change of the tables, with which every
// recording begins. So each statement is written down where it first runs; how often
// it runs is for PostgreSQL to say.
func compiledBySQLite(t *testing.T, c *clock) (*db.DB, recorder) {
	t.Helper()
	var mu sync.Mutex
	var lines []string
	note := func(action sqlite.AuthorizerActionCode, a, b, _, _ string) sqlite.AuthorizerReturnCode {
		mu.Lock()
		defer mu.Unlock()
		lines = append(lines, fmt.Sprintf("%d %s %s", action, a, b))
		return sqlite.AuthorizerOK
	}
	var over atomic.Bool // the driver keeps every hook: ours only serves this test
	sqlite.RegisterConnectionHook(func(conn sqlite.ExecQuerierContext, _ string) error {
		if over.Load() {
			return nil
		}
		return conn.(sqlite.AuthorizerRegisterer).RegisterAuthorizer(note)
	})
	t.Cleanup(func() { over.Store(true) })
	records, err := db.Open(t.Context(), t.TempDir(), c.Now)
	must(t, err)
	t.Cleanup(func() { records.Close() })
	return records, func(f func()) []string {
		must(t, records.Write(t.Context(), func(tx *db.Tx) error {
			if _, err := tx.Exec(t.Context(), `CREATE TABLE change_of_tables (n INTEGER)`); err != nil {
				return err
			}
			_, err := tx.Exec(t.Context(), `DROP TABLE change_of_tables`)
			return err
		}))
		mu.Lock()
		lines = nil
		mu.Unlock()
		f()
		mu.Lock()
		defer mu.Unlock()
		return slices.Clone(lines)
	}
}

// logged is what PostgreSQL puts before each line of its log: moment and process.
var logged = regexp.MustCompile(`(?m)^\d{4}-\d\d-\d\d .* \[\d+\] LOG:  `)

// loggedByPostgreSQL returns a database of a server of its own, which writes the
// text of every statement into its log before it runs it.
func loggedByPostgreSQL(t *testing.T, c *clock) (*db.DB, recorder) {
	t.Helper()
	server, err := dbtest.NewServer(t.Context(), false)
	must(t, err)
	t.Cleanup(func() { must(t, server.Close()) })
	for _, statement := range []string{
		`CREATE DATABASE city`,
		`ALTER DATABASE city SET log_statement = 'all'`,
		`ALTER DATABASE city SET log_parameter_max_length = 0`,
	} {
		must(t, server.Exec(t.Context(), statement))
	}
	records, err := db.Open(t.Context(), server.Address("city"), c.Now)
	must(t, err)
	t.Cleanup(func() { records.Close() })
	return records, func(f func()) []string {
		before := len(server.Log())
		f()
		statements := logged.Split(server.Log()[before:], -1)
		return slices.DeleteFunc(statements, func(s string) bool {
			return s == "" || strings.Contains(s, "-- ping") // of a connection that was idle for a second
		})
	}
}
