package models

import (
	"embed"
	"path"
	"slices"

	"capzero/publicodes"
)

//go:embed actions-fr/*.yaml
var actionFiles embed.FS

// Actions returns the files of what a household in France can change, in the
// order of their names, to be read by the package models/actions.
func Actions() ([]publicodes.Source, error) {
	entries, err := actionFiles.ReadDir("actions-fr")
	if err != nil {
		return nil, err
	}
	var names []string
	for _, e := range entries {
		names = append(names, path.Join("actions-fr", e.Name()))
	}
	slices.Sort(names)
	sources := make([]publicodes.Source, len(names))
	for i, name := range names {
		data, err := actionFiles.ReadFile(name)
		if err != nil {
			return nil, err
		}
		sources[i] = publicodes.Source{Name: name, Data: data}
	}
	return sources, nil
}
