package web

import (
	"net/http"

	"capzero/internal/footprint"
	"capzero/internal/i18n"
)

// A ThemesPage lists every theme with what it weighs and what may still be
// answered. Without a measure under way it is where one begins.
type ThemesPage struct {
	Page
	Started  bool
	Next     string // the next question of the opening, empty when it is done
	Useful   string // path of the question that would settle most, empty when none is left
	Themes   []ThemeView
	Answered int
	Total    int
	Lost     int // answers to give again since the model changed
}

// A ThemeView is one theme of the page.
type ThemeView struct {
	footprint.ThemeProgress
	ID   string
	Name string
	Next string // path of the next question, empty when none is left
	Done float64
}

func (s *server) themes(w http.ResponseWriter, r *http.Request) error {
	l := s.locale(r)
	v, err := s.visitor(r, l.Tag())
	if err != nil {
		return err
	}
	p := ThemesPage{Page: s.newPage(r, v, "themes.title"), Started: v.started}
	if v.started {
		if err := s.fillThemes(r, &p, v); err != nil {
			return err
		}
	}
	return s.render(w, r, http.StatusOK, p.Page, themesPage(p))
}

func (s *server) fillThemes(r *http.Request, p *ThemesPage, v visitor) error {
	themes, err := s.Footprint.Themes(r.Context(), v.holder, p.Tag())
	if err != nil {
		return err
	}
	told, _, err := s.Footprint.Recalculation(r.Context(), v.holder, p.Tag())
	if err != nil {
		return err
	}
	if !told.Seen {
		p.Lost = toGive(told.Lost)
	}
	if v.next != "" {
		p.Next = questionPath(v.next, afterOpening)
	}
	for _, t := range themes {
		view := ThemeView{ThemeProgress: t, ID: themeID(t.Theme), Name: themeName(p.Locale, t.Theme)}
		if t.Next != "" {
			view.Next = questionPath(t.Next, afterTheme)
		}
		if t.Total > 0 {
			view.Done = 100 * float64(t.Answered) / float64(t.Total)
		}
		p.Themes = append(p.Themes, view)
		p.Answered += t.Answered
		p.Total += t.Total
	}
	p.Useful = mostUseful(p.Themes)
	return nil
}

// mostUseful is the next question of the theme with most still resting on
// averages: what it weighs, by the part of it that is not answered.
func mostUseful(themes []ThemeView) string {
	path, most := "", -1.0
	for _, t := range themes {
		open := t.KgCO2ePerYear * (100 - t.Done)
		if t.Next != "" && open > most {
			path, most = t.Next, open
		}
	}
	return path
}

// themeID is the anchor of a theme on the page of themes.
func themeID(t footprint.Theme) string {
	switch t {
	case footprint.Transport:
		return "transports"
	case footprint.Food:
		return "alimentation"
	case footprint.Housing:
		return "logement"
	case footprint.Misc:
		return "achats"
	case footprint.SocietalService:
		return "services"
	default:
		return "dechets"
	}
}

func themeName(l *i18n.Locale, t footprint.Theme) string {
	switch t {
	case footprint.Transport:
		return l.T("themes.transport")
	case footprint.Food:
		return l.T("themes.food")
	case footprint.Housing:
		return l.T("themes.housing")
	case footprint.Misc:
		return l.T("themes.misc")
	case footprint.SocietalService:
		return l.T("themes.services")
	default:
		return l.T("themes.waste")
	}
}
