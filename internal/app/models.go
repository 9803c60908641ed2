package app

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"sync"

	"capzero/internal/city"
	"capzero/internal/footprint"
	"capzero/models"
	"capzero/models/actions"
	"capzero/models/entry"
	"capzero/models/missions"
	"capzero/models/translation"
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
	changes  changes // compiled into both
	texts    texts
	versions footprint.Models
}

// compileModels compiles both models in the languages of a city's pages.
func compileModels(library *models.Library, release models.Release, pages []string) (compiledModels, error) {
	changes, err := readChanges()
	if err != nil {
		return compiledModels{}, err
	}
	return compileWith(changes, library, release, pages)
}

// compileWith compiles them with some changes.
func compileWith(with changes, library *models.Library, release models.Release, pages []string) (compiledModels, error) {
	c := compiledModels{changes: with}
	var err, wasteErr error
	if c.texts, err = readTexts(pages); err != nil {
		return c, err
	}
	var waste sync.WaitGroup
	waste.Go(func() {
		c.waste, wasteErr = inLanguages(modelLanguages(pages), func(lang string) (*publicodes.Model, error) { return wasteModel(c.changes, lang) })
	})
	c.carbon, err = compileCarbon(library, release, c.changes, pages)
	waste.Wait()
	if err = cmp.Or(err, wasteErr); err != nil {
		return c, err
	}
	c.versions, err = versions(release, c.waste[writtenIn])
	return c, err
}

// writtenIn is the language of both models. Results are computed with it.
const writtenIn = "fr"

// modelLanguages are those that the models are compiled in for a city's pages:
// theirs, the one that results are computed with, and English for pages in a
// language that the models are not in.
func modelLanguages(pages []string) []string {
	languages := []string{writtenIn}
	for _, tag := range pages {
		lang := language(tag)
		if !models.Spoken(lang) {
			lang = "en"
		}
		if !slices.Contains(languages, lang) {
			languages = append(languages, lang)
		}
	}
	return languages
}

// language is a tag without its script and its region.
func language(tag string) string {
	lang, _, _ := strings.Cut(tag, "-")
	return lang
}

// texts are ours for both models, by language.
type texts struct{ carbon, waste map[string]*translation.Set }

// readTexts reads our texts in the languages of a city's pages.
func readTexts(pages []string) (texts, error) {
	all := texts{carbon: map[string]*translation.Set{}, waste: map[string]*translation.Set{}}
	for _, tag := range pages {
		lang := language(tag)
		carbon, waste, err := models.Translations(lang)
		if err != nil {
			return all, err
		}
		if all.carbon[lang], err = translation.Read(carbon...); err != nil {
			return all, err
		}
		if all.waste[lang], err = translation.Read(waste...); err != nil {
			return all, err
		}
	}
	return all, nil
}

func compileCarbon(library *models.Library, release models.Release, of changes, pages []string) (map[string]*publicodes.Model, error) {
	return inLanguages(modelLanguages(pages), func(lang string) (*publicodes.Model, error) { return carbonModel(library, release, of, lang) })
}

// inLanguages compiles a model in several languages, side by side: it is most of
// the time of a start.
func inLanguages(languages []string, compile func(lang string) (*publicodes.Model, error)) (map[string]*publicodes.Model, error) {
	compiled := make([]*publicodes.Model, len(languages))
	failed := make([]error, len(languages))
	var running sync.WaitGroup
	for i, lang := range languages {
		running.Go(func() { compiled[i], failed[i] = compile(lang) })
	}
	running.Wait()
	byLanguage := map[string]*publicodes.Model{}
	for i, lang := range languages {
		if failed[i] != nil {
			return nil, failed[i]
		}
		byLanguage[lang] = compiled[i]
	}
	return byLanguage, nil
}

func carbonModel(library *models.Library, release models.Release, of changes, lang string) (*publicodes.Model, error) {
	sources, err := library.Sources(release, lang)
	if err != nil {
		return nil, err
	}
	model, err := entry.Compile(entry.Carbon, of.sets(), sources...)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", release, err)
	}
	return model, nil
}

func wasteModel(of changes, lang string) (*publicodes.Model, error) {
	sources, err := models.Waste(lang)
	if err != nil {
		return nil, err
	}
	return entry.Compile(entry.Waste, of.sets(), sources...)
}

// Versions names the models that a city is measured with.
func Versions(config Config) (footprint.Models, error) {
	home, err := findCity(config.withCity())
	if err != nil {
		return footprint.Models{}, err
	}
	_, release, err := chooseModel(config, home)
	if err != nil {
		return footprint.Models{}, err
	}
	waste, err := wasteModel(changes{new(actions.Set), new(missions.Set)}, writtenIn)
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
