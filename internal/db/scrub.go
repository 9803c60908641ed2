package db

import (
	"context"
	"fmt"
	"time"

	"capzero/internal/db/page"
)

const (
	// truncateWithin is how long emptying the log waits for those who read, and with it
	// everybody who wants to write.
	truncateWithin = 250 * time.Millisecond
	// scrubbedAtOnce is how many pages of a file are looked at in one transaction, so
	// that nobody who writes waits for more than those.
	scrubbedAtOnce = 256
)

// Scrub overwrites what is in the file of SQLite beside its rows. What is deleted is
// overwritten at once, by the pragma secure_delete; but where SQLite moves rows from a
// full page to its neighbours it leaves copies behind, which no pragma reaches: a few
// in a hundred people deleted had a row among them, see TestNothingDeletedIsLeft.
// Whatever is deleted before Scrub begins is gone when it returns, but for the log, see
// Truncate. Who reads and writes goes on meanwhile. On PostgreSQL this does nothing.
func (d *DB) Scrub(ctx context.Context) error {
	if d.engine == PostgreSQL {
		return nil
	}
	var pages int64
	if err := d.readers.QueryRowContext(ctx, `PRAGMA page_count`).Scan(&pages); err != nil {
		return fmt.Errorf("scrub the records: %w", err)
	}
	if pages > page.Most {
		return fmt.Errorf("scrub the records: %d pages are more than can be told apart", pages)
	}
	for first := int64(1); first <= pages; first += scrubbedAtOnce {
		if err := d.scrubSome(ctx, first, first+scrubbedAtOnce-1); err != nil {
			return fmt.Errorf("scrub the records: %w", err)
		}
	}
	return nil
}

// scrubSome scrubs some pages. They are looked at beside those who write, and once more
// before they are written.
func (d *DB) scrubSome(ctx context.Context, first, last int64) error {
	var found []wiped
	err := d.Read(ctx, func(tx *Tx) (err error) {
		found, err = wipeSome(ctx, tx, first, last)
		return err
	})
	if err != nil || len(found) == 0 {
		return err
	}
	return d.Write(ctx, func(tx *Tx) error {
		found, err := wipeSome(ctx, tx, found[0].number, found[len(found)-1].number)
		if err != nil {
			return err
		}
		for _, p := range found {
			if _, err := tx.Exec(ctx, `UPDATE sqlite_dbpage SET data = ? WHERE pgno = ?`, p.data, p.number); err != nil {
				return err
			}
		}
		return nil
	})
}

// A wiped is a page as it is to be.
type wiped struct {
	number int64
	data   []byte
}

// wipeSome reads the pages in which there is something beside the rows, and returns them
// without it.
func wipeSome(ctx context.Context, tx *Tx, first, last int64) (all []wiped, err error) {
	rows, err := tx.Query(ctx, `
		WITH RECURSIVE number (n) AS (VALUES (?) UNION ALL SELECT n + 1 FROM number WHERE n < ?)
		SELECT pgno, data FROM number CROSS JOIN sqlite_dbpage ON pgno = n`, first, last)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var p wiped
		if err := rows.Scan(&p.number, &p.data); err != nil {
			return nil, err
		}
		changed, err := page.Wipe(p.data, p.number)
		if err != nil {
			return nil, err
		}
		if changed {
			all = append(all, p)
		}
	}
	return all, rows.Err()
}

// Truncate brings everything that has been written into the file of SQLite, and
// empties the log beside it. It reports false where somebody reads what the log
// holds: then it is to be tried again. On PostgreSQL this does nothing.
func (d *DB) Truncate(ctx context.Context) (done bool, err error) {
	if d.engine == PostgreSQL {
		return true, nil
	}
	conn, err := d.writer.Conn(ctx)
	if err != nil {
		return false, err
	}
	defer conn.Close()
	if err := waitFor(ctx, conn, truncateWithin); err != nil {
		return false, err
	}
	var busy, inLog, copied int
	err = conn.QueryRowContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&busy, &inLog, &copied)
	if after := waitFor(context.WithoutCancel(ctx), conn, busyTimeout); err == nil {
		err = after
	}
	return err == nil && busy == 0, err
}
