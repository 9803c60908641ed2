package city

import "strings"

// A Retention is how long what is personal is kept in a city, where it decides that
// itself. What it leaves out is usual, see OrUsual.
type Retention struct {
	InactiveMonths    int `yaml:"inactiveMonths"`    // an account that nobody uses
	AfterSeasonMonths int `yaml:"afterSeasonMonths"` // at least, one that took part in a season, after it
	SeasonMonths      int `yaml:"seasonMonths"`      // what single households did in a season, after it
}

// usual is what a city has that does not say otherwise.
var usual = Retention{InactiveMonths: 24, AfterSeasonMonths: 6, SeasonMonths: 24}

// OrUsual fills in what the city does not say.
func (r Retention) OrUsual() Retention {
	or := func(own, usual int) int {
		if own == 0 {
			return usual
		}
		return own
	}
	return Retention{
		InactiveMonths:    or(r.InactiveMonths, usual.InactiveMonths),
		AfterSeasonMonths: or(r.AfterSeasonMonths, usual.AfterSeasonMonths),
		SeasonMonths:      or(r.SeasonMonths, usual.SeasonMonths),
	}
}

// check holds what a city decides against what can be: a season is a year long at
// most, and who played in the last one must find their account in the next.
func (r Retention) check(k *checker) {
	full := r.OrUsual()
	for _, f := range []struct {
		key                string
		value, least, most int
	}{
		{"inactiveMonths", full.InactiveMonths, 12, 36},
		{"afterSeasonMonths", full.AfterSeasonMonths, 1, 24},
		{"seasonMonths", full.SeasonMonths, 12, 60},
	} {
		if f.value < f.least || f.value > f.most {
			k.wrong(strings.Join([]string{"retention", f.key}, "."), "%d months: %s is from %d to %d", f.value, f.key, f.least, f.most)
		}
	}
}
