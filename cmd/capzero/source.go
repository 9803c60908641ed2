package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"unicode/utf8"

	"capzero/publicodes"
)

// readSources reads files of rules or of answers. The error joins one line per
// file that cannot be read.
func readSources(files []string) ([]publicodes.Source, error) {
	var (
		sources  []publicodes.Source
		problems []error
	)
	for _, name := range files {
		data, err := readText(name)
		problems = append(problems, err)
		sources = append(sources, publicodes.Source{Name: name, Data: data})
	}
	return sources, errors.Join(problems...)
}

// readFolder reads the files of a folder whose names end so, in the order of their
// names.
func readFolder(folder, ending string) ([]publicodes.Source, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, fmt.Errorf("%s: there is no such folder", folder)
	}
	var names []string
	for _, e := range entries {
		if filepath.Ext(e.Name()) == ending {
			names = append(names, filepath.Join(folder, e.Name()))
		}
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("%s: there is no %s file in this folder", folder, ending)
	}
	return readSources(names)
}

// readText reads a file that people write.
func readText(name string) ([]byte, error) {
	info, err := os.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("%s: there is no such file", name)
	case err != nil:
		return nil, fmt.Errorf("%s: %w", name, errors.Unwrap(err))
	case info.IsDir():
		return nil, fmt.Errorf("%s: this is a folder; name the files in it", name)
	}
	data, err := os.ReadFile(name)
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s: %w", name, errors.Unwrap(err))
	case len(bytes.TrimSpace(data)) == 0:
		return nil, fmt.Errorf("%s: the file is empty", name)
	case bytes.IndexByte(data, 0) >= 0 || !utf8.Valid(data):
		return nil, fmt.Errorf("%s: this is no text in UTF-8", name)
	}
	return data, nil
}
