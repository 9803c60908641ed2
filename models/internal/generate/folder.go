package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"capzero/models/internal/delta"
)

// A folder is what is being written, and which of its files belong there.
type folder struct {
	path string
	kept map[string]bool // by name below the path
}

// edition writes one version of the package.
func (f folder) edition(p, current pin) error {
	table, err := p.file("migration.json")
	if err != nil {
		return err
	}
	if err := f.update(filepath.Join(p.version, "migration.json"), table); err != nil {
		return err
	}
	files, err := p.regions()
	if err != nil {
		return err
	}
	for _, file := range files {
		if err := f.rules(p, current, filepath.Base(file)); err != nil {
			return err
		}
	}
	return nil
}

// rules writes the rules of one region in one language, whole or as differences.
func (f folder) rules(p, current pin, name string) error {
	data, err := p.file(name)
	if err != nil {
		return err
	}
	home, base := homeOf(name), p
	if name == home {
		if p == current {
			return f.packed(filepath.Join(p.version, name+".gz"), data)
		}
		base = current
	}
	from, err := base.file(home)
	if err != nil {
		return fmt.Errorf("%s has no base: %w", name, err)
	}
	return f.packed(filepath.Join(p.version, name+".delta.gz"), delta.Make(from, data))
}

// homeOf returns the name of the French rules in the language of a file.
func homeOf(name string) string {
	_, rest, _ := strings.Cut(name, "-lang.")
	return "co2-model.FR-lang." + rest
}

// packed writes a file compressed, the same way each time: no name and no time
// inside.
func (f folder) packed(name string, data []byte) error {
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return err
	}
	if _, err := w.Write(data); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	return f.update(name, b.Bytes())
}

// update writes a file unless it already says this.
func (f folder) update(name string, data []byte) error {
	f.kept[name] = true
	path := filepath.Join(f.path, name)
	if have, err := os.ReadFile(path); err == nil && bytes.Equal(have, data) {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, data, 0o644)
}

// clean removes the files of versions that are no longer pinned.
func (f folder) clean() error {
	return filepath.WalkDir(f.path, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(f.path, path)
		if err != nil || f.kept[name] {
			return err
		}
		return os.Remove(path)
	})
}
