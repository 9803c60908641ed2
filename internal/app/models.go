package app

import (
	"cmp"
	"fmt"
	"sync"

	"capzero/internal/city"
	"capzero/internal/footprint"
	"capzero/models"
	"capzero/publicodes"
)

// chooseModel returns the carbon models that are at hand, and the one that a
// city measures with: its region, in the version and with the overlay that the
// operator or the pack wants.
func chooseModel(config Config, home city.City) (*models.Library, models.Release, error) {
	library, err := models.Open(config.Models)
	if err != nil {
		return nil, models.Release{}, err
	}
	overlay, err := models.Overlay(cmp.Or(config.ModelOverlay, home.Overlay))
	return library, models.Release{
		Version: cmp.Or(config.ModelVersion, library.Current()),
		Region:  home.Region,
		Overlay: overlay,
	}, err
}

// compiledModels are the models that measure households, by language, with the
// names that each result keeps.
type compiledModels struct {
	carbon   map[string]*publicodes.Model
	waste    map[string]*publicodes.Model
	versions footprint.Models
}

// compileModels compiles both models in several languages, side by side: it is
// most of the time of a start.
func compileModels(library *models.Library, release models.Release, languages []string) (compiledModels, error) {
	c := compiledModels{carbon: map[string]*publicodes.Model{}, waste: map[string]*publicodes.Model{}}
	var (
		running sync.WaitGroup
		mu      sync.Mutex // guards c and failed
		failed  error
	)
	compile := func(into map[string]*publicodes.Model, lang string, one func() (*publicodes.Model, error)) {
		running.Go(func() {
			model, err := one()
			mu.Lock()
			defer mu.Unlock()
			into[lang] = model
			if err != nil {
				failed = err
			}
		})
	}
	for _, lang := range languages {
		compile(c.carbon, lang, func() (*publicodes.Model, error) { return carbonModel(library, release, lang) })
		compile(c.waste, lang, func() (*publicodes.Model, error) { return wasteModel(lang) })
	}
	running.Wait()
	if failed != nil {
		return c, failed
	}
	var err error
	c.versions, err = versions(release, c.waste[languages[0]])
	return c, err
}

func carbonModel(library *models.Library, release models.Release, lang string) (*publicodes.Model, error) {
	sources, err := library.Sources(release, lang)
	if err != nil {
		return nil, err
	}
	model, err := publicodes.Compile(sources...)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", release, err)
	}
	return model, nil
}

func wasteModel(lang string) (*publicodes.Model, error) {
	sources, err := models.Waste(lang)
	if err != nil {
		return nil, err
	}
	return publicodes.Compile(sources...)
}

// Versions names the models that a city is measured with.
func Versions(config Config) (footprint.Models, error) {
	home, err := findCity(cmp.Or(config.City, defaultCity))
	if err != nil {
		return footprint.Models{}, err
	}
	_, release, err := chooseModel(config, home)
	if err != nil {
		return footprint.Models{}, err
	}
	waste, err := wasteModel(home.Languages[0])
	if err != nil {
		return footprint.Models{}, err
	}
	return versions(release, waste)
}

// versions names the models as each result keeps them.
func versions(release models.Release, waste *publicodes.Model) (footprint.Models, error) {
	version, err := models.WasteVersion(waste)
	return footprint.Models{Carbon: release.String(), Waste: "waste-fr " + version}, err
}
