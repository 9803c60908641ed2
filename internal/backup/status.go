package backup

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"time"
)

const (
	// LateAfter is how old the last backup may be: one night was missed, and the next
	// one is over.
	LateAfter = 48 * time.Hour
	// DoubtAfter is how long ago the last backup may have been put back: it is done
	// every week.
	DoubtAfter = 14 * 24 * time.Hour
)

// A Status is how a folder of backups is.
type Status struct {
	Last      File // zero: there is none
	Files     int
	Rehearsal Rehearsal // zero: none was put back
	Problem   error     // why nothing is known
}

// A Rehearsal is when a backup was last put back to see that it can be.
type Rehearsal struct {
	File string    `json:"file"`
	At   time.Time `json:"at"`
}

// Late reports whether the last backup is too old.
func (s Status) Late(now time.Time) bool {
	return s.Problem != nil || now.Sub(s.Last.Moment) > LateAfter
}

// Doubtful reports whether it is long ago that one was put back.
func (s Status) Doubtful(now time.Time) bool { return now.Sub(s.Rehearsal.At) > DoubtAfter }

// Status looks into the folder. What a command has written there counts as well.
func (k Keeper) Status() (s Status) {
	files, err := k.Files()
	if err != nil {
		s.Problem = err
		return s
	}
	if s.Files = len(files); s.Files > 0 {
		s.Last = files[0]
	}
	s.Rehearsal, s.Problem = k.lastRehearsal()
	return s
}

// rehearsalPath is the file that says when it was.
func (k Keeper) rehearsalPath() string {
	return filepath.Join(k.Folder, k.prefix()+"rehearsal.json")
}

func (k Keeper) noteRehearsal(f File) error {
	text, err := json.Marshal(Rehearsal{File: filepath.Base(f.Path), At: k.Now().UTC()})
	if err != nil {
		return err
	}
	part := k.rehearsalPath() + partSuffix
	if err := os.WriteFile(part, text, 0o600); err != nil {
		return errors.Join(err, os.Remove(part))
	}
	return os.Rename(part, k.rehearsalPath())
}

func (k Keeper) lastRehearsal() (r Rehearsal, err error) {
	text, err := os.ReadFile(k.rehearsalPath())
	if errors.Is(err, os.ErrNotExist) {
		return r, nil
	}
	if err != nil {
		return r, err
	}
	if json.Unmarshal(text, &r) != nil {
		return Rehearsal{}, nil // as if there had been none: the next one says when
	}
	return r, nil
}
