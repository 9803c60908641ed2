package web

import (
	"errors"
	"net/url"

	"capzero/internal/account"
	"capzero/internal/backup"
	"capzero/internal/fault"
)

// looking is a scene of somebody at a page of staff.
func looking(page, name, path string, p people) scene {
	return scene{page: page, name: name, path: path, data: sample{people: p}}
}

// sending is a scene of somebody who sends a form there and is refused.
func sending(page, name, path string, form url.Values, p people, refusal error) scene {
	p.fails = refusal
	s := looking(page, name, path, p)
	s.method, s.form = "POST", form
	return s
}

// wayInScenes are the ways in without a mail.
func wayInScenes() []scene {
	anne := people{session: somebody("Anne")}
	keys := anne
	keys.office.keys = sampleKeys
	city := people{office: office{doors: []StaffDoor{{ID: "ville", Name: "Ville d’Issy-les-Moulineaux"}}}}
	name, code := url.Values{fieldName: {"  "}}, url.Values{fieldCode: {"BCDF"}}
	nameless := fault.At(fieldName, fault.Invalid, "error.name_empty")
	leaving := anne
	leaving.office.there = "https://connexion.exemple.fr/fin"
	return []scene{
		{page: "entrer", name: "avec-la-ville", path: "/entrer", nobody: true, data: sample{people: city}},
		{page: "entrer", name: "cle-refusee", method: "POST", path: "/entrer/cle", nobody: true,
			data: sample{people: people{fails: fault.New(fault.Invalid, "error.passkey_refused")}}},
		{page: "entrer", name: "ville-en-panne", path: "/entrer/vers/ville", nobody: true,
			data: sample{people: people{fails: fault.New(fault.Conflict, "error.staff_down")}}},
		{page: "entrer", name: "ville-refuse", path: "/entrer/avec/ville", nobody: true,
			data: sample{people: people{fails: fault.New(fault.Forbidden, "error.staff_other_city")}}},
		sending("entrer", "sortir-de-la-ville", "/sortir", nil, leaving, nil),
		{page: "carte", name: "code", path: "/carte", nobody: true},
		{page: "carte", name: "code-mal-ecrit", method: "POST", path: "/carte", form: code, nobody: true,
			data: sample{people: people{fails: fault.At(fieldCode, fault.Invalid, "error.card_format", "letters", 12)}}},
		{page: "carte", name: "lue", path: "/carte/BCDFGHJKLMNP", nobody: true},
		{page: "carte", name: "inconnue", method: "POST", path: "/carte/BCDFGHJKLMNP", nobody: true,
			data: sample{people: people{fails: fault.At(fieldCode, fault.NotFound, "error.card_unknown")}}},
		looking("compte", "des-cles", "/compte", keys),
		sending("compte", "cle-refusee", "/compte/cles", url.Values{fieldName: {"Mon téléphone"}}, keys, fault.New(fault.Invalid, "error.passkey_refused")),
		sending("compte", "cle-sans-nom", "/compte/cles/AAAA/nom", name, keys, nameless),
		sending("compte", "derniere-cle", "/compte/cles/AAAA/retirer", nil, keys, fault.New(fault.Conflict, "error.last_way_in")),
		sending("compte", "cle-disparue", "/compte/cles/AAAA/retirer", nil, keys, fault.New(fault.NotFound, "error.passkey_unknown")),
	}
}

// teamScenes are the roles of a city and the journal.
func teamScenes() []scene {
	admin := people{session: somebody("Anne", account.Administrator)}
	one := admin
	one.office.holders = sampleHolders[:1]
	many := admin
	many.office = office{holders: sampleHolders, events: sampleEvents(), names: sampleNames, organisations: sampleClubs(1)}
	officer := many
	officer.session = somebody("Marc", account.Officer)
	busy, quiet := many, admin
	busy.office.comings, quiet.office.comings = 1234, 1
	return []scene{
		looking("equipe", "une-personne", "/equipe", one),
		looking("equipe", "plusieurs", "/equipe", many),
		looking("equipe", "role-donne", "/equipe?donne", many),
		looking("equipe", "pilotage", "/equipe", officer),
		sending("equipe", "adresse-refusee", "/equipe", url.Values{fieldEmail: {"marc chez exemple"}, fieldRole: {"steward"}}, many,
			fault.At(fieldEmail, fault.Invalid, "error.email_invalid")),
		sending("equipe", "aucun-role", "/equipe", url.Values{fieldEmail: {"marc@exemple.fr"}}, many,
			fault.At(fieldRole, fault.Invalid, "error.role_unknown")),
		sending("equipe", "derniere-administration", "/equipe/administrator/SAMPLE/retirer", nil, one,
			fault.New(fault.Conflict, "error.last_administrator")),
		looking("equipe", "interdite", "/equipe", people{session: somebody("Zoé", account.Facilitator)}),
		looking("equipe", "journal", "/equipe/journal", busy),
		looking("equipe", "journal-avec-les-arrivees", "/equipe/journal?"+auditAll, busy),
		looking("equipe", "journal-des-arrivees", "/equipe/journal", quiet),
		looking("equipe", "journal-vide", "/equipe/journal", admin),
	}
}

