package models

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"capzero/publicodes"
)

// Each overlay is a folder of rules over the carbon model, with its version in
// version.json. A file that is named by a region ("CH.publicodes") is for that
// region, one named by a language ("en.publicodes") holds texts in it; all
// others are for everyone, in the order of their names.
//
//go:embed overlay-*
var overlays embed.FS

var (
	overlayName  = regexp.MustCompile(`^overlay-[a-z0-9-]+$`)
	regionFile   = regexp.MustCompile(`^[A-Z]{2}\.publicodes$`)
	languageFile = regexp.MustCompile(`^[a-z]{2}\.publicodes$`)
)

// Overlays returns the overlays of the program as a release names them, such as
// "overlay-fr 1".
func Overlays() ([]string, error) {
	folders, err := overlays.ReadDir(".")
	if err != nil {
		return nil, err
	}
	var names []string
	for _, f := range folders {
		name, err := Overlay(f.Name())
		if err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return names, nil
}

// Overlay returns the overlay of a name, "overlay-fr", as a release names it:
// with the version that this program has. No name is no overlay.
func Overlay(name string) (string, error) {
	if name == "" {
		return "", nil
	}
	var meta struct {
		Version int `json:"version"`
	}
	data, err := overlays.ReadFile(path.Join(name, "version.json"))
	if err != nil || !overlayName.MatchString(name) {
		return "", noOverlay(name)
	}
	if err := json.Unmarshal(data, &meta); err != nil {
		return "", fmt.Errorf("version of %s: %w", name, err)
	}
	return fmt.Sprintf("%s %d", name, meta.Version), nil
}

func noOverlay(name string) error {
	folders, err := overlays.ReadDir(".")
	if err != nil {
		return err
	}
	var names []string
	for _, f := range folders {
		names = append(names, f.Name())
	}
	return fmt.Errorf("no overlay is called %q: it is %w, which has %v", name, ErrNotHere, names)
}

// overlaySources returns the rules of a release's overlay.
func overlaySources(r Release, lang string) ([]publicodes.Source, error) {
	if r.Overlay == "" {
		return nil, nil
	}
	folder, _, _ := strings.Cut(r.Overlay, " ")
	have, err := Overlay(folder)
	if err != nil {
		return nil, err
	}
	if have != r.Overlay {
		return nil, fmt.Errorf("the overlay %s is %w, which has %s", r.Overlay, ErrNotHere, have)
	}
	files, err := overlays.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	var sources []publicodes.Source
	for _, name := range overlayFiles(files, r.Region, lang) {
		data, err := overlays.ReadFile(path.Join(folder, name))
		if err != nil {
			return nil, err
		}
		sources = append(sources, publicodes.Source{Name: path.Join(folder, name), Data: data})
	}
	if len(sources) == 0 {
		return nil, fmt.Errorf("%s has no rules for region %s", r.Overlay, r.Region)
	}
	return sources, nil
}

// overlayFiles picks the files for a region in a language: the rules for
// everyone, then those of the region, then texts.
func overlayFiles(files []fs.DirEntry, region, lang string) []string {
	var names, last []string
	for _, f := range files {
		switch name := f.Name(); {
		case path.Ext(name) != ".publicodes":
		case regionFile.MatchString(name):
			if name == region+".publicodes" {
				last = slices.Insert(last, 0, name)
			}
		case languageFile.MatchString(name):
			if name == lang+".publicodes" {
				last = append(last, name)
			}
		default:
			names = append(names, name)
		}
	}
	return append(names, last...)
}
