package mydata

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"capzero/internal/db"
)

func insertErasure(ctx context.Context, tx *db.Tx, r Receipt) error {
	_, err := tx.Exec(ctx, `INSERT INTO erasure (reference, erased_at, cleaned_at) VALUES (?, ?, NULL)`,
		r.Reference, r.At.Unix())
	return err
}

func findErasure(ctx context.Context, tx *db.Tx, reference string) (r Receipt, found bool, err error) {
	var at int64
	var cleaned sql.NullInt64
	err = tx.QueryRow(ctx, `SELECT erased_at, cleaned_at FROM erasure WHERE reference = ?`, reference).Scan(&at, &cleaned)
	if errors.Is(err, sql.ErrNoRows) {
		return Receipt{}, false, nil
	}
	r = Receipt{Reference: reference, At: seconds(at)}
	if cleaned.Valid {
		r.Cleaned = seconds(cleaned.Int64)
	}
	return r, err == nil, err
}

// uncleaned are the references of what may still be in the files.
func uncleaned(ctx context.Context, tx *db.Tx) ([]string, error) {
	return texts(tx.Query(ctx, `SELECT reference FROM erasure WHERE cleaned_at IS NULL`))
}

func writeCleaned(ctx context.Context, tx *db.Tx, references []string) error {
	for _, reference := range references {
		_, err := tx.Exec(ctx, `UPDATE erasure SET cleaned_at = ? WHERE reference = ?`, tx.Now.Unix(), reference)
		if err != nil {
			return err
		}
	}
	return nil
}

// deleteReceiptsBefore leaves the receipt of what may still be in the files.
func deleteReceiptsBefore(ctx context.Context, tx *db.Tx, before time.Time) (int64, error) {
	return affected(tx.Exec(ctx, `DELETE FROM erasure WHERE cleaned_at < ?`, before.Unix()))
}

// affected is how many rows a statement has changed.
func affected(result sql.Result, err error) (int64, error) {
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

func seconds(since1970 int64) time.Time { return time.Unix(since1970, 0).UTC() }

// texts are the rows of a query for one text.
func texts(rows *sql.Rows, err error) (all []string, _ error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			return nil, err
		}
		all = append(all, text)
	}
	return all, rows.Err()
}
