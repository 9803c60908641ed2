package db

import (
	"errors"

	"capzero/internal/fault"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// asFault gives the driver's errors that a person can do something about their
// kind. Any other error, sql.ErrNoRows among them, stays what it is.
func asFault(err error) error {
	driver, ok := errors.AsType[*sqlite.Error](err)
	if !ok {
		return err
	}
	switch driver.Code() {
	case sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY:
		return fault.New(fault.Conflict, "error.conflict").Because(err)
	}
	switch driver.Code() & 0xff { // the primary code, without its detail
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return fault.New(fault.Limited, "error.busy").Because(err)
	}
	return err
}
