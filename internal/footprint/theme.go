package footprint

import (
	"slices"
	"strings"
)

// themes lists the themes in the order in which people meet them. Nobody can
// answer for services that are the same for everyone, so they have no theme
// page.
var themes = []Theme{Transport, Food, Housing, Misc, WasteTheme}

// categories are the rules that add up to the footprint.
var categories = []Theme{Transport, Food, Housing, Misc, SocietalService}

// borrowed places the few questions whose rule lives outside the categories:
// the ferry model that Nos Gestes Climat imports, and the French building stock.
var borrowed = map[string]Theme{
	"futureco-data": Transport,
	"parc français": Housing,
}

// themeOf returns the theme of a question of the carbon model.
func themeOf(rule string) Theme {
	first, _, _ := strings.Cut(rule, separator)
	if t := Theme(first); slices.Contains(categories, t) {
		return t
	}
	if t, ok := borrowed[first]; ok {
		return t
	}
	return Misc
}

// technical reports whether a question is about the model rather than the
// household, as the size of the ferry one took. It can be answered and is never
// proposed.
func technical(q *Question) bool {
	first, _, _ := strings.Cut(q.Rule, separator)
	_, is := borrowed[first]
	return is
}

// separator stands between the parts of a rule's name.
const separator = " . "

// parentOf returns the rule that holds name, empty at the top.
func parentOf(name string) string {
	i := strings.LastIndex(name, separator)
	if i < 0 {
		return ""
	}
	return name[:i]
}

// lastPart returns the last part of a rule's name.
func lastPart(name string) string {
	return strings.TrimPrefix(name[max(strings.LastIndex(name, separator), 0):], separator)
}
