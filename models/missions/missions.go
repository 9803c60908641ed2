// Package missions reads what people do for a week of the challenge, from files
// that the city's facilitators can read and propose:
//
//	deux-repas-vegetariens:
//	  titre: Remplacer deux repas de viande par deux repas végétariens
//	  thème: alimentation
//	  pourquoi: La viande rouge pèse lourd dans le climat.
//	  étapes: [ Choisissez les deux repas., Essayez des lentilles., Notez ce qui a plu. ]
//	  effort: 1
//	  coût: économise
//	  rythme: semaine
//	  pour: personne
//	  fois: 3
//	  preuve: déclarée
//	  carbone:
//	    alimentation . plats . viande rouge . nombre: max(0, …)
//	  source: https://example.org
//
// Every text is there in French, English and Serbian. What a mission is worth is
// not in the file: the formulas say how somebody lives who does it once in every
// week of the year, or who has done it, and the package that measures households
// takes the difference. A mission without a figure names the reason. Needs,
// changes and how they are compiled into a model are those of package entry.
package missions

import "capzero/models/entry"

// A Mission is something to do in a week, or once for good.
type Mission struct {
	entry.Entry
	Theme    string // one of Themes
	Why      entry.Texts
	Steps    []entry.Texts // three
	Rhythm   Rhythm
	For      For
	Times    int // how often it may count in one week, 1 for one that is done once
	Evidence Evidence
}

// Themes are the parts of life that missions are about, in the order of the pages.
func Themes() []string {
	return []string{"alimentation", "mobilité", "logement", "objets", "déchets", "eau", "ensemble"}
}

// A Rhythm says how long a mission has its effect.
type Rhythm int

// The rhythms.
const (
	Weekly Rhythm = iota // done week by week
	Once                 // done once, its effect lasts
)

// rhythms is how the files name them.
var rhythms = []string{"semaine", "une fois"}

// For says who does a mission.
type For int

// Who does a mission.
const (
	OnePerson For = iota // what one adult does
	WholeHome            // what the home does together: it counts for each of its persons
)

// doers is how the files name them.
var doers = []string{"personne", "foyer"}

// Evidence is what stands behind a mission that was done.
type Evidence int

// The kinds of evidence.
const (
	Declared Evidence = iota // somebody says so
	Weighed                  // the bags were weighed
	Metered                  // a meter was read
	Attended                 // at a workshop
)

// kindsOfEvidence is how the files name them.
var kindsOfEvidence = []string{"déclarée", "pesée", "relevée", "présence"}

// A Set is everything that was read.
type Set struct {
	Missions []Mission              // in the order of the files
	Reasons  map[string]entry.Texts // those of the files, and those that were there before
	Version  string                 // changes with the files
}

// root is the rule under which the formulas stand in a model.
const root = "missions chiffrées"

// Root is the rule under which the formulas stand in a model.
func (s *Set) Root() string { return root }

// Rules are the formulas that speak of one model.
func (s *Set) Rules(part entry.Part) []entry.Rule {
	var rules []entry.Rule
	for _, m := range s.Missions {
		rules = append(rules, entry.RulesOf(m.ID, m.Needs, m.Changes, part)...)
	}
	return rules
}
