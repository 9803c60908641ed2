package models

import (
	"embed"
	"fmt"
	"io/fs"
	"path"

	"capzero/publicodes"
)

//go:embed priors-*/*.yaml
var priorFiles embed.FS

// Priors returns what is known in France about the answers to the questions of
// both models, for priors.Read, and then what differs in each of the places:
// "hauts-de-seine". The files of a place are sorted by name.
func Priors(places ...string) ([]publicodes.Source, error) {
	var sources []publicodes.Source
	for _, place := range append([]string{"fr"}, places...) {
		folder := "priors-" + place
		files, err := fs.ReadDir(priorFiles, folder)
		if err != nil {
			return nil, fmt.Errorf("there are no priors for %q: %w", place, err)
		}
		for _, f := range files {
			name := path.Join(folder, f.Name())
			data, err := priorFiles.ReadFile(name)
			if err != nil {
				return nil, err
			}
			sources = append(sources, publicodes.Source{Name: name, Data: data})
		}
	}
	return sources, nil
}
