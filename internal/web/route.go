package web

import (
	"fmt"
	"net/http"
	"slices"

	"capzero/internal/account"
)

// A route is one address of the program with what it takes to ask for it.
type route struct {
	pattern string
	needs   account.Permission
	answer  handler
}

// routes is every address that is a page or a form. The paths are French because
// people read them; a rule is written in them as publicodes does, with "/" between
// its parts.
func (s *server) routes() []route {
	routes := slices.Concat(s.measureRoutes(), s.accountRoutes(), s.wayInRoutes(), s.householdRoutes(), s.challengeRoutes(), s.teamRoutes(), s.consentRoutes(), s.staffRoutes(), s.myDataRoutes(), []route{
		{"GET /{$}", account.Look, s.home},
		{"GET /ville", account.Look, s.cityNumber},
		{"GET /ville/tableau.csv", account.Look, s.cityTable},
		{"GET /ensemble", account.Look, s.together},
		{"GET /ensemble/tableau.csv", account.Look, s.togetherTable},
		{"GET /ensemble/comparer", account.Look, s.compare},
		{"GET /ensemble/comparaisons", account.Look, s.likenesses},
		{"GET /methode", account.Look, s.method},
		{"GET /vos-donnees", account.Look, s.privacy},
		{"POST /vos-donnees/effacer", account.Measure, s.eraseAnswers},
		{"GET /accessibilite", account.Look, s.accessibility},
		{"POST /langue", account.Look, s.chooseLanguage},
		{"/", account.Look, notFound},
	})
	if s.Demo {
		routes = append(routes, s.demoRoutes()...)
	}
	return routes
}

func (s *server) measureRoutes() []route {
	return []route{
		{"GET /mesurer", account.Measure, s.themes},
		{"POST /mesurer", account.Measure, s.start},
		{"GET /mesurer/suivante", account.Measure, s.best},
		{"GET /mesurer/question/{rule...}", account.Measure, s.question},
		{"POST /mesurer/question/{rule...}", account.Measure, s.answer},
		{"GET /resultat", account.Measure, s.result},
		{"GET /resultat/recalcul", account.Measure, s.recalculation},
		{"POST /resultat/recalcul", account.Measure, s.acknowledge},
		{"POST /resultat/recalculer", account.Measure, s.recalculate},
		{"GET /resultat/imprimer", account.Measure, s.resultSheet},
		{"GET /resultat/tableau.csv", account.Measure, s.resultTable},
		{"GET /resultat/partager", account.Measure, s.share},
		{"GET /resultat/explication/{rule...}", account.Measure, s.explain},
		{"GET /resultat/et-si", account.Measure, s.whatIf},
		{"GET /bilans", account.Measure, s.milestones},
		{"POST /bilans", account.Measure, s.keep},
		{"GET /bilans/tableau.csv", account.Measure, s.milestoneTable},
		{"GET /bilans/{number}", account.Measure, s.milestone},
		{"POST /bilans/{number}/nom", account.Measure, s.nameMilestone},
		{"POST /bilans/{number}/supprimer", account.Measure, s.dropMilestone},
		{"GET /bilans/{number}/depuis/{earlier}", account.Measure, s.shift},
		{"POST /bilans/{number}/depuis/{earlier}", account.Measure, s.tellReasons},
		{"GET /gestes", account.Measure, s.actions},
		{"GET /gestes/{id}", account.Measure, s.action},
	}
}

func (s *server) accountRoutes() []route {
	return []route{
		{"GET /entrer", account.Look, s.signIn},
		{"POST /entrer", account.Look, s.askForMail},
		{"GET /entrer/code", account.Look, s.typeCode},
		{"POST /entrer/code", account.Look, s.useCode},
		{"GET /entrer/{token}", account.Look, s.openLink},
		{"POST /entrer/{token}", account.Look, s.useLink},
		{"GET /premiere/{token}", account.Look, s.openFirst},
		{"POST /premiere/{token}", account.Look, s.useFirst},
		{"POST /sortir", account.Look, s.signOut},
		{"GET " + unsubscribePath, account.Look, s.unsubscribing},
		{"POST " + unsubscribePath, account.Look, s.unsubscribe},
		{"GET /compte", account.KeepAccount, s.account},
		{"GET /compte/bienvenue", account.KeepAccount, s.welcome},
		{"POST /compte/nom", account.KeepAccount, s.setName},
		{"POST /compte/adresse", account.KeepAccount, s.setEmail},
		{"POST /compte/appareils/autres", account.KeepAccount, s.endOthers},
		{"POST /compte/appareils/{id}", account.KeepAccount, s.endDevice},
	}
}