// organisationScenes are the associations of a city.
func organisationScenes() []scene {
	visitor := people{office: office{outsider: true, organisations: sampleClubs(3)}}
	officer := people{session: somebody("Anne", account.Officer), office: office{organisations: sampleClubs(3), members: sampleMembers}}
	member := people{session: somebody("Anne"), office: office{organisations: sampleClubs(1), members: sampleMembers}}
	empty := people{session: somebody("Anne", account.Officer), office: office{organisations: sampleClubs(3)[2:]}}
	long := visitor
	long.office.organisations = sampleClubs(3)[1:]
	return []scene{
		looking("organisations", "aucune", "/organisations", people{}),
		looking("organisations", "plusieurs", "/organisations", visitor),
		looking("organisations", "a-gerer", "/organisations", officer),
		looking("organisations", "fermee", "/organisations?fermee", officer),
		sending("organisations", "sans-nom", "/organisations", url.Values{fieldAbout: {"Nous réparons."}}, officer,
			fault.At(fieldName, fault.Invalid, "error.name_empty")),
		sending("organisations", "interdite", "/organisations", nil, people{session: somebody("Zoé")}, nil),
		looking("organisation", "pour-tout-le-monde", "/organisations/CLUB", visitor),
		looking("organisation", "tres-longue", "/organisations/LONG", long),
		looking("organisation", "pour-un-membre", "/organisations/CLUB", member),
		looking("organisation", "pour-la-ville", "/organisations/CLUB", officer),
		looking("organisation", "encore-vide", "/organisations/QUIET", empty),
		looking("organisation", "introuvable", "/organisations/GONE", people{}),
		sending("organisation", "membre-refuse", "/organisations/CLUB/membres", url.Values{fieldEmail: {"zoe"}}, officer,
			fault.At(fieldEmail, fault.Invalid, "error.email_invalid")),
		sending("organisation", "texte-trop-long", "/organisations/CLUB", url.Values{fieldName: {"Club"}, fieldAbout: {repeated("mot ", 300)}}, member,
			fault.At(fieldAbout, fault.Invalid, "error.about_too_long", "max", 1000)),
		sending("organisation", "pas-confiable", "/organisations/CLUB/confier", url.Values{fieldPermission: {"grant_roles"}}, officer,
			fault.At(fieldPermission, fault.Invalid, "error.not_entrustable")),
	}
}

// cardScenes are the cards that a facilitator makes.
func cardScenes() []scene {
	zoe := people{session: somebody("Zoé", account.Facilitator)}
	some := zoe
	some.office.cards = sampleCards
	return []scene{
		looking("cartes", "aucune", "/cartes", zoe),
		looking("cartes", "plusieurs", "/cartes", some),
		looking("cartes", "arretee", "/cartes?arretee", some),
		sending("cartes", "sans-nom", "/cartes", url.Values{fieldName: {" "}}, some, fault.At(fieldName, fault.Invalid, "error.name_empty")),
		sending("cartes", "plus-besoin", "/cartes/USED/refaire", nil, some, fault.New(fault.Conflict, "error.card_owner")),
		looking("cartes", "interdites", "/cartes", people{session: somebody("Anne")}),
		sending("cartes", "a-imprimer", "/cartes", url.Values{fieldName: {"Yvonne"}}, zoe, nil),
		sending("cartes", "nom-tres-long", "/cartes", url.Values{fieldName: {"عائشة " + repeated("Prénom ", 7)}}, zoe, nil),
	}
}

// backstageScenes are what an operator looks after.
func backstageScenes() []scene {
	admin := people{session: somebody("Anne", account.Administrator)}
	busy := admin
	busy.office = office{waiting: sampleWaiting, failed: sampleFailed, box: sampleBox, backups: &sampleLateBackups}
	safe, bare, lost := admin, admin, admin
	safe.office.backups = &sampleBackups
	bare.office.backups = &backup.Status{}
	lost.office.backups = &backup.Status{Problem: errors.New("input/output error")}
	ill := looking("coulisses", "en-panne", "/coulisses", busy)
	ill.data.ill = true
	ill.data.clock.runs = troubled
	return []scene{
		looking("coulisses", "tout-va-bien", "/coulisses", safe),
		looking("coulisses", "sans-sauvegardes", "/coulisses", admin),
		looking("coulisses", "aucune-sauvegarde-encore", "/coulisses", bare),
		looking("coulisses", "dossier-des-sauvegardes-perdu", "/coulisses", lost),
		looking("coulisses", "du-travail", "/coulisses", busy),
		ill,
		sending("coulisses", "tache-faite", "/coulisses/7/reessayer", nil, busy, fault.New(fault.NotFound, "error.job_unknown")),
		looking("coulisses", "interdites", "/coulisses", people{session: somebody("Marc", account.Officer)}),
	}
}
