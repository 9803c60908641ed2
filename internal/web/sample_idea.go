package web

import (
	"context"
	"net/url"

	"capzero/internal/account"
	"capzero/internal/fault"
	"capzero/internal/footprint"
	"capzero/internal/idea"
)

// An ideaBox is what package idea answers in a scene.
type ideaBox struct {
	all   []idea.Idea
	steps []idea.Step
	fails error
}

// Names implements [Ideas].
func (b ideaBox) Names() idea.Known {
	return idea.Known{Reasons: []string{"apprendre", "compte-a-l-usage", "compte-ailleurs", "mesurer-n-economise-pas", "pas-dans-le-modele"}}
}

// Propose implements [Ideas].
func (b ideaBox) Propose(context.Context, string, string, idea.Draft) (int, error) { return 3, b.fails }

// Decide implements [Ideas].
func (b ideaBox) Decide(context.Context, string, string, int, idea.State, string) error {
	return b.fails
}

// Ideas implements [Ideas].
func (b ideaBox) Ideas(context.Context, string) ([]idea.Idea, error) { return b.all, nil }

// Idea implements [Ideas].
func (b ideaBox) Idea(_ context.Context, _ string, number int) (idea.Idea, []idea.Step, error) {
	for _, i := range b.all {
		if i.Number == number {
			return i, b.steps, nil
		}
	}
	return idea.Idea{}, nil, fault.New(fault.NotFound, "idea.unknown")
}

// NumberQuestions implements [Footprint].
func (s sample) NumberQuestions(string) []footprint.Question {
	return []footprint.Question{kmScreen.Question, surfaceScreen.Question}
}

func sampleIdea(number int, state idea.State, title, why string) idea.Idea {
	return idea.Idea{Number: number, State: state, By: "ZOE", At: day.AddDate(0, 0, number-9), Why: why, Draft: idea.Draft{
		Title: title, About: "Les petits trajets sont ceux où la voiture consomme le plus.",
		Steps: [3]string{"Choisissez un trajet.", "Préparez le vélo la veille.", "Notez le temps que vous mettez."},
		Theme: "mobilité", Effort: 2, Cost: "gratuit", Rhythm: "semaine", For: "personne", Times: 2, Evidence: "déclarée",
		Source: "https://agirpourlatransition.ademe.fr", Note: "Un aller-retour de six kilomètres.",
		Worth: idea.OfAnswers, Changes: []idea.Change{{Question: kmRule, How: idea.Less, Amount: 312}},
		Need: &idea.Need{Question: kmRule, AtLeast: 624},
	}}
}

// ideaScenes are the missions that facilitators propose.
func ideaScenes() []scene {
	all := []idea.Idea{
		sampleIdea(3, idea.Proposed, "Aller au marché à vélo", ""),
		sampleIdea(2, idea.Published, "Partager une machine à laver entre voisins", ""),
		sampleIdea(1, idea.Declined, "Couper le chauffage une semaine", "C’est dangereux pour les personnes fragiles."),
	}
	gone := sampleIdea(4, idea.Withdrawn, repeated("Interminable", 8), "La source ne dit pas cela.")
	gone.Worth, gone.Changes, gone.Need, gone.Stream, gone.Kg = idea.OfStream, nil, nil, "glass", 0.3
	box := ideaBox{all: append([]idea.Idea{gone}, all...), steps: []idea.Step{
		{To: idea.Proposed, By: "ZOE", At: day.AddDate(0, 0, -6)}, {To: idea.Declined, By: "MARC", Why: "La source manque d’un chiffre.", At: day.AddDate(0, 0, -3)},
		{To: idea.Published, By: "", At: day},
	}}
	at := func(name, path string, b ideaBox, role account.Role) scene {
		sc := looking("idees", name, path, people{session: somebody("Marc", role)})
		sc.data.box = b
		return sc
	}
	posted := func(name, path string, form url.Values, refusal error) scene {
		b := box
		b.fails = refusal
		sc := at(name, path, b, account.Officer)
		sc.method, sc.form = "POST", form
		return sc
	}
	typed := url.Values{
		idea.TitleField: {"Aller au marché à vélo"}, idea.AboutField: {"C’est plus rapide."}, idea.StepField + "1": {"Prévoyez un sac."},
		idea.StepField + "2": {"Partez tôt."}, idea.StepField + "3": {"Notez."}, idea.ThemeField: {"mobilité"}, idea.EffortField: {"2"}, idea.TimesField: {"2"},
		idea.WorthField: {string(idea.OfAnswers)}, idea.QuestionField + "1": {kmRule}, idea.HowField + "1": {string(idea.Less)}, idea.AmountField + "1": {"312"},
	}
	return []scene{
		at("aucune", ideasPath, ideaBox{}, account.Facilitator),
		at("plusieurs", ideasPath, box, account.Facilitator),
		at("nouvelle", ideasPath+"/nouvelle", box, account.Facilitator),
		posted("sans-source", ideasPath+"/nouvelle", typed, fault.At(idea.SourceField, fault.Invalid, "idea.source_missing")),
		posted("refusee-par-le-modele", ideasPath+"/nouvelle", typed, fault.At(idea.AmountField+"1", fault.Invalid, "idea.lint", "words", "units differ")),
		at("a-relire", ideaPath(3), box, account.Officer),
		at("a-relire-animation", ideaPath(3), box, account.Facilitator),
		at("publiee", ideaPath(2)+"?fait", box, account.Officer),
		at("retiree", ideaPath(4), box, account.Officer),
		posted("sans-raison", ideaPath(3)+"/refuser", url.Values{idea.ReasonField: {" "}}, fault.At(idea.ReasonField, fault.Invalid, "idea.reason_missing")),
		posted("decidee-entre-temps", ideaPath(3)+"/refuser", url.Values{idea.ReasonField: {"Non."}}, fault.New(fault.Conflict, "idea.not_now")),
		at("inconnue", ideaPath(77), box, account.Officer),
		at("interdites", ideasPath, ideaBox{}, account.Steward),
	}
}
