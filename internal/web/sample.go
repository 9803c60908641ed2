package web

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"time"

	"capzero/internal/account"
	"capzero/internal/fault"
	"capzero/internal/footprint"
)

// A sample answers as the measures would, with data typed here. Figures are
// invented; they are shown in the gallery only.
type sample struct {
	next     string // rule of the question to answer now
	screen   footprint.Screen
	refusal  error // what answering is met with
	failure  error // what everything is met with
	themes   []footprint.ThemeProgress
	result   footprint.Result
	drawn    *footprint.Result // with its intervals; nil: as result is
	explain  footprint.Explanation
	actions  footprint.Actions
	whatIf   footprint.WhatIf
	recalc   *footprint.Recalculation // nil: it never was
	kept     []footprint.Milestone
	shift    footprint.Shift
	city     footprint.CityNumber
	public   bool // the city's number is published
	crash    bool
	limited  bool // the person has sent too much
	ill      bool // the program cannot serve
	people   people
	homes    homes
	contest  contest
	helm     helm
	box      ideaBox
	papers   papers
	clock    clock
	missions []footprint.Mission
	said     footprint.HomeSaid
	shared   *footprint.Shared // nil: nothing is shown
	answers  []footprint.ThemeProgress
}

// allowance is how many forms the person of a scene may send.
func (s sample) allowance() Limit {
	if s.limited {
		return Limit{}
	}
	return DefaultLimit
}

// ready is what the program says of itself.
func (s sample) ready(context.Context) error {
	if s.ill {
		return errors.New("a scene of the gallery")
	}
	return nil
}

// Start implements [Footprint].
func (s sample) Start(context.Context, string) (footprint.Token, error) {
	return sampleToken, s.failure
}

// StartOf implements [Footprint].
func (s sample) StartOf(context.Context, string, string) error { return s.failure }

// First implements [Footprint].
func (s sample) First(context.Context, footprint.Holder, string) (string, error) {
	return s.next, s.failure
}

// Screen implements [Footprint].
func (s sample) Screen(context.Context, footprint.Holder, string, string) (footprint.Screen, error) {
	return s.screen, s.failure
}

// Answer implements [Footprint].
func (s sample) Answer(context.Context, footprint.Holder, string, string, footprint.Input) (string, error) {
	return s.next, s.refusal
}

// NextIn implements [Footprint].
func (s sample) NextIn(context.Context, footprint.Holder, footprint.Theme, string) (string, error) {
	return s.next, s.failure
}

// NextBest implements [Footprint].
func (s sample) NextBest(context.Context, footprint.Holder, string) (string, error) {
	return s.next, s.failure
}

// Themes implements [Footprint].
func (s sample) Themes(context.Context, footprint.Holder, string) ([]footprint.ThemeProgress, error) {
	return s.themes, s.failure
}

// Result implements [Footprint].
func (s sample) Result(context.Context, footprint.Holder, string) (footprint.Result, error) {
	return s.result, s.failure
}

// Intervals implements [Intervals].
func (s sample) Intervals(context.Context, footprint.Holder, string) (footprint.Result, error) {
	if s.drawn != nil {
		return *s.drawn, s.failure
	}
	return s.result, s.failure
}

// Actions implements [Footprint].
func (s sample) Actions(context.Context, footprint.Holder, string, []string) (footprint.Actions, error) {
	return s.actions, s.failure
}

// WhatIf implements [Footprint].
func (s sample) WhatIf(context.Context, footprint.Holder, string, map[string]string) (footprint.WhatIf, error) {
	return s.whatIf, s.failure
}

// Recalculate implements [Footprint].
func (s sample) Recalculate(context.Context, footprint.Holder) error { return s.refusal }

// Recalculation implements [Footprint].
func (s sample) Recalculation(context.Context, footprint.Holder, string) (footprint.Recalculation, bool, error) {
	if s.recalc == nil {
		return footprint.Recalculation{}, false, s.failure
	}
	return *s.recalc, true, s.failure
}

// Acknowledge implements [Footprint].
func (s sample) Acknowledge(context.Context, footprint.Holder) error { return s.failure }

