package models

import (
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"slices"

	"capzero/models/migration"
	"capzero/publicodes"
)

// Home is the region that the model is written for. The others are this one
// with changes.
const Home = "FR"

// ErrNotGenerated says that the program was built without the carbon model.
var ErrNotGenerated = errors.New("the carbon model is not in this program: run make generate, then build again")

// ErrNotHere says that a model is neither in the program nor in the folder that
// it was given.
var ErrNotHere = errors.New("not in this program")

// A Library holds the carbon models that are at hand, several versions of the
// package side by side: those that the program was built with, and those that an
// operator has put into a folder. It is immutable and safe for concurrent use.
type Library struct {
	current  string
	editions []edition // newest first
}

// An edition is one version of the package.
type edition interface {
	version() string
	// regions are the codes of its regions, the home first, then sorted.
	regions() ([]string, error)
	// rules returns the published rules, as JSON; an error that is
	// fs.ErrNotExist where the region or the language is not in it.
	rules(region, lang string) ([]byte, error)
	// migration returns its table of migrations, as JSON.
	migration() ([]byte, error)
}

// Open returns the models of the program and, unless folder is empty, those of
// the npm packages unpacked in it, one folder each. A version that the program
// has as well is taken from the program.
func Open(folder string) (*Library, error) {
	current, err := CarbonVersion()
	if err != nil {
		return nil, err
	}
	l := &Library{current: current}
	if l.editions, err = builtIn(current); err != nil {
		return nil, err
	}
	if folder == "" {
		return l, nil
	}
	further, err := unpacked(folder)
	if err != nil {
		return nil, fmt.Errorf("models in %s: %w", folder, err)
	}
	for _, e := range further {
		if _, known := l.edition(e.version()); !known {
			l.editions = append(l.editions, e)
		}
	}
	slices.SortStableFunc(l.editions, func(a, b edition) int { return compareVersions(b.version(), a.version()) })
	return l, nil
}

// Current returns the version that the program measures with unless it is told
// otherwise.
func (l *Library) Current() string { return l.current }

// Versions returns the versions that are there, newest first.
func (l *Library) Versions() []string {
	versions := make([]string, len(l.editions))
	for i, e := range l.editions {
		versions[i] = e.version()
	}
	return versions
}

// Releases returns every version with every region that it has, newest first,
// without an overlay. [Library.Sources] says which of them can be used.
func (l *Library) Releases() ([]Release, error) {
	var releases []Release
	for _, e := range l.editions {
		regions, err := e.regions()
		if err != nil {
			return nil, fmt.Errorf("carbon model %s: %w", e.version(), err)
		}
		for _, region := range regions {
			releases = append(releases, Release{Version: e.version(), Region: region})
		}
	}
	return releases, nil
}

func (l *Library) edition(version string) (edition, bool) {
	for _, e := range l.editions {
		if e.version() == version {
			return e, true
		}
	}
	return nil, false
}

// Sources returns the rules of a release in a language ("fr" or "en"), to be
// compiled into one model: the published ones, ours over them if it has an
// overlay, and whatever else is to be tried over both. The error is a
// [*LostFigures] where the published rules of a region are known to be wrong and
// nothing over them puts them right.
func (l *Library) Sources(r Release, lang string, over ...publicodes.Source) ([]publicodes.Source, error) {
	e, ok := l.edition(r.Version)
	if !ok {
		return nil, fmt.Errorf("the carbon model %s is %w, which has %v", r.Version, ErrNotHere, l.Versions())
	}
	rules, err := e.rules(r.Region, lang)
	if err != nil {
		return nil, notThere(r, lang, err)
	}
	overlay, err := overlaySources(r, lang)
	if err != nil {
		return nil, err
	}
	over = append(overlay, over...)
	if err := checkFigures(e, r, rules, lang, over); err != nil {
		return nil, err
	}
	return append([]publicodes.Source{{Name: fileName(r.Region, lang), Data: rules}}, over...), nil
}

// Migration returns the table by which answers that were given to earlier
// versions are carried over to this one.
func (l *Library) Migration(version string) (*migration.Table, error) {
	e, ok := l.edition(version)
	if !ok {
		return nil, fmt.Errorf("the carbon model %s is %w, which has %v", version, ErrNotHere, l.Versions())
	}
	data, err := e.migration()
	if err != nil {
		return nil, fmt.Errorf("carbon model %s: %w", version, err)
	}
	table, err := migration.Read(data)
	if err != nil {
		return nil, fmt.Errorf("carbon model %s: %w", version, err)
	}
	return table, nil
}

// fileName is how the package names the rules of a region in a language.
func fileName(region, lang string) string {
	return fmt.Sprintf("co2-model.%s-lang.%s.json", region, lang)
}

var fileNames = regexp.MustCompile(`^co2-model\.([A-Z]{2})-lang\.([a-z]{2})\.json`)

// regionsAmong returns the regions of which there are files, the home first.
func regionsAmong(files []fs.DirEntry) []string {
	var regions []string
	for _, f := range files {
		m := fileNames.FindStringSubmatch(f.Name())
		if m != nil && m[1] != Home && !slices.Contains(regions, m[1]) {
			regions = append(regions, m[1])
		}
	}
	slices.Sort(regions)
	return append([]string{Home}, regions...)
}

// notThere says what of a release is not in its package.
func notThere(r Release, lang string, err error) error {
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrInvalid) {
		return fmt.Errorf("no carbon model %s for region %q in language %q: it is %w", r.Version, r.Region, lang, ErrNotHere)
	}
	return fmt.Errorf("carbon model %s: %w", r.Version, err)
}
