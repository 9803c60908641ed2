package db

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// Exists reports whether dir holds a database.
func Exists(dir string) (bool, error) {
	_, err := os.Stat(filepath.Join(dir, fileName))
	if errors.Is(err, os.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

// Create makes a database in dir that fill has filled, or none at all: fill
// works on one beside it, which takes its place when fill returns nil. Nobody
// ever opens half of it. A database that exists is left alone, with an error.
func Create(ctx context.Context, dir string, now func() time.Time, fill func(*DB) error) error {
	if exists, err := Exists(dir); err != nil || exists {
		return errors.Join(err, fmt.Errorf("%s holds a database already", dir))
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	beside, err := os.MkdirTemp(dir, ".new-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(beside)

	d, err := Open(ctx, beside, now)
	if err != nil {
		return err
	}
	// Closing folds what was written into the one file.
	if err := errors.Join(fill(d), d.Close()); err != nil {
		return err
	}
	return os.Rename(filepath.Join(beside, fileName), filepath.Join(dir, fileName))
}
