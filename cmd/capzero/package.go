package main

import (
	"path"
	"path/filepath"
	"strings"

	"capzero/publicodes"
)

// compileFiles compiles models that may import others.
func compileFiles(sources ...publicodes.Source) (*publicodes.Model, error) {
	return publicodes.Options{Package: readPackage}.Compile(sources...)
}

// readPackage reads what a model of the command line imports: the file that it
// names, beside the model, or else what npm has put below the folder at hand.
func readPackage(i publicodes.Import) ([]publicodes.Source, error) {
	if i.File != "" {
		return readSources([]string{filepath.Join(filepath.Dir(i.From), filepath.FromSlash(i.File))})
	}
	file := path.Base(i.Name) + ".model.json"
	folder := path.Join("node_modules", path.Clean("/"+i.Name))
	sources, err := readSources([]string{path.Join(folder, "publicodes-build", file)})
	if err != nil && strings.Contains(err.Error(), "no such file") {
		return readSources([]string{path.Join(folder, file)})
	}
	return sources, err
}
