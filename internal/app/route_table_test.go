package app

// columns are who asks, in the order of the outcomes of a line. A member is one
// of an organisation that may print cards.
var columns = []string{"visitor", "participant", "facilitator", "steward", "officer", "administrator", "member"}

// The outcomes, one letter for each column:
//
//	.  allowed: a page, or on to the next one
//	r  let in, and told what is wrong with what was sent
//	s  sign in first
//	f  forbidden
//	n  not found
const (
	everyone = "......."
	nobody   = "nnnnnnn"
	refuses  = "rrrrrrr"
	signedIn = "s......"
)

// home is a form that says where a household lives.
const home = "logement=flat&personnes=3&enfants=1&nuits=0"

// A line is what becomes of one address, for each who asks.
type line struct {
	route string // as it is registered
	// path is what is asked for. Names in braces are things, see things in
	// route_walk_test.go: each is made for whoever asks.
	path string
	form string // what is posted, with names in braces too
	mine string // the things belong to who asks, or to their city
	// theirs is for things of another household or another person in the same
	// city. It is empty where the path and the form name none.
	theirs string
	// abroad is for who has the role in another city, and for things of that
	// city. Empty stands for what a participant may do here.
	abroad string
	spends bool // who asks is signed out or gone afterwards
}

// lines holds every address. A new one needs a line; a line for each thing that
// can belong to somebody else needs theirs.
var lines = []line{
	// Public pages.
	{route: "GET /{$}", path: "/", mine: everyone},
	{route: "GET /ville", path: "/ville", mine: everyone},
	{route: "GET /ensemble", path: "/ensemble", mine: everyone},
	{route: "GET /ensemble/tableau.csv", path: "/ensemble/tableau.csv", mine: everyone},
	{route: "GET /ensemble/comparer", path: "/ensemble/comparer", mine: everyone},
	{route: "GET /ensemble/comparaisons", path: "/ensemble/comparaisons", mine: everyone},
	{route: "GET /ville/tableau.csv", path: "/ville/tableau.csv", mine: nobody}, // fewer than eleven households yet
	{route: "GET /methode", path: "/methode", mine: everyone},
	{route: "GET /vos-donnees", path: "/vos-donnees", mine: everyone},
	{route: "GET /conservation", path: "/conservation", mine: everyone},
	{route: "GET /conservation/tableau.csv", path: "/conservation/tableau.csv", mine: everyone},
	{route: "GET /accessibilite", path: "/accessibilite", mine: everyone},
	{route: "POST /langue", path: "/langue", form: "lang=en", mine: everyone},
	{route: "/", path: "/nulle-part", mine: nobody},

	// A measure of one's own: there is no address for anybody else's.
	{route: "GET /mesurer", path: "/mesurer", mine: everyone},
	{route: "POST /mesurer", path: "/mesurer", mine: everyone},
	{route: "GET /mesurer/suivante", path: "/mesurer/suivante", mine: everyone},
	{route: "GET /mesurer/question/{rule...}", path: "/mesurer/question/transport/voiture/km", mine: everyone},
	{route: "GET /mesurer/question/{rule...}", path: "/mesurer/question/rien", mine: nobody},
	{route: "POST /mesurer/question/{rule...}", path: "/mesurer/question/transport/voiture/km", form: "unknown=1", mine: everyone},
	{route: "GET /resultat", path: "/resultat", mine: everyone},
	{route: "GET /resultat/recalcul", path: "/resultat/recalcul", mine: everyone},
	{route: "POST /resultat/recalcul", path: "/resultat/recalcul", mine: everyone},
	{route: "POST /resultat/recalculer", path: "/resultat/recalculer", mine: everyone},
	{route: "GET /resultat/imprimer", path: "/resultat/imprimer", mine: everyone},
	{route: "GET /resultat/tableau.csv", path: "/resultat/tableau.csv", mine: everyone},
	{route: "GET /resultat/partager", path: "/resultat/partager", mine: everyone},
	{route: "GET /resultat/explication/{rule...}", path: "/resultat/explication/transport", mine: everyone},
	{route: "GET /resultat/et-si", path: "/resultat/et-si", mine: everyone},
	{route: "GET /gestes", path: "/gestes", mine: everyone},
	{route: "GET /gestes/{id}", path: "/gestes/rien", mine: nobody},
	{route: "GET /bilans", path: "/bilans", mine: everyone},
	{route: "POST /bilans", path: "/bilans", mine: everyone},
	{route: "GET /bilans/tableau.csv", path: "/bilans/tableau.csv", mine: everyone},
	{route: "GET /bilans/{number}", path: "/bilans/{bilan}", mine: everyone, theirs: nobody},
	{route: "POST /bilans/{number}/nom", path: "/bilans/{bilan}/nom", form: "name=Noël", mine: everyone, theirs: nobody},
	{route: "GET /bilans/{number}/depuis/{earlier}", path: "/bilans/{bilan}/depuis/9", mine: nobody, theirs: nobody},
	{route: "POST /bilans/{number}/depuis/{earlier}", path: "/bilans/{bilan}/depuis/9", mine: nobody, theirs: nobody},
	{route: "GET /ville/tableau.csv", path: "/ville/tableau.csv", mine: everyone}, // all of them have been counted
	{route: "POST /bilans/{number}/supprimer", path: "/bilans/{bilan}/supprimer", mine: everyone, theirs: nobody, spends: true},
	{route: "GET /mes-donnees", path: "/mes-donnees", mine: signedIn},
	{route: "POST /mes-donnees/export", path: "/mes-donnees/export", mine: signedIn},
	{route: "GET /mes-donnees/export/{id}", path: "/mes-donnees/export/AILLEURS", mine: "snnnnnn"},
	{route: "GET /mes-donnees/effacer", path: "/mes-donnees/effacer", mine: signedIn},
	{route: "POST /mes-donnees/effacer", path: "/mes-donnees/effacer", form: "confirme=oui", mine: signedIn, spends: true},
	{route: "GET /mes-donnees/recu/{reference}", path: "/mes-donnees/recu/ABCDEFGHIJKLMNOPQRSTUVWXYZ", mine: nobody},
	{route: "POST /vos-donnees/effacer", path: "/vos-donnees/effacer", form: "confirme=oui", mine: everyone, spends: true},

	// Coming in. Who has come in already is sent on.
	{route: "GET /entrer", path: "/entrer", mine: everyone},
	{route: "POST /entrer", path: "/entrer", form: "email={email}", mine: everyone},
	{route: "GET /entrer/code", path: "/entrer/code", mine: everyone},
	{route: "POST /entrer/code", path: "/entrer/code", form: "code=123456", mine: nobody},
	{route: "GET /entrer/{token}", path: "/entrer/{link}", mine: everyone},
	{route: "GET /entrer/{token}", path: "/entrer/nulle-part", mine: nobody},
	{route: "POST /entrer/{token}", path: "/entrer/{link}", mine: everyone},
	{route: "GET /premiere/{token}", path: "/premiere/nulle-part", mine: nobody},
	{route: "POST /premiere/{token}", path: "/premiere/nulle-part", mine: nobody},
	{route: "POST /entrer/cle", path: "/entrer/cle", form: "reponse=rien", mine: refuses},
	{route: "POST /entrer/cle/debut", path: "/entrer/cle/debut", mine: everyone},
	{route: "GET /carte", path: "/carte", mine: everyone},
	{route: "POST /carte", path: "/carte", form: "code={code}", mine: everyone},
	{route: "POST /carte", path: "/carte", form: "code=BCDFGHJKLMNP", mine: nobody},
	{route: "GET /carte/{token}", path: "/carte/{code}", mine: everyone},
	{route: "POST /carte/{token}", path: "/carte/{code}", mine: everyone},
	{route: "GET /entrer/vers/{provider}", path: "/entrer/vers/rien", mine: nobody},
	{route: "GET /entrer/avec/{provider}", path: "/entrer/avec/rien", mine: refuses},
	{route: "POST /sortir", path: "/sortir", mine: everyone, spends: true},

	// One's account.
	{route: "GET /compte", path: "/compte", mine: signedIn},
	{route: "GET /compte/bienvenue", path: "/compte/bienvenue", mine: signedIn},
	{route: "POST /compte/nom", path: "/compte/nom", form: "name=Anne", mine: signedIn},
	{route: "POST /compte/adresse", path: "/compte/adresse", form: "email={email}", mine: signedIn},
	{route: "POST /compte/appareils/autres", path: "/compte/appareils/autres", mine: signedIn},
	// Another person's device is not found among one's own: nothing happens.
	{route: "POST /compte/appareils/{id}", path: "/compte/appareils/{device}", mine: signedIn, theirs: signedIn},
	{route: "POST /compte/cles", path: "/compte/cles", form: "reponse=rien&name=Clé", mine: "srrrrrr"},
	{route: "POST /compte/cles/debut", path: "/compte/cles/debut", mine: signedIn},
	{route: "POST /compte/cles/{id}/nom", path: "/compte/cles/{key}/nom", form: "name=Autre", mine: signedIn, theirs: "snnnnnn"},
	{route: "POST /compte/cles/{id}/retirer", path: "/compte/cles/{key}/retirer", mine: signedIn, theirs: "snnnnnn"},

	// Who lives together. Everybody asks from a household with a child and another
	// adult; numbers count within one's own household, ids may be anybody's.
	{route: "GET /foyer", path: "/foyer", mine: signedIn},
	{route: "GET /foyer/nouveau", path: "/foyer/nouveau", mine: signedIn},
	{route: "POST /foyer/nouveau", path: "/foyer/nouveau", form: home, mine: "srrrrrr"}, // they have one
	{route: "GET /foyer/logement", path: "/foyer/logement", mine: signedIn},
	{route: "POST /foyer/logement", path: "/foyer/logement", form: home, mine: signedIn},
	{route: "GET /foyer/demenager", path: "/foyer/demenager", mine: signedIn},
	{route: "POST /foyer/demenager", path: "/foyer/demenager", form: home + "&depuis=2027-01-01", mine: signedIn},
	{route: "POST /foyer/demenager/annuler", path: "/foyer/demenager/annuler", mine: signedIn, spends: true},
	{route: "GET /foyer/enfants", path: "/foyer/enfants", mine: signedIn},
	{route: "POST /foyer/enfants", path: "/foyer/enfants", form: "prenom=Lou", mine: signedIn, spends: true},
	{route: "GET /foyer/enfants/{number}", path: "/foyer/enfants/{child}", mine: signedIn, theirs: "snnnnnn"},
	{route: "POST /foyer/enfants/{number}", path: "/foyer/enfants/{child}", form: "prenom=Lou", mine: signedIn, theirs: "snnnnnn"},
	{route: "POST /foyer/enfants/{number}/retirer", path: "/foyer/enfants/{child}/retirer", mine: signedIn, theirs: "snnnnnn", spends: true},
	{route: "GET /foyer/absences", path: "/foyer/absences", mine: signedIn},
	{route: "POST /foyer/absences", path: "/foyer/absences", form: "depart=2026-11-20&retour=2026-11-22", mine: signedIn, spends: true},
	// What is not among one's own is gone already: nothing happens.
	{route: "POST /foyer/absences/{number}/retirer", path: "/foyer/absences/{absence}/retirer", mine: signedIn, theirs: signedIn, spends: true},
	{route: "GET /foyer/inviter", path: "/foyer/inviter", mine: signedIn},
	{route: "POST /foyer/inviter/lien", path: "/foyer/inviter/lien", form: "places=1", mine: signedIn},
	{route: "GET /foyer/inviter/lien", path: "/foyer/inviter/lien", mine: signedIn},
	{route: "POST /foyer/inviter/code", path: "/foyer/inviter/code", mine: signedIn},
	{route: "GET /foyer/inviter/code", path: "/foyer/inviter/code", mine: signedIn},
	{route: "POST /foyer/invitations/{id}/retirer", path: "/foyer/invitations/{invitation}/retirer", mine: signedIn, theirs: "snnnnnn"},
	{route: "POST /foyer/partage", path: "/foyer/partage", form: "quoi=footprint&montrer=oui", mine: signedIn},
	{route: "GET /foyer/personnes/{id}", path: "/foyer/personnes/{housemate}", mine: signedIn, theirs: "snnnnnn"},
	{route: "GET /foyer/quitter", path: "/foyer/quitter", mine: signedIn},
	{route: "POST /foyer/quitter", path: "/foyer/quitter", form: "confirme=oui", mine: signedIn, spends: true},
	{route: "GET /foyer/separer", path: "/foyer/separer", mine: signedIn},
	{route: "POST /foyer/separer", path: "/foyer/separer", form: home, mine: signedIn, spends: true},
	{route: "GET /foyer/propositions/{id}", path: "/foyer/propositions/{proposal}", mine: signedIn, theirs: "snnnnnn", spends: true},
	{route: "POST /foyer/propositions/{id}/suivre", path: "/foyer/propositions/{proposal}/suivre", mine: signedIn, theirs: "snnnnnn", spends: true},
	{route: "POST /foyer/propositions/{id}/refuser", path: "/foyer/propositions/{proposal}/refuser", mine: signedIn, theirs: signedIn, spends: true},
	{route: "GET /rejoindre", path: "/rejoindre", mine: everyone},
	{route: "POST /rejoindre", path: "/rejoindre", form: "code={household code}&confirme=oui&quitter=oui", mine: signedIn, spends: true},
	{route: "GET /rejoindre/{token}", path: "/rejoindre/{household link}", mine: everyone},
	{route: "POST /rejoindre/{token}", path: "/rejoindre/{household link}", form: "quitter=oui", mine: signedIn, spends: true},
	{route: "POST /rejoindre/{token}", path: "/rejoindre/nulle-part", mine: "snnnnnn"},

	// The challenge. Weeks, missions and weighings are of one's own household: numbers
	// count within it, and one that is not there is taken back already.
	{route: "GET /semaine", path: "/semaine", mine: signedIn},
	{route: "GET /semaine/{week}", path: "/semaine/2026-11-23", mine: signedIn},
	{route: "GET /semaine/{week}", path: "/semaine/mardi", mine: "snnnnnn"},
	{route: "POST /participer", path: "/participer", form: "canal=city", mine: signedIn},
	{route: "POST /semaine/{week}/missions/{id}", path: "/semaine/2026-11-23/missions/stop-pub", form: "fois=1", mine: signedIn},
	{route: "POST /semaine/{week}/missions/{id}", path: "/semaine/2027-11-23/missions/stop-pub", form: "fois=1", mine: "srrrrrr"},
	{route: "POST /semaine/{week}/missions/{id}/arreter", path: "/semaine/2026-11-23/missions/rien/arreter", mine: "snnnnnn"},
	{route: "POST /semaine/{week}/missions/{id}/reponse", path: "/semaine/2026-11-23/missions/rien/reponse", form: "reponse=other", mine: "snnnnnn"},
	{route: "GET /missions", path: "/missions", mine: signedIn},
	{route: "GET /missions/{id}", path: "/missions/stop-pub", mine: signedIn},
	{route: "GET /peser", path: "/peser", mine: signedIn},
	{route: "POST /peser", path: "/peser", form: "flux=glass&poids=2", mine: signedIn},
	{route: "POST /peser", path: "/peser", form: "flux=glass&poids=deux", mine: "srrrrrr"},
	{route: "POST /peser/{number}/retirer", path: "/peser/1/retirer", mine: signedIn, theirs: signedIn},
	{route: "GET /ensemble", path: "/ensemble", mine: "......."},
	{route: "GET /ensemble/tableau.csv", path: "/ensemble/tableau.csv", mine: "......."},
	{route: "GET /ensemble/comparaisons", path: "/ensemble/comparaisons", mine: "......."},
	{route: "GET /ensemble/comparer", path: "/ensemble/comparer", mine: "......."},
	{route: "GET /mes-saisons", path: "/mes-saisons", mine: signedIn},
	{route: "GET /classement", path: "/classement", mine: signedIn},
	{route: "POST /classement", path: "/classement", mine: "srrrrrr"},
	{route: "POST /classement", path: "/classement", form: "pseudonyme=Jean Dupont&texte={ranking text}", mine: "srrrrrr"},
	{route: "POST /classement", path: "/classement", form: "pseudonyme={pseudonym}&texte={ranking text}", mine: signedIn, theirs: "srrrrrr"}, // proposed to somebody else
	{route: "GET /classement", path: "/classement?tour=3", mine: signedIn},
	{route: "POST /classement/quitter", path: "/classement/quitter", mine: signedIn},
	{route: "GET /dechets", path: "/dechets", mine: signedIn},
	{route: "GET /dechets/tableau.csv", path: "/dechets/tableau.csv", mine: signedIn},

	// A team. Everybody forms one below, and numbers of messages count within it.
	{route: "GET /mon-equipe", path: "/mon-equipe", mine: signedIn},
	{route: "GET /mon-equipe/tableau.csv", path: "/mon-equipe/tableau.csv", mine: "srrrrrr"}, // none yet
	{route: "POST /mon-equipe/propositions/{id}", path: "/mon-equipe/propositions/rien", form: "reponse=yes", mine: "snnnnnn"},
	{route: "GET /mon-equipe/rejoindre/{token}", path: "/mon-equipe/rejoindre/{team link}", mine: everyone},
	{route: "GET /mon-equipe/rejoindre/{token}", path: "/mon-equipe/rejoindre/nulle-part", mine: nobody},
	{route: "POST /mon-equipe/rejoindre/{token}", path: "/mon-equipe/rejoindre/{team link}", mine: signedIn, spends: true},
	{route: "POST /mon-equipe/rejoindre/{token}", path: "/mon-equipe/rejoindre/nulle-part", mine: "snnnnnn"},
	{route: "POST /mon-equipe", path: "/mon-equipe", form: "equipe=", mine: "srrrrrr"},
	{route: "POST /mon-equipe", path: "/mon-equipe", form: "equipe=Les Voisins", mine: signedIn},
	{route: "POST /mon-equipe", path: "/mon-equipe", form: "equipe=Les Voisins", mine: "srrrrrr"}, // they have one
	{route: "POST /mon-equipe/rejoindre/{token}", path: "/mon-equipe/rejoindre/{team link}", mine: "srrrrrr"},
	{route: "GET /mon-equipe/tableau.csv", path: "/mon-equipe/tableau.csv", mine: signedIn},
	{route: "GET /mon-equipe/nom", path: "/mon-equipe/nom", mine: signedIn},
	{route: "POST /mon-equipe/nom", path: "/mon-equipe/nom", form: "equipe=Autre", mine: signedIn},
	{route: "GET /mon-equipe/visibilite", path: "/mon-equipe/visibilite", mine: signedIn},
	{route: "POST /mon-equipe/visibilite", path: "/mon-equipe/visibilite", form: "visibilite=hidden", mine: signedIn},
	{route: "POST /mon-equipe/visibilite", path: "/mon-equipe/visibilite", form: "visibilite=name&pseudonyme=Nous", mine: "srrrrrr"}, // without saying yes to that
	{route: "GET /mon-equipe/animation", path: "/mon-equipe/animation", mine: signedIn},
	{route: "POST /mon-equipe/animation", path: "/mon-equipe/animation", form: "reponse=oui", mine: signedIn},
	{route: "POST /mon-equipe/animation/demander", path: "/mon-equipe/animation/demander", form: "personne={housemate}", mine: signedIn, theirs: "srrrrrr"},
	{route: "POST /mon-equipe/lien", path: "/mon-equipe/lien", mine: signedIn},
	{route: "GET /mon-equipe/lien", path: "/mon-equipe/lien", mine: signedIn},
	{route: "GET /mon-equipe/messages", path: "/mon-equipe/messages", mine: signedIn},
	{route: "POST /mon-equipe/messages", path: "/mon-equipe/messages", form: "message=Bonjour", mine: signedIn},
	{route: "POST /mon-equipe/messages", path: "/mon-equipe/messages", form: "message=", mine: "srrrrrr"},
	{route: "GET /mon-equipe/messages/{number}/signaler", path: "/mon-equipe/messages/1/signaler", mine: signedIn},
	{route: "GET /mon-equipe/messages/{number}/signaler", path: "/mon-equipe/messages/99/signaler", mine: "snnnnnn"},
	{route: "POST /mon-equipe/messages/{number}/signaler", path: "/mon-equipe/messages/1/signaler", form: "motif=insult", mine: "srrrrrr"}, // their own
	{route: "POST /mon-equipe/messages/{number}/signaler", path: "/mon-equipe/messages/99/signaler", form: "motif=insult", mine: "snnnnnn"},
	{route: "GET /mon-equipe/messages/{number}/masquer", path: "/mon-equipe/messages/1/masquer", mine: signedIn},
	{route: "POST /mon-equipe/messages/{number}/masquer", path: "/mon-equipe/messages/1/masquer", form: "motif=insult", mine: signedIn},
	{route: "POST /mon-equipe/messages/{number}/retirer", path: "/mon-equipe/messages/1/retirer", mine: signedIn},
	{route: "POST /mon-equipe/messages/{number}/retirer", path: "/mon-equipe/messages/un/retirer", mine: "snnnnnn"},
	{route: "GET /mon-equipe/quitter", path: "/mon-equipe/quitter", mine: signedIn},
	{route: "POST /mon-equipe/quitter", path: "/mon-equipe/quitter", mine: signedIn, spends: true},

	// The teams of the city.
	{route: "GET /equipes", path: "/equipes", mine: "sfff..f"},
	{route: "GET /equipes/proposer", path: "/equipes/proposer", mine: "sfff..f"},
	{route: "POST /equipes/proposer", path: "/equipes/proposer", mine: "sfff..f"},
	{route: "GET /equipes/messages", path: "/equipes/messages", mine: "sfff..f"},
	{route: "POST /equipes/messages/{team}/{number}/masquer", path: "/equipes/messages/{board}/1/masquer", form: "motif=insult", mine: "sfff..f", theirs: "sfff..f"},
	{route: "POST /equipes/messages/{team}/{number}/masquer", path: "/equipes/messages/{board}/99/masquer", form: "motif=insult", mine: "sfffnnf", theirs: "sfffnnf"},
	{route: "POST /equipes/messages/{team}/{number}/masquer", path: "/equipes/messages/{board}/1/masquer", form: "motif=", mine: "sfffrrf", theirs: "sfffrrf"},
	{route: "POST /equipes/messages/{team}/{number}/remettre", path: "/equipes/messages/{board}/1/remettre", mine: "sfff..f", theirs: "sfff..f"},
	{route: "POST /equipes/messages/{team}/auteurs/{person}/bloquer", path: "/equipes/messages/{board}/auteurs/{author}/bloquer", form: "motif=insult", mine: "sfff..f", theirs: "sfff..f"},
	{route: "POST /equipes/messages/{team}/auteurs/{person}/bloquer", path: "/equipes/messages/{board}/auteurs/rien/bloquer", form: "motif=insult", mine: "sfffnnf", theirs: "sfffnnf"},
	{route: "POST /equipes/messages/{team}/auteurs/{person}/debloquer", path: "/equipes/messages/{board}/auteurs/{author}/debloquer", mine: "sfff..f", theirs: "sfff..f"},

	{route: "GET /saisons", path: "/saisons", mine: "sfff..f"},
	{route: "GET /saisons/nouvelle", path: "/saisons/nouvelle", mine: "sfff..f"},
	{route: "POST /saisons/nouvelle", path: "/saisons/nouvelle", form: "nom=Défi&debut=2026-10-12", mine: "sfffrrf"},
	{route: "GET /saisons/{id}", path: "/saisons/{season}", mine: "sfff..f", theirs: "sfff..f"},
	{route: "GET /saisons/{id}", path: "/saisons/rien", mine: "sfffnnf"},
	{route: "POST /saisons/{id}", path: "/saisons/{season}", form: "nom=Défi&semaines=24", mine: "sfff..f", theirs: "sfff..f"},

	{route: "GET /pilotage", path: "/pilotage", mine: "sff..ff"},
	{route: "POST /pilotage", path: "/pilotage", mine: "sff..ff"},
	{route: "GET /pilotage/{file}", path: "/pilotage/quartiers", mine: "sffnnff"},
	{route: "GET /pilotage/{file}", path: "/pilotage/quartiers.csv", mine: "sffnnff"}, // no figures yet

	{route: "GET /idees", path: "/idees", mine: "sf.f.ff"},
	{route: "GET /idees/nouvelle", path: "/idees/nouvelle", mine: "sf.f.ff"},
	{route: "POST /idees/nouvelle", path: "/idees/nouvelle", form: "titre=Marcher", mine: "sfrfrff"},
	{route: "GET /idees/{number}", path: "/idees/99", mine: "sfnfnff"},
	{route: "POST /idees/{number}/publier", path: "/idees/99/publier", mine: "sfffnnf"},
	{route: "POST /idees/{number}/refuser", path: "/idees/99/refuser", form: "raison=Non", mine: "sfffnnf"},
	{route: "POST /idees/{number}/retirer", path: "/idees/99/retirer", form: "raison=Non", mine: "sfffnnf"},

	// What people allow, and what is done with what they give.
	{route: "GET /vos-choix", path: "/vos-choix", mine: everyone},
	{route: "POST /vos-choix", path: "/vos-choix", form: "finalite=sharing&choix=refuse&texte={text}", mine: signedIn},
	{route: "GET /registre", path: "/registre", mine: everyone},
	{route: "GET /registre/tableau.csv", path: "/registre/tableau.csv", mine: everyone},
	{route: "GET /desabonnement/{token}", path: "/desabonnement/rien", mine: nobody},
	{route: "POST /desabonnement/{token}", path: "/desabonnement/rien", mine: nobody},

	// The team of the city.
	{route: "GET /equipe", path: "/equipe", mine: "sfff..f"},
	{route: "POST /equipe", path: "/equipe", form: "email={email}&role=facilitator", mine: "sfff..f"},
	{route: "POST /equipe", path: "/equipe", form: "email={email}&role=steward", mine: "sffff.f"},
	{route: "POST /equipe", path: "/equipe", form: "email={email}&role=visitor", mine: "sffffrf"},
	{route: "POST /equipe/{role}/{person}/retirer", path: "/equipe/facilitator/{colleague}/retirer", mine: "sfff..f", theirs: "sfff..f"},
	{route: "POST /equipe/{role}/{person}/retirer", path: "/equipe/administrator/{colleague}/retirer", mine: "sffff.f", theirs: "sffff.f"},
	{route: "GET /equipe/journal", path: "/equipe/journal", mine: "sfff..f"},

	{route: "GET /donnees-de-la-ville", path: "/donnees-de-la-ville", mine: "sff...f"},
	{route: "GET /donnees-de-la-ville/tableau.csv", path: "/donnees-de-la-ville/tableau.csv", mine: "sff...f"},

	// Organisations: mine is one that the member is in.
	{route: "GET /organisations", path: "/organisations", mine: everyone},
	{route: "POST /organisations", path: "/organisations", form: "name=Club", mine: "sfff..f"},
	{route: "GET /organisations/{id}", path: "/organisations/{club}", mine: everyone, theirs: everyone, abroad: nobody},
	{route: "POST /organisations/{id}", path: "/organisations/{club}", form: "name=Club", mine: "sfff...", theirs: "sfff..f", abroad: "snnnnnn"},
	{route: "POST /organisations/{id}/membres", path: "/organisations/{club}/membres", form: "email={email}", mine: "sfff..f", theirs: "sfff..f"},
	{route: "POST /organisations/{id}/membres/{person}/retirer", path: "/organisations/{club}/membres/{comember}/retirer", mine: "sfff..f", theirs: "sfff..f", abroad: "snnnnnn"},
	{route: "POST /organisations/{id}/membres/{person}/retirer", path: "/organisations/{club}/membres/{me}/retirer", mine: "sfff...", theirs: "sfff..f", abroad: "snnnnnn", spends: true},
	{route: "POST /organisations/{id}/confier", path: "/organisations/{club}/confier", form: "permission=feed_budget", mine: "sfff..f", theirs: "sfff..f"},
	{route: "POST /organisations/{id}/confier", path: "/organisations/{club}/confier", form: "permission=grant_roles", mine: "sfffrrf", theirs: "sfffrrf"},
	{route: "POST /organisations/{id}/reprendre", path: "/organisations/{club}/reprendre", form: "permission=run_workshops", mine: "sfff..f", theirs: "sfff..f"},
	{route: "POST /organisations/{id}/fermer", path: "/organisations/{empty club}/fermer", mine: "sfff..f", theirs: "sfff..f"},

	// Cards: theirs was made by somebody else.
	{route: "GET /cartes", path: "/cartes", mine: "sf.f.f."},
	{route: "POST /cartes", path: "/cartes", form: "name=Yvonne", mine: "sf.f.f."},
	{route: "POST /cartes/{id}/refaire", path: "/cartes/{card}/refaire", mine: "sf.f.f.", theirs: "sf.f.f."},
	{route: "POST /cartes/{id}/arreter", path: "/cartes/{card}/arreter", mine: "sf.f.f.", theirs: "sf.f.f."},

	// What the operator looks after.
	{route: "GET /coulisses", path: "/coulisses", mine: "sffff.f"},
	{route: "POST /coulisses/{id}/reessayer", path: "/coulisses/{job}/reessayer", mine: "sffff.f", theirs: "sffff.f"},
	{route: "POST /coulisses/{id}/retirer", path: "/coulisses/{job}/retirer", mine: "sffff.f", theirs: "sffff.f"},

	// A demonstration.
	{route: "GET /gallery", path: "/gallery", mine: everyone},
	{route: "GET /gallery/{page}/{state}", path: "/gallery/compte/un-appareil", mine: everyone},
	{route: "GET /gallery/{page}/{state}", path: "/gallery/rien/rien", mine: nobody},
	{route: "GET /graphiques/{chart}/{data}", path: "/graphiques/rien/rien", mine: nobody},
	{route: "GET /graphiques/{chart}/{data}/tableau.csv", path: "/graphiques/rien/rien/tableau.csv", mine: nobody},
	{route: "GET /courriels", path: "/courriels", mine: everyone},
}
