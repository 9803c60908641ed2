package backup

import (
	"errors"
	"io"
	"path/filepath"

	"capzero/internal/db"
	"capzero/internal/fault"
)

// What operators are told, by where it is said.
const (
	keyMissing     = "backup.missing"      // there is no such file
	keyNotOne      = "backup.not_one"      // it is something else
	keyTruncated   = "backup.truncated"    // its end is missing
	keyDamaged     = "backup.damaged"      // it was changed, or is broken
	keyForeign     = "backup.foreign"      // it was sealed with another secret
	keyNewer       = "backup.newer"        // this program is too old for it
	keyOtherEngine = "backup.other_engine" // SQLite into PostgreSQL, or the other way
	keyOccupied    = "backup.occupied"     // there are records at that place
	keyFull        = "backup.full"         // no room is left
	keyBusy        = "backup.busy"         // somebody else makes one there
)

// about is a fault about a file, by its name.
func about(path, key string, args ...any) *fault.Error {
	return fault.New(fault.Invalid, key, append([]any{"file", filepath.Base(path)}, args...)...)
}

// roomy says what to do where a disk is full, and leaves every other error.
func roomy(err error, folder string) error {
	if db.IsFull(err) {
		return fault.New(fault.Internal, keyFull, "folder", folder).Because(err)
	}
	return err
}

// unreadable says what is wrong with a file whose bytes make no sense.
func unreadable(path string, err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return about(path, keyTruncated).Because(err)
	}
	return about(path, keyDamaged).Because(err)
}
