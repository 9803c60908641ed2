package backup

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"capzero/internal/db"
	"capzero/internal/fault"
)

// A Keeper keeps the backups of one installation in a folder.
type Keeper struct {
	Folder  string
	City    string // its id
	Program string // version
	Seal    Seal
	Keep    Rule
	Now     func() time.Time
}

// Made is a backup that was written and verified.
type Made struct {
	File
	Manifest
	Took    time.Duration
	Dropped int // older ones
}

// partSuffix ends the name of a file that is being written, and rehearsals begins
// that of the folder in which one is put back to see that it can be.
const (
	partSuffix = ".part"
	rehearsals = ".rehearsal-"
)

// Make writes a backup of the records, reads it back, gives it its name and drops
// those that are too old. Others may write meanwhile. Where it fails there is no
// file.
func (k Keeper) Make(ctx context.Context, records *db.DB, told Progress) (m Made, err error) {
	if told == nil {
		told = func(int, int) {}
	}
	err = k.alone(func() error {
		m, err = k.make(ctx, records, told)
		return err
	})
	return m, roomy(err, k.Folder)
}

func (k Keeper) make(ctx context.Context, records *db.DB, told Progress) (m Made, err error) {
	began := k.Now()
	part, err := os.CreateTemp(k.Folder, k.prefix()+"*"+partSuffix)
	if err != nil {
		return m, err
	}
	defer os.Remove(part.Name()) // once it has its name there is none
	err = records.Snapshot(ctx, func(s *db.Snapshot) error {
		m.Manifest = Manifest{Format: format, Program: k.Program, City: k.City, Installation: k.Seal.Installation, Contents: s.Contents}
		return write(ctx, part, s, m.Manifest, k.Seal, told)
	})
	if err = errors.Join(err, part.Sync(), part.Close()); err != nil {
		return m, err
	}
	if _, err := k.Seal.Verify(part.Name(), func(int, int) {}); err != nil {
		return m, fmt.Errorf("what was written cannot be read back: %w", err)
	}
	if m.File, err = k.place(part.Name(), m.Contents.Moment); err != nil {
		return m, err
	}
	m.Dropped, err = k.drop()
	m.Took = k.Now().Sub(began)
	return m, err
}

// place gives a file its name for good. Of two backups of one second the later one
// stays: it holds all that the other one has.
func (k Keeper) place(part string, moment time.Time) (File, error) {
	f := File{Path: filepath.Join(k.Folder, k.prefix()+moment.Format(momentLayout)+suffix), Moment: moment.Truncate(time.Second)}
	if err := os.Rename(part, f.Path); err != nil {
		return f, err
	}
	info, err := os.Stat(f.Path)
	if err != nil {
		return f, err
	}
	f.Size = info.Size()
	return f, syncFolder(k.Folder)
}

func syncFolder(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// alone does something while nobody else makes or drops backups in the folder, after
// what a killed process has left there was swept away.
func (k Keeper) alone(do func() error) error {
	if err := os.MkdirAll(k.Folder, 0o700); err != nil {
		return err
	}
	lock, err := os.OpenFile(filepath.Join(k.Folder, ".capzero.lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	defer lock.Close() // lets go of it
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return fault.New(fault.Conflict, keyBusy, "folder", k.Folder).Because(err)
	}
	if err := k.sweep(); err != nil {
		return err
	}
	return do()
}

func (k Keeper) sweep() error {
	parts, err := filepath.Glob(filepath.Join(k.Folder, k.prefix()+"*"+partSuffix))
	if err != nil {
		return err
	}
	folders, err := filepath.Glob(filepath.Join(k.Folder, rehearsals+"*"))
	if err != nil {
		return err
	}
	for _, left := range append(parts, folders...) {
		err = errors.Join(err, os.RemoveAll(left))
	}
	return err
}

// Rehearse puts the last backup back to see that it can be: in a folder beside it, or
// in a schema beside that of the records at an address. Nothing of it is kept but
// when it was done.
func (k Keeper) Rehearse(ctx context.Context, where string) error {
	err := k.alone(func() error {
		files, err := k.Files()
		if err != nil || len(files) == 0 {
			return err
		}
		last := files[0]
		if !db.IsAddress(where) {
			if where, err = os.MkdirTemp(k.Folder, rehearsals); err != nil {
				return err
			}
			defer os.RemoveAll(where)
		}
		if err := k.Seal.Restore(ctx, last.Path, where, Restoring{Now: k.Now, Rehearsal: true}); err != nil {
			return err
		}
		return k.noteRehearsal(last)
	})
	return roomy(err, k.Folder)
}
