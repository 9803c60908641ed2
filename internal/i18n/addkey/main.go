//go:build unix

// Addkey writes texts into the three catalogues of internal/i18n, so that a key
// never exists in one language only and the files stay sorted:
//
//	go run ./internal/i18n/addkey KEY FRENCH ENGLISH SERBIAN   add
//	go run ./internal/i18n/addkey set KEY FRENCH ENGLISH SERBIAN   change
//	go run ./internal/i18n/addkey rm KEY   remove
//	go run ./internal/i18n/addkey batch < lines   add many
//
// A text that depends on a number is given as a JSON object of plural
// categories: '{"one":"{count} foyer","other":"{count} foyers"}'. Each line of
// a batch is {"key":…,"fr":…,"en":…,"sr":…}, where a key that exists changes.
//
// A lock makes several runs at once wait for each other.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// folder is where the catalogues are, seen from the root of the module.
const folder = "internal/i18n"

var languages = []string{"fr", "en", "sr"}

// An entry is one key with its text by language.
type entry struct {
	key   string
	texts map[string]json.RawMessage
}

func main() {
	if err := run(os.Args[1:], os.Stdin); err != nil {
		fmt.Fprintln(os.Stderr, "addkey:", err)
		os.Exit(1)
	}
}

func run(args []string, in io.Reader) error {
	unlock, err := lock()
	if err != nil {
		return err
	}
	defer unlock()

	catalogues, err := read()
	if err != nil {
		return err
	}
	if err := apply(catalogues, args, in); err != nil {
		return err
	}
	return write(catalogues)
}

// apply makes the change that the arguments ask for.
func apply(catalogues map[string]map[string]json.RawMessage, args []string, in io.Reader) error {
	switch {
	case len(args) == 1 && args[0] == "batch":
		return addLines(catalogues, in)
	case len(args) == 2 && args[0] == "rm":
		for _, lang := range languages {
			delete(catalogues[lang], args[1])
		}
		return nil
	case len(args) == 5 && args[0] == "set":
		return put(catalogues, fromArgs(args[1:]))
	case len(args) == 4:
		if _, taken := catalogues["fr"][args[0]]; taken {
			return fmt.Errorf("%s exists: use set to change it", args[0])
		}
		return put(catalogues, fromArgs(args))
	default:
		return errors.New("want KEY FRENCH ENGLISH SERBIAN, set KEY FRENCH ENGLISH SERBIAN, rm KEY, or batch")
	}
}

// fromArgs reads a key and its three texts from the command line.
func fromArgs(args []string) entry {
	e := entry{key: args[0], texts: map[string]json.RawMessage{}}
	for i, lang := range languages {
		text := args[i+1]
		if strings.HasPrefix(text, `{"`) {
			e.texts[lang] = json.RawMessage(text)
			continue
		}
		e.texts[lang] = quote(text)
	}
	return e
}

// quote encodes a text, leaving < and & readable.
func quote(text string) json.RawMessage {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.Encode(text) // a string into memory: always encodes
	return bytes.TrimSpace(b.Bytes())
}

func addLines(catalogues map[string]map[string]json.RawMessage, in io.Reader) error {
	lines := json.NewDecoder(in)
	for {
		var line map[string]json.RawMessage
		if err := lines.Decode(&line); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		e := entry{texts: line}
		if err := json.Unmarshal(line["key"], &e.key); err != nil {
			return fmt.Errorf("a line without a key: %w", err)
		}
		if err := put(catalogues, e); err != nil {
			return err
		}
	}
}

func put(catalogues map[string]map[string]json.RawMessage, e entry) error {
	if e.key == "" || strings.Trim(e.key, ".") != e.key {
		return fmt.Errorf("%q is not a key", e.key)
	}
	for _, lang := range languages {
		if !json.Valid(e.texts[lang]) {
			return fmt.Errorf("%s: the %s text is missing or not valid", e.key, lang)
		}
		catalogues[lang][e.key] = e.texts[lang]
	}
	return nil
}

func read() (map[string]map[string]json.RawMessage, error) {
	catalogues := map[string]map[string]json.RawMessage{}
	for _, lang := range languages {
		data, err := os.ReadFile(path(lang))
		if err != nil {
			return nil, fmt.Errorf("run from the root of the module: %w", err)
		}
		texts := map[string]json.RawMessage{}
		if err := json.Unmarshal(data, &texts); err != nil {
			return nil, fmt.Errorf("%s: %w", path(lang), err)
		}
		catalogues[lang] = texts
	}
	return catalogues, nil
}

// write replaces each file in one step: a reader sees the old or the new one.
func write(catalogues map[string]map[string]json.RawMessage) error {
	for _, lang := range languages {
		data, err := encode(catalogues[lang])
		if err != nil {
			return err
		}
		temporary := path(lang) + ".new"
		if err := os.WriteFile(temporary, data, 0o644); err != nil {
			return err
		}
		if err := os.Rename(temporary, path(lang)); err != nil {
			return err
		}
	}
	return nil
}

// encode sorts the keys, as encoding/json does for a map, and leaves < and &
// readable.
func encode(texts map[string]json.RawMessage) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	err := enc.Encode(texts)
	return b.Bytes(), err
}

func path(lang string) string { return filepath.Join(folder, lang+".json") }

// lock holds the folder of the catalogues until unlock is called.
func lock() (unlock func(), err error) {
	dir, err := os.Open(folder)
	if err != nil {
		return nil, fmt.Errorf("run from the root of the module: %w", err)
	}
	if err := syscall.Flock(int(dir.Fd()), syscall.LOCK_EX); err != nil {
		dir.Close()
		return nil, err
	}
	return func() { dir.Close() }, nil // closing releases the lock
}