// Explain implements [Footprint].
func (s sample) Explain(context.Context, footprint.Holder, string, string) (footprint.Explanation, error) {
	return s.explain, s.failure
}

// Keep implements [Footprint].
func (s sample) Keep(context.Context, footprint.Holder) error { return s.refusal }

// Milestones implements [Footprint].
func (s sample) Milestones(context.Context, footprint.Holder) ([]footprint.Milestone, error) {
	return s.kept, s.failure
}

// NameMilestone implements [Footprint].
func (s sample) NameMilestone(context.Context, footprint.Holder, int, string) error { return s.refusal }

// DropMilestone implements [Footprint].
func (s sample) DropMilestone(context.Context, footprint.Holder, int) error { return s.refusal }

// Shift implements [Footprint].
func (s sample) Shift(context.Context, footprint.Holder, int, int, string) (footprint.Shift, error) {
	return s.shift, s.failure
}

// TellReasons implements [Footprint].
func (s sample) TellReasons(context.Context, footprint.Holder, int, int, map[string]footprint.ShiftReason) error {
	return s.refusal
}

// City implements [Footprint].
func (s sample) City(context.Context, string, string) (footprint.CityNumber, bool, error) {
	if s.crash {
		panic("a scene of the gallery")
	}
	return s.city, s.public, nil
}

// HomeSaid implements [Footprint].
func (s sample) HomeSaid(context.Context, footprint.Holder) (footprint.HomeSaid, error) {
	return s.said, s.failure
}

// SharedResult implements [Footprint].
func (s sample) SharedResult(context.Context, footprint.Person, footprint.Person, string) (footprint.Shared, error) {
	if s.shared == nil {
		return footprint.Shared{}, fault.New(fault.NotFound, "error.not_shared")
	}
	return *s.shared, nil
}

// SharedAnswers implements [Footprint].
func (s sample) SharedAnswers(context.Context, footprint.Person, footprint.Person, string) ([]footprint.ThemeProgress, error) {
	return s.answers, nil
}

// scenes is every page in every state: nothing yet, one, many, wrong input, what
// may not be done, long words, extreme figures.
var scenes = besideEachOther(slices.Concat(measureScenes, foreignScenes, accountScenes(), wayInScenes(), householdScenes(), consentScenes(), retentionScenes(),
	teamScenes(), organisationScenes(), cardScenes(), backstageScenes(), challengeScenes(), pastScenes(),
	ownTeamScenes(), cityTeamScenes(), togetherScenes(), rankingScenes(), steeringScenes(), ideaScenes(), cityDataScenes(), myDataScenes()))

// besideEachOther puts the states of a page beside each other, in the order in which the
// pages come first.
func besideEachOther(all []scene) []scene {
	place := map[string]int{}
	for i, sc := range all {
		if _, known := place[sc.page]; !known {
			place[sc.page] = i
		}
	}
	slices.SortStableFunc(all, func(a, b scene) int { return cmp.Compare(place[a.page], place[b.page]) })
	return all
}

