package models

import (
	"embed"
	"path"
	"slices"

	"capzero/publicodes"
)

//go:embed actions-fr/*.yaml
var actionFiles embed.FS

//go:embed missions-fr/*.yaml
var missionFiles embed.FS

// Actions returns the files of what a household in France can change, in the
// order of their names, to be read by the package models/actions.
func Actions() ([]publicodes.Source, error) { return filesIn(actionFiles, "actions-fr") }

// Missions returns the files of what people in France can do for a week, in the
// order of their names, to be read by the package models/missions.
func Missions() ([]publicodes.Source, error) { return filesIn(missionFiles, "missions-fr") }

// filesIn returns the files of a folder, in the order of their names.
func filesIn(files embed.FS, folder string) ([]publicodes.Source, error) {
	entries, err := files.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, e := range entries {
		names = append(names, path.Join(folder, e.Name()))
	}
	slices.Sort(names)
	sources := make([]publicodes.Source, len(names))
	for i, name := range names {
		data, err := files.ReadFile(name)
		if err != nil {
			return nil, err
		}
		sources[i] = publicodes.Source{Name: name, Data: data}
	}
	return sources, nil
}
