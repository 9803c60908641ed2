package city

import (
	"errors"
	"net/mail"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/language"
)

var (
	// idForm is what a city, a zone or a source may be called: it stands in
	// addresses and in records.
	idForm = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)
	// colour is the only way a pack may write one: it goes into a style sheet.
	colour = regexp.MustCompile(`^#[0-9a-f]{6}$`)
	// region is how the carbon model names one: a path is made of it.
	region = regexp.MustCompile(`^[A-Z]{2}$`)
)

// A checker collects what is wrong with a file.
type checker struct {
	document
	problems []error
}

// wrong notes a problem at a key, which is written with dots: "accent.light".
func (c *checker) wrong(key, format string, args ...any) {
	c.problems = append(c.problems, c.problem(strings.Split(key, "."), format, args...))
}

// check reports everything that a city cannot do without.
func (c City) check(d document) error {
	k := &checker{document: d}
	c.checkNames(k)
	c.checkSources(k)
	c.checkColours(k)
	c.checkLinks(k)
	c.Retention.check(k)
	c.checkDataOfficer(k)
	return errors.Join(k.problems...)
}

func (c City) checkNames(k *checker) {
	for _, f := range []struct{ key, value string }{
		{"id", c.ID}, {"name", c.Name}, {"short", c.Short}, {"region", c.Region},
		{"timezone", c.TimeZone}, {"operator.name", c.Operator.Name},
	} {
		if strings.TrimSpace(f.value) == "" {
			k.wrong(f.key, "%s is missing", f.key)
		}
	}
	if c.ID != "" && !idForm.MatchString(c.ID) {
		k.wrong("id", "%q is no id: small letters and digits, and - between words", c.ID)
	}
	if c.Region != "" && !region.MatchString(c.Region) {
		k.wrong("region", "%q is not a code like FR: capzero model list has them", c.Region)
	}
	if _, err := time.LoadLocation(c.TimeZone); c.TimeZone != "" && (err != nil || c.TimeZone == "Local") {
		k.wrong("timezone", "%q is no time zone like Europe/Paris", c.TimeZone)
	}
	if len(c.Languages) == 0 {
		k.wrong("languages", "languages is missing: a list such as [fr, en], the default first")
	}
	for i, tag := range c.Languages {
		key := "languages." + strconv.Itoa(i)
		if _, err := language.Parse(tag); err != nil {
			k.wrong(key, "%q is no language like fr or sr-Latn", tag)
		}
		if slices.Index(c.Languages, tag) != i {
			k.wrong(key, "%q is there twice", tag)
		}
	}
}

func (c City) checkColours(k *checker) {
	for _, theme := range []struct {
		key string
		of  Shades
	}{{"accent.light", c.Accent.Light}, {"accent.dark", c.Accent.Dark}} {
		for _, shade := range []struct{ key, value string }{{"strong", theme.of.Strong}, {"wash", theme.of.Wash}, {"band", theme.of.Band}} {
			if !colour.MatchString(shade.value) {
				k.wrong(theme.key+"."+shade.key, "%q is not a colour like \"#1b5e3f\", in quotes", shade.value)
			}
		}
	}
}

func (c City) checkLinks(k *checker) {
	for _, link := range []struct {
		key string
		of  Link
	}{
		{"operator", Link{c.Operator.Name, c.Operator.URL}}, {"links.sorting", c.Links.Sorting},
		{"links.climateBudget", c.Links.ClimateBudget}, {"links.wasteCollection", c.Links.WasteCollection},
	} {
		if link.of.URL != "" && !isAddress(link.of.URL) {
			k.wrong(link.key+".url", "%q is not an https address", link.of.URL)
		}
		if (link.of.Name == "") != (link.of.URL == "") && link.key != "operator" {
			k.wrong(link.key, "a link has a name and a url")
		}
	}
	if c.Operator.URL == "" {
		k.wrong("operator", "operator.url is missing: the page of whoever answers for the service")
	}
}

// checkDataOfficer reports a contact that nobody could write to.
func (c City) checkDataOfficer(k *checker) {
	of := c.DataOfficer
	if of == (Contact{}) {
		return
	}
	if strings.TrimSpace(of.Name) == "" || of.Email == "" && of.URL == "" {
		k.wrong("dataOfficer", "the data protection officer has a name, and an email or a url")
	}
	if parsed, err := mail.ParseAddress(of.Email); of.Email != "" && (err != nil || parsed.Address != of.Email) {
		k.wrong("dataOfficer.email", "%q is not an address like dpo@ville.example", of.Email)
	}
	if of.URL != "" && !isAddress(of.URL) {
		k.wrong("dataOfficer.url", "%q is not an https address", of.URL)
	}
}

func (c City) checkSources(k *checker) {
	seen := map[string]bool{}
	for i, s := range c.Sources {
		key := "sources." + strconv.Itoa(i)
		switch {
		case !idForm.MatchString(s.ID):
			k.wrong(key+".id", "%q is no id: small letters and digits, and - between words", s.ID)
		case seen[s.ID]:
			k.wrong(key+".id", "the source %q is there twice", s.ID)
		}
		seen[s.ID] = true
		if s.Title == "" || s.Publisher == "" {
			k.wrong(key, "a source has a title and a publisher")
		}
		if !isAddress(s.URL) {
			k.wrong(key+".url", "%q is not an https address", s.URL)
		}
		if s.Year != 0 && (s.Year < 1900 || s.Year > 2200) {
			k.wrong(key+".year", "%d is no year", s.Year)
		}
	}
	if c.Population.Inhabitants < 0 {
		k.wrong("population.inhabitants", "%d inhabitants", c.Population.Inhabitants)
	}
	if c.Population.Inhabitants != 0 {
		c.checkSource(k, "population.source", c.Population.Source)
	}
}

// checkSource refuses a fact without a source.
func (c City) checkSource(k *checker, key, id string) {
	if _, ok := c.Source(id); !ok {
		k.wrong(key, "no source is called %q: each fact names one of the sources of %s", id, cityFile)
	}
}

// checkZones reports everything that is wrong with the zones.
func (c City) checkZones(d document) error {
	k := &checker{document: d}
	if len(c.Zones) == 0 {
		k.wrong("zones", "there are no zones: list them under zones, or take the file away")
	}
	seen := map[string]bool{}
	for i, z := range c.Zones {
		key := "zones." + strconv.Itoa(i)
		switch {
		case !idForm.MatchString(z.ID):
			k.wrong(key+".id", "%q is no id: small letters and digits, and - between words", z.ID)
		case seen[z.ID]:
			k.wrong(key+".id", "the zone %q is there twice", z.ID)
		}
		seen[z.ID] = true
		if strings.TrimSpace(z.Name) == "" {
			k.wrong(key, "a zone has a name")
		}
		for lang, name := range z.Names {
			if !slices.Contains(c.Languages, lang) || strings.TrimSpace(name) == "" {
				k.wrong(key+".names", "%q: %q: names are in languages of the city", lang, name)
			}
		}
		if !slices.Contains(housings, z.Housing) {
			k.wrong(key+".housing", "%q: housing is flats, houses or mixed", z.Housing)
		}
		c.checkSource(k, key+".source", z.Source)
	}
	return errors.Join(k.problems...)
}

func isAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Scheme == "https" && u.Host != ""
}
