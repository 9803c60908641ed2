package models

import (
	"compress/gzip"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"

	"capzero/models/internal/delta"
)

// The folder always holds its README; the rest is there after make generate.
//
//go:embed nosgestesclimat
var carbon embed.FS

const carbonFolder = "nosgestesclimat"

// A packed edition is a version of the package in the program. Of all its files
// only one stands whole: the home region of the current version. The home of an
// earlier version is kept as its differences from that, and another region as
// its differences from the home of the same version. There is one such chain
// for each language.
type packed struct {
	number string
	base   *packed // the current version, nil for itself
}

// builtIn returns the versions in the program, newest first.
func builtIn(current string) ([]edition, error) {
	folders, err := carbon.ReadDir(carbonFolder)
	if err != nil {
		return nil, err
	}
	base := &packed{number: current}
	editions := []edition{base}
	for _, f := range folders {
		if f.IsDir() && f.Name() != current {
			editions = append(editions, &packed{number: f.Name(), base: base})
		}
	}
	slices.SortFunc(editions, func(a, b edition) int { return compareVersions(b.version(), a.version()) })
	return editions, nil
}

func (p *packed) version() string { return p.number }

func (p *packed) regions() ([]string, error) {
	files, err := carbon.ReadDir(path.Join(carbonFolder, p.number))
	return regionsAmong(files), err
}

func (p *packed) rules(region, lang string) ([]byte, error) {
	name := fileName(region, lang)
	switch {
	case region != Home:
		return p.patched(name, func() ([]byte, error) { return p.rules(Home, lang) })
	case p.base != nil:
		return p.patched(name, func() ([]byte, error) { return p.base.rules(Home, lang) })
	}
	return p.unpack(name + ".gz")
}

// patched returns a file that is kept as its differences from another.
func (p *packed) patched(name string, base func() ([]byte, error)) ([]byte, error) {
	differences, err := p.unpack(name + ".delta.gz")
	if err != nil {
		return nil, err
	}
	from, err := base()
	if err != nil {
		return nil, err
	}
	data, err := delta.Apply(from, differences)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return data, nil
}

func (p *packed) unpack(name string) ([]byte, error) {
	file, err := carbon.Open(path.Join(carbonFolder, p.number, name))
	if err != nil {
		return nil, err
	}
	defer file.Close()
	unpacked, err := gzip.NewReader(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	data, err := io.ReadAll(unpacked)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return data, nil
}

func (p *packed) migration() ([]byte, error) {
	return carbon.ReadFile(path.Join(carbonFolder, p.number, "migration.json"))
}

// CarbonVersion returns the version of the npm package that the program
// measures with, such as "4.10.2".
func CarbonVersion() (string, error) {
	data, err := carbon.ReadFile(path.Join(carbonFolder, "version.json"))
	if errors.Is(err, fs.ErrNotExist) {
		return "", ErrNotGenerated
	}
	if err != nil {
		return "", err
	}
	var meta struct {
		Version string `json:"version"`
	}
	if err := json.Unmarshal(data, &meta); err != nil {
		return "", fmt.Errorf("version of the carbon model: %w", err)
	}
	return meta.Version, nil
}

// CarbonLicence returns the licence that the carbon model came with.
func CarbonLicence() (string, error) {
	data, err := carbon.ReadFile(path.Join(carbonFolder, "LICENSE"))
	if err != nil {
		return "", ErrNotGenerated
	}
	return string(data), nil
}
