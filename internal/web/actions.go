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
	Actions  []footprint.Action
}

// An ActionFilter is what a household wants to see; empty is everything.
type ActionFilter struct {
	Effort, Cost, Theme, Order string
}

// On reports whether the filter leaves anything out.
func (f ActionFilter) On() bool { return f.Effort != "" || f.Cost != "" || f.Theme != "" }

func (f ActionFilter) takes(a footprint.Action) bool {
	return (f.Effort == "" || f.Effort == effortWords[a.Effort]) &&
		(f.Cost == "" || f.Cost == costWords[a.Cost]) &&
		(f.Theme == "" || f.Theme == themeID(a.Theme))
}

// How efforts and costs are written in addresses and in the keys of texts.
var (
	effortWords = map[int]string{1: "faible", 2: "moyen", 3: "grand"}
	costWords   = map[footprint.Cost]string{
		footprint.SavesMoney: "economie", footprint.Free: "gratuit", footprint.CostsSome: "peu", footprint.CostsMuch: "cher",
	}
)

// effortTexts and costTexts are the words that people read.
var (
	effortTexts = map[string]string{"faible": "action.effort_low", "moyen": "action.effort_some", "grand": "action.effort_high"}
	costTexts   = map[string]string{
		"economie": "action.cost_saves", "gratuit": "action.cost_free", "peu": "action.cost_some", "cher": "action.cost_much",
	}
)

func (s *server) actions(w http.ResponseWriter, r *http.Request) error {
	token, err := s.needAnswers(r)
	if err != nil {
		return err
	}
	query := r.URL.Query()
	all, err := s.Footprint.Actions(r.Context(), token, s.locale(r).Tag(), query[fieldAction])
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
	token, err := s.needAnswers(r)
	if err != nil {
		return err
	}
	all, err := s.Footprint.Actions(r.Context(), token, s.locale(r).Tag(), nil)
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

// readFilter takes what the page offers and nothing else.
func readFilter(query url.Values) ActionFilter {
	known := func(field string, texts map[string]string) string {
		if v := query.Get(field); texts[v] != "" {
			return v
		}
		return ""
	}
	f := ActionFilter{Effort: known(fieldEffort, effortTexts), Cost: known(fieldCost, costTexts)}
	if v := query.Get(fieldTheme); slices.ContainsFunc(actionThemes, func(t footprint.Theme) bool { return themeID(t) == v }) {
		f.Theme = v
	}
	if query.Get(fieldOrder) == orderBag {
		f.Order = orderBag
	}
	return f
}

// actionThemes are the parts of life that actions are about.
var actionThemes = []footprint.Theme{
	footprint.Transport, footprint.Food, footprint.Housing, footprint.Misc, footprint.WasteTheme,
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
	p.Asked = append(p.Asked, AskedFirst{Question: a.Question, Text: a.Reason, Actions: []footprint.Action{a}})
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

// A filterField is one list to choose from.
type filterField struct {
	ID, Name, Label string
	Options         []filterOption
}

type filterOption struct {
	Value, Label string
	Selected     bool
}

func (p ActionsPage) filterFields() []filterField {
	efforts := p.field(fieldEffort, "action.filter_effort", p.Filter.Effort, "action.filter_all")
	for _, word := range []string{"faible", "moyen", "grand"} {
		efforts.add(word, p.T(effortTexts[word]), p.Filter.Effort)
	}
	costs := p.field(fieldCost, "action.filter_cost", p.Filter.Cost, "action.filter_all")
	for _, word := range []string{"economie", "gratuit", "peu", "cher"} {
		costs.add(word, p.T(costTexts[word]), p.Filter.Cost)
	}
	themes := p.field(fieldTheme, "action.filter_theme", p.Filter.Theme, "action.filter_all")
	for _, t := range actionThemes {
		themes.add(themeID(t), themeName(p.Locale, t), p.Filter.Theme)
	}
	order := p.field(fieldOrder, "action.order", p.Filter.Order, "action.order_carbon")
	order.add(orderBag, p.T("action.order_bag"), p.Filter.Order)
	return []filterField{themes, efforts, costs, order}
}

func (p ActionsPage) field(name, label, chosen, first string) filterField {
	return filterField{
		ID: "f-" + name, Name: name, Label: p.T(label),
		Options: []filterOption{{Label: p.T(first), Selected: chosen == ""}},
	}
}

func (f *filterField) add(value, label, chosen string) {
	f.Options = append(f.Options, filterOption{Value: value, Label: label, Selected: value == chosen})
}

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
