package erasure

import (
	"bufio"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"capzero/internal/fault"
)

// A file is one copy of the journal: a heading with the name of the installation,
// then a line for each thing that was erased.
//
//	capzero erased 3c1f…
//	2026-11-26 9ab0…
type file struct {
	path string
	days map[string]string // by digest
}

const heading = "capzero erased "

// keyForeign is said of the journal of another installation.
const keyForeign = "erasure.foreign"

func isForeign(err error) bool {
	f, ok := errors.AsType[*fault.Error](err)
	return ok && f.Key == keyForeign
}

func openFile(path, installation string) (*file, error) {
	f := &file{path: path}
	text, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		f.days = map[string]string{}
		return f, makeFile(path, installation)
	}
	if err != nil {
		return nil, err
	}
	f.days, err = read(string(text), path, installation)
	return f, err
}

// Read returns how many lines the journal in a file has. It is for who asks before
// anything is opened.
func Read(path, installation string) (int, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return 0, err
	}
	days, err := read(string(text), path, installation)
	return len(days), err
}

// read reads the lines. One that was cut off by a power cut belongs to a transaction
// that was never committed, and is left out.
func read(text, path, installation string) (map[string]string, error) {
	days := map[string]string{}
	lines := bufio.NewScanner(strings.NewReader(text))
	if !lines.Scan() || lines.Text() != heading+installation {
		return nil, fault.New(fault.Invalid, keyForeign, "file", path)
	}
	for lines.Scan() {
		day, digest, _ := strings.Cut(lines.Text(), " ")
		_, err := time.Parse(time.DateOnly, day)
		if sum, noHex := hex.DecodeString(digest); err == nil && noHex == nil && len(sum) == 32 {
			days[digest] = day
		}
	}
	return days, lines.Err()
}

// makeFile makes a journal without lines, which is on the disk with its heading or
// not at all.
func makeFile(path, installation string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	part, err := os.CreateTemp(filepath.Dir(path), ".erased-")
	if err != nil {
		return err
	}
	defer os.Remove(part.Name())
	_, err = fmt.Fprintln(part, heading+installation)
	if err = errors.Join(err, part.Sync(), part.Close()); err != nil {
		return err
	}
	if err := os.Rename(part.Name(), path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

func syncFolder(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// add appends the lines that the file has not got, and returns once they are on the
// disk.
func (f *file) add(days map[string]string) error {
	var missing []string
	for digest, day := range days {
		if _, there := f.days[digest]; !there {
			missing = append(missing, day+" "+digest)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	slices.Sort(missing)
	// The line break goes before: what a power cut has left of an earlier line ends there.
	out, err := os.OpenFile(f.path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = out.WriteString("\n" + strings.Join(missing, "\n") + "\n")
	if err = errors.Join(err, out.Sync(), out.Close()); err != nil {
		return err
	}
	for _, line := range missing {
		day, digest, _ := strings.Cut(line, " ")
		f.days[digest] = day
	}
	return nil
}
