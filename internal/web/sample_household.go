package web

import (
	"context"
	"time"

	"capzero/internal/fault"
	"capzero/internal/footprint"
	"capzero/internal/household"
)

// A homes is what package household answers in a scene.
type homes struct {
	lives       *household.Household // nil: nowhere
	invitations []household.Invitation
	invited     household.Invited
	proposals   []household.Invited
	sharings    household.Sharings
	standings   map[household.Purpose]household.Standing
	fails       error // what a form or a link meets
}

// Of implements [Households].
func (h homes) Of(context.Context, string) (household.Household, bool, error) {
	if h.lives == nil {
		return household.Household{}, false, nil
	}
	return *h.lives, true, nil
}

// Create implements [Households].
func (h homes) Create(context.Context, string, household.Home) (household.ID, error) {
	return "SAMPLE", h.fails
}

// Correct implements [Households].
func (h homes) Correct(context.Context, string, household.Home) error { return h.fails }

// Move implements [Households].
func (h homes) Move(context.Context, string, household.Home, household.Day) error { return h.fails }

// Stay implements [Households].
func (h homes) Stay(context.Context, string) error { return h.fails }

// AddChild implements [Households].
func (h homes) AddChild(context.Context, string, string) error { return h.fails }

// RenameChild implements [Households].
func (h homes) RenameChild(context.Context, string, int, string) error { return h.fails }

// RemoveChild implements [Households].
func (h homes) RemoveChild(context.Context, string, int) error { return h.fails }

// AddAbsence implements [Households].
func (h homes) AddAbsence(context.Context, string, household.Day, household.Day) error {
	return h.fails
}

// RemoveAbsence implements [Households].
func (h homes) RemoveAbsence(context.Context, string, int) error { return h.fails }

// Leave implements [Households].
func (h homes) Leave(context.Context, string) (bool, error) { return false, h.fails }

// Split implements [Households].
func (h homes) Split(context.Context, string, household.Parting) (household.ID, error) {
	return "SAMPLE", h.fails
}

// InviteByLink implements [Households].
func (h homes) InviteByLink(context.Context, string, int) (string, time.Time, error) {
	return sampleLink, day.Add(7 * 24 * time.Hour), h.fails
}

// InviteByCode implements [Households].
func (h homes) InviteByCode(context.Context, string) (string, time.Time, error) {
	return sampleLetters, day.Add(15 * time.Minute), h.fails
}

// Invitations implements [Households].
func (h homes) Invitations(context.Context, string) ([]household.Invitation, error) {
	return h.invitations, nil
}

// Withdraw implements [Households].
func (h homes) Withdraw(context.Context, string, string) error { return h.fails }

// Look implements [Households].
func (h homes) Look(_ context.Context, person, secret string) (household.Invited, error) {
	if isFault(h.fails, "household.join_leaves") {
		return h.invited, nil
	}
	return h.invited, h.fails
}

// Join implements [Households].
func (h homes) Join(context.Context, string, string, bool) (household.ID, error) {
	return "SAMPLE", h.fails
}

// Proposals implements [Households].
func (h homes) Proposals(context.Context, string) ([]household.Invited, error) {
	return h.proposals, nil
}

// Follow implements [Households].
func (h homes) Follow(context.Context, string, string) (household.ID, error) {
	return "SAMPLE", h.fails
}

// Decline implements [Households].
func (h homes) Decline(context.Context, string, string) error { return h.fails }

// Sharings implements [Households].
func (h homes) Sharings(context.Context, string) (household.Sharings, error) { return h.sharings, nil }

// Share implements [Households].
func (h homes) Share(context.Context, string, household.Thing) error { return h.fails }

// Unshare implements [Households].
func (h homes) Unshare(context.Context, string, household.Thing) error { return h.fails }

const (
	sampleLink    = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	sampleLetters = "BCDFGH"
)

