package models

import (
	"embed"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"capzero/publicodes"
)

//go:embed waste-fr/*.publicodes
var waste embed.FS

// wasteTranslations are the files of the waste model that only hold its texts
// in another language, by language.
var wasteTranslations = map[string]string{"en": "en.publicodes"}

// Waste returns our waste model for France in a language ("fr" or "en"): the
// rules sorted by file name, then the texts of the language, which override the
// French ones.
func Waste(lang string) ([]publicodes.Source, error) {
	translation, translated := wasteTranslations[lang]
	if lang != "fr" && !translated {
		return nil, fmt.Errorf("no waste model in language %q", lang)
	}
	files, err := waste.ReadDir("waste-fr")
	if err != nil {
		return nil, err
	}
	var names []string
	for _, f := range files {
		if !isTranslation(f.Name()) {
			names = append(names, f.Name())
		}
	}
	slices.Sort(names)
	if translated {
		names = append(names, translation)
	}
	return readWaste(names)
}

func isTranslation(name string) bool {
	for _, translation := range wasteTranslations {
		if name == translation {
			return true
		}
	}
	return false
}

func readWaste(names []string) ([]publicodes.Source, error) {
	sources := make([]publicodes.Source, len(names))
	for i, name := range names {
		data, err := waste.ReadFile(path.Join("waste-fr", name))
		if err != nil {
			return nil, err
		}
		sources[i] = publicodes.Source{Name: path.Join("waste-fr", name), Data: data}
	}
	return sources, nil
}

// WasteVersion returns the version that the compiled waste model gives itself.
func WasteVersion(model *publicodes.Model) (string, error) {
	root, ok := model.Rule("déchets")
	if !ok {
		return "", errors.New("the waste model has no rule déchets")
	}
	version, ok := root.Attribute("version")
	if !ok || strings.TrimSpace(version.Text) == "" {
		return "", errors.New("the waste model does not give its version")
	}
	return version.Text, nil
}
