package app

import (
	"context"

	"capzero/internal/city"
	"capzero/models"
	"capzero/models/check"
	"capzero/publicodes"
)

// CheckModel checks the sources as one model, or else each model of the
// program. It returns what it finds, and the sources in which.
func CheckModel(ctx context.Context, o check.Options, sources []publicodes.Source) ([]check.Finding, []publicodes.Source, error) {
	if len(sources) > 0 {
		found, err := check.Check(ctx, o, sources...)
		return found, append(sources, o.Situations...), err
	}
	sets, err := ownModels()
	if err != nil {
		return nil, nil, err
	}
	var all []check.Finding
	for _, set := range sets {
		of := o
		if len(of.Roots) == 0 {
			of.Roots = set.roots
		}
		found, err := check.Check(ctx, of, set.sources...)
		if err != nil {
			return nil, nil, err
		}
		all, sources = append(all, found...), append(append(sources, set.sources...), o.Situations...)
		o.Situations = nil // they are for the carbon model, the first
	}
	return all, sources, nil
}

// ownModel is a model of the program, with the rules that the program asks for.
type ownModel struct {
	sources []publicodes.Source
	roots   []string
}

// ownModels are the models of the program, in the language they are written in,
// the carbon model first.
func ownModels() ([]ownModel, error) {
	carbon, err := models.Carbon("FR", "fr")
	if err != nil {
		return nil, err
	}
	waste, err := models.Waste("fr")
	return []ownModel{
		{sources: []publicodes.Source{carbon}},
		{sources: waste, roots: []string{
			"déchets . par semaine", "déchets . par an", "déchets . collecte séparée", "déchets . déchèterie . par semaine",
			"déchets . ordures résiduelles . restes alimentaires . par semaine",
		}},
	}, err
}

// CarbonSources are the carbon model of a configuration's version and overlay,
// for a region in a language, and further sources over it.
func CarbonSources(config Config, region, lang string, over ...publicodes.Source) ([]publicodes.Source, error) {
	library, release, err := chooseModel(config, city.City{Region: region})
	if err != nil {
		return nil, err
	}
	return library.Sources(release, lang, over...)
}
