package resolve

import "time"

// Options change what a model means.
type Options struct {
	// FilterPossibilities makes a possibility whose rule does not apply none.
	FilterPossibilities bool

	// Today tells the day of an evaluation.
	Today func() time.Time

	// Package gives the documents of a model that a source asks for by name, and
	// perhaps by a file.
	Package func(from, name, file string) ([]Document, error)
}
