package web

import "strings"

// A rule is written in an address as publicodes writes it: "/" between the
// parts of its name, "-" for a space, and a non-breaking hyphen for a hyphen.
var (
	ruleToPath = strings.NewReplacer(" . ", "/", "-", "\u2011", " ", "-")
	pathToRule = strings.NewReplacer("/", " . ", "-", " ", "\u2011", "-")
)

// rulePath returns the path of a rule: "transport/voiture/km".
func rulePath(rule string) string { return ruleToPath.Replace(rule) }

// ruleOf returns the rule of a path.
func ruleOf(path string) string { return pathToRule.Replace(path) }

// questionPath is the page that asks rule; then says where to go afterwards.
func questionPath(rule string, then after) string {
	path := "/mesurer/question/" + rulePath(rule)
	if then == "" {
		return path
	}
	return path + "?suite=" + string(then)
}

// explanationPath is the page that explains rule.
func explanationPath(rule string) string {
	return "/resultat/explication/" + rulePath(rule)
}

// after says where an answer leads when it is not one of the opening: on to the
// next question of its theme, to the one that tells most, or back to where it was
// changed from. It is part
// of the address, so every value that is not known is the opening's.
type after string

const (
	afterOpening after = ""
	afterTheme   after = "theme"
	afterBest    after = "mieux"
	afterList    after = "liste"
	afterResult  after = "resultat"
)

func parseAfter(s string) after {
	switch a := after(s); a {
	case afterTheme, afterBest, afterList, afterResult:
		return a
	}
	return afterOpening
}