var measureScenes = []scene{
	{page: "accueil", name: "debut", path: "/", nobody: true},
	{page: "accueil", name: "ville-vivante", path: "/", nobody: true, data: livingCity},
	{page: "accueil", name: "mesure-en-cours", path: "/", data: sample{next: kmRule, city: livingCity.city, public: true}},
	{page: "accueil", name: "mesure-faite", path: "/", data: livingCity},
	{page: "accueil", name: "en-saison", path: "/", nobody: true, data: sample{city: livingCity.city, public: true, contest: contest{season: &sampleSeason, together: sampleTogether()}}},
	{page: "accueil", name: "tres-grande-ville", path: "/", nobody: true, data: sample{city: hugeCity, public: true}},

	{page: "question", name: "choix", path: questionPath(dietRule, afterOpening), data: sample{screen: choiceScreen}},
	{page: "question", name: "choix-deja-repondu", path: questionPath(dietRule, afterOpening), data: sample{screen: answered(choiceScreen, footprint.Input{Value: "quelques fois"})}},
	{page: "question", name: "oui-non", path: questionPath(yesNoRule, afterOpening), data: sample{screen: yesNoScreen}},
	{page: "question", name: "je-ne-sais-pas", path: questionPath(yesNoRule, afterOpening), data: sample{screen: answered(yesNoScreen, footprint.Input{Unknown: true})}},
	{page: "question", name: "nombre", path: questionPath(kmRule, afterOpening), data: sample{screen: kmScreen}},
	{page: "question", name: "nombre-sans-suggestion", path: questionPath(surfaceRule, afterOpening), data: sample{screen: surfaceScreen}},
	{page: "question", name: "nombre-refuse", method: http.MethodPost, path: questionPath(kmRule, afterOpening), form: form("value", "beaucoup"),
		data: sample{screen: kmScreen, refusal: fault.At(fieldValue, fault.Invalid, "answer.not_a_number")}},
	{page: "question", name: "deux-reponses", method: http.MethodPost, path: questionPath(kmRule, afterOpening), form: form("value", "6500", fieldRow, rowUnknown), data: sample{screen: kmScreen}},
	{page: "question", name: "nombre-inhabituel", method: http.MethodPost, path: questionPath(surfaceRule, afterOpening), form: form("value", "4"),
		data: sample{screen: surfaceScreen, refusal: odd("4", "unusual.amount", "value", "4\u00a0m²")}},
	{page: "question", name: "mosaique-inhabituelle", method: http.MethodPost, path: questionPath(countsRule, afterOpening), form: form(fieldOf(countsRule+" . viande rouge . nombre"), "14"),
		data: sample{screen: countsScreen, refusal: odd("{}", "unusual.meals", "value", "28\u00a0repas par semaine")}},
	{page: "question", name: "mosaique-a-cocher", path: questionPath(selectionRule, afterTheme), data: sample{screen: selectionScreen}},
	{page: "question", name: "mosaique-rien-coche", method: http.MethodPost, path: questionPath(selectionRule, afterTheme), form: form(),
		data: sample{screen: selectionScreen, refusal: fault.At(fieldValue, fault.Invalid, "answer.nothing_ticked")}},
	{page: "question", name: "mosaique-a-compter", path: questionPath(countsRule, afterOpening), data: sample{screen: countsScreen}},
	{page: "question", name: "mosaique-refusee", method: http.MethodPost, path: questionPath(countsRule, afterOpening), form: form(fieldOf(countsRule+" . viande rouge . nombre"), "-3"),
		data: sample{screen: countsScreen, refusal: fault.At(countsRule+" . viande rouge . nombre", fault.Invalid, "answer.out_of_bounds", "min", 0, "max", 14)}},
	{page: "question", name: "premiere", path: questionPath(dietRule, afterOpening), data: sample{screen: sureWithin(choiceScreen, 3900, 15_400)}},
	{page: "question", name: "assez-precis", path: questionPath(kmRule, afterOpening), data: sample{screen: sureWithin(kmScreen, 7400, 9100)}},
	{page: "question", name: "essentiel-dit", path: questionPath(kmRule, afterOpening), data: sample{screen: essentialSaid(kmScreen)}},
	{page: "question", name: "precision-extreme", path: questionPath(kmRule, afterOpening), data: sample{screen: sureWithin(kmScreen, 0, 900_000)}},
	{page: "question", name: "sans-precision", path: questionPath(kmRule, afterOpening), data: sample{screen: sureWithin(kmScreen, 1, 0)}},
	{page: "question", name: "ordre-qui-s-adapte", path: questionPath(kmRule, afterOpening), data: sample{screen: adaptive(kmScreen)}},
	{page: "question", name: "mots-tres-longs", path: questionPath(dietRule, afterOpening), data: sample{screen: longScreen}},
	{page: "question", name: "ne-se-calcule-pas", path: questionPath(surfaceRule, afterResult), data: sample{screen: unknownEstimate(surfaceScreen)}},

	{page: "preciser", name: "sans-mesure", path: "/mesurer", nobody: true},
	{page: "preciser", name: "premieres-questions", path: "/mesurer", data: sample{next: kmRule, themes: themesAt(0)}},
	{page: "preciser", name: "en-cours", path: "/mesurer", data: sample{themes: themesAt(0.3)}},
	{page: "preciser", name: "reponse-a-redonner", path: "/mesurer", data: sample{themes: themesAt(0.3), recalc: &oneLost}},
	{page: "preciser", name: "tout-repondu", path: "/mesurer", data: sample{themes: themesAt(1)}},

	{page: "resultat", name: "premier-resultat", path: "/resultat", data: sample{result: usualResult}},
	{page: "resultat", name: "sans-reponse", path: "/resultat", data: sample{next: kmRule, result: averageResult}},
	{page: "resultat", name: "tout-repondu", path: "/resultat", data: sample{result: completeResult}},
	{page: "resultat", name: "ne-se-calcule-pas", path: "/resultat", data: sample{result: failedResult}},
	{page: "resultat", name: "extreme", path: "/resultat", data: sample{result: extremeResult}},
	{page: "resultat", name: "precision-en-cours", path: "/resultat", scripts: true, data: sample{result: undrawnResult, drawn: &usualResult}},
	{page: "resultat", name: "essentiel-dit", path: "/resultat", data: sample{result: essentialResult}},
	{page: "resultat", name: "precision-d-avant", path: "/resultat", scripts: true, data: sample{result: redrawnResult, drawn: &usualResult}},
	{page: "resultat", name: "sans-precision", path: "/resultat", data: sample{result: undrawnResult}},
	{page: "resultat", name: "imprimer", path: "/resultat/imprimer", data: sample{result: usualResult}},
	{page: "resultat", name: "partager", path: "/resultat/partager"},

	{page: "resultat", name: "foyers-semblables", path: "/resultat", data: sample{result: comparedResult}},
	{page: "resultat", name: "pas-assez-de-semblables", path: "/resultat", data: sample{result: aloneResult}},
	{page: "resultat", name: "modele-plus-recent", path: "/resultat", data: sample{result: outdatedResult}},
	{page: "resultat", name: "vient-d-etre-recalcule", path: "/resultat", data: sample{result: toldResult(false)}},
	{page: "resultat", name: "recalcul-deja-vu", path: "/resultat", data: sample{result: toldResult(true)}},

	{page: "et-si", name: "comme-aujourd-hui", path: "/resultat/et-si", data: sample{whatIf: usualLevers}},
	{page: "et-si", name: "moins", path: "/resultat/et-si?voiture-km=3000", data: sample{whatIf: fewerKilometres}},
	{page: "et-si", name: "plus", path: "/resultat/et-si?voiture-km=20000", data: sample{whatIf: moreKilometres}},
	{page: "et-si", name: "refuse", path: "/resultat/et-si?voiture-km=beaucoup", data: sample{whatIf: refusedLever}},
	{page: "et-si", name: "ne-se-calcule-pas", path: "/resultat/et-si", data: sample{}},

	{page: "gestes", name: "sans-reponse", path: "/gestes", data: sample{next: kmRule, actions: unansweredActions}},
	{page: "gestes", name: "quelques-uns", path: "/gestes", data: sample{actions: someActions}},
	{page: "gestes", name: "beaucoup", path: "/gestes?tri=poubelle", data: sample{actions: manyActions}},
	{page: "gestes", name: "ensemble", path: "/gestes?geste=voiture-electrique&geste=voiture-moitie", data: sample{actions: togetherActions}},
	{page: "gestes", name: "ensemble-ne-se-calcule-pas", path: "/gestes?geste=voiture-moitie", data: sample{actions: togetherUnknown}},
	{page: "gestes", name: "filtres", path: "/gestes?effort=faible&theme=alimentation&geste=voiture-moitie", data: sample{actions: togetherActions}},
	{page: "gestes", name: "filtre-sans-rien", path: "/gestes?effort=moyen&cout=cher&theme=achats", data: sample{actions: someActions}},
	{page: "gestes", name: "ne-se-calcule-pas", path: "/gestes", data: sample{actions: failedActions}},
	{page: "gestes", name: "mots-tres-longs", path: "/gestes", data: sample{actions: longActions}},
	{page: "geste", name: "chiffre", path: "/gestes/voiture-moitie", data: sample{actions: someActions}},
	{page: "geste", name: "dechets-seuls", path: "/gestes/tri-verre", data: sample{actions: someActions}},
	{page: "geste", name: "suppose", path: "/gestes/travail-teletravail", data: sample{actions: someActions}},
	{page: "geste", name: "reponse-a-donner", path: "/gestes/pompe-a-chaleur", data: sample{actions: someActions}},
	{page: "geste", name: "sans-chiffre", path: "/gestes/acheter-en-vrac", data: sample{actions: someActions}},
	{page: "geste", name: "pas-pour-vous", path: "/gestes/avion-arret", data: sample{actions: someActions}},
	{page: "geste", name: "mots-tres-longs", path: "/gestes/voiture-moitie", data: sample{actions: longActions}},
	{page: "geste", name: "inconnu", path: "/gestes/repeindre-la-lune", data: sample{actions: someActions}},

	{page: "recalcul", name: "jamais", path: "/resultat/recalcul", data: sample{}},
	{page: "recalcul", name: "plus", path: "/resultat/recalcul", data: sample{recalc: &raised}},
	{page: "recalcul", name: "moins", path: "/resultat/recalcul", data: sample{recalc: &lowered}},
	{page: "recalcul", name: "presque-pareil", path: "/resultat/recalcul", data: sample{recalc: &hardlyMoved}},
	{page: "recalcul", name: "pareil", path: "/resultat/recalcul", data: sample{recalc: &unmoved}},
	{page: "recalcul", name: "une-reponse-a-redonner", path: "/resultat/recalcul", data: sample{recalc: &oneLost}},
	{page: "recalcul", name: "beaucoup", path: "/resultat/recalcul", data: sample{recalc: &manyLost}},
	{page: "recalcul", name: "reponses-redonnees", path: "/resultat/recalcul", data: sample{recalc: &allGiven}},
	{page: "recalcul", name: "sans-resultat", path: "/resultat/recalcul", data: sample{next: kmRule, recalc: &unmeasured}},
	{page: "recalcul", name: "sans-ancien-modele", path: "/resultat/recalcul", data: sample{recalc: &untraced}},
	{page: "recalcul", name: "dechets-seuls", path: "/resultat/recalcul", data: sample{recalc: &wasteOnly}},
	{page: "recalcul", name: "impossible", method: http.MethodPost, path: "/resultat/recalculer", form: form(),
		data: sample{refusal: fault.New(fault.Conflict, "error.recalculation_impossible")}},

	{page: "bilans", name: "aucun", path: "/bilans"},
	{page: "bilans", name: "un", path: "/bilans", data: sample{kept: manyKept[:1]}},
	{page: "bilans", name: "deux", path: "/bilans", data: sample{kept: manyKept[:2]}},
	{page: "bilans", name: "beaucoup", path: "/bilans", data: sample{kept: manyKept}},
	{page: "bilans", name: "meme-soir", path: "/bilans", data: sample{kept: sameEvening}},
	{page: "bilans", name: "modele-disparu", path: "/bilans", data: sample{kept: unreadableKept}},
	{page: "bilans", name: "extremes", path: "/bilans", data: sample{kept: extremeKept}},
	{page: "bilans", name: "un-seul", path: "/bilans/6", data: sample{kept: manyKept}},
	{page: "bilans", name: "un-seul-illisible", path: "/bilans/1", data: sample{kept: unreadableKept}},
	{page: "bilans", name: "nom-refuse", method: http.MethodPost, path: "/bilans/7/nom", form: form(footprint.NameField, repeated("grand ", 11)),
		data: sample{kept: manyKept[:2], refusal: fault.At(footprint.NameField, fault.Invalid, "milestone.name_too_long", "max", footprint.LongestName)}},
	{page: "bilans", name: "pas-fini", method: http.MethodPost, path: "/bilans", form: form(),
		data: sample{refusal: fault.New(fault.Conflict, "error.milestone_unfinished")}},
	{page: "bilans", name: "introuvable", path: "/bilans/zero/depuis/un"},
	{page: "changements", name: "a-preciser", path: shiftPath(1, 2), data: sample{shift: openShift}},
	{page: "changements", name: "tout-dit", path: shiftPath(1, 2), data: sample{shift: toldShift}},
	{page: "changements", name: "correction-seule", path: shiftPath(1, 2), data: sample{shift: correctedShift}},
	{page: "changements", name: "modele-seul", path: shiftPath(1, 2), data: sample{shift: modelShift}},
	{page: "changements", name: "rien", path: shiftPath(1, 2), data: sample{shift: stillShift}},
	{page: "changements", name: "modele-disparu", path: shiftPath(1, 2), data: sample{shift: unknownShift}},
	{page: "changements", name: "mots-tres-longs", path: shiftPath(1, 2), data: sample{shift: longShift}},

	{page: "explication", name: "formule", path: explanationPath(carRule), data: sample{explain: carExplanation}},
	{page: "explication", name: "reponse", path: explanationPath(kmRule), data: sample{explain: kmExplanation}},
	{page: "explication", name: "moyenne", path: explanationPath(kmRule), data: sample{explain: averageExplanation}},
	{page: "explication", name: "constante", path: explanationPath(factorRule), data: sample{explain: factorExplanation}},
	{page: "explication", name: "ne-s-applique-pas", path: explanationPath(carRule), data: sample{explain: notApplicable}},

	{page: "graphiques", name: "barres-vide", path: chartPath("barres", "vide"), nobody: true},
	{page: "graphiques", name: "barres-une", path: chartPath("barres", "une"), nobody: true},
	{page: "graphiques", name: "barres-beaucoup", path: chartPath("barres", "beaucoup"), nobody: true},
	{page: "graphiques", name: "barres-extreme", path: chartPath("barres", "extreme"), nobody: true},
	{page: "graphiques", name: "point-vide", path: chartPath("point", "vide"), nobody: true},
	{page: "graphiques", name: "point-une", path: chartPath("point", "une"), nobody: true},
	{page: "graphiques", name: "point-beaucoup", path: chartPath("point", "beaucoup"), nobody: true},
	{page: "graphiques", name: "point-extreme", path: chartPath("point", "extreme"), nobody: true},
	{page: "graphiques", name: "bande-vide", path: chartPath("bande", "vide"), nobody: true},
	{page: "graphiques", name: "bande-une", path: chartPath("bande", "une"), nobody: true},
	{page: "graphiques", name: "bande-beaucoup", path: chartPath("bande", "beaucoup"), nobody: true},
	{page: "graphiques", name: "bande-extreme", path: chartPath("bande", "extreme"), nobody: true},
	{page: "graphiques", name: "histogramme-vide", path: chartPath("histogramme", "vide"), nobody: true},
	{page: "graphiques", name: "histogramme-une", path: chartPath("histogramme", "une"), nobody: true},
	{page: "graphiques", name: "histogramme-beaucoup", path: chartPath("histogramme", "beaucoup"), nobody: true},
	{page: "graphiques", name: "histogramme-extreme", path: chartPath("histogramme", "extreme"), nobody: true},

	{page: "ville", name: "debut", path: "/ville", nobody: true},
	{page: "ville", name: "vivante", path: "/ville", data: livingCity},
	{page: "methode", name: "page", path: "/methode", nobody: true},
	{page: "vos-donnees", name: "rien", path: "/vos-donnees", nobody: true},
	{page: "vos-donnees", name: "mesure-en-cours", path: "/vos-donnees", data: sample{next: kmRule}},
	{page: "vos-donnees", name: "sans-confirmation", method: http.MethodPost, path: "/vos-donnees/effacer", form: form(), data: sample{next: kmRule}},
	{page: "vos-donnees", name: "avec-un-compte", path: "/vos-donnees", data: sample{people: people{session: somebody("Anne")}}},
	{page: "vos-donnees", name: "pour-la-ville", path: "/vos-donnees", data: sample{people: people{session: somebody("Ivo", account.Steward)}}},
	{page: "vos-donnees", name: "effacees", path: "/vos-donnees?efface=oui", nobody: true},
	{page: "accessibilite", name: "page", path: "/accessibilite", nobody: true},

	{page: "erreur", name: "introuvable", path: "/n-existe-pas", nobody: true},
	{page: "erreur", name: "mesure-effacee", path: "/resultat", data: sample{failure: fault.New(fault.Unauthenticated, "error.session_gone")}},
	{page: "erreur", name: "sans-mesure", path: "/resultat", nobody: true},
	{page: "erreur", name: "question-disparue", path: questionPath(kmRule, afterOpening), data: sample{failure: fault.New(fault.Conflict, "error.question_gone")}},
	{page: "erreur", name: "trop-lourd", method: http.MethodPost, path: questionPath(kmRule, afterOpening), bytes: 10 << 20},
	{page: "erreur", name: "trop-de-demandes", method: http.MethodPost, path: "/mesurer", data: sample{limited: true}},
	{page: "erreur", name: "disque-plein", path: "/resultat", data: sample{failure: fault.New(fault.NoRoom, "error.no_room")}},
	{page: "erreur", name: "panne", path: "/ville", nobody: true, data: sample{crash: true}},
}

