package db

import (
	"context"
	"database/sql"
	"io"
)

// sqliteCopier copies the file page by page, as it is to whoever reads: with what
// stands in the write-ahead log, and without what was written meanwhile.
type sqliteCopier struct{}

func (sqliteCopier) begin() string { return `BEGIN DEFERRED` }

func (sqliteCopier) tables() string {
	return `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT IN (` + ownTables + `) ORDER BY name`
}

func (sqliteCopier) streams(ctx context.Context, conn *sql.Conn) ([]Stream, error) {
	var pages, size int64
	if err := conn.QueryRowContext(ctx, `PRAGMA page_count`).Scan(&pages); err != nil {
		return nil, err
	}
	if err := conn.QueryRowContext(ctx, `PRAGMA page_size`).Scan(&size); err != nil {
		return nil, err
	}
	return []Stream{{Name: fileName, About: pages * size}}, nil
}

func (sqliteCopier) copy(ctx context.Context, conn *sql.Conn, _ Stream, to io.Writer) error {
	rows, err := conn.QueryContext(ctx, `SELECT data FROM sqlite_dbpage ORDER BY pgno`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var page sql.RawBytes
		if err := rows.Scan(&page); err != nil {
			return err
		}
		if _, err := to.Write(page); err != nil {
			return err
		}
	}
	return rows.Err()
}
