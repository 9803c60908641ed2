package footprint

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"text/template"

	"capzero/models/entry"
	"capzero/models/missions"
)

var writeMissions = flag.Bool("missions", false, "write docs/missions.md")

// TestThePageOfMissionsIsTrue to the data and to the models: what it says three
// households save is what they save.
func TestThePageOfMissionsIsTrue(t *testing.T) {
	const file = "../../docs/missions.md"
	page := template.Must(template.ParseFiles("testdata/missions.md.tmpl"))
	var want strings.Builder
	if err := page.Execute(&want, pageOfMissions(t)); err != nil {
		t.Fatal(err)
	}
	if *writeMissions {
		if err := os.WriteFile(file, []byte(want.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want.String() {
		t.Error("docs/missions.md is not what the data says: run make missions")
	}
}

// A missionPage is what the page shows.
type missionPage struct {
	Version       string
	Count, Priced int
	Households    []shownHousehold
	Themes        []shownTheme
	reasons       map[string]entry.Texts
}

// Reason is why a need does not hold, in French.
func (p missionPage) Reason(key string) string { return p.reasons[key].In("fr") }

// A shownHousehold is one of the published personas.
type shownHousehold struct{ Name, Who string }

type shownTheme struct {
	Name     string
	Missions []shownMission
}

// A shownMission is one in words.
type shownMission struct {
	*missions.Mission
	Costs, Often, Who, Evidence string
	Why                         string // it has no figure
	Worth                       []shownWorth
}

// Changes says which model a change is of.
func (m shownMission) Changes() []shownChange {
	var all []shownChange
	for _, c := range m.Mission.Changes {
		all = append(all, shownChange{c, c.Part == entry.Waste})
	}
	return all
}

type shownChange struct {
	entry.Change
	OfWaste bool
}

type shownWorth struct{ Name, Text string }

func pageOfMissions(t *testing.T) missionPage {
	t.Helper()
	s := newPublished(t)
	set := must(publishedMissions())
	page := missionPage{Version: set.Version, Count: len(set.Missions), reasons: set.Reasons, Households: []shownHousehold{
		{"marie", "who lives as France does on average"},
		{"corentin", "a student alone in 25 m² who rides a scooter"},
		{"sandy", "with two children in a house, 20,000 km by car a year"},
	}}
	var pricings []*pricing
	personas := readPersonas(t)
	for _, h := range page.Households {
		r := s.current.reference.read(answersOf(s.current.reference, personas[h.Name]))
		defer r.close()
		pricings = append(pricings, r.newPricing(s.current.changes))
	}
	for _, theme := range missions.Themes() {
		shown := shownTheme{Name: theme}
		for i := range set.Missions {
			if m := &set.Missions[i]; m.Theme == theme {
				shown.Missions = append(shown.Missions, page.shown(m, pricings))
			}
		}
		page.Themes = append(page.Themes, shown)
	}
	return page
}

func (page *missionPage) shown(m *missions.Mission, of []*pricing) shownMission {
	shown := shownMission{
		Mission:  m,
		Costs:    [...]string{"saves money", "free", "costs a little", "costs a lot"}[m.Cost],
		Often:    fmt.Sprintf("week by week, counts %d× at most", m.Times),
		Who:      [...]string{"one person", "the whole home"}[m.For],
		Evidence: [...]string{"declared", "weighed", "metered", "attended"}[m.Evidence],
	}
	if m.Rhythm == missions.Once {
		shown.Often = "once, it lasts"
	}
	if m.NoValue != "" {
		shown.Why = page.Reason(m.NoValue)
		return shown
	}
	page.Priced++
	for i, p := range of {
		shown.Worth = append(shown.Worth, shownWorth{page.Households[i].Name, inKilograms(p.mission(m))})
	}
	return shown
}

// inKilograms is what a mission is worth, in words.
func inKilograms(m Mission) string {
	var parts []string
	if m.PerPerson.GramsCO2e > 0 {
		parts = append(parts, fmt.Sprintf("%.3f CO₂e", float64(m.PerPerson.GramsCO2e)/1000))
	}
	if m.PerPerson.GramsWaste() > 0 {
		parts = append(parts, fmt.Sprintf("%.3f waste", float64(m.PerPerson.GramsWaste())/1000))
	}
	switch {
	case len(parts) > 0:
		return strings.Join(parts, ", ")
	case m.State == SavesNothing, m.State == Increases:
		return "0"
	}
	return "–"
}