func (s *server) householdRoutes() []route {
	return []route{
		{"GET /foyer", account.LiveInHousehold, s.household},
		{"GET /foyer/nouveau", account.LiveInHousehold, s.newHousehold},
		{"POST /foyer/nouveau", account.LiveInHousehold, s.createHousehold},
		{"GET /foyer/logement", account.LiveInHousehold, s.dwelling},
		{"POST /foyer/logement", account.LiveInHousehold, s.correctDwelling},
		{"GET /foyer/demenager", account.LiveInHousehold, s.moving},
		{"POST /foyer/demenager", account.LiveInHousehold, s.move},
		{"POST /foyer/demenager/annuler", account.LiveInHousehold, s.stay},
		{"GET /foyer/enfants", account.LiveInHousehold, s.children},
		{"POST /foyer/enfants", account.LiveInHousehold, s.addChild},
		{"GET /foyer/enfants/{number}", account.LiveInHousehold, s.child},
		{"POST /foyer/enfants/{number}", account.LiveInHousehold, s.renameChild},
		{"POST /foyer/enfants/{number}/retirer", account.LiveInHousehold, s.removeChild},
		{"GET /foyer/absences", account.LiveInHousehold, s.absences},
		{"POST /foyer/absences", account.LiveInHousehold, s.addAbsence},
		{"POST /foyer/absences/{number}/retirer", account.LiveInHousehold, s.removeAbsence},
		{"GET /foyer/inviter", account.LiveInHousehold, s.inviting},
		{"POST /foyer/inviter/lien", account.LiveInHousehold, s.inviteByLink},
		{"GET /foyer/inviter/lien", account.LiveInHousehold, s.shownLink},
		{"POST /foyer/inviter/code", account.LiveInHousehold, s.inviteByCode},
		{"GET /foyer/inviter/code", account.LiveInHousehold, s.shownCode},
		{"POST /foyer/invitations/{id}/retirer", account.LiveInHousehold, s.withdraw},
		{"POST /foyer/partage", account.LiveInHousehold, s.setSharing},
		{"GET /foyer/personnes/{id}", account.LiveInHousehold, s.housemate},
		{"GET /foyer/quitter", account.LiveInHousehold, s.leaving},
		{"POST /foyer/quitter", account.LiveInHousehold, s.leave},
		{"GET /foyer/separer", account.LiveInHousehold, s.splitting},
		{"POST /foyer/separer", account.LiveInHousehold, s.split},
		{"GET /foyer/propositions/{id}", account.LiveInHousehold, s.proposal},
		{"POST /foyer/propositions/{id}/suivre", account.LiveInHousehold, s.follow},
		{"POST /foyer/propositions/{id}/refuser", account.LiveInHousehold, s.decline},
		{"GET /rejoindre", account.Look, s.joiningByCode},
		{"POST /rejoindre", account.LiveInHousehold, s.joinByCode},
		{"GET /rejoindre/{token}", account.Look, s.joiningByLink},
		{"POST /rejoindre/{token}", account.LiveInHousehold, s.joinByLink},
	}
}

// challengeRoutes are what a household does in a season.
func (s *server) challengeRoutes() []route {
	return []route{
		{"GET /semaine", account.LiveInHousehold, s.week},
		{"GET /semaine/{week}", account.LiveInHousehold, s.week},
		{"POST /semaine/{week}/missions/{id}", account.LiveInHousehold, s.checkIn},
		{"POST /semaine/{week}/missions/{id}/reponse", account.LiveInHousehold, s.answerOffer},
		{"POST /semaine/{week}/missions/{id}/arreter", account.LiveInHousehold, s.stopLasting},
		{"POST /participer", account.LiveInHousehold, s.takePart},
		{"GET /missions", account.LiveInHousehold, s.missions},
		{"GET /missions/{id}", account.LiveInHousehold, s.mission},
		{"GET /mes-saisons", account.LiveInHousehold, s.past},
		{"GET /classement", account.LiveInHousehold, s.ranking},
		{"POST /classement", account.LiveInHousehold, s.enterRanking},
		{"POST /classement/quitter", account.LiveInHousehold, s.leaveRanking},
		{"GET /peser", account.LiveInHousehold, s.weighing},
		{"POST /peser", account.LiveInHousehold, s.weigh},
		{"POST /peser/{number}/retirer", account.LiveInHousehold, s.unweigh},
		{"GET /dechets", account.LiveInHousehold, s.waste},
		{"GET /dechets/tableau.csv", account.LiveInHousehold, s.wasteTable},
	}
}

