package web

import (
	"context"
	"time"

	"capzero/internal/access"
	"capzero/internal/account"
	"capzero/internal/challenge"
	"capzero/internal/fault"
	"capzero/internal/household"
)

// A squad is what package challenge answers about teams in a scene.
type squad struct {
	team       challenge.TeamPage
	invited    challenge.TeamInvited
	proposal   *challenge.Proposal // nil: none
	neighbours []challenge.Neighbour
	board      challenge.Board
	teams      []challenge.TeamState
	foreseen   []challenge.ProposedTeam
	total      challenge.Proposals
	moderated  []challenge.Moderated
	blocks     []challenge.Blocked
	lookFails  error // what a link meets
	teamFails  error // what a form meets
}

// TeamPage implements [Teams].
func (q squad) TeamPage(context.Context, string, challenge.Week) (challenge.TeamPage, error) {
	return q.team, nil
}

// FormTeam implements [Teams].
func (q squad) FormTeam(context.Context, string, string, challenge.Joining) (challenge.Team, error) {
	return q.team.Team, q.teamFails
}

// RenameTeam implements [Teams].
func (q squad) RenameTeam(context.Context, string, string) error { return q.teamFails }

// ShowInTeam implements [Teams].
func (q squad) ShowInTeam(context.Context, string, challenge.Face) error { return q.teamFails }

// LeaveTeam implements [Teams].
func (q squad) LeaveTeam(context.Context, string) error { return q.teamFails }

// Proposal implements [Teams]. Who takes no part is refused, as they are there.
func (c contest) Proposal(context.Context, string) (p challenge.Proposal, found bool, err error) {
	switch {
	case !c.in:
		err = fault.New(fault.Conflict, "challenge.not_enrolled")
	case c.proposal != nil:
		p, found = *c.proposal, true
	}
	return p, found, err
}

// AnswerProposal implements [Teams].
func (q squad) AnswerProposal(context.Context, string, string, challenge.ProposalAnswer, challenge.Joining) error {
	return q.teamFails
}

// InviteToTeam implements [Teams].
func (q squad) InviteToTeam(context.Context, string) (string, time.Time, error) {
	return sampleLink, day.Add(7 * 24 * time.Hour), q.teamFails
}

// LookAtTeam implements [Teams].
func (q squad) LookAtTeam(context.Context, string, string) (challenge.TeamInvited, error) {
	return q.invited, q.lookFails
}

// JoinTeam implements [Teams].
func (q squad) JoinTeam(context.Context, string, string, challenge.Joining) (challenge.Team, error) {
	return q.team.Team, q.teamFails
}

// Neighbours implements [Teams].
func (q squad) Neighbours(context.Context, string) ([]challenge.Neighbour, error) {
	return q.neighbours, nil
}

// HandOver implements [Teams].
func (q squad) HandOver(context.Context, string, string) error { return q.teamFails }

// Animate implements [Teams].
func (q squad) Animate(context.Context, string) error { return q.teamFails }

// DeclineToAnimate implements [Teams].
func (q squad) DeclineToAnimate(context.Context, string) error { return q.teamFails }

// Board implements [Boards].
func (q squad) Board(_ context.Context, _ string, below int) (challenge.Board, error) {
	b := q.board
	for below > 0 && len(b.Messages) > 0 && b.Messages[0].Number >= below {
		b.Messages = b.Messages[1:]
	}
	return b, nil
}

// Post implements [Boards].
func (q squad) Post(context.Context, string, string) (int, error) { return 1, q.teamFails }

// ReportMessage implements [Boards].
func (q squad) ReportMessage(context.Context, string, int, challenge.Why) error { return q.teamFails }

// HideMessage implements [Boards].
func (q squad) HideMessage(context.Context, string, int, challenge.Why) error { return q.teamFails }

// RemoveMessage implements [Boards].
func (q squad) RemoveMessage(context.Context, string, int) error { return q.teamFails }

