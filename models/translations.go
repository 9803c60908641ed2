package models

import (
	"embed"
	"path"

	"capzero/publicodes"
)

//go:embed sr/*.yaml
var serbian embed.FS

// Translations returns our texts for the carbon model in a language that it is
// not published in, for translation.Read; none where there are none.
func Translations(lang string) ([]publicodes.Source, error) {
	if lang != "sr" {
		return nil, nil
	}
	files, err := serbian.ReadDir(lang)
	if err != nil {
		return nil, err
	}
	var sources []publicodes.Source
	for _, f := range files {
		name := path.Join(lang, f.Name())
		data, err := serbian.ReadFile(name)
		if err != nil {
			return nil, err
		}
		sources = append(sources, publicodes.Source{Name: name, Data: data})
	}
	return sources, nil
}
