package db

import (
	"context"
	"fmt"
	"time"
)

// truncateWithin is how long emptying the log waits for those who read, and with it
// everybody who wants to write.
const truncateWithin = 250 * time.Millisecond

// Size is how many bytes a rewriting of the file has to read and write. It is
// nothing on PostgreSQL, where nothing is rewritten.
func (d *DB) Size(ctx context.Context) (bytes int64, err error) {
	if d.engine == PostgreSQL {
		return 0, nil
	}
	var pages, size int64
	if err := d.readers.QueryRowContext(ctx, `PRAGMA page_count`).Scan(&pages); err != nil {
		return 0, err
	}
	err = d.readers.QueryRowContext(ctx, `PRAGMA page_size`).Scan(&size)
	return pages * size, err
}

// Rewrite writes the file of SQLite anew, from the rows that there are. What is
// deleted is overwritten at once, by the pragma secure_delete; but where SQLite
// moves rows from a full page to its neighbours it leaves copies behind, which no
// pragma reaches: about one in a hundred people deleted had a row among them, see
// TestNothingDeletedIsLeft. Whoever writes waits meanwhile. On PostgreSQL this does
// nothing.
func (d *DB) Rewrite(ctx context.Context) error {
	if d.engine == PostgreSQL {
		return nil
	}
	if _, err := d.writer.ExecContext(ctx, `VACUUM`); err != nil {
		return fmt.Errorf("write the file of the records anew: %w", err)
	}
	return nil
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