// odd is what an unusual answer is met with.
func odd(given, key string, args ...any) error {
	return &footprint.Unusual{Fault: fault.At(footprint.ConfirmField, fault.Invalid, key, args...), Given: given}
}

// day is when the samples were computed.
var day = time.Date(2026, time.November, 23, 18, 30, 0, 0, time.UTC)

var livingCity = sample{public: true, city: footprint.CityNumber{
	Households: 286, TakenAt: day, TotalMeanKgCO2ePerYear: 8140, WasteMeanKgPerWeek: 4.9,
	Mean: []footprint.Line{
		{Rule: "transport", Label: "Transports", Amount: 2310, Known: true},
		{Rule: "alimentation", Label: "Alimentation", Amount: 2080, Known: true},
		{Rule: "logement", Label: "Logement", Amount: 1460, Known: true},
		{Rule: "services sociétaux", Label: "Services publics et marchands", Amount: 1450, Known: true},
		{Rule: "divers", Label: "Achats", Amount: 840, Known: true},
	},
}}

var hugeCity = footprint.CityNumber{
	Households: 2_148_271, TakenAt: day, TotalMeanKgCO2ePerYear: 12_345_678, WasteMeanKgPerWeek: 1234.5,
	Mean: []footprint.Line{
		{Label: "Transports intercommunautaires anticonstitutionnellement", Amount: 12_000_000, Known: true},
		{Rule: "alimentation", Label: "Alimentation", Amount: 345_678, Known: true},
		{Rule: "logement", Label: "Logement", Amount: 0, Known: true},
	},
}

// form writes a posted form from names and values in turn.
func form(pairs ...string) url.Values {
	values := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		values.Set(pairs[i], pairs[i+1])
	}
	return values
}

func answered(s footprint.Screen, in footprint.Input) footprint.Screen {
	s.Answered, s.Given = true, in
	return s
}

// sureWithin is a screen whose figure lies between two amounts; the wrong way
// round they are no interval.
func sureWithin(s footprint.Screen, low, high float64) footprint.Screen {
	s.Estimate.Interval = footprint.Interval{Low: low, High: high, Known: low <= high}
	return s
}

// essentialSaid is a screen where open questions are no longer worth asking.
func essentialSaid(s footprint.Screen) footprint.Screen {
	s.Estimate.Narrowable = 0.05
	return s
}

// adaptive is a screen of an order that depends on the answers.
func adaptive(s footprint.Screen) footprint.Screen {
	s.Of = 0
	return s
}

func unknownEstimate(s footprint.Screen) footprint.Screen {
	s.Estimate = footprint.Estimate{}
	return s
}
