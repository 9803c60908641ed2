// Package city knows the cities that run the program. What makes a city itself
// is data, its pack: a name, languages, the region of the carbon model, colours,
// links, who runs the service. A pack is one YAML file in cities/, and adding a
// city to the program is adding a file.
package city

import (
	"embed"
	"fmt"
	"maps"
	"path"
	"slices"
	"time"

	_ "time/tzdata" // a small machine may not have the time zones

	"go.yaml.in/yaml/v4"
)

//go:embed cities/*.yaml
var packs embed.FS

// A City is a place whose people measure together.
type City struct {
	ID         string     `yaml:"id"`        // in addresses and records: "issy"
	Name       string     `yaml:"name"`      // "Issy-les-Moulineaux"
	Short      string     `yaml:"short"`     // as people say it: "Issy"
	Languages  []string   `yaml:"languages"` // of its pages, the default first
	Region     string     `yaml:"region"`    // of the carbon model: "FR"
	Overlay    string     `yaml:"overlay"`   // rules of ours over it: "overlay-fr"; may be empty
	Priors     []string   `yaml:"priors"`    // places whose figures say how its people answer: "hauts-de-seine"
	TimeZone   string     `yaml:"timezone"`  // IANA name: "Europe/Paris"
	Population Population `yaml:"population"`
	Operator   Operator   `yaml:"operator"`
	Links      Links      `yaml:"links"`
	Accent     Accent     `yaml:"accent"`

	location *time.Location
}

// Population is how many people live in the city, according to whom.
type Population struct {
	Inhabitants int    `yaml:"inhabitants"`
	Rounded     bool   `yaml:"rounded"` // the source gives a round figure
	Source      string `yaml:"source"`
	URL         string `yaml:"url"`
}

// An Operator runs the service and answers for the personal data in it.
type Operator struct {
	Name string `yaml:"name"`
	URL  string `yaml:"url"`
}

// Links are pages of the city that people are sent to.
type Links struct {
	Sorting         Link `yaml:"sorting"`         // how to sort waste here
	ClimateBudget   Link `yaml:"climateBudget"`   // the territorial measure, never added to footprints
	WasteCollection Link `yaml:"wasteCollection"` // who collects, with open data
}

// A Link is a page elsewhere, named in the city's first language.
type Link struct {
	Name string `yaml:"name"`
	URL  string `yaml:"url"`
}

// Accent is the one living colour of a city, for each theme of the pages.
type Accent struct {
	Light Shades `yaml:"light"`
	Dark  Shades `yaml:"dark"`
}

// Shades are the accent as CSS colours: for text and buttons, for the surface
// behind them, and for the band of an estimate.
type Shades struct {
	Strong string `yaml:"strong"`
	Wash   string `yaml:"wash"`
	Band   string `yaml:"band"`
}

// Location returns the time zone in which the city's days begin.
func (c City) Location() *time.Location { return c.location }

// Cities are the packs built into the program, by id.
type Cities map[string]City

// Load reads the packs built into the program. The error names the pack.
func Load() (Cities, error) {
	files, err := packs.ReadDir("cities")
	if err != nil {
		return nil, err
	}
	cities := Cities{}
	for _, f := range files {
		data, err := packs.ReadFile(path.Join("cities", f.Name()))
		if err != nil {
			return nil, err
		}
		c, err := parse(data)
		if err != nil {
			return nil, fmt.Errorf("city pack %s: %w", f.Name(), err)
		}
		if c.ID+path.Ext(f.Name()) != f.Name() {
			return nil, fmt.Errorf("city pack %s: its id is %q", f.Name(), c.ID)
		}
		cities[c.ID] = c
	}
	return cities, nil
}

// Get returns the city with this id.
func (c Cities) Get(id string) (City, bool) {
	found, ok := c[id]
	return found, ok
}

// IDs lists the ids of the cities, sorted.
func (c Cities) IDs() []string { return slices.Sorted(maps.Keys(c)) }

// parse reads one pack. A key that it does not know is an error: a misspelt
// fact would be a fact left out.
func parse(data []byte) (City, error) {
	var c City
	if err := yaml.Load(data, &c, yaml.WithKnownFields()); err != nil {
		return City{}, err
	}
	if err := c.check(); err != nil {
		return City{}, err
	}
	location, err := time.LoadLocation(c.TimeZone)
	if err != nil {
		return City{}, err
	}
	c.location = location
	return c, nil
}
