package app

import (
	"context"

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

// CarbonSources are the published carbon model, and sources over it.
func CarbonSources(region, lang string, overlays ...publicodes.Source) ([]publicodes.Source, error) {
	source, err := models.Carbon(region, lang)
	if err != nil {
		return nil, err
	}
	return append([]publicodes.Source{source}, overlays...), nil
}
