package migration

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// Bounds of a table, far above those that are published (10 kB, 140 entries).
const (
	maxBytes   = 1 << 20
	maxEntries = 10_000
)

// Read reads a table as the model's package has it, migration.json:
//
//	{"keysToMigrate": {"old rule": "new rule"},
//	 "valuesToMigrate": {"rule": {"old value": "new value"}}}
//
// where a new name or value that is empty means dropped.
func Read(data []byte) (*Table, error) {
	t := &Table{rules: map[string]string{}}
	if len(data) > maxBytes {
		return nil, fmt.Errorf("migration table: %d bytes, at most %d are read", len(data), maxBytes)
	}
	r := reader{decoder: json.NewDecoder(bytes.NewReader(data))}
	err := r.object(func(part string) error {
		switch part {
		case "keysToMigrate":
			return r.texts(t.rules)
		case "valuesToMigrate":
			return r.object(func(rule string) error {
				of := ruleValues{rule, map[string]string{}}
				t.values = append(t.values, of)
				return r.texts(of.values)
			})
		}
		return fmt.Errorf("%q is neither keysToMigrate nor valuesToMigrate", part)
	})
	if err == nil {
		err = r.end()
	}
	if err != nil {
		return nil, fmt.Errorf("migration table, at byte %d: %w", r.decoder.InputOffset(), err)
	}
	return t, nil
}

// A reader reads a table token by token, since the order of rules counts.
type reader struct {
	decoder *json.Decoder
	entries int
}

// object reads an object and calls entry after each of its keys.
func (r *reader) object(entry func(key string) error) error {
	if token, err := r.token(); err != nil || token != json.Delim('{') {
		return orElse(err, "an object is expected")
	}
	for r.decoder.More() {
		if r.entries++; r.entries > maxEntries {
			return fmt.Errorf("more than %d entries", maxEntries)
		}
		key, err := r.text()
		if err != nil {
			return err
		}
		if err := entry(key); err != nil {
			return err
		}
	}
	_, err := r.token() // the closing brace
	return err
}

// texts reads an object of texts.
func (r *reader) texts(into map[string]string) error {
	return r.object(func(key string) error {
		text, err := r.text()
		into[key] = text
		return err
	})
}

func (r *reader) text() (string, error) {
	token, err := r.token()
	text, ok := token.(string)
	if err != nil || !ok {
		return "", orElse(err, "a text is expected")
	}
	return text, nil
}

func (r *reader) token() (json.Token, error) {
	token, err := r.decoder.Token()
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return token, err
}

// end checks that nothing follows.
func (r *reader) end() error {
	if _, err := r.decoder.Token(); !errors.Is(err, io.EOF) {
		return orElse(err, "more than one object")
	}
	return nil
}

func orElse(err error, message string) error {
	if err != nil {
		return err
	}
	return errors.New(message)
}