// teamRoutes are the team of a household, and its board.
func (s *server) teamRoutes() []route {
	return []route{
		{"GET /mon-equipe", account.LiveInHousehold, s.myTeam},
		{"POST /mon-equipe", account.LiveInHousehold, s.formTeam},
		{"GET /mon-equipe/tableau.csv", account.LiveInHousehold, s.myTeamTable},
		{"POST /mon-equipe/propositions/{id}", account.LiveInHousehold, s.answerTeamProposal},
		{"GET /mon-equipe/nom", account.LiveInHousehold, s.namingTeam},
		{"POST /mon-equipe/nom", account.LiveInHousehold, s.nameTeam},
		{"GET /mon-equipe/visibilite", account.LiveInHousehold, s.facing},
		{"POST /mon-equipe/visibilite", account.LiveInHousehold, s.face},
		{"GET /mon-equipe/animation", account.LiveInHousehold, s.handingOver},
		{"POST /mon-equipe/animation", account.LiveInHousehold, s.answerAnimation},
		{"POST /mon-equipe/animation/demander", account.LiveInHousehold, s.handOver},
		{"GET /mon-equipe/quitter", account.LiveInHousehold, s.leavingTeam},
		{"POST /mon-equipe/quitter", account.LiveInHousehold, s.leaveTeam},
		{"POST /mon-equipe/lien", account.LiveInHousehold, s.inviteToTeam},
		{"GET /mon-equipe/lien", account.LiveInHousehold, s.shownTeamLink},
		{"GET /mon-equipe/rejoindre/{token}", account.Look, s.joiningTeam},
		{"POST /mon-equipe/rejoindre/{token}", account.LiveInHousehold, s.joinTeam},
		{"GET /mon-equipe/messages", account.LiveInHousehold, s.board},
		{"POST /mon-equipe/messages", account.LiveInHousehold, s.post},
		{"GET /mon-equipe/messages/{number}/signaler", account.LiveInHousehold, s.reporting},
		{"POST /mon-equipe/messages/{number}/signaler", account.LiveInHousehold, s.report},
		{"GET /mon-equipe/messages/{number}/masquer", account.LiveInHousehold, s.hiding},
		{"POST /mon-equipe/messages/{number}/masquer", account.LiveInHousehold, s.hide},
		{"POST /mon-equipe/messages/{number}/retirer", account.LiveInHousehold, s.unpost},
	}
}

func (s *server) consentRoutes() []route {
	return []route{
		{"GET /vos-choix", account.Look, s.choices},
		{"POST /vos-choix", account.KeepAccount, s.decide},
		{"GET /registre", account.Look, s.register},
		{"GET /registre/tableau.csv", account.Look, s.registerTable},
		{"GET /conservation", account.Look, s.retention},
		{"GET /conservation/tableau.csv", account.Look, s.retentionTable},
	}
}

// myDataRoutes are what a person has a right to. Who has just been erased has no
// session any more: pressing the button twice leads to the receipt.
func (s *server) myDataRoutes() []route {
	return []route{
		{"GET /mes-donnees", account.KeepAccount, s.myData},
		{"POST /mes-donnees/export", account.KeepAccount, s.askTakeout},
		{"GET /mes-donnees/export/{id}", account.KeepAccount, s.fetchTakeout},
		{"GET /mes-donnees/effacer", account.KeepAccount, s.erasing},
		{"POST /mes-donnees/effacer", account.Look, s.erase},
		{"GET /mes-donnees/recu/{reference}", account.Look, s.receipt},
	}
}

// wayInRoutes are the ways in that need no mail.
func (s *server) wayInRoutes() []route {
	return []route{
		{"POST /entrer/cle", account.Look, s.usePasskey},
		{"POST /entrer/cle/debut", account.Look, s.beginPasskeyLogin},
		{"POST /compte/cles", account.KeepAccount, s.keepPasskey},
		{"POST /compte/cles/debut", account.KeepAccount, s.beginPasskey},
		{"POST /compte/cles/{id}/nom", account.KeepAccount, s.renamePasskey},
		{"POST /compte/cles/{id}/retirer", account.KeepAccount, s.removePasskey},
		{"GET /carte", account.Look, s.typeCard},
		{"POST /carte", account.Look, s.useTypedCard},
		{"GET /carte/{token}", account.Look, s.openCard},
		{"POST /carte/{token}", account.Look, s.useReadCard},
		{"GET /entrer/vers/{provider}", account.Look, s.startStaff},
		{"GET /entrer/avec/{provider}", account.Look, s.finishStaff},
	}
}

