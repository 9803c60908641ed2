package models

import (
	"embed"
	"io/fs"
	"path"

	"capzero/publicodes"
)

//go:embed carbon-sr/*.yaml waste-sr/*.yaml
var translations embed.FS

// Spoken reports whether both models are there in a language ("fr"). In any
// other they speak English, under the texts of [Translations] if there are any.
func Spoken(lang string) bool { return lang == "fr" || lang == "en" }

// Translations returns our texts for the carbon and the waste model in a language
// that they are not in otherwise, for translation.Read.
func Translations(lang string) (carbon, waste []publicodes.Source, err error) {
	if lang != "sr" {
		return nil, nil, nil
	}
	if carbon, err = readTranslations("carbon-" + lang); err != nil {
		return nil, nil, err
	}
	waste, err = readTranslations("waste-" + lang)
	return carbon, waste, err
}

func readTranslations(folder string) ([]publicodes.Source, error) {
	files, err := fs.ReadDir(translations, folder)
	if err != nil {
		return nil, err
	}
	var sources []publicodes.Source
	for _, f := range files {
		name := path.Join(folder, f.Name())
		data, err := translations.ReadFile(name)
		if err != nil {
			return nil, err
		}
		sources = append(sources, publicodes.Source{Name: name, Data: data})
	}
	return sources, nil
}
