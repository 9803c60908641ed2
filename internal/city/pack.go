package city

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"time"

	"go.yaml.in/yaml/v4"
)

// The files of a pack.
const (
	cityFile  = "city.yaml"
	zonesFile = "zones.yaml"
)

// maxBytes bounds a file of a pack, far above ours (4 kB).
const maxBytes = 1 << 18

// Read reads the pack in a folder outside the program. The error is everything
// that is wrong with it, line by line, each with its file and place.
func Read(folder string) (City, error) {
	return readPack(os.DirFS(folder), ".")
}

// readPack reads the pack in a folder of a file system.
func readPack(files fs.FS, folder string) (City, error) {
	if err := knownFiles(files, folder); err != nil {
		return City{}, err
	}
	data, err := readFile(files, path.Join(folder, cityFile))
	if err != nil {
		return City{}, err
	}
	zones, err := readFile(files, path.Join(folder, zonesFile))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return City{}, err
	}
	return parse(data, zones)
}

// knownFiles refuses a file that nothing reads: a misspelt name would be a fact
// left out.
func knownFiles(files fs.FS, folder string) error {
	entries, err := fs.ReadDir(files, folder)
	if err != nil {
		return fmt.Errorf("no city pack is in this folder: %w", err)
	}
	for _, e := range entries {
		switch e.Name() {
		case cityFile, zonesFile, "README.md":
		default:
			return fmt.Errorf("%s: a city pack has no such file: it has %s, and %s if the city has zones", e.Name(), cityFile, zonesFile)
		}
	}
	return nil
}

func readFile(files fs.FS, name string) ([]byte, error) {
	info, err := fs.Stat(files, name)
	if err != nil {
		return nil, fmt.Errorf("a city pack has a file %s: %w", path.Base(name), err)
	}
	if info.Size() > maxBytes {
		return nil, fmt.Errorf("%s: %d bytes, at most %d are read", path.Base(name), info.Size(), maxBytes)
	}
	return fs.ReadFile(files, name)
}

// parse reads the two files of a pack; zones is nil where there is none. A key
// that it does not know is an error: a misspelt fact would be a fact left out.
func parse(data, zones []byte) (City, error) {
	var c City
	doc, err := decode(cityFile, data, &c)
	if err != nil {
		return City{}, err
	}
	problems := c.check(doc)
	if zones != nil {
		var file struct {
			Zones []Zone `yaml:"zones"`
		}
		doc, err := decode(zonesFile, zones, &file)
		if err != nil {
			return City{}, errors.Join(problems, err)
		}
		c.Zones = file.Zones
		problems = errors.Join(problems, c.checkZones(doc))
	}
	if problems != nil {
		return City{}, problems
	}
	c.location, err = time.LoadLocation(c.TimeZone)
	return c, err
}

// decode reads a file into what it describes, and keeps where each key stands.
func decode(name string, data []byte, into any) (document, error) {
	doc := document{name: name}
	if err := yaml.Load(data, into, yaml.WithKnownFields()); err != nil {
		return doc, fmt.Errorf("%s: %w", name, err)
	}
	if err := yaml.Load(data, &doc.root); err != nil {
		return doc, fmt.Errorf("%s: %w", name, err)
	}
	return doc, nil
}
