package web

import (
	"net/url"
	"slices"

	"capzero/internal/footprint"
)

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
