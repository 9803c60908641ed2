package backup

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

const (
	suffix       = ".backup"
	momentLayout = "20060102T150405Z"
	// nameDigits is how many digits of the name of an installation people see, and the
	// name of a file has: two installations may have one folder.
	nameDigits = 8
)

// A File is a backup in the folder.
type File struct {
	Path   string
	Moment time.Time // of the records, in UTC
	Size   int64     // in bytes
}

// prefix begins the names of this installation's files.
func (k Keeper) prefix() string {
	return fmt.Sprintf("capzero-%s-%s-", k.City, short(k.Seal.Installation))
}

// short is the beginning of the name of an installation.
func short(installation string) string { return installation[:min(nameDigits, len(installation))] }

// Files are the backups of this installation, the newest first. A folder that is not
// there has none.
func (k Keeper) Files() ([]File, error) {
	listed, err := os.ReadDir(k.Folder) // by name, which is by moment
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	var files []File
	for i := len(listed) - 1; i >= 0; i-- {
		name, ours := strings.CutPrefix(listed[i].Name(), k.prefix())
		at, whole := strings.CutSuffix(name, suffix)
		moment, wrong := time.Parse(momentLayout, at)
		info, gone := listed[i].Info()
		if ours && whole && wrong == nil && gone == nil {
			files = append(files, File{Path: filepath.Join(k.Folder, listed[i].Name()), Moment: moment, Size: info.Size()})
		}
	}
	return files, err
}

// A Rule says which backups are kept: the newest of each of the last days and weeks
// that have one, and so many of the newest. The zero Rule keeps all.
type Rule struct {
	Newest, Days, Weeks int
}

// Usual is what a city keeps that does not say otherwise.
var Usual = Rule{Days: 7, Weeks: 4}

// drops are the files, the newest first, that are not to be kept.
func (r Rule) drops(files []File) []File {
	if r == (Rule{}) {
		return nil
	}
	days, weeks := map[string]bool{}, map[string]bool{}
	var dropped []File
	for i, f := range files {
		year, week := f.Moment.ISOWeek()
		kept := i < max(r.Newest, 1)
		kept = first(days, f.Moment.Format(time.DateOnly), r.Days) || kept
		kept = first(weeks, fmt.Sprint(year, week), r.Weeks) || kept
		if !kept {
			dropped = append(dropped, f)
		}
	}
	return dropped
}

// first reports whether a period is a new one, of at most so many.
func first(seen map[string]bool, period string, most int) bool {
	if seen[period] || len(seen) >= most {
		return false
	}
	seen[period] = true
	return true
}

// drop deletes the backups that are not to be kept.
func (k Keeper) drop() (int, error) {
	files, err := k.Files()
	if err != nil {
		return 0, err
	}
	drops := k.Keep.drops(files)
	for _, f := range drops {
		err = errors.Join(err, os.Remove(f.Path))
	}
	return len(drops), err
}
