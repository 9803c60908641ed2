package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"capzero/internal/fault"
	"capzero/internal/footprint"
	"capzero/internal/i18n"
)

// The fields of the form on the page of actions.
const (
	fieldAction = "geste"
	fieldEffort = "effort"
	fieldCost   = "cout"
	fieldTheme  = "theme"
	fieldOrder  = "tri"

	fieldAll = "tous"

	orderBag   = "poubelle"
	allActions = "oui"
)

// firstActions is how many actions are shown before somebody asks for all.
const firstActions = 12

// An ActionsPage lists what a household can change, with what each change would
// save in this home, and what those that it ticked would save together.
type ActionsPage struct {
	Page
	footprint.Actions
	Filter  ActionFilter
	Saving  []footprint.Action
	Asked   []AskedFirst
	Others  []footprint.Action // that save nothing here, with the reason
	More    int                // that save, and are shown when asked for
	Hidden  []string           // ids that are ticked and not shown
	ticked  map[string]bool
	options []filterField
}

// An AskedFirst is a question that has to be answered to price some actions.
type AskedFirst struct {
	Question string // rule
	Text     string
	Foreign  footprint.Foreign
	Actions  []footprint.Action
}

func (s *server) actions(w http.ResponseWriter, r *http.Request) error {
	holder, err := s.needAnswers(r)
	if err != nil {
		return err
	}
	query := r.URL.Query()
	all, err := s.Footprint.Actions(r.Context(), holder, s.locale(r).Tag(), query[fieldAction])
	if err != nil {
		return err
	}
	p := ActionsPage{
		Page:    s.newPage(r, visitor{started: true}, "action.title"),
		Actions: all,
		Filter:  readFilter(query),
	}
	p.sort()
	if query.Get(fieldAll) != allActions {
		p.shorten()
	}
	return s.render(w, r, http.StatusOK, p.Page, actionsPage(p))
}

// An ActionPage is one action, opened.
type ActionPage struct {
	Page
	Action footprint.Action
}

func (s *server) action(w http.ResponseWriter, r *http.Request) error {
	holder, err := s.needAnswers(r)
	if err != nil {
		return err
	}
	all, err := s.Footprint.Actions(r.Context(), holder, s.locale(r).Tag(), nil)
	if err != nil {
		return err
	}
	for _, a := range all.All {
		if a.ID == r.PathValue("id") {
			p := ActionPage{Page: s.newPage(r, visitor{started: true}, "action.one_title", "action", a.Label), Action: a}
			return s.render(w, r, http.StatusOK, p.Page, actionPage(p))
		}
	}
	return fault.New(fault.NotFound, "error.action_unknown")
}

// sort puts every action where it belongs on the page.
func (p *ActionsPage) sort() {
	p.ticked = map[string]bool{}
	for _, a := range p.Together.Chosen {
		p.ticked[a.ID] = true
	}
	for _, a := range p.All {
		switch {
		case !p.Filter.takes(a):
			if p.ticked[a.ID] {
				p.Hidden = append(p.Hidden, a.ID)
			}
		case a.State == footprint.Saves:
			p.Saving = append(p.Saving, a)
		case a.State == footprint.AsksFirst:
			p.ask(a)
		default:
			p.Others = append(p.Others, a)
		}
	}
	if p.Filter.Order == orderBag {
		slices.SortStableFunc(p.Saving, func(a, b footprint.Action) int {
			switch {
			case a.SavedWaste.FromTheBag > b.SavedWaste.FromTheBag:
				return -1
			case a.SavedWaste.FromTheBag < b.SavedWaste.FromTheBag:
				return 1
			}
			return 0
		})
	}
	p.options = p.filterFields()
}

// shorten keeps the first actions; those behind them that are ticked stay
// ticked.
func (p *ActionsPage) shorten() {
	if len(p.Saving) <= firstActions {
		return
	}
	for _, a := range p.Saving[firstActions:] {
		if p.ticked[a.ID] {
			p.Hidden = append(p.Hidden, a.ID)
		}
	}
	p.More = len(p.Saving) - firstActions
	p.Saving = p.Saving[:firstActions]
}

// ask puts an action under the question that it waits for.
func (p *ActionsPage) ask(a footprint.Action) {
	for i := range p.Asked {
		if p.Asked[i].Question == a.Question {
			p.Asked[i].Actions = append(p.Asked[i].Actions, a)
			return
		}
	}
	p.Asked = append(p.Asked, AskedFirst{Question: a.Question, Text: a.Reason, Foreign: a.ReasonForeign, Actions: []footprint.Action{a}})
}

// Empty reports whether the filter leaves nothing.
func (p ActionsPage) Empty() bool { return len(p.Saving)+len(p.Asked)+len(p.Others) == 0 }

// WithoutInterval reports whether some saving on the page has no interval.
func (p ActionsPage) WithoutInterval() bool {
	return slices.ContainsFunc(p.Saving, func(a footprint.Action) bool {
		return !a.Interval.Known && !a.SavedWaste.Interval.Known
	})
}

// Ticked reports whether an action is among those computed together.
func (p ActionsPage) Ticked(a footprint.Action) bool { return p.ticked[a.ID] }

// effortAndCost says both in words: "effort moyen · fait économiser".
func effortAndCost(l *i18n.Locale, a footprint.Action) string {
	return l.T(effortTexts[effortWords[a.Effort]]) + " · " + l.T(costTexts[costWords[a.Cost]])
}

// actionPath leads to the page of an action.
func actionPath(a footprint.Action) string { return "/gestes/" + a.ID }

func actionAnchor(a footprint.Action) string { return "g-" + a.ID }

// actionSource is the address that an action's figures come from: its own, else
// the model's page of the action that it stands for.
func actionSource(a footprint.Action) string {
	if a.Source != "" {
		return a.Source
	}
	words := strings.NewReplacer(" . ", "/", " ", "-").Replace(a.Model)
	return modelSite + "/documentation/" + (&url.URL{Path: words}).EscapedPath()
}

// sourceName is who stands behind an action's figures.
func sourceName(l *i18n.Locale, a footprint.Action) string {
	if a.Source == "" {
		return l.T("action.source_model")
	}
	u, err := url.Parse(a.Source)
	if err != nil {
		return a.Source
	}
	return strings.TrimPrefix(u.Host, "www.")
}

// movedWaste says what an action does to a stream: less, or more of it.
func (p Page) movedWaste(l footprint.Line) string {
	if l.Amount >= 0 {
		return p.T("action.waste_less", "kg", p.KgWeek(l.Amount), "stream", l.Label)
	}
	return p.T("action.waste_more", "kg", p.KgWeek(-l.Amount), "stream", l.Label)
}

// carbonSaving states what an action saves in a year, as what it takes away.
func carbonSaving(l *i18n.Locale, a footprint.Action) Figure {
	return yearlyKg(l, -a.SavedKgCO2ePerYear, taken(a.Interval), notDrawn)
}

// bagSaving states what an action takes out of the grey bag in a week.
func bagSaving(l *i18n.Locale, a footprint.Action) Figure {
	return weeklyKg(l, -a.SavedWaste.FromTheBag, taken(a.SavedWaste.Interval), notDrawn)
}

func taken(i footprint.Interval) footprint.Interval {
	return footprint.Interval{Low: -i.High, High: -i.Low, Known: i.Known}
}