// Teams implements [CityTeams].
func (q squad) Teams(context.Context, string, string) ([]challenge.TeamState, error) {
	return q.teams, nil
}

// Foresee implements [CityTeams].
func (q squad) Foresee(context.Context, string, string) (challenge.Proposals, []challenge.ProposedTeam, error) {
	return q.total, q.foreseen, nil
}

// ProposeTeams implements [CityTeams].
func (q squad) ProposeTeams(context.Context, access.Hand, string) (challenge.Proposals, error) {
	return q.total, q.teamFails
}

// Waiting implements [CityTeams].
func (q squad) Waiting(context.Context, string) (n int, err error) {
	for _, m := range q.moderated {
		if m.Waits() {
			n++
		}
	}
	return n, nil
}

// Moderated implements [CityTeams].
func (q squad) Moderated(context.Context, access.Hand) ([]challenge.Moderated, error) {
	return q.moderated, nil
}

// Blocks implements [CityTeams].
func (q squad) Blocks(context.Context, access.Hand) ([]challenge.Blocked, error) {
	return q.blocks, nil
}

// CityHides implements [CityTeams].
func (q squad) CityHides(context.Context, access.Hand, string, int, challenge.Why) error {
	return q.teamFails
}

// CityRestores implements [CityTeams].
func (q squad) CityRestores(context.Context, access.Hand, string, int) error { return q.teamFails }

// Block implements [CityTeams].
func (q squad) Block(context.Context, access.Hand, string, string, challenge.Why) error {
	return q.teamFails
}

// Unblock implements [CityTeams].
func (q squad) Unblock(context.Context, access.Hand, string, string) error { return q.teamFails }

// sampleTeam is a team of the first wave that Anne looks after.
var sampleTeam = challenge.Team{ID: "TEAM", Season: "SAMPLE", Name: "Les Hauts d’Issy", Zone: "hauts-d-issy", Wave: 1, Animator: "SAMPLE"}

func showing(v challenge.Visibility, name string) challenge.TeamHousehold {
	return challenge.TeamHousehold{Face: challenge.Face{Visibility: v, Name: name}}
}

// sampleHouseholds are a team with every visibility, and with names that are long or
// written from right to left.
func sampleHouseholds() []challenge.TeamHousehold {
	mine, marc, long := showing(challenge.ShowKg, "Anne et Marc"), showing(challenge.ShowKg, "Le 4e étage"), showing(challenge.ShowMissions, repeated("Wolfeschlegel", 3))
	mine.Mine, mine.Animates, mine.Missions = true, true, 3
	marc.Missions, marc.Grams = 2, map[challenge.Kind]int64{challenge.Carbon: 11200, challenge.Waste: 900}
	long.Missions = 1
	return []challenge.TeamHousehold{
		mine, marc, long, showing(challenge.ShowName, "عائشة"), showing(challenge.ShowMissions, "Les Lilas"),
		showing(challenge.Hidden, ""), showing(challenge.Hidden, ""), showing(challenge.Hidden, ""), showing(challenge.Hidden, ""),
	}
}

func sumsOf(carbon, waste int64) []challenge.Sum {
	return []challenge.Sum{{Kind: challenge.Carbon, Grams: carbon}, {Kind: challenge.Waste, Grams: waste}}
}

func missingSums(carbon, waste int) []challenge.Sum {
	return []challenge.Sum{{Kind: challenge.Carbon, Missing: carbon}, {Kind: challenge.Waste, Missing: waste}}
}

