// Package city knows the cities that run the program. What makes a city itself
// is data, its pack: a name, languages, the region of the carbon model, colours,
// links, who runs the service, the parts it falls into, and where each fact comes
// from. A pack is a folder:
//
//	cities/issy/city.yaml     everything but the zones
//	cities/issy/zones.yaml    the parts of the city; may be left out
//
// Adding a city to the program is adding a folder; a city outside the program is
// read by [Read].
package city

import (
	"embed"
	"fmt"
	"maps"
	"slices"
	"time"

	_ "time/tzdata" // a small machine may not have the time zones
)

//go:embed cities
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
	// DataOfficer is whom people write to about their data. A city that has not said who
	// that is has one without a name, and its administrators are told.
	DataOfficer Contact   `yaml:"dataOfficer"`
	Links       Links     `yaml:"links"`
	Accent      Accent    `yaml:"accent"`
	Retention   Retention `yaml:"retention"` // how long what is personal is kept here; may be left out
	Sources     []Source  `yaml:"sources"`   // of the facts of the pack, and of its zones
	Zones       []Zone    `yaml:"-"`         // in the order of the pack; none where the city is one

	location *time.Location
}

// Population is how many people live in the city, according to whom.
type Population struct {
	Inhabitants int    `yaml:"inhabitants"`
	Rounded     bool   `yaml:"rounded"` // the source gives a round figure
	Source      string `yaml:"source"`  // id of one of the sources of the city
}

// An Operator runs the service and answers for the personal data in it.
type Operator struct {
	Name string `yaml:"name"`
	URL  string `yaml:"url"`
}

// A Contact is somebody who can be written to.
type Contact struct {
	Name  string `yaml:"name"`
	Email string `yaml:"email"` // may be empty where there is a url
	URL   string `yaml:"url"`
}

// Known reports whether there is anybody to write to.
func (c Contact) Known() bool { return c.Name != "" }

// String is the contact in one line, empty where there is none.
func (c Contact) String() string {
	words := c.Name
	for _, more := range []string{c.Email, c.URL} {
		if more != "" {
			words += ", " + more
		}
	}
	return words
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

// Load reads the packs built into the program. The error names the file.
func Load() (Cities, error) {
	folders, err := packs.ReadDir("cities")
	if err != nil {
		return nil, err
	}
	cities := Cities{}
	for _, f := range folders {
		c, err := readPack(packs, "cities/"+f.Name())
		if err != nil {
			return nil, err
		}
		if c.ID != f.Name() {
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
