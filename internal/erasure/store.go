package erasure

import (
	"context"

	"capzero/internal/db"
)

func insertLine(ctx context.Context, tx *db.Tx, digest, day string) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO erased (digest, day) VALUES (?, ?) ON CONFLICT (digest) DO NOTHING`, digest, day)
	return err
}

// readLines returns the days by their digests.
func readLines(ctx context.Context, tx *db.Tx) (map[string]string, error) {
	rows, err := tx.Query(ctx, `SELECT digest, day FROM erased`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	lines := map[string]string{}
	for rows.Next() {
		var digest, day string
		if err := rows.Scan(&digest, &day); err != nil {
			return nil, err
		}
		lines[digest] = day
	}
	return lines, rows.Err()
}
