package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
)

// postgresCopier copies table by table, in the text format of COPY, which every
// version of PostgreSQL reads.
type postgresCopier struct{}

func (postgresCopier) begin() string { return `BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY` }

func (postgresCopier) tables() string {
	return `SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' AND relname NOT IN (` + ownTables + `) ORDER BY relname`
}

func (c postgresCopier) streams(ctx context.Context, conn *sql.Conn) ([]Stream, error) {
	names, err := texts(ctx, conn, c.tables())
	if err != nil {
		return nil, err
	}
	if names, err = inOrder(ctx, conn, names); err != nil {
		return nil, err
	}
	all := make([]Stream, len(names))
	for i, name := range names {
		all[i].Name = name
		if all[i].Columns, err = texts(ctx, conn, `
			SELECT attname FROM pg_attribute
			WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum`, name); err != nil {
			return nil, err
		}
		if err := conn.QueryRowContext(ctx, `SELECT pg_relation_size($1::regclass)`, name).Scan(&all[i].About); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// inOrder sorts tables so that each comes after those that its foreign keys name.
func inOrder(ctx context.Context, conn *sql.Conn, names []string) ([]string, error) {
	leans := map[string][]string{}
	for _, name := range names {
		on, err := texts(ctx, conn, `
			SELECT confrelid::regclass::text FROM pg_constraint
			WHERE contype = 'f' AND conrelid = $1::regclass AND confrelid <> conrelid`, name)
		if err != nil {
			return nil, err
		}
		leans[name] = on
	}
	var sorted []string
	for len(sorted) < len(names) {
		before := len(sorted)
		for _, name := range names {
			there := func(on string) bool { return slices.Contains(sorted, on) }
			if !there(name) && !slices.ContainsFunc(leans[name], func(on string) bool { return !there(on) }) {
				sorted = append(sorted, name)
			}
		}
		if len(sorted) == before {
			return nil, errors.New("the foreign keys of the tables go in a circle")
		}
	}
	return sorted, nil
}

func (postgresCopier) copy(ctx context.Context, conn *sql.Conn, s Stream, to io.Writer) error {
	return bare(conn, func(c *pgconn.PgConn) error {
		_, err := c.CopyTo(ctx, to, `COPY `+table(s)+` TO STDOUT`)
		return err
	})
}

// load fills a table with what copy wrote.
func (postgresCopier) load(ctx context.Context, conn *sql.Conn, s Stream, from io.Reader) error {
	return bare(conn, func(c *pgconn.PgConn) error {
		_, err := c.CopyFrom(ctx, from, `COPY `+table(s)+` FROM STDIN`)
		return err
	})
}

// table is a table with its columns, as COPY names it.
func table(s Stream) string {
	columns := make([]string, len(s.Columns))
	for i, name := range s.Columns {
		columns[i] = pgx.Identifier{name}.Sanitize()
	}
	return fmt.Sprintf("%s (%s)", pgx.Identifier{s.Name}.Sanitize(), strings.Join(columns, ", "))
}

// bare lends the connection of the driver, which knows COPY.
func bare(conn *sql.Conn, f func(*pgconn.PgConn) error) error {
	return conn.Raw(func(driver any) error { return f(driver.(*stdlib.Conn).Conn().PgConn()) })
}

// moveSequences lets each sequence go on after the numbers that are taken.
func moveSequences(ctx context.Context, conn *sql.Conn) error {
	rows, err := texts(ctx, conn, `
		SELECT format('SELECT setval(%L, COALESCE((SELECT MAX(%I) FROM %I), 0) + 1, false)',
			pg_get_serial_sequence(quote_ident(c.relname), a.attname), a.attname, c.relname)
		FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
		WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
		  AND pg_get_serial_sequence(quote_ident(c.relname), a.attname) IS NOT NULL`)
	if err != nil {
		return err
	}
	for _, statement := range rows {
		if _, err := conn.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}