// sampleTeamPage is a team in its sixth week of missions.
func sampleTeamPage() challenge.TeamPage {
	page := challenge.TeamPage{
		Team: sampleTeam, Season: sampleSeason, Today: household.DayOf(day, time.UTC), Week: sampleWeek, Begun: true,
		Households: sampleHouseholds(), OfWeek: sumsOf(61400, 7300), OfSeason: sumsOf(283100, 21900),
		Targets: []challenge.Target{{Kind: challenge.Carbon, Grams: 1_240_000, Percent: 22}, {Kind: challenge.Waste, Grams: 95_000, Percent: 23}},
	}
	for i, sums := range [][]challenge.Sum{
		missingSums(1, 4), sumsOf(38200, 3100), {{Kind: challenge.Carbon, Grams: 52700}, {Kind: challenge.Waste, Missing: 2}},
		sumsOf(70300, 4800), sumsOf(60500, 6700), sumsOf(61400, 7300),
	} {
		page.Weeks = append(page.Weeks, challenge.TeamWeek{Week: sampleWeek.Plus(i - 5), Sums: sums})
	}
	return page
}

// sampleMessages are messages in every state, the newest first.
func sampleMessages() []challenge.Message {
	return []challenge.Message{
		{Number: 9, Author: "Le 4e étage", Text: "Le composteur du square est ouvert samedi de 10 h à midi.\n\nQui vient avec moi ?", At: day.Add(-40 * time.Minute), State: challenge.Visible},
		{Number: 8, Author: "Anne et Marc", Mine: true, Text: "On se retrouve devant la ressourcerie ?", At: day.Add(-3 * time.Hour), State: challenge.Visible},
		{Number: 7, Text: "J’ai trop de bocaux, ils sont dans le hall : servez-vous.", At: day.AddDate(0, 0, -1), State: challenge.Visible, Reported: true},
		{Number: 6, Author: "عائشة", Text: "مرحبا، أنا جديدة هنا", At: day.AddDate(0, 0, -2), State: challenge.Visible},
		{Number: 5, Author: "Anne et Marc", Mine: true, Text: "Vous avez encore oublié le bac jaune, au troisième.", At: day.AddDate(0, 0, -4), State: challenge.HiddenByReports, Why: challenge.Private},
		{Number: 3, Author: repeated("Wolfeschlegel", 3), Text: repeated("anticonstitutionnellement", 8), At: day.AddDate(0, 0, -6), State: challenge.Visible},
	}
}

// sampleModerated are messages in every state that a city decides about.
func sampleModerated() []challenge.Moderated {
	long := sampleTeam
	long.ID, long.Name = "LONG", repeated("Équipe", 7)
	event := func(kind challenge.EventKind, by string, why challenge.Why, days int) challenge.BoardEvent {
		return challenge.BoardEvent{Kind: kind, By: by, Why: why, At: day.AddDate(0, 0, -days)}
	}
	return []challenge.Moderated{
		{Team: sampleTeam, Number: 5, Author: "MARC", Text: "Vous avez encore oublié le bac jaune, au troisième.", At: day.AddDate(0, 0, -4), State: challenge.HiddenByReports,
			Events: []challenge.BoardEvent{event(challenge.Report, "SAMPLE", challenge.Private, 4), event(challenge.Report, "OPS", challenge.Insult, 3)}},
		{Team: sampleTeam, Number: 12, Author: "LONG", Text: repeated("anticonstitutionnellement", 12), At: day.AddDate(0, 0, -5), State: challenge.Visible,
			Events: []challenge.BoardEvent{event(challenge.Report, "MARC", challenge.Advert, 5)}},
		{Team: long, Number: 2, Author: "OPS", Text: "Venez dans ma boutique, tout est à moitié prix !", At: day.AddDate(0, 0, -8), State: challenge.HiddenByAnimator,
			Events: []challenge.BoardEvent{event(challenge.AnimatorHide, "LONG", challenge.Advert, 8)}},
		{Team: long, Number: 1, Author: "OPS", Text: "Vous êtes nuls.", At: day.AddDate(0, 0, -9), State: challenge.HiddenByCity,
			Events: []challenge.BoardEvent{event(challenge.Report, "LONG", challenge.Insult, 9), event(challenge.Restore, "SAMPLE", "", 9), event(challenge.CityHide, "SAMPLE", challenge.Insult, 8)}},
		{Team: long, Number: 3, Text: "", At: day.AddDate(0, 0, -20), State: challenge.Removed,
			Events: []challenge.BoardEvent{event(challenge.Report, "LONG", challenge.Else, 20), event(challenge.Remove, "", "", 19)}},
	}
}

