package app

import (
	"fmt"
	"io"

	"capzero/models"
	"capzero/models/lint"
	"capzero/publicodes"
)

// Lint compiles the sources as one model, or else each model of the program,
// and writes what it finds on out, one thing a line. It returns how many
// findings are certainly mistakes in the sources given: those of the published
// model are not ours to correct.
func Lint(sources []publicodes.Source, out io.Writer) (mistakes int, err error) {
	if len(sources) > 0 {
		return lintOne(sources, out)
	}
	sets, err := ownSources()
	if err != nil {
		return 0, err
	}
	for _, set := range sets {
		if _, err := lintOne(set, out); err != nil {
			return 0, err
		}
	}
	return 0, nil
}

// ownSources are the models of the program, in the language they are written in.
func ownSources() ([][]publicodes.Source, error) {
	carbon, err := models.Carbon("FR", "fr")
	if err != nil {
		return nil, err
	}
	waste, err := models.Waste("fr")
	return [][]publicodes.Source{{carbon}, waste}, err
}

func lintOne(sources []publicodes.Source, out io.Writer) (mistakes int, err error) {
	model, err := publicodes.Compile(sources...)
	if err != nil {
		return 0, err
	}
	found, err := lint.Check(model, sources...)
	if err != nil {
		return 0, err
	}
	for _, f := range found {
		if f.Kind == lint.UnknownKey {
			mistakes++
		}
		if _, err := fmt.Fprintln(out, f); err != nil {
			return mistakes, err
		}
	}
	return mistakes, nil
}
