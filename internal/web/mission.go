package web

import (
	"net/http"

	"capzero/internal/fault"
	"capzero/internal/footprint"
)

// A MissionsPage lists all missions, by theme, with what each is worth here.
type MissionsPage struct {
	Page
	Themes []MissionsOfTheme
}

// A MissionsOfTheme are the missions of a part of life.
type MissionsOfTheme struct {
	ID       string
	Name     string
	Missions []MissionView
	Others   []OtherMission // that do not apply here
}

// An OtherMission is one that does not apply, with the reason.
type OtherMission struct {
	Title, Path, Reason string
}

// missions answers GET /missions.
func (s *server) missions(w http.ResponseWriter, r *http.Request) error {
	page, err := s.homesPage(r, "mission.all_title")
	if err != nil {
		return err
	}
	all, err := s.Footprint.Missions(r.Context(), s.holderOf(r), page.Tag())
	if err != nil {
		return err
	}
	p := MissionsPage{Page: page}
	for _, theme := range footprint.MissionThemes() {
		key := missionThemeKey(theme)
		t := MissionsOfTheme{ID: key, Name: page.T("mission.theme." + key)}
		for _, m := range all {
			switch {
			case m.Theme != theme:
			case m.State == footprint.Saves || m.State == footprint.NotPriced:
				t.Missions = append(t.Missions, missionView(page, m))
			default:
				t.Others = append(t.Others, OtherMission{Title: m.Label, Path: missionPath(m.ID), Reason: m.Reason})
			}
		}
		if len(t.Missions)+len(t.Others) > 0 {
			p.Themes = append(p.Themes, t)
		}
	}
	return s.render(w, r, http.StatusOK, page, missionsPage(p))
}

// missionThemeKey is a theme as a key of the catalogues.
func missionThemeKey(t footprint.MissionTheme) string {
	return map[footprint.MissionTheme]string{
		"alimentation": "food", "mobilité": "mobility", "logement": "home", "objets": "things",
		"déchets": "waste", "eau": "water", "ensemble": "together",
	}[t]
}

// A MissionPage is one mission, opened: why, how, what it is worth and where that
// comes from.
type MissionPage struct {
	Page
	footprint.Mission
	View    MissionView
	Week    string // path of the current week, where it can be ticked; empty where it cannot
	Times   int
	Refused string
}

// mission answers GET /missions/{id}.
func (s *server) mission(w http.ResponseWriter, r *http.Request) error {
	page, err := s.homesPage(r, "mission.title")
	if err != nil {
		return err
	}
	all, err := s.Footprint.Missions(r.Context(), s.holderOf(r), page.Tag())
	if err != nil {
		return err
	}
	for _, m := range all {
		if m.ID != r.PathValue("id") {
			continue
		}
		p := MissionPage{Page: page, Mission: m, View: missionView(page, m)}
		p.Title = m.Label
		if err := s.tickable(r, &p); err != nil {
			return err
		}
		return s.render(w, r, http.StatusOK, p.Page, missionPage(p))
	}
	return fault.New(fault.NotFound, "error.mission_unknown")
}

// tickable finds out whether the mission can be ticked this week.
func (s *server) tickable(r *http.Request, p *MissionPage) error {
	in, found, err := s.Challenge.Participation(r.Context(), me(r))
	if err != nil || !found {
		return err
	}
	week, err := s.Challenge.MyWeek(r.Context(), me(r), "")
	if err != nil || week.Waiting || !in.Season.Holds(week.Week) {
		return err
	}
	p.Week = "/semaine/" + string(week.Week)
	for _, c := range week.Done {
		if c.Mission == p.ID {
			p.Times += c.Times
		}
	}
	p.View.Times = p.Times
	return nil
}

// worthWords says for whom and for what the figures of a mission are.
func worthWords(p MissionPage) string {
	switch {
	case p.Lasts && p.ForHome:
		return p.T("mission.per_week_home_lasting")
	case p.Lasts:
		return p.T("mission.per_week_lasting")
	case p.ForHome:
		return p.T("mission.per_time_home")
	}
	return p.T("mission.per_time")
}
