package app

import (
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
		return compiledModels{}, fmt.Errorf("the waste model %q is not in this program, which has %q", stored.Waste, a.current.versions.Waste)
	}
	release, err := models.ParseRelease(stored.Carbon)
	if err != nil {
		return compiledModels{}, err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if stored == a.last.versions {
		return a.last, nil
	}
	found, err := compileCarbon(a.library, release, a.languages)
	if err != nil {
		return compiledModels{}, err
	}
	a.last = compiledModels{carbon: found, waste: a.current.waste, versions: stored}
	return a.last, nil
}

// migrate says what the current carbon model makes of values, by rule, that were
// answered to an earlier version: what they are now, and where those went whose
// rule has another name. What is no question any more is left out.
func (a *archive) migrate(values map[string]string) (now, moved map[string]string) {
	now, changed, _ := a.table.Apply(values, nil)
	moved = map[string]string{}
	for _, m := range changed {
		if m.To.Rule != m.From.Rule {
			moved[m.From.Rule] = m.To.Rule
		}
	}
	return now, moved
}
