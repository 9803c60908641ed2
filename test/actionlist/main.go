// Actionlist writes what a household can change, from the data: each action with
// what it changes, when it applies and who stands behind it.
//
//	go run ./test/actionlist -write docs/actions.md
package main

import (
	_ "embed"
	"io"
	"text/template"

	"capzero/models"
	"capzero/models/actions"
	"capzero/models/entry"
	"capzero/test/page"
)

//go:embed report.md.tmpl
var layout string

func main() { page.Main("actionlist", write) }

func write(w io.Writer) error {
	files, err := models.Actions()
	if err != nil {
		return err
	}
	set, err := actions.Read(files...)
	if err != nil {
		return err
	}
	return report(w, set)
}

// A theme is a part of life with its actions.
type theme struct {
	Name    string
	Actions []shown
}

// A shown action is one in words.
type shown struct {
	actions.Action
	Cost   string
	Needs  []line
	Carbon []line
	Waste  []line
	Why    string // it has no figure
}

// A line is a formula with what it is about: a reason or a rule.
type line struct{ Formula, About string }

// data is what the page shows.
type data struct {
	Themes          []theme
	Levers          []shown
	Ours, OfTheirs  int
	Priced, Without int
}

func report(w io.Writer, set *actions.Set) error {
	d := data{}
	for _, a := range set.Actions {
		if len(d.Themes) == 0 || d.Themes[len(d.Themes)-1].Name != a.Theme {
			d.Themes = append(d.Themes, theme{Name: a.Theme})
		}
		last := &d.Themes[len(d.Themes)-1]
		last.Actions = append(last.Actions, shownOf(set, a))
		d.count(a)
	}
	for _, l := range set.Levers {
		d.Levers = append(d.Levers, shownOf(set, actions.Action{Entry: entry.Entry{ID: l.ID, Title: l.Title, Needs: l.Needs, Changes: l.Changes}}))
	}
	return template.Must(template.New("page").Parse(layout)).Execute(w, d)
}

func (d *data) count(a actions.Action) {
	if a.Model == "" {
		d.Ours++
	} else {
		d.OfTheirs++
	}
	if a.NoValue == "" {
		d.Priced++
	} else {
		d.Without++
	}
}

// costs are how the page says what an action does to a household's money.
var costs = map[entry.Cost]string{
	entry.SavesMoney: "saves money", entry.Free: "free", entry.CostsSome: "costs a little", entry.CostsMuch: "costs a lot",
}

func shownOf(set *actions.Set, a actions.Action) shown {
	e := shown{Action: a, Cost: costs[a.Cost]}
	for _, n := range a.Needs {
		e.Needs = append(e.Needs, line{n.Formula(), set.Reasons[n.Reason].In("fr")})
	}
	for _, c := range a.Changes {
		if c.Part == entry.Carbon {
			e.Carbon = append(e.Carbon, line{c.Formula(), c.Of})
		} else {
			e.Waste = append(e.Waste, line{c.Formula(), c.Of})
		}
	}
	if a.NoValue != "" {
		e.Why = set.Reasons[a.NoValue].In("fr")
	}
	return e
}
