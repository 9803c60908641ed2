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
// of them, so that they need to be on the disk at the end only: until then writes
// do not wait for it. Records that exist are left alone, with an error.
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

	d, err := openBeside(ctx, beside, now)
	if err != nil {
		return err
	}
	if err := errors.Join(fill(d), d.Close()); err != nil {
		return err
	}
	made := filepath.Join(beside, fileName)
	if err := syncToDisk(made); err != nil {
		return err
	}
	if err := os.Rename(made, filepath.Join(dir, fileName)); err != nil {
		return err
	}
	return syncToDisk(dir)
}

// syncToDisk has a file, or the names in a folder, survive a power cut.
func syncToDisk(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
