package db

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"capzero/internal/fault"
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
	return making{where: where, now: now, fill: fill}.run(ctx)
}

// A making is how new records come to be.
type making struct {
	where string
	now   func() time.Time
	load  func(ctx context.Context, beside string) error // what they begin with; nil: empty tables
	fill  func(*DB) error
	// rehearsal throws them away at the end. Others may be at that place.
	rehearsal bool
}

func (m making) run(ctx context.Context) error {
	if !m.rehearsal {
		if exists, err := Exists(ctx, m.where); err != nil || exists {
			return errors.Join(err, fmt.Errorf("%s holds records already", Name(m.where)))
		}
	}
	if IsAddress(m.where) {
		return m.inPostgres(ctx)
	}
	return m.inFolder(ctx)
}

// besidePrefix begins the name of the folder in which records are made.
const besidePrefix = ".new-"

func (m making) inFolder(ctx context.Context) error {
	if err := os.MkdirAll(m.where, 0o700); err != nil {
		return err
	}
	letGo, err := claimFolder(m.where)
	if err != nil {
		return err
	}
	defer letGo()
	beside, err := os.MkdirTemp(m.where, besidePrefix)
	if err != nil {
		return err
	}
	defer os.RemoveAll(beside)

	if m.load != nil {
		if err := m.load(ctx, beside); err != nil {
			return err
		}
	}
	d, err := openBeside(ctx, beside, m.now)
	if err != nil {
		return err
	}
	if err := errors.Join(m.fill(d), d.Close()); err != nil || m.rehearsal {
		return err
	}
	made := filepath.Join(beside, fileName)
	if err := syncToDisk(made); err != nil {
		return err
	}
	if err := os.Rename(made, filepath.Join(m.where, fileName)); err != nil {
		return err
	}
	return syncToDisk(m.where)
}

// refuseHalf refuses a folder in which records were being made and are not there:
// whoever opened it would begin a city without people.
func refuseHalf(dir string) error {
	if _, err := os.Stat(filepath.Join(dir, fileName)); err == nil {
		return nil
	}
	left, err := filepath.Glob(filepath.Join(dir, besidePrefix+"*"))
	if err == nil && len(left) > 0 {
		return fault.New(fault.Conflict, "error.half_made", "place", dir)
	}
	return err
}

// claimFolder makes this process the only one that makes records in a folder, and
// throws away what a killed one has left there.
func claimFolder(dir string) (letGo func() error, err error) {
	f, err := os.Open(dir)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return nil, errors.Join(fmt.Errorf("another process is filling %s: %w", dir, err), f.Close())
	}
	left, err := filepath.Glob(filepath.Join(dir, besidePrefix+"*"))
	for _, beside := range left {
		err = errors.Join(err, os.RemoveAll(beside))
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f.Close, nil
}

// syncToDisk has a file, or the names in a folder, survive a power cut.
func syncToDisk(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
