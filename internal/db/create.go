package db

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// Exists reports whether there are records in a folder or at an address.
func Exists(ctx context.Context, where string) (bool, error) {
	if IsAddress(where) {
		return existsPostgres(ctx, where)
	}
	_, err := os.Stat(filepath.Join(where, fileName))
	if errors.Is(err, os.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

// Create makes records that fill has filled, or none at all: fill works on some
// beside, which take their place when fill returns nil. Nobody ever opens half
// of them. Records that exist are left alone, with an error.
func Create(ctx context.Context, where string, now func() time.Time, fill func(*DB) error) error {
	if exists, err := Exists(ctx, where); err != nil || exists {
		return errors.Join(err, fmt.Errorf("%s holds records already", Name(where)))
	}
	if IsAddress(where) {
		return createPostgres(ctx, where, now, fill)
	}
	return createSQLite(ctx, where, now, fill)
}

func createSQLite(ctx context.Context, dir string, now func() time.Time, fill func(*DB) error) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	beside, err := os.MkdirTemp(dir, ".new-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(beside)

	d, err := openSQLite(ctx, beside, now)
	if err != nil {
		return err
	}
	// Closing folds what was written into the one file.
	if err := errors.Join(fill(d), d.Close()); err != nil {
		return err
	}
	return os.Rename(filepath.Join(beside, fileName), filepath.Join(dir, fileName))
}
