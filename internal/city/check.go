package city

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
)

// colour is the only way a pack may write one: it goes into a style sheet.
var colour = regexp.MustCompile(`^#[0-9a-f]{6}$`)

// region is how the carbon model names one: a path is made of it.
var region = regexp.MustCompile(`^[A-Z]{2}$`)

// check reports everything that a city cannot do without.
func (c City) check() error {
	var problems []error
	for name, value := range map[string]string{
		"id": c.ID, "name": c.Name, "short": c.Short, "region": c.Region,
		"timezone": c.TimeZone, "operator name": c.Operator.Name,
	} {
		if value == "" {
			problems = append(problems, fmt.Errorf("%s is missing", name))
		}
	}
	if c.Region != "" && !region.MatchString(c.Region) {
		problems = append(problems, fmt.Errorf("region: %q is not a code like FR", c.Region))
	}
	if len(c.Languages) == 0 {
		problems = append(problems, errors.New("languages is missing"))
	}
	for _, s := range []Shades{c.Accent.Light, c.Accent.Dark} {
		for _, value := range []string{s.Strong, s.Wash, s.Band} {
			if !colour.MatchString(value) {
				problems = append(problems, fmt.Errorf("accent: %q is not a colour like #1b5e3f", value))
			}
		}
	}
	for _, address := range []string{
		c.Operator.URL, c.Population.URL, c.Links.Sorting.URL, c.Links.ClimateBudget.URL, c.Links.WasteCollection.URL,
	} {
		if u, err := url.Parse(address); address != "" && (err != nil || u.Scheme != "https" || u.Host == "") {
			problems = append(problems, fmt.Errorf("%q is not an https address", address))
		}
	}
	if c.Population.Inhabitants != 0 && c.Population.Source == "" {
		problems = append(problems, errors.New("population has no source"))
	}
	return errors.Join(problems...)
}