var sampleBlocks = []challenge.Blocked{{Team: "LONG", Name: "Rue des Acacias", Person: "OPS", By: "SAMPLE", Why: challenge.Insult, At: day.AddDate(0, 0, -8)}}

// sampleTeams are the teams of a season as its city sees them.
func sampleTeams() []challenge.TeamState {
	other := challenge.Team{ID: "OTHER", Name: "Issy 3", Wave: 2}
	long := challenge.Team{ID: "LONG", Name: repeated("Équipe", 7), Zone: "val-de-seine", Wave: 3, Animator: "OPS"}
	return []challenge.TeamState{{Team: other, Households: 4}, {Team: sampleTeam, Households: 9}, {Team: long, Households: 14}}
}

// ownTeamScenes are the pages of a team for its members, and of those who join.
func ownTeamScenes() []scene {
	in := contest{season: &sampleSeason, in: true, week: sampleMyWeek(), squad: squad{
		team: sampleTeamPage(), board: challenge.Board{Messages: sampleMessages(), MayHide: true, More: true},
		neighbours: []challenge.Neighbour{{Person: "MARC", Mine: true}, {Person: "A", Name: "Le 4e étage"}, {Person: "B", Name: "عائشة"}},
		invited:    challenge.TeamInvited{Name: sampleTeam.Name, City: "issy", Zone: "hauts-d-issy", Households: 9, Starts: sampleWeek.Plus(-5), Expires: day.AddDate(0, 0, 6)},
	}}
	in.week.Enrolment.Team = "TEAM"
	in.week.Season = sampleSeason
	out := in
	out.week.Enrolment.Team = ""
	at := func(page, name, path string, c contest, changes ...func(*contest)) scene {
		for _, change := range changes {
			change(&c)
		}
		return scene{page: page, name: name, path: path, data: sample{
			people: people{session: somebody("Anne")}, homes: homes{lives: livingIn(anneLives, marcLives)}, contest: c,
			missions: sampleMissions, result: usualResult, city: livingCity.city, public: true,
		}}
	}
	posted := func(sc scene, values ...string) scene {
		sc.method, sc.form = "POST", form(values...)
		return sc
	}
	fails := func(err error) func(*contest) { return func(c *contest) { c.teamFails = err } }
	looks := func(err error) func(*contest) { return func(c *contest) { c.lookFails = err } }
	team := func(change func(*challenge.TeamPage)) func(*contest) {
		return func(c *contest) { c.team = sampleTeamPage(); change(&c.team) }
	}
	homeless := func(sc scene) scene { sc.data.homes.lives = nil; return sc }
	allowed := func(sc scene) scene {
		sc.data.homes.standings = map[household.Purpose]household.Standing{household.TeamName: household.Accepted}
		return sc
	}
	linked := func(sc scene) scene { sc.teamLink = sampleLink; return sc }
	visitor := at("rejoindre-equipe", "visiteur", "/mon-equipe/rejoindre/"+sampleLink, in)
	visitor.nobody, visitor.data.people, visitor.data.homes = true, people{}, homes{}
	never := contest{season: &sampleSeason}
	fresh := team(func(t *challenge.TeamPage) {
		t.OfWeek, t.OfSeason, t.Targets = missingSums(2, 5), missingSums(1, 5), nil
		t.Households, t.Weeks = t.Households[:4], []challenge.TeamWeek{{Week: sampleWeek, Sums: missingSums(2, 5)}}
		t.Team.Animator, t.Team.Asked = "", "SAMPLE"
		t.Households[0].Animates = false
	})
	waits := team(func(t *challenge.TeamPage) {
		t.Begun, t.OfWeek, t.OfSeason, t.Targets, t.Weeks = false, nil, nil, nil, nil
		t.Team.Wave, t.Team.Animator = 3, "MARC"
		for i := range t.Households {
			t.Households[i].Missions, t.Households[i].Grams, t.Households[i].Animates = 0, nil, i == 1
		}
	})
	proposed := func(c *contest) {
		c.proposal = &challenge.Proposal{ID: "TEAM", TeamInvited: challenge.TeamInvited{Name: "Les Hauts 2", Zone: "hauts-d-issy", Households: 5, Starts: sampleWeek.Plus(-5)}}
	}
	long := fault.At(challenge.TeamNameField, fault.Invalid, "teams.name_long", "max", 40)
	join := "/mon-equipe/rejoindre/" + sampleLink
	return []scene{
		homeless(at("mon-equipe", "sans-foyer", "/mon-equipe", in)),
		at("mon-equipe", "sans-saison", "/mon-equipe", contest{}),
		at("mon-equipe", "aucune", "/mon-equipe", out),
		at("mon-equipe", "aucune-sans-participer", "/mon-equipe", never),
		at("mon-equipe", "proposee", "/mon-equipe", out, proposed),
		openedLink(at("mon-equipe", "invitee", "/mon-equipe", never, func(c *contest) { c.invited = in.invited })),
		posted(at("mon-equipe", "nom-refuse", "/mon-equipe", out, fails(long)), challenge.TeamNameField, repeated("Voisins ", 8)),
		posted(at("mon-equipe", "proposition-complete", "/mon-equipe/propositions/TEAM", out, proposed, fails(fault.New(fault.Conflict, "teams.full", "max", challenge.MostHouseholds))),
			challenge.AnswerField, "yes"),
		at("mon-equipe", "seule", "/mon-equipe?fait=formee", in, waits, func(c *contest) {
			c.team.Forming, c.team.Households, c.team.Team.Animator = true, []challenge.TeamHousehold{{Mine: true, Animates: true}}, "SAMPLE"
		}),
		at("mon-equipe", "en-attente", "/mon-equipe", in, waits),
		at("mon-equipe", "premiere-semaine", "/mon-equipe?fait=rejointe", in, fresh, func(c *contest) { c.board = challenge.Board{} }),
		at("mon-equipe", "en-cours", "/mon-equipe", in),
		at("mon-equipe", "sans-animation", "/mon-equipe", in, team(func(t *challenge.TeamPage) {
			t.Team.Animator, t.Team.Asked, t.Households[0].Animates, t.Households[0].Face = "", "MARC", false, challenge.Face{}
		})),
		at("mon-equipe", "terminee", "/mon-equipe", in, team(func(t *challenge.TeamPage) {
			t.Season.Plan = challenge.UsualPlan("Défi Zéro Carbone 2025", sampleWeek.Plus(-30))
		})),
		posted(at("mon-equipe", "deja-animee", "/mon-equipe/animation", in, fails(fault.New(fault.Conflict, "teams.animator_taken"))), challenge.AnswerField, animatesYes),
		posted(at("mon-equipe", "trop-de-liens", "/mon-equipe/lien", in, fails(fault.New(fault.Limited, "teams.links_many", "max", 20)))),
		linked(at("mon-equipe", "lien", "/mon-equipe/lien", in, func(c *contest) { c.invited.Already = true })),
		at("mon-equipe", "renommer", "/mon-equipe/nom", in),
		posted(at("mon-equipe", "renommer-refuse", "/mon-equipe/nom", in, fails(fault.At(challenge.TeamNameField, fault.Invalid, "teams.name_missing"))), challenge.TeamNameField, " "),
		at("mon-equipe", "renommer-interdit", "/mon-equipe/nom", in, waits),
		allowed(at("mon-equipe", "visibilite", "/mon-equipe/visibilite", in)),
		at("mon-equipe", "visibilite-sans-accord", "/mon-equipe/visibilite", in, team(func(t *challenge.TeamPage) { t.Households[0].Face = challenge.Face{Visibility: challenge.Hidden} })),
		posted(at("mon-equipe", "visibilite-refusee", "/mon-equipe/visibilite", in, fails(fault.At(challenge.VisibilityField, fault.Conflict, "teams.name_consent"))),
			challenge.VisibilityField, "name", challenge.FaceNameField, "Les Lilas"),
		posted(allowed(at("mon-equipe", "pseudonyme-vide", "/mon-equipe/visibilite", in, fails(fault.At(challenge.FaceNameField, fault.Invalid, "teams.name_missing")))),
			challenge.VisibilityField, "kg", challenge.FaceNameField, " "),
		at("mon-equipe", "animation", "/mon-equipe/animation", in),
		at("mon-equipe", "animation-demandee", "/mon-equipe/animation", in, func(c *contest) {
			c.neighbours = []challenge.Neighbour{{Person: "A", Name: "Le 4e étage", Asked: true}, {Person: "B", Name: "عائشة"}}
		}),
		at("mon-equipe", "animation-personne", "/mon-equipe/animation", in, func(c *contest) { c.neighbours = nil }),
		posted(at("mon-equipe", "animation-refusee", "/mon-equipe/animation/demander", in, fails(fault.New(fault.NotFound, "teams.member_unknown")))),
		at("mon-equipe", "quitter", "/mon-equipe/quitter", in),
		at("mon-equipe", "quitter-dernier", "/mon-equipe/quitter", in, team(func(t *challenge.TeamPage) { t.Households = t.Households[:1] })),

		visitor,
		homeless(at("rejoindre-equipe", "sans-foyer", join, in)),
		at("rejoindre-equipe", "possible", join, out),
		at("rejoindre-equipe", "deja-dedans", join, in, func(c *contest) { c.invited.Already = true }),
		at("rejoindre-equipe", "dans-une-autre", join, in, func(c *contest) { c.invited.Name = repeated("Équipe", 7) }),
		at("rejoindre-equipe", "complete", join, out, func(c *contest) { c.invited.Households = challenge.MostHouseholds }),
		posted(at("rejoindre-equipe", "autre-vague", join, out, fails(fault.New(fault.Conflict, "teams.other_wave",
			"team", sampleWeek.Plus(-5).First().Time(), "yours", sampleWeek.Plus(3).First().Time())))),
		at("rejoindre-equipe", "lien-trop-ancien", join, out, looks(fault.New(fault.NotFound, "teams.link_expired"))),
		at("rejoindre-equipe", "lien-inconnu", join, out, looks(fault.New(fault.NotFound, "teams.link_unknown"))),
		at("rejoindre-equipe", "equipe-disparue", join, out, looks(fault.New(fault.NotFound, "teams.gone"))),

		at("messages", "aucun", "/mon-equipe/messages", in, func(c *contest) { c.board = challenge.Board{} }),
		at("messages", "plusieurs", "/mon-equipe/messages", in, func(c *contest) { c.board.MayHide = false }),
		at("messages", "pour-qui-anime", "/mon-equipe/messages?fait=signale", in),
		at("messages", "plus-anciens", "/mon-equipe/messages?avant=7", in, func(c *contest) { c.board.More = false }),
		at("messages", "bloque", "/mon-equipe/messages", in, func(c *contest) { c.board.Blocked = true }),
		posted(at("messages", "bloque-en-ecrivant", "/mon-equipe/messages", in, func(c *contest) { c.board.Blocked = true }, fails(fault.New(fault.Forbidden, "board.blocked"))),
			challenge.MessageField, "Je n’ai pas fini."),
		posted(at("messages", "vide", "/mon-equipe/messages", in, fails(fault.At(challenge.MessageField, fault.Invalid, "board.empty"))), challenge.MessageField, " "),
		posted(at("messages", "trop-long", "/mon-equipe/messages", in, fails(fault.At(challenge.MessageField, fault.Invalid, "board.long", "max", 500))),
			challenge.MessageField, repeated("Bonjour à toute l’équipe. ", 25)),
		posted(at("messages", "trop", "/mon-equipe/messages", in, fails(fault.New(fault.Limited, "board.many", "max", 10))), challenge.MessageField, "Encore moi !"),
		at("messages", "signaler", "/mon-equipe/messages/9/signaler", in),
		posted(at("messages", "sans-motif", "/mon-equipe/messages/9/signaler", in, fails(fault.At(challenge.WhyField, fault.Invalid, "board.why_unknown")))),
		at("messages", "masquer", "/mon-equipe/messages/3/masquer", in),
		posted(at("messages", "deja-juge", "/mon-equipe/messages/9/masquer", in, fails(fault.New(fault.Conflict, "board.settled"))), challenge.WhyField, "insult"),
		at("messages", "disparu", "/mon-equipe/messages/4/signaler", in),

		at("semaine", "avec-equipe", "/semaine", in),
		at("semaine", "equipe-qui-commence", "/semaine", in, fresh),
	}
}

