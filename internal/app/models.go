package app

import (
	"fmt"
	"sync"

	"capzero/internal/city"
	"capzero/internal/footprint"
	"capzero/models"
	"capzero/publicodes"
)

// compiledModels are the models of a city, by language.
type compiledModels struct {
	carbon   map[string]*publicodes.Model
	waste    map[string]*publicodes.Model
	versions footprint.Models
}

// compileModels compiles both models in every language of the city, side by
// side: it is most of the time of a start.
func compileModels(home city.City) (compiledModels, error) {
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
	for _, lang := range home.Languages {
		compile(c.carbon, lang, func() (*publicodes.Model, error) { return CarbonModel(home.Region, lang) })
		compile(c.waste, lang, func() (*publicodes.Model, error) { return WasteModel(lang) })
	}
	running.Wait()
	if failed != nil {
		return c, failed
	}
	var err error
	c.versions, err = versions(home.Region, c.waste[home.Languages[0]])
	return c, err
}

// CarbonModel compiles the published carbon model, with the rules of further
// sources over it.
func CarbonModel(region, lang string, overlays ...publicodes.Source) (*publicodes.Model, error) {
	source, err := models.Carbon(region, lang)
	if err != nil {
		return nil, err
	}
	return publicodes.Compile(append([]publicodes.Source{source}, overlays...)...)
}

// WasteModel compiles our waste model.
func WasteModel(lang string) (*publicodes.Model, error) {
	sources, err := models.Waste(lang)
	if err != nil {
		return nil, err
	}
	return publicodes.Compile(sources...)
}

// Versions names the models of the program.
func Versions() (footprint.Models, error) {
	home, err := findCity(defaultCity)
	if err != nil {
		return footprint.Models{}, err
	}
	waste, err := WasteModel(home.Languages[0])
	if err != nil {
		return footprint.Models{}, err
	}
	return versions(home.Region, waste)
}

// versions names the models as each result keeps them.
func versions(region string, waste *publicodes.Model) (footprint.Models, error) {
	carbonVersion, err := models.CarbonVersion()
	if err != nil {
		return footprint.Models{}, err
	}
	wasteVersion, err := models.WasteVersion(waste)
	if err != nil {
		return footprint.Models{}, err
	}
	return footprint.Models{
		Carbon: fmt.Sprintf("nosgestesclimat %s %s", carbonVersion, region),
		Waste:  "waste-fr " + wasteVersion,
	}, nil
}
