package app

import (
	"errors"
	"fmt"
	"sync"

	"capzero/internal/footprint"
	"capzero/models"
	"capzero/models/migration"
)

// An archive finds the models behind results of before, and what the current
// ones make of the answers that were given to them. It is safe for concurrent
// use.
type archive struct {
	library   *models.Library
	languages []string
	current   compiledModels
	table     *migration.Table // of the current version

	mu   sync.Mutex
	last compiledModels // asked for last; guarded by mu
}

// newArchive opens the archive of a city that measures with a release.
func newArchive(library *models.Library, release models.Release, languages []string, current compiledModels) (*archive, error) {
	table, err := library.Migration(release.Version)
	return &archive{library: library, languages: languages, current: current, table: table}, err
}

// models returns the models that a result is stored with. Earlier ones are
// compiled when they are asked for, which takes a tenth of a second; the last of
// them is kept, since the households of one version come one after another.
func (a *archive) models(stored footprint.Models) (compiledModels, error) {
	if stored == a.current.versions {
		return a.current, nil
	}
	if stored.Waste != a.current.versions.Waste {
		return compiledModels{}, fmt.Errorf("the waste model %q is %w, which has %q", stored.Waste, models.ErrNotHere, a.current.versions.Waste)
	}
	release, err := models.ParseRelease(stored.Carbon)
	if err != nil {
		return compiledModels{}, fmt.Errorf("%w, and so it is %w", err, models.ErrNotHere)
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if stored == a.last.versions {
		return a.last, nil
	}
	found, err := compileCarbon(a.library, release, a.current.changes, a.languages)
	if err != nil {
		return compiledModels{}, err
	}
	a.last = compiledModels{carbon: found, waste: a.current.waste, changes: a.current.changes, texts: a.current.texts, versions: stored}
	return a.last, nil
}

// edition is models for the measures: nil where they are not at hand, or where
// the published rules have lost their figures, so that nobody is shown them.
func (a *archive) edition(stored footprint.Models) (*footprint.Edition, error) {
	found, err := a.models(stored)
	var lost *models.LostFigures
	if errors.Is(err, models.ErrNotHere) || errors.As(err, &lost) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return &footprint.Edition{Versions: stored, Carbon: found.carbon, Waste: found.waste, Actions: found.changes.actions, Missions: found.changes.missions,
		CarbonTexts: found.texts.carbon, WasteTexts: found.texts.waste}, nil
}

// migrate says what the current carbon model makes of values, by rule, that were
// answered to an earlier version.
func (a *archive) migrate(values map[string]string) footprint.Migration {
	now, changed, _ := a.table.Apply(values, nil)
	moved := map[string]string{}
	for _, m := range changed {
		if m.To.Rule != m.From.Rule {
			moved[m.From.Rule] = m.To.Rule
		}
	}
	return footprint.Migration{Values: now, Moved: moved}
}