// staffRoutes are the pages of those who have a role. What an organisation may
// change of itself is for its members, who are known by the service.
func (s *server) staffRoutes() []route {
	return []route{
		{"GET /equipe", account.GrantFacilitators, s.team},
		{"POST /equipe", account.GrantFacilitators, s.giveRole},
		{"POST /equipe/{role}/{person}/retirer", account.GrantFacilitators, s.takeRole},
		{"GET /equipe/journal", account.ReadAudit, s.audit},
		{"GET " + cityDataPath, account.ReadRegister, s.cityData},
		{"GET " + cityDataPath + "/tableau.csv", account.ReadRegister, s.cityDataTable},
		{"GET /organisations", account.Look, s.organisations},
		{"POST /organisations", account.EntrustOrganisations, s.createOrganisation},
		{"GET /organisations/{id}", account.Look, s.organisation},
		{"POST /organisations/{id}", account.KeepAccount, s.describeOrganisation},
		{"POST /organisations/{id}/membres", account.EntrustOrganisations, s.addMember},
		{"POST /organisations/{id}/membres/{person}/retirer", account.KeepAccount, s.removeMember},
		{"POST /organisations/{id}/confier", account.EntrustOrganisations, s.entrust},
		{"POST /organisations/{id}/reprendre", account.EntrustOrganisations, s.takeBack},
		{"POST /organisations/{id}/fermer", account.EntrustOrganisations, s.closeOrganisation},
		{"GET /cartes", account.PrintCards, s.cards},
		{"POST /cartes", account.PrintCards, s.makeCard},
		{"POST /cartes/{id}/refaire", account.PrintCards, s.replaceCard},
		{"POST /cartes/{id}/arreter", account.PrintCards, s.revokeCard},
		{"GET /saisons", account.EditCity, s.seasons},
		{"GET /saisons/nouvelle", account.EditCity, s.newSeason},
		{"POST /saisons/nouvelle", account.EditCity, s.planSeason},
		{"GET /saisons/{id}", account.EditCity, s.season},
		{"POST /saisons/{id}", account.EditCity, s.changeSeason},
		{"GET /equipes", account.EditCity, s.cityTeams},
		{"GET /equipes/proposer", account.EditCity, s.foreseeTeams},
		{"POST /equipes/proposer", account.EditCity, s.proposeTeams},
		{"GET /equipes/messages", account.EditCity, s.moderation},
		{"POST /equipes/messages/{team}/{number}/masquer", account.EditCity, s.cityHides},
		{"POST /equipes/messages/{team}/{number}/remettre", account.EditCity, s.cityRestores},
		{"POST /equipes/messages/{team}/auteurs/{person}/bloquer", account.EditCity, s.blockAuthor},
		{"POST /equipes/messages/{team}/auteurs/{person}/debloquer", account.EditCity, s.unblockAuthor},
		{"GET /pilotage", account.ReadSteering, s.steeringBoard},
		{"POST /pilotage", account.ReadSteering, s.makeFigures},
		{"GET /pilotage/{file}", account.ReadSteering, s.steeringTable},
		{"GET /idees", account.RunWorkshops, s.ideas},
		{"GET /idees/nouvelle", account.RunWorkshops, s.newIdea},
		{"POST /idees/nouvelle", account.RunWorkshops, s.proposeIdea},
		{"GET /idees/{number}", account.RunWorkshops, s.idea},
		{"POST /idees/{number}/publier", account.EditCity, s.publishIdea},
		{"POST /idees/{number}/refuser", account.EditCity, s.declineIdea},
		{"POST /idees/{number}/retirer", account.EditCity, s.withdrawIdea},
		{"GET /coulisses", account.Operate, s.backstage},
		{"POST /coulisses/{id}/reessayer", account.Operate, s.retryJob},
		{"POST /coulisses/{id}/retirer", account.Operate, s.dropJob},
	}
}

// demoRoutes are the pages of a city that is invented.
func (s *server) demoRoutes() []route {
	return []route{
		{"GET /gallery", account.Look, s.gallery},
		{"GET /gallery/{page}/{state}", account.Look, s.galleryState},
		{"GET /graphiques/{chart}/{data}", account.Look, s.sampleChart},
		{"GET /graphiques/{chart}/{data}/tableau.csv", account.Look, s.sampleChartTable},
		{"GET /courriels", account.Look, s.mailbox},
	}
}

// A Route is an address of the program with what it takes to ask for it, as those
// see it who look at all of them.
type Route struct {
	Pattern string // "POST /mesurer"
	Needs   account.Permission
}

// Routes lists every address, with those of a demonstration.
func Routes() (all []Route) {
	s := server{Options: Options{Demo: true}}
	for _, r := range s.routes() {
		all = append(all, Route{Pattern: r.pattern, Needs: r.needs})
	}
	return all
}

// mux serves the routes and what is no page: assets, and the answer to whoever
// watches the program. A route that does not say what it needs does not start.
func (s *server) mux(routes []route) (*http.ServeMux, error) {
	known := account.Permissions()
	mux := http.NewServeMux()
	for _, r := range routes {
		if !slices.Contains(known, r.needs) {
			return nil, fmt.Errorf("web: the route %q needs %q, which is no permission", r.pattern, r.needs)
		}
		mux.Handle(r.pattern, s.admit(r))
	}
	mux.HandleFunc("GET /healthz", s.health)
	mux.Handle("GET /static/{hash}/{file}", s.assets)
	return mux, nil
}