// openedLink is a scene whose browser has opened a link into a team before.
func openedLink(sc scene) scene {
	sc.opened = sampleLink
	return sc
}

// cityTeamScenes are what the staff of a city sees of the teams.
func cityTeamScenes() []scene {
	all := contest{season: &sampleSeason, squad: squad{
		teams: sampleTeams(), moderated: sampleModerated(), blocks: sampleBlocks,
		total: challenge.Proposals{Teams: 3, Households: 28, Waiting: 5},
		foreseen: []challenge.ProposedTeam{
			{Zone: "val-de-seine", Starts: sampleWeek.Plus(-5), Households: 9}, {Zone: "hauts-d-issy", Starts: sampleWeek.Plus(-5), Households: 10}, {Starts: sampleWeek.Plus(-1), Households: 9},
		},
	}}
	at := func(page, name, path string, c contest, fails error) scene {
		c.teamFails = fails
		officer := people{session: somebody("Marc", account.Officer), office: office{names: sampleNames}}
		return scene{page: page, name: name, path: path, data: sample{people: officer, contest: c}}
	}
	posted := func(sc scene, values ...string) scene {
		sc.method, sc.form = "POST", form(values...)
		return sc
	}
	none := contest{season: &sampleSeason}
	alone := none
	alone.total = challenge.Proposals{Waiting: 6}
	stranger := func(sc scene) scene { sc.data.people = people{session: somebody("Zoé")}; return sc }
	return []scene{
		at("equipes", "sans-saison", "/equipes", contest{}, nil),
		at("equipes", "aucune", "/equipes", none, nil),
		at("equipes", "plusieurs", "/equipes", all, nil),
		at("equipes", "proposees", "/equipes?fait", all, nil),
		at("equipes", "proposer", "/equipes/proposer", all, nil),
		at("equipes", "proposer-rien", "/equipes/proposer", alone, nil),
		at("equipes", "proposer-sans-saison", "/equipes/proposer", contest{}, nil),
		posted(at("equipes", "proposer-trop-tard", "/equipes/proposer", all, fault.New(fault.Conflict, "season.over"))),
		stranger(at("equipes", "interdites", "/equipes", all, nil)),
		at("equipes", "messages-aucun", "/equipes/messages", none, nil),
		at("equipes", "messages", "/equipes/messages?fait", all, nil),
		posted(at("equipes", "message-disparu", "/equipes/messages/TEAM/5/masquer", all, fault.New(fault.NotFound, "board.unknown")), challenge.WhyField, "insult"),
		posted(at("equipes", "message-sans-motif", "/equipes/messages/TEAM/5/masquer", all, fault.At(challenge.WhyField, fault.Invalid, "board.why_unknown"))),
		stranger(at("equipes", "messages-interdits", "/equipes/messages", all, nil)),
	}
}
