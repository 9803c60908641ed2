package web

import (
	"strings"

	"github.com/a-h/templ"

	"capzero/internal/i18n"
)

// A Place is an entry of the navigation. Only places that exist are listed.
type Place struct {
	Path    string
	Name    string
	Icon    string // of the bar; none elsewhere
	Current bool
	Holds   bool // the page is one below it
}

// A spot is a place of the bar, with what lies one tap under it.
type spot struct {
	path, key, icon string
	holds           []string // pages that are no place of their own
	under           []under
}

// An under is a place that lies under another one.
type under struct {
	path, key string
	measured  bool // only for who has a result
}

// spots are the places of those who have signed in: what the bar shows, and what
// the header shows while they are at one.
func spots() []spot {
	return []spot{
		{path: "/semaine", key: "nav.week", icon: "week", holds: []string{"/peser"}, under: []under{
			{path: "/missions", key: "nav.missions"}, {path: "/dechets", key: "waste.title"}, {path: "/foyer", key: "nav.household"},
		}},
		{path: "/mesurer", key: "nav.measure", icon: "measure", under: []under{
			{path: "/resultat", key: "nav.result", measured: true}, {path: "/gestes", key: "nav.actions", measured: true},
			{path: "/bilans", key: "milestones.title", measured: true},
		}},
		{path: "/ensemble", key: "nav.together", icon: "together", holds: []string{"/classement"}, under: []under{
			{path: "/mon-equipe", key: "nav.team"}, {path: "/ville", key: "nav.city"},
		}},
	}
}

// barOf is the places of who has signed in, and what lies under the one where they
// are.
func barOf(l *i18n.Locale, path string, v visitor) (main, below []Place) {
	for _, s := range spots() {
		p := placeAt(l, path, s.path, s.key)
		p.Icon = s.icon
		var list []Place
		for _, u := range s.under {
			at := placeAt(l, path, u.path, u.key)
			p.Holds = p.Holds || at.Current || at.Holds
			if !u.measured || v.done() {
				list = append(list, at)
			}
		}
		for _, held := range s.holds {
			p.Holds = p.Holds || atOrBelow(path, held)
		}
		if main = append(main, p); p.Current || p.Holds {
			below = list
		}
	}
	return main, below
}

// places are those of a visitor.
func places(l *i18n.Locale, path string, v visitor) []Place {
	list := []Place{placeAt(l, path, "/mesurer", "nav.measure")}
	if v.done() {
		list = append(list, placeAt(l, path, "/resultat", "nav.result"), placeAt(l, path, "/gestes", "nav.actions"))
	}
	return append(list, placeAt(l, path, "/ville", "nav.city"))
}

func placeAt(l *i18n.Locale, path, at, key string) Place {
	return Place{Path: at, Name: l.T(key), Current: path == at, Holds: path != at && atOrBelow(path, at)}
}

func atOrBelow(path, at string) bool { return path == at || strings.HasPrefix(path, at+"/") }

// placeAttributes mark the place where one is.
func placeAttributes(p Place) templ.Attributes {
	switch {
	case p.Current:
		return templ.Attributes{"aria-current": "page"}
	case p.Holds:
		return templ.Attributes{"aria-current": "true"}
	}
	return nil
}

// navLabel tells the navigation of the header from the bar, where there are both.
func navLabel(p Page) string {
	if len(p.Bar) > 0 {
		return p.T("nav.under")
	}
	return p.T("nav.main")
}
