package backup

import (
	"archive/tar"
	"encoding/json"
	"errors"
	"io"
	"os"

	"capzero/internal/db"

	"github.com/klauspost/compress/zstd"
)

// Drops are the files that a rule does not keep.
func Drops(r Rule, files []File) []File { return r.drops(files) }

// Rewrite writes a file anew with its entries changed, its digests put right and a
// seal of one's own, as somebody would who knows how it is made.
func Rewrite(path string, seal Seal, change func(name string, data []byte) []byte) error {
	entries, err := readEntries(path)
	if err != nil {
		return err
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	packed, err := zstd.NewWriter(f)
	if err != nil {
		return err
	}
	w := &writer{tar: tar.NewWriter(packed)}
	for _, e := range entries {
		data := change(e.name, e.data)
		if e.name == endName {
			var end End
			if err := json.Unmarshal(data, &end); err != nil {
				return err
			}
			w.end.Rows = end.Rows
			if w.end.Seal, err = seal.of(w.end); err != nil {
				return err
			}
			err = w.entryJSON(endName, w.end)
		} else {
			err = w.entry(e.name, data)
		}
		if err != nil {
			return err
		}
	}
	return errors.Join(w.tar.Close(), packed.Close(), f.Close())
}

type rawEntry struct {
	name string
	data []byte
}

func readEntries(path string) (all []rawEntry, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	unpacked, err := zstd.NewReader(f)
	if err != nil {
		return nil, err
	}
	defer unpacked.Close()
	for in := tar.NewReader(unpacked); ; {
		header, err := in.Next()
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return nil, err
		}
		data, err := io.ReadAll(in)
		if err != nil {
			return nil, err
		}
		all = append(all, rawEntry{header.Name, data})
	}
}

// Latest is the newest migration.
func Latest() (int64, error) {
	n, _, err := db.Latest(db.SQLite)
	return n, err
}
