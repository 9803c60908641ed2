package erasure

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"capzero/internal/db"
)

// FileName is what the file of a journal is called, wherever it is.
const FileName = "erased.journal"

// A Kind is what sort of thing was erased.
type Kind string

// The kinds. A household goes with the last of its adults, and so needs none.
const (
	Person     Kind = "person"
	Assessment Kind = "assessment" // answers, with or without an account
)

// Options are what a journal is made with.
type Options struct {
	// Key is the key of this purpose, 32 bytes.
	Key []byte
	// Installation names whose journal it is: files of another one are refused.
	Installation string
	// Files are where the lines are written. The first one has to take each line
	// before anything is erased; the others, on disks that may be away for a while,
	// catch up.
	Files []string
	Log   *slog.Logger // nil discards
}

// A Journal remembers who was erased. It is safe for concurrent use. Nil notes nothing:
// nobody is put back into an invented city.
type Journal struct {
	key   []byte
	files []*file
	log   *slog.Logger

	mu   sync.Mutex
	days map[string]string // by digest, of all files
}

// Open reads the files, and makes those that are not there.
func Open(o Options) (*Journal, error) {
	j := &Journal{key: o.Key, log: o.Log, days: map[string]string{}}
	if j.log == nil {
		j.log = slog.New(slog.DiscardHandler)
	}
	for n, path := range o.Files {
		f, err := openFile(path, o.Installation)
		if err != nil && n == 0 || isForeign(err) {
			return nil, fmt.Errorf("journal of the erased: %w", err)
		}
		if err != nil {
			j.log.Warn("a copy of the journal of the erased cannot be used", "file", path, "error", err)
			continue
		}
		j.files = append(j.files, f)
		for digest, day := range f.days {
			j.days[digest] = day
		}
	}
	return j, nil
}

func (j *Journal) digest(kind Kind, id string) string {
	h := hmac.New(sha256.New, j.key)
	fmt.Fprintf(h, "%s\n%s", kind, id)
	return hex.EncodeToString(h.Sum(nil))
}

// Note says that something is erased by a transaction, which is then committed. The
// line is on the disk when it returns. Noting again changes nothing, so that the
// transaction may run again.
func (j *Journal) Note(ctx context.Context, tx *db.Tx, kind Kind, id string) error {
	if j == nil {
		return nil
	}
	digest, day := j.digest(kind, id), tx.Now.Format(time.DateOnly)
	if err := j.write(digest, day); err != nil {
		return fmt.Errorf("journal of the erased: %w", err)
	}
	return insertLine(ctx, tx, digest, day)
}

// write writes a line to the files that have not got it.
func (j *Journal) write(digest, day string) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	for n, f := range j.files {
		err := f.add(map[string]string{digest: day})
		if err != nil && n == 0 {
			return err
		}
		if err != nil {
			j.log.Warn("a copy of the journal of the erased is behind", "file", f.path, "error", err)
		}
	}
	j.days[digest] = day
	return nil
}

// CatchUp brings the files and the table to the same lines. It does so before each
// backup, for the disks that were away and for the lines that other processes wrote.
func (j *Journal) CatchUp(ctx context.Context, records *db.DB) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	var lines map[string]string
	err := records.Read(ctx, func(tx *db.Tx) (err error) {
		lines, err = readLines(ctx, tx)
		return err
	})
	if err != nil {
		return err
	}
	for digest, day := range lines {
		j.days[digest] = day
	}
	for _, f := range j.files {
		err = errors.Join(err, f.add(j.days))
	}
	return err
}

// Lines is how many there are.
func (j *Journal) Lines() int {
	j.mu.Lock()
	defer j.mu.Unlock()
	return len(j.days)
}

func (j *Journal) holds(kind Kind, id string) bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	_, erased := j.days[j.digest(kind, id)]
	return erased
}
