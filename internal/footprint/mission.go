package footprint

import "capzero/models/missions"

// A Mission is something to do for a week, priced for this person: what a year
// weighs today less what it would weigh if the mission were done once in each of
// its weeks, of which one week is one time. Doing it n times is worth n times
// that. One that is done once and lasts is worth it in each week afterwards.
type Mission struct {
	ID        string
	Label     string
	Why       string
	Steps     []string
	Theme     MissionTheme
	Effort    int // 1 to 3
	Cost      Cost
	Lasts     bool // done once
	ForHome   bool // what the home does together
	MostTimes int  // how often it may count in one week
	Evidence  Evidence
	Closing   bool // withdrawn: it can be written down until its week is over

	State    ActionState
	Reason   string // in words, why it is worth nothing here; empty where it saves
	Question string // AsksFirst: the rule of the question to answer

	PerPerson Avoided // one time, for one person
	PerHome   Avoided // one time, for everybody of the home that it counts for
	Streams   []Line  // PerPerson in the bins, by name, in kg a week
	Moves     []Move  // which answers it changes here, in words

	Assumed    bool // rests on a habit that this person was not asked about
	OnAverages bool // nothing has been answered: these are a French average
	Source     string
	Note       string // what was assumed

	ReasonForeign Foreign
}

// A MissionTheme is a part of life that missions are about.
type MissionTheme string

// MissionThemes are all of them, in the order of the pages.
func MissionThemes() []MissionTheme {
	var all []MissionTheme
	for _, t := range missions.Themes() {
		all = append(all, MissionTheme(t))
	}
	return all
}

// Evidence is what stands behind a mission that was done.
type Evidence int

// The kinds of evidence, as the data has them.
const (
	Declared Evidence = iota // somebody says so
	Weighed                  // the bags were weighed
	Metered                  // a meter was read
	Attended                 // at a workshop
)

// mission says what a mission is worth here.
func (p *pricing) mission(m *missions.Mission) Mission {
	lang := p.locale.Tag()
	a := p.priceEntry(&m.Entry)
	priced := Mission{
		ID: m.ID, Label: a.Label, Why: m.Why.In(lang), Theme: MissionTheme(m.Theme), Effort: m.Effort, Cost: a.Cost,
		Lasts: m.Rhythm == missions.Once, ForHome: m.For == missions.WholeHome, MostTimes: m.Times, Evidence: Evidence(m.Evidence),
		State: a.State, Reason: a.Reason, Question: a.Question, ReasonForeign: a.ReasonForeign,
		Assumed: a.Assumed, OnAverages: p.answers.knownCount() == 0, Source: m.Source, Note: a.Note,
	}
	for _, step := range m.Steps {
		priced.Steps = append(priced.Steps, step.In(lang))
	}
	switch {
	case a.State != Saves:
	case m.NoValue != "":
		priced.State, priced.Reason = NotPriced, p.changes.reason(m.NoValue, lang)
	default:
		p.value(m, a, &priced)
	}
	return priced
}

// value says what the difference that was weighed last is worth. A footprint that
// grows is not bought by lighter bins, nor the other way round, and what only
// moves from one bin to another is not avoided.
func (p *pricing) value(m *missions.Mission, a Action, priced *Mission) {
	priced.Streams, priced.Moves = a.SavedWaste.Streams, a.Moves
	switch {
	case a.SavedKgCO2ePerYear <= -leastSaving, a.SavedWaste.KgPerWeek <= -leastWaste:
		a.State = Increases
	case a.SavedKgCO2ePerYear < leastSaving && a.SavedWaste.KgPerWeek < leastWaste:
		a.State = SavesNothing
	}
	if priced.State = a.State; a.State != Saves {
		priced.Reason = p.locale.T(whyNoMission(a))
		return
	}
	priced.PerPerson = p.avoidedBy(1)
	priced.PerHome = priced.PerPerson
	if priced.ForHome {
		priced.PerHome = p.avoidedBy(p.persons())
	}
}

// whyNoMission is the text that says why a mission that applies is worth nothing
// here.
func whyNoMission(a Action) string {
	if a.State == SavesNothing && a.SavedWaste.FromTheBag >= leastWaste {
		return "mission.only_moves"
	}
	return whyNot(a)
}

// persons is how many live in the home, an average where nobody has said so.
func (p *pricing) persons() float64 {
	persons, known := amount(p.ofCarbon, personsRule)
	if !known {
		return 1
	}
	return max(1, persons)
}