// The people of the samples. SAMPLE is who looks.
var (
	anneLives  = household.Member{Number: 1, Person: "SAMPLE", Name: "Anne", Since: day}
	marcLives  = household.Member{Number: 2, Person: "MARC", Name: "Marc", Since: day}
	aichaLives = household.Member{Number: 3, Person: "AICHA", Name: "عائشة", Since: day}
	longLives  = household.Member{Number: 4, Person: "LONG", Name: repeated("Wolfeschlegelsteinhausen", 2), Since: day}
	nameless   = household.Member{Number: 5, Person: "NONAME", Since: day}
	leaLives   = household.Member{Number: 6, Name: "Léa", Since: day}
	childLives = household.Member{Number: 7, Since: day}
	hebrewKid  = household.Member{Number: 8, Name: "נועה " + repeated("מאוד", 12), Since: day}
)

var flat = household.Period{From: "2026-09-01", Home: household.Home{City: "issy", Housing: household.Flat, Persons: 3, Children: 1}}

// livingIn is a household of some people.
func livingIn(members ...household.Member) *household.Household {
	home := flat
	home.Persons, home.Children = len(members), 0
	for _, m := range members {
		if m.Child() {
			home.Children++
		}
	}
	return &household.Household{ID: "SAMPLE", Home: home, Homes: []household.Period{home}, Members: members, Since: day}
}

// movingOut is a household that lives elsewhere from a day on.
func movingOut(h *household.Household) *household.Household {
	next := household.Period{From: "2027-01-04", Home: household.Home{City: "issy", Zone: "val-de-seine", Housing: household.House, Persons: 3, Children: 1, NightsAway: 2}}
	h.Next = &next
	h.Home.Zone, h.Home.NightsAway = "autre", 1
	h.Absences = awayThrice
	return h
}

var awayThrice = []household.Absence{
	{Number: 1, Left: "2026-07-10", Back: "2026-08-01"}, {Number: 2, Left: "2026-10-24", Back: "2026-10-31"}, {Number: 3, Left: "2026-12-19", Back: "2027-01-03"},
}

// open are invitations that still let somebody in.
var openInvitationSample = []household.Invitation{
	{ID: "LINK", Kind: household.Link, MadeBy: "Anne", Made: day, Expires: day.Add(5 * 24 * time.Hour), Places: 2, State: household.Open},
	{ID: "CODE", Kind: household.Code, MadeBy: "", Made: day, Expires: day.Add(12 * time.Minute), Places: 1, State: household.Open},
	{ID: "FOLLOW", Kind: household.Following, MadeBy: "Anne", For: repeated("Wolfeschlegelsteinhausen", 2), Made: day, Expires: day.Add(20 * 24 * time.Hour), Places: 1, State: household.Open},
	{ID: "USED", Kind: household.Link, MadeBy: "Marc", Made: day, Expires: day.Add(time.Hour), State: household.Used},
}

func personOf(m household.Member) household.Person {
	return household.Person{ID: m.Person, Name: m.Name}
}

// sharingSample is what Anne shows to Marc and what Marc shows to Anne.
var sharingSample = household.Sharings{
	On: true,
	Mine: []household.Sharing{
		{Owner: personOf(anneLives), Reader: personOf(marcLives), Thing: household.Footprint, Since: day},
	},
	Theirs: []household.Sharing{
		{Owner: personOf(marcLives), Reader: personOf(anneLives), Thing: household.Footprint, Since: day},
		{Owner: personOf(marcLives), Reader: personOf(anneLives), Thing: household.PersonalAnswers, Since: day},
	},
	Unseen: map[household.Thing][]household.Person{household.Footprint: {personOf(aichaLives)}},
}

// sharedSample is a footprint that another adult shows.
var sharedSample = footprint.Shared{
	Complete: true,
	Carbon:   footprint.Line{Rule: "bilan", Amount: 6420, Known: true, Interval: footprint.Interval{Low: 5600, High: 7400, Known: true}},
	Categories: []footprint.Line{
		{Rule: "transport", Amount: 2610, Known: true}, {Rule: "services sociétaux", Amount: 1450, Known: true},
		{Rule: "alimentation", Amount: 1300, Known: true}, {Rule: "logement", Amount: 760, Known: true}, {Rule: "divers", Amount: 300, Known: true},
	},
	Waste: footprint.Line{Rule: "déchets . par semaine", Amount: 4.2, Known: true},
}

