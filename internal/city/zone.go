package city

import "slices"

// A Zone is a part of a city. Its households are compared with each other's, and
// so are zones of flats with zones of houses: waste is not the same in them.
type Zone struct {
	ID      string            `yaml:"id"`      // in addresses and records: "val-de-seine"
	Name    string            `yaml:"name"`    // in the city's first language, or a proper name
	Names   map[string]string `yaml:"names"`   // in its other languages, where they say it another way
	Housing Housing           `yaml:"housing"` // what most people there live in
	Source  string            `yaml:"source"`  // id of the source of its name
	Assumed bool              `yaml:"assumed"` // its housing is our guess, and not in the source
}

// Housing is the kind of home that most people of a zone live in.
type Housing string

// The kinds of housing.
const (
	Flats  Housing = "flats"
	Houses Housing = "houses"
	Mixed  Housing = "mixed"
)

var housings = []Housing{Flats, Houses, Mixed}

// ZoneName returns the name of a zone for readers of a language, and the language
// that it is in: the city's first where the zone has no name in theirs.
func (c City) ZoneName(z Zone, lang string) (name, in string) {
	if name, ok := z.Names[lang]; ok {
		return name, lang
	}
	return z.Name, c.Languages[0]
}

// Zone returns the zone with this id.
func (c City) Zone(id string) (Zone, bool) {
	i := slices.IndexFunc(c.Zones, func(z Zone) bool { return z.ID == id })
	if i < 0 {
		return Zone{}, false
	}
	return c.Zones[i], true
}

// A Source is who says something about the city, and where.
type Source struct {
	ID        string `yaml:"id"` // inside the pack
	Title     string `yaml:"title"`
	Publisher string `yaml:"publisher"`
	URL       string `yaml:"url"`
	Year      int    `yaml:"year"` // of publication; 0 where the source does not say
}

// Source returns the source with this id.
func (c City) Source(id string) (Source, bool) {
	i := slices.IndexFunc(c.Sources, func(s Source) bool { return s.ID == id })
	if i < 0 {
		return Source{}, false
	}
	return c.Sources[i], true
}
