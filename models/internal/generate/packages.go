package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

const packageName = "@incubateur-ademe/nosgestesclimat"

// A pin is a version of the carbon model that package.json asks for.
type pin struct {
	version string
	path    string // of the installed package
}

// pinned returns the versions that package.json pins, the current one first. All
// of them must be installed.
func pinned(modules string) ([]pin, error) {
	var ours struct{ Dependencies map[string]string }
	if err := readJSON("package.json", &ours); err != nil {
		return nil, fmt.Errorf("run from the root of the module: %w", err)
	}
	version, ok := ours.Dependencies[packageName]
	if !ok {
		return nil, fmt.Errorf("package.json does not pin %s", packageName)
	}
	pins := []pin{{version, filepath.Join(modules, filepath.FromSlash(packageName))}}
	for _, name := range slices.Sorted(maps.Keys(ours.Dependencies)) {
		version, earlier := strings.CutPrefix(ours.Dependencies[name], "npm:"+packageName+"@")
		if earlier {
			pins = append(pins, pin{version, filepath.Join(modules, name)})
		}
	}
	for _, p := range pins {
		if err := p.check(); err != nil {
			return nil, err
		}
	}
	return pins, nil
}

// check compares what is installed with what is pinned.
func (p pin) check() error {
	var installed struct{ Version string }
	if err := readJSON(filepath.Join(p.path, "package.json"), &installed); err != nil {
		return fmt.Errorf("%s %s is not installed, run npm ci --ignore-scripts: %w", packageName, p.version, err)
	}
	if installed.Version != p.version {
		return fmt.Errorf("%s %s is installed and %s is pinned: run npm ci --ignore-scripts", packageName, installed.Version, p.version)
	}
	return nil
}

func readJSON(name string, into any) error {
	data, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	return json.Unmarshal(data, into)
}

// regions returns the files of the package's regions, by region and language.
func (p pin) regions() ([]string, error) {
	return filepath.Glob(filepath.Join(p.path, "public", "co2-model.[A-Z][A-Z]-lang.[a-z][a-z].json"))
}

// file returns a file of the package's public part.
func (p pin) file(name string) ([]byte, error) {
	return os.ReadFile(filepath.Join(p.path, "public", name))
}
