package db

import (
	"errors"
	"strings"
	"syscall"
	"unicode/utf8"

	"capzero/internal/fault"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// asFault gives the engine's errors that a person can do something about their
// kind. Any other error, sql.ErrNoRows among them, stays what it is.
func asFault(e Engine, err error) error {
	switch {
	case err == nil:
		return nil
	case isNoText(err):
		return errNoText.Because(err)
	case isDouble(err):
		return fault.New(fault.Conflict, "error.conflict").Because(err)
	case IsFull(err):
		return errNoRoom.Because(err)
	case isBusy(e, err):
		return fault.New(fault.Limited, "error.busy").Because(err)
	}
	return err
}

// errNoText is what a person is told whose text cannot be kept.
var errNoText = fault.New(fault.Invalid, "error.bad_text")

// errNoRoom is what a person is told where a disk is full. What was kept is kept.
var errNoRoom = fault.New(fault.NoRoom, "error.no_room")

// checkTexts refuses what PostgreSQL does not keep and SQLite would: bytes that
// are no letters.
func checkTexts(args []any) error {
	for _, arg := range args {
		if text, ok := arg.(string); ok && (!utf8.ValidString(text) || strings.ContainsRune(text, 0)) {
			return errNoText
		}
	}
	return nil
}

// isNoText reports whether PostgreSQL was given bytes that are no letters.
func isNoText(err error) bool {
	switch stateOf(err) {
	case "22021", "22P05": // character not in repertoire, untranslatable character
		return true
	}
	return false
}

// isDouble reports whether a row was there already.
func isDouble(err error) bool {
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		switch e.Code() {
		case sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY:
			return true
		}
	}
	return stateOf(err) == "23505" // unique_violation
}

// lockNotAvailable is the code of who has waited too long for somebody else.
const lockNotAvailable = "55P03"

// isBusy reports whether the same may work a little later: the database is in
// use by others, or away.
func isBusy(e Engine, err error) bool {
	if e == SQLite {
		return isLocked(err)
	}
	switch stateOf(err) {
	case lockNotAvailable, "53300", "25P03": // too many connections, stopped halfway
		return true
	}
	return errors.Is(err, ErrOutcomeUnknown) || isCollision(err) || isLost(err)
}

// isLocked reports whether another process writes for too long.
func isLocked(err error) bool {
	e, ok := errors.AsType[*sqlite.Error](err)
	if !ok {
		return false
	}
	primary := e.Code() & 0xff // the code without its detail
	return primary == sqlite3.SQLITE_BUSY || primary == sqlite3.SQLITE_LOCKED
}

// IsFull reports whether a disk has no room left, that of the records or one that a
// file is written to.
func IsFull(err error) bool {
	if e, ok := errors.AsType[*sqlite.Error](err); ok && e.Code()&0xff == sqlite3.SQLITE_FULL {
		return true
	}
	return stateOf(err) == "53100" || errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT)
}