// unsure is a shared footprint whose interval was not drawn yet.
func unsure(s footprint.Shared) *footprint.Shared {
	s.Carbon.Interval = footprint.Interval{}
	return &s
}

var sharedAnswerSample = []footprint.ThemeProgress{
	{Theme: footprint.Transport, Questions: []footprint.QuestionLine{
		{Rule: kmRule, Text: "Quelle distance parcourez-vous en voiture par an ?", Answer: "6 500 km", Answered: true},
		{Rule: "transport . avion . heures", Text: "Combien d’heures par an passez-vous dans un avion ?", Answer: "Je ne sais pas", Answered: true},
	}},
	{Theme: footprint.Misc, Questions: []footprint.QuestionLine{
		{Rule: "divers . textile", Text: repeated("Une question très longue ", 8), Answer: repeated("anticonstitutionnellement", 3), Answered: true},
	}},
}

// householdScenes are the pages of households in every state.
func householdScenes() []scene {
	at := func(h *household.Household, more ...func(*homes)) sample {
		own := homes{lives: h}
		for _, change := range more {
			change(&own)
		}
		return sample{people: people{session: somebody("Anne")}, homes: own}
	}
	refusedAt := func(field, key string, args ...any) func(*homes) {
		return func(h *homes) { h.fails = fault.At(field, fault.Invalid, key, args...) }
	}
	refused := func(kind fault.Kind, key string, args ...any) func(*homes) {
		return func(h *homes) { h.fails = fault.New(kind, key, args...) }
	}
	couple, family := livingIn(anneLives, marcLives), livingIn(anneLives, marcLives, leaLives)
	crowd := movingOut(livingIn(anneLives, marcLives, aichaLives, longLives, nameless, leaLives, childLives, hebrewKid))
	wrongHome := form(household.PersonsField, "25", household.HousingField, "flat", household.ZoneField, "val-de-seine")
	return []scene{
		{page: "foyer", name: "aucun", path: "/foyer", data: at(nil)},
		{page: "foyer", name: "aucun-et-une-proposition", path: "/foyer", data: at(nil, func(h *homes) { h.proposals = []household.Invited{{ID: "P", By: "Anne"}} })},
		{page: "foyer", name: "seul", path: "/foyer?fait=cree", data: at(livingIn(anneLives))},
		{page: "foyer", name: "deux-adultes", path: "/foyer", data: at(family)},
		{page: "foyer", name: "deux-adultes-partage", path: "/foyer", data: at(family, func(h *homes) { h.sharings = sharingSample })},
		{page: "foyer", name: "beaucoup", path: "/foyer", data: at(crowd, func(h *homes) {
			h.sharings, h.invitations = sharingSample, openInvitationSample
			h.proposals = []household.Invited{{ID: "P", By: repeated("Wolfeschlegelsteinhausen", 2)}}
		})},
		{page: "foyer", name: "sans-compte", method: "POST", path: "/foyer/quitter", nobody: true},
		{page: "foyer", name: "pas-de-cette-ville", path: "/foyer", data: sample{people: people{session: stranger()}}},
		{page: "foyer", name: "aucun-a-quitter", path: "/foyer/quitter", data: at(nil)},
		{page: "foyer", name: "nouveau", path: "/foyer/nouveau", data: at(nil)},
		{page: "foyer", name: "nouveau-deja-dit", path: "/foyer/nouveau", data: sample{
			people: people{session: somebody("Anne")}, said: footprint.HomeSaid{House: true, Persons: 4}}},
		{page: "foyer", name: "nouveau-refuse", method: "POST", path: "/foyer/nouveau", form: wrongHome,
			data: at(nil, refusedAt(household.PersonsField, "household.persons_bounds", "max", household.MostPersons))},
		{page: "foyer", name: "nouveau-sans-logement", method: "POST", path: "/foyer/nouveau", form: form(household.PersonsField, "2"),
			data: at(nil, refusedAt(household.HousingField, "household.housing_unknown"))},
		{page: "foyer", name: "deja-dans-un", method: "POST", path: "/foyer/nouveau", form: wrongHome,
			data: at(nil, refused(fault.Conflict, "household.already_in_one"))},
		{page: "foyer", name: "corriger", path: "/foyer/logement", data: at(crowd)},
		{page: "foyer", name: "corriger-refuse", method: "POST", path: "/foyer/logement", form: form(household.PersonsField, "trois", household.ChildrenField, "1"),
			data: at(crowd)},
		{page: "foyer", name: "demenager", path: "/foyer/demenager", data: at(family)},
		{page: "foyer", name: "demenager-refuse", method: "POST", path: "/foyer/demenager", form: form(household.FromField, "1850-01-01", household.PersonsField, "3"),
			data: at(family, refusedAt(household.FromField, "household.move_before"))},
		{page: "foyer", name: "enfants-aucun", path: "/foyer/enfants", data: at(couple)},
		{page: "foyer", name: "enfants", path: "/foyer/enfants", data: at(crowd)},
		{page: "foyer", name: "enfant", path: "/foyer/enfants/8", data: at(crowd)},
		{page: "foyer", name: "enfant-refuse", method: "POST", path: "/foyer/enfants/6", form: form(household.NameField, repeated("Léa ", 20)),
			data: at(crowd, refusedAt(household.NameField, "household.name_too_long", "max", household.LongestName))},
		{page: "foyer", name: "enfant-parti", path: "/foyer/enfants/99", data: at(crowd)},
		{page: "foyer", name: "enfant-de-trop", method: "POST", path: "/foyer/enfants", form: form(household.NameField, "Léo"),
			data: at(crowd, refused(fault.Conflict, "household.full", "max", household.MostPersons))},
		{page: "foyer", name: "absences-aucune", path: "/foyer/absences", data: at(couple)},
		{page: "foyer", name: "absences", path: "/foyer/absences", data: at(crowd)},
		{page: "foyer", name: "absence-refusee", method: "POST", path: "/foyer/absences", form: form(household.LeftField, "2026-12-20", household.BackField, "2026-12-01"),
			data: at(crowd, refusedAt(household.BackField, "household.back_before_left"))},
		{page: "foyer", name: "quitter", path: "/foyer/quitter", data: at(family)},
		{page: "foyer", name: "quitter-seul", path: "/foyer/quitter", data: at(livingIn(anneLives))},
		{page: "foyer", name: "separer", path: "/foyer/separer", data: at(crowd)},
		{page: "foyer", name: "separer-refuse", method: "POST", path: "/foyer/separer",
			form: form(fieldChildren, "6", fieldAdults, "2", household.PersonsField, "0", household.HousingField, "house"),
			data: at(crowd, refusedAt(household.PersonsField, "household.persons_bounds", "max", household.MostPersons))},
		{page: "foyer", name: "separer-seul", path: "/foyer/separer", data: at(livingIn(anneLives))},
		{page: "foyer", name: "proposition", path: "/foyer/propositions/P", data: at(family, func(h *homes) {
			h.proposals = []household.Invited{{ID: "P", By: "Marc", Leaves: true}}
		})},
		{page: "foyer", name: "proposition-passee", path: "/foyer/propositions/P", data: at(family)},

		{page: "inviter", name: "choix", path: "/foyer/inviter", data: at(couple)},
		{page: "inviter", name: "places-refusees", method: "POST", path: "/foyer/inviter/lien", form: form(household.PlacesField, "12"),
			data: at(couple, refusedAt(household.PlacesField, "household.places_bounds", "max", household.MostPlaces))},
		{page: "inviter", name: "trop", method: "POST", path: "/foyer/inviter/code",
			data: at(couple, refused(fault.Limited, "household.invitations_many", "max", 20))},
		{page: "inviter", name: "lien", path: "/foyer/inviter/lien", shown: sampleLink, data: at(couple, func(h *homes) {
			h.invitations, h.invited = openInvitationSample, household.Invited{ID: "LINK", Already: true}
		})},
		{page: "inviter", name: "code", path: "/foyer/inviter/code", shown: sampleLetters, data: at(couple, func(h *homes) {
			h.invitations, h.invited = openInvitationSample, household.Invited{ID: "CODE", Already: true}
		})},

		{page: "rejoindre", name: "visiteur", path: "/rejoindre/" + sampleLink, nobody: true,
			data: sample{homes: homes{invited: household.Invited{By: "Anne"}}}},
		{page: "rejoindre", name: "sans-foyer", path: "/rejoindre/" + sampleLink, data: at(nil, func(h *homes) { h.invited.By = "عائشة" })},
		{page: "rejoindre", name: "quitte-un-autre", path: "/rejoindre/" + sampleLink, data: at(couple, func(h *homes) {
			h.invited = household.Invited{By: repeated("Wolfeschlegelsteinhausen", 2), Leaves: true}
		})},
		{page: "rejoindre", name: "quitte-sans-le-dire", method: "POST", path: "/rejoindre/" + sampleLink, data: at(couple,
			refused(fault.Conflict, "household.join_leaves"), func(h *homes) { h.invited = household.Invited{Leaves: true} })},
		{page: "rejoindre", name: "deja-la", path: "/rejoindre/" + sampleLink, data: at(couple, func(h *homes) {
			h.invited = household.Invited{By: "Marc", Already: true}
		})},
		{page: "rejoindre", name: "lien-deja-servi", path: "/rejoindre/" + sampleLink, nobody: true, data: at(nil, refused(fault.Conflict, "household.link_used"))},
		{page: "rejoindre", name: "lien-trop-ancien", path: "/rejoindre/" + sampleLink, nobody: true, data: at(nil, refused(fault.NotFound, "household.link_expired"))},
		{page: "rejoindre", name: "lien-retire", path: "/rejoindre/" + sampleLink, nobody: true, data: at(nil, refused(fault.NotFound, "household.link_withdrawn"))},
		{page: "rejoindre", name: "lien-inconnu", path: "/rejoindre/" + sampleLink, nobody: true, data: at(nil, refused(fault.NotFound, "household.link_unknown"))},
		{page: "rejoindre", name: "code", path: "/rejoindre", data: at(nil)},
		{page: "rejoindre", name: "code-visiteur", path: "/rejoindre", nobody: true},
		{page: "rejoindre", name: "code-faux", method: "POST", path: "/rejoindre", form: form(household.CodeField, "abc 123"),
			data: at(nil, refusedAt(household.CodeField, "household.code_shape"))},
		{page: "rejoindre", name: "code-trop-d-essais", method: "POST", path: "/rejoindre", form: form(household.CodeField, "BCD FGH"),
			data: at(nil, refusedAt(household.CodeField, "household.code_tries"))},
		{page: "rejoindre", name: "code-juste", method: "POST", path: "/rejoindre", form: form(household.CodeField, "BCD FGH"),
			data: at(nil, func(h *homes) { h.invited.By = "Marc" })},

		{page: "personne", name: "tout", path: "/foyer/personnes/MARC", data: seeing(at(family), &sharedSample, sharedAnswerSample)},
		{page: "personne", name: "sans-intervalle", path: "/foyer/personnes/MARC", data: seeing(at(family), unsure(sharedSample), nil)},
		{page: "personne", name: "pas-mesuree", path: "/foyer/personnes/MARC", data: seeing(at(family), nil, nil)},
		{page: "personne", name: "ne-partage-pas", path: "/foyer/personnes/AICHA", data: seeing(at(family), nil, nil)},
	}
}

// seeing is a scene in which Marc shows what he has.
func seeing(s sample, shared *footprint.Shared, answers []footprint.ThemeProgress) sample {
	s.homes.sharings, s.shared, s.answers = sharingSample, shared, answers
	return s
}
