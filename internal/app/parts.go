package app

import (
	"context"
	"fmt"
	"slices"

	"capzero/internal/city"
	"capzero/internal/db"
	"capzero/internal/erasure"
	"capzero/internal/footprint"
	"capzero/internal/household"
	"capzero/internal/i18n"
	"capzero/models"
	"capzero/models/priors"
)

// parts are what does not depend on the records: the texts, the city and its
// models.
type parts struct {
	catalogues *i18n.Catalogues
	city       city.City
	models     compiledModels
	priors     *priors.Set
	archive    *archive
	draw       *draws // of an invented city; nil: each service draws by itself
	library    *models.Library
	release    models.Release // that the city measures with
}

func newParts(config Config) (parts, error) {
	catalogues, err := i18n.Load()
	if err != nil {
		return parts{}, err
	}
	home, err := findCity(config)
	if err != nil {
		return parts{}, err
	}
	if err := speaksOurs(catalogues, home); err != nil {
		return parts{}, err
	}
	library, release, err := chooseModel(config, home)
	if err != nil {
		return parts{}, err
	}
	compiled, err := compileModels(library, release, home.Languages)
	if err != nil {
		return parts{}, err
	}
	known, err := readPriors(home.Priors)
	if err != nil {
		return parts{}, err
	}
	earlier, err := newArchive(library, release, home.Languages, compiled)
	return parts{catalogues: catalogues, city: home, models: compiled, priors: known, archive: earlier, library: library, release: release}, err
}

// speaksOurs refuses a city in a language that there are no texts in.
func speaksOurs(catalogues *i18n.Catalogues, home city.City) error {
	for _, tag := range home.Languages {
		if !slices.Contains(catalogues.Tags(), tag) {
			return fmt.Errorf("the city pack of %s has the language %q, the texts are in %v", home.Name, tag, catalogues.Tags())
		}
	}
	return nil
}

// readPriors reads how people answer in France, and in the places of a city.
func readPriors(places []string) (*priors.Set, error) {
	sources, err := models.Priors(places...)
	if err != nil {
		return nil, err
	}
	return priors.Read(sources...)
}

// findCity reads the pack of the city.
func findCity(config Config) (city.City, error) {
	if config.CityPack != "" {
		return city.Read(config.CityPack)
	}
	cities, err := city.Load()
	if err != nil {
		return city.City{}, err
	}
	found, ok := cities.Get(config.City)
	if !ok {
		return city.City{}, fmt.Errorf("no city %q, there are %v", config.City, cities.IDs())
	}
	return found, nil
}

// measures makes the service that measures households, for people and for the
// demo alike. What is erased is noted in a journal.
func (p parts) measures(records *db.DB, config Config, erased *erasure.Journal) (*footprint.Service, error) {
	homes, err := p.newHomes(records, household.Options{}) // only asked
	if err != nil {
		return nil, err
	}
	return footprint.New(footprint.Options{
		DB: records,
		Current: footprint.Edition{
			Versions: p.models.versions,
			Carbon:   p.models.carbon,
			Waste:    p.models.waste,
			Actions:  p.models.changes.actions,
			Missions: p.models.changes.missions,

			CarbonTexts: p.models.texts.carbon,
			WasteTexts:  p.models.texts.waste,
		},
		Earlier:    p.archive.edition,
		Migrate:    p.archive.migrate,
		KnownCity:  func(id string) bool { return id == p.city.ID },
		Priors:     p.priors,
		Catalogues: p.catalogues,
		Log:        config.Log,
		Others:     homes.households.Housemates,
		MaySee:     homes.maySee,
		Erased: func(ctx context.Context, tx *db.Tx, id string) error {
			return erased.Note(ctx, tx, erasure.Assessment, id)
		},
	})
}
