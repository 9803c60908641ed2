package models

import (
	"embed"
	"path"

	"capzero/publicodes"
)

//go:embed priors-fr/*.yaml
var priorFiles embed.FS

// Priors returns what is known in France about the answers to the questions of
// both models, for priors.Read: sorted by file name.
func Priors() ([]publicodes.Source, error) {
	const folder = "priors-fr"
	files, err := priorFiles.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	sources := make([]publicodes.Source, len(files))
	for i, f := range files {
		name := path.Join(folder, f.Name())
		data, err := priorFiles.ReadFile(name)
		if err != nil {
			return nil, err
		}
		sources[i] = publicodes.Source{Name: name, Data: data}
	}
	return sources, nil
}
