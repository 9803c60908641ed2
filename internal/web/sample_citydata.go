package web

import (
	"errors"
	"time"

	"capzero/internal/access"
	"capzero/internal/account"
	"capzero/internal/household"
	"capzero/internal/job"
	"capzero/internal/mydata"
)

// sampleLooks are each thing that staff see and change, by all sorts of people.
func sampleLooks() (all []access.Access) {
	hands := []access.Hand{
		{Person: "MARC", Role: string(account.Officer)}, {Person: "LONG", Role: access.Association},
		{Person: "SAMPLE", Role: string(account.Administrator)}, {Person: "ERASED", Role: string(account.Facilitator)},
	}
	for n, what := range access.Whats() {
		by := hands[n%len(hands)]
		all = append(all, access.Access{Day: day.AddDate(0, 0, -n), By: by.Person, Role: by.Role, What: what, Times: 1 + n%3})
	}
	return all
}

// sampleStatement is a city in the middle of a season, with requests that were served.
func sampleStatement() mydata.Statement {
	all := mydata.Statement{
		Agreed: map[string]mydata.Crowd{
			string(household.SharingAtHome): 143, string(household.Reminders): 1386, string(household.Evaluation): 957,
			string(household.TeamName): 341, string(household.OpenData): 0, string(household.Ranking): 88,
		},
		Exports:  mydata.Requests{Asked: 42, Served: 41, Waiting: 1, Oldest: day.Add(-time.Minute), Median: 2 * time.Second, Slowest: 94 * time.Second},
		Erasures: mydata.Requests{Asked: 17, Served: 17, Median: time.Second, Slowest: 5 * time.Hour},
		Looks:    []access.Total{{What: access.CardsListed, Times: 3120}, {What: access.CardMade, Times: 61}, {What: access.MessagesRead, Times: 24}, {What: access.MessageHidden, Times: 3}, {What: access.TeamProposed, Times: 812}},
	}
	for n, name := range []string{"accounts", "households", "devices", "assessments", "visitors", "weighings", "missions", "messages", "mails", "copies"} {
		all.Held = append(all.Held, mydata.Heap{Name: name, Count: mydata.Crowd(11 * 37 * (9 - n))})
	}
	return all
}

// newStatement is a city on its first day.
func newStatement() mydata.Statement {
	all := sampleStatement()
	all.Agreed, all.Exports, all.Erasures, all.Looks = nil, mydata.Requests{}, mydata.Requests{}, nil
	for n := range all.Held {
		all.Held[n].Count = 0
	}
	return all
}

// cityDataScenes are what is read by who answers for the data of a city.
func cityDataScenes() []scene {
	steward := people{session: somebody("Ivo", account.Steward)}
	steward.office.backups = &sampleBackups
	at := func(name string, p people, state mydata.Statement) scene {
		sc := looking("donnees-de-la-ville", name, cityDataPath, p)
		sc.data.papers.state = state
		return sc
	}
	admin := people{session: somebody("Anne", account.Administrator)}
	admin.office.failed = []job.Listed{{Kind: mydata.Make{}.Kind(), Args: "{}"}}
	admin.office.backups = &sampleLateBackups
	late, broken := sampleStatement(), sampleStatement()
	late.Exports = mydata.Requests{Asked: 1, Waiting: 1, Oldest: day.AddDate(0, 0, -4)}
	late.Erasures = mydata.Requests{Asked: 3, Served: 1, Waiting: 2, Oldest: day.AddDate(0, 0, -3), Median: time.Hour, Slowest: time.Hour}
	broken.Exports.Failed = 2
	down := at("en-panne", steward, mydata.Statement{})
	down.data.papers.fails = errors.New("the records do not answer")
	return []scene{
		at("premier-jour", people{session: somebody("Ivo", account.Steward)}, newStatement()),
		at("en-pleine-saison", steward, sampleStatement()),
		at("demandes-en-retard", steward, late),
		at("travail-abandonne", admin, broken),
		at("interdites", people{session: somebody("Zoé", account.Facilitator)}, sampleStatement()),
		down,
	}
}
