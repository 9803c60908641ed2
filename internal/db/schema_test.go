package db_test

import (
	"context"
	"database/sql"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"capzero/internal/db"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write schema.sql")

const schemaHead = `-- The tables as all migrations leave them, to read. Nobody runs this file.
-- Written by: go test ./internal/db -run Schema -update
-- The test holds it against both engines. The tables of the queue of jobs and of
-- the migrations themselves are left out.
`

// Both engines have the same tables, and schema.sql shows them.
func TestSchema(t *testing.T) {
	onEmpty(t, func(t *testing.T, e db.Engine, place string) {
		d, err := db.Open(t.Context(), place, nil)
		must(t, err)
		must(t, d.Close())
		reader := schemaReader(sqliteSchema{raw(t, place)})
		if e == db.PostgreSQL {
			reader = postgresSchema{raw(t, place)}
		}
		got := describe(t, reader)
		if *update {
			must(t, os.WriteFile("schema.sql", []byte(got), 0o644))
		}
		want, err := os.ReadFile("schema.sql")
		must(t, err)
		if diff := cmp.Diff(string(want), got); diff != "" {
			t.Errorf("schema.sql is not what the migrations make (-file +migrations):\n%s", diff)
		}
	})
}

// A schemaReader tells what an engine has made of the migrations.
type schemaReader interface {
	tables(context.Context) (*sql.Rows, error)          // name
	columns(context.Context, string) (*sql.Rows, error) // name, type, NOT NULL, default
	keys(context.Context, string) (*sql.Rows, error)    // kind, columns
	foreign(context.Context, string) (*sql.Rows, error) // columns, table, columns, what a deletion does
	indexes(context.Context, string) (*sql.Rows, error) // name, unique, columns, condition
}

func describe(t *testing.T, r schemaReader) string {
	var b strings.Builder
	b.WriteString(schemaHead)
	for _, table := range read(t, 1, r.tables) {
		of := func(n int, ask func(context.Context, string) (*sql.Rows, error)) [][]string {
			return read(t, n, func(ctx context.Context) (*sql.Rows, error) { return ask(ctx, table[0]) })
		}
		columns := of(4, r.columns)
		for _, c := range columns {
			if !slices.Contains([]string{"BIGINT", "DOUBLE PRECISION", "TEXT"}, c[1]) {
				t.Errorf("%s.%s is %s, which the engines do not keep alike", table[0], c[0], c[1])
			}
		}
		writeTable(&b, table[0], columns, of(2, r.keys), of(4, r.foreign))
		for _, x := range of(4, r.indexes) {
			fmt.Fprintf(&b, "CREATE %sINDEX %s ON %s (%s)%s;\n", x[1], x[0], table[0], x[2], x[3])
		}
	}
	return b.String()
}

func writeTable(b *strings.Builder, name string, columns, keys, foreign [][]string) {
	var lines []string
	for _, c := range columns {
		line := fmt.Sprintf("%s %s%s", c[0], c[1], c[2])
		if c[3] != "" {
			line += " DEFAULT " + c[3]
		}
		lines = append(lines, line)
	}
	for _, k := range keys {
		lines = append(lines, fmt.Sprintf("%s (%s)", k[0], k[1]))
	}
	for _, f := range foreign {
		lines = append(lines, fmt.Sprintf("FOREIGN KEY (%s) REFERENCES %s (%s)%s", f[0], f[1], f[2], f[3]))
	}
	fmt.Fprintf(b, "\nCREATE TABLE %s (\n    %s\n);\n", name, strings.Join(lines, ",\n    "))
}

// read returns rows of n texts.
func read(t *testing.T, n int, ask func(context.Context) (*sql.Rows, error)) [][]string {
	t.Helper()
	rows, err := ask(t.Context())
	must(t, err)
	defer rows.Close()
	var all [][]string
	for rows.Next() {
		texts := make([]sql.NullString, n)
		into := make([]any, n)
		for i := range texts {
			into[i] = &texts[i]
		}
		must(t, rows.Scan(into...))
		row := make([]string, n)
		for i, text := range texts {
			row[i] = text.String
		}
		all = append(all, row)
	}
	must(t, rows.Err())
	return all
}

type sqliteSchema struct{ *sql.DB }

func (s sqliteSchema) tables(ctx context.Context) (*sql.Rows, error) {
	return s.QueryContext(ctx, `
		SELECT name FROM sqlite_master
		WHERE type = 'table' AND name NOT LIKE 'river_%' AND name NOT LIKE 'goose_%' AND name NOT LIKE 'sqlite_%'
		ORDER BY name`)
}

func (s sqliteSchema) columns(ctx context.Context, table string) (*sql.Rows, error) {
	// A key is never NULL on PostgreSQL; here nobody writes one.
	return s.QueryContext(ctx, `
		SELECT name, type, CASE WHEN "notnull" OR pk THEN ' NOT NULL' END, dflt_value
		FROM pragma_table_info(?) ORDER BY cid`, table)
}

func (s sqliteSchema) keys(ctx context.Context, table string) (*sql.Rows, error) {
	return s.QueryContext(ctx, `
		SELECT kind, columns FROM (
			SELECT 'PRIMARY KEY' AS kind, group_concat(name, ', ') AS columns
			FROM (SELECT name FROM pragma_table_info(?) WHERE pk ORDER BY pk)
			UNION ALL
			SELECT 'UNIQUE', (SELECT group_concat(name, ', ') FROM (SELECT name FROM pragma_index_info(l.name) ORDER BY seqno))
			FROM pragma_index_list(?) l WHERE origin = 'u')
		WHERE columns IS NOT NULL ORDER BY kind, columns`, table, table)
}

func (s sqliteSchema) foreign(ctx context.Context, table string) (*sql.Rows, error) {
	return s.QueryContext(ctx, `
		SELECT mine, "table", theirs, CASE on_delete WHEN 'NO ACTION' THEN '' ELSE ' ON DELETE ' || on_delete END FROM (
			SELECT id, "table", on_delete, group_concat("from", ', ') AS mine, group_concat("to", ', ') AS theirs
			FROM (SELECT * FROM pragma_foreign_key_list(?) ORDER BY id, seq) GROUP BY id)
		ORDER BY mine, "table"`, table)
}

func (s sqliteSchema) indexes(ctx context.Context, table string) (*sql.Rows, error) {
	return s.QueryContext(ctx, `
		SELECT l.name, CASE WHEN l."unique" THEN 'UNIQUE ' END,
		    (SELECT group_concat(name, ', ') FROM (SELECT name FROM pragma_index_info(l.name) ORDER BY seqno)),
		    CASE WHEN l.partial THEN ' WHERE ' || trim(substr(m.sql, instr(m.sql, ' WHERE ') + 7)) END
		FROM pragma_index_list(?) l JOIN sqlite_master m ON m.name = l.name
		WHERE l.origin = 'c' ORDER BY l.name`, table)
}

type postgresSchema struct{ *sql.DB }

func (s postgresSchema) tables(ctx context.Context) (*sql.Rows, error) {
	return s.QueryContext(ctx, `
		SELECT relname FROM pg_class
		WHERE relkind = 'r' AND relnamespace = 'capzero'::regnamespace
		AND relname NOT LIKE 'river\_%' AND relname NOT LIKE 'goose\_%'
		ORDER BY relname COLLATE "C"`)
}

func (s postgresSchema) columns(ctx context.Context, table string) (*sql.Rows, error) {
	return s.QueryContext(ctx, `
		SELECT a.attname, upper(format_type(a.atttypid, a.atttypmod)),
		    CASE WHEN a.attnotnull THEN ' NOT NULL' END,
		    regexp_replace(pg_get_expr(d.adbin, d.adrelid), '::(text|bigint|double precision)$', '')
		FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
		WHERE a.attrelid = $1::regclass AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum`, table)
}

func (s postgresSchema) keys(ctx context.Context, table string) (*sql.Rows, error) {
	return s.QueryContext(ctx, `
		SELECT kind, columns FROM (
			SELECT CASE contype WHEN 'p' THEN 'PRIMARY KEY' ELSE 'UNIQUE' END AS kind,
			    substring(pg_get_constraintdef(oid) FROM '\((.*)\)') AS columns
			FROM pg_constraint WHERE conrelid = $1::regclass AND contype IN ('p', 'u')) k
		ORDER BY kind COLLATE "C", columns COLLATE "C"`, table)
}

func (s postgresSchema) foreign(ctx context.Context, table string) (*sql.Rows, error) {
	return s.QueryContext(ctx, `
		SELECT part[1], part[2], part[3], part[4] FROM (
			SELECT regexp_match(pg_get_constraintdef(oid), 'FOREIGN KEY \((.*)\) REFERENCES (.*)\((.*)\)(.*)') AS part
			FROM pg_constraint WHERE conrelid = $1::regclass AND contype = 'f') f
		ORDER BY part[1] COLLATE "C", part[2] COLLATE "C"`, table)
}

func (s postgresSchema) indexes(ctx context.Context, table string) (*sql.Rows, error) {
	return s.QueryContext(ctx, `
		SELECT c.relname, CASE WHEN i.indisunique THEN 'UNIQUE ' END,
		    substring(pg_get_indexdef(i.indexrelid) FROM 'USING btree \((.*?)\)( WHERE|$)'),
		    ' WHERE ' || regexp_replace(pg_get_expr(i.indpred, i.indrelid), '^\((.*)\)$', '\1')
		FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
		WHERE i.indrelid = $1::regclass
		AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = i.indexrelid AND contype IN ('p', 'u'))
		ORDER BY c.relname COLLATE "C"`, table)
}
