package app

import (
	"errors"

	"capzero/internal/backup"
	"capzero/internal/fault"
	"capzero/internal/i18n"
)

// Said is an error in words for whoever gave a command: those of the catalogues where
// it has some, in the language of a tag.
func Said(err error, tag string) string {
	f, ok := errors.AsType[*fault.Error](err)
	if !ok {
		return err.Error()
	}
	catalogues, broken := i18n.Load()
	if broken != nil {
		return err.Error()
	}
	return catalogues.Locale(tag).T(f.Key, f.Args...)
}

// SaidOfBackup says what came of a backup, a line for each thing.
func SaidOfBackup(made backup.Made, tag string) (lines []string, err error) {
	catalogues, err := i18n.Load()
	if err != nil {
		return nil, err
	}
	l := catalogues.Locale(tag)
	size := l.T("backup.size", "megabytes", l.Number(float64(made.Size)/1e6, 1))
	lines = append(lines, l.T("backup.made", "file", made.Path, "size", size, "seconds", l.Number(made.Took.Seconds(), 1)))
	if made.Dropped > 0 {
		lines = append(lines, l.T("backup.dropped", "count", made.Dropped))
	}
	return append(lines, l.T("backup.key_apart")), nil
}

// SaidOfRestore says what came of putting a backup back.
func SaidOfRestore(done Restored, tag string) (lines []string, err error) {
	catalogues, err := i18n.Load()
	if err != nil {
		return nil, err
	}
	l := catalogues.Locale(tag)
	lines = append(lines, l.T("backup.restored", "moment", l.Moment(done.Moment), "place", done.Place))
	if done.Erased > 0 {
		lines = append(lines, l.T("backup.erased_again", "count", done.Erased))
	}
	return append(lines, l.T("backup.restored_next")), nil
}

// ErrStopped is what whoever stops a backup or a restore is told.
var ErrStopped = fault.New(fault.Conflict, "backup.stopped")
