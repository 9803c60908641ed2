package i18n

import "strings"

// Unit returns a unit of a model in words, in the plural that value asks for:
// "h/semaine" becomes "heures par semaine". A unit that the catalogues do not
// know comes back as it is, and no unit at all is an empty text.
//
// The catalogues hold a compound unit whole ("unit.l/centkm") or by its parts:
// "unit.h" for what is counted and "unit.per.semaine" for what it is counted
// over, a text with {top}, because in some languages "per week" is one word.
func (l *Locale) Unit(unit string, value float64) string {
	if unit == "" {
		return ""
	}
	if words, ok := l.countedUnit(unit, value); ok {
		return words
	}
	parts := strings.Split(unit, "/")
	words, ok := l.countedUnit(parts[0], value)
	if !ok && parts[0] != "" { // "/km" counts nothing: "par km"
		return unit
	}
	for _, per := range parts[1:] {
		key := "unit.per." + per
		if !l.Has(key) {
			return unit
		}
		words = l.T(key, "top", words)
	}
	return strings.TrimSpace(words)
}

func (l *Locale) countedUnit(unit string, value float64) (string, bool) {
	m, ok := l.messages["unit."+unit]
	if !ok {
		return "", false
	}
	return m.form(l.categoryOf(value)), true
}
