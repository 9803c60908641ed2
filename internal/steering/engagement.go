package steering

import (
	"capzero/internal/challenge"
	"capzero/internal/household"
)

// Target is how many engaged adults a city is to have: what the contract of
// Issy-les-Moulineaux asks for ("at least 300 citizens engaged", requirement T20).
const Target = 300

const (
	// periodWeeks are the nine months of the experimentation.
	periodWeeks = 39
	// engagedWeeks is in how many different weeks an engaged adult did something.
	engagedWeeks = 2
	// activeWeeks is how far back somebody is active, with the week that is not over:
	// 28 days.
	activeWeeks = 4
)

// An Engagement is how many adults take part, each counted once whatever their
// households and seasons.
type Engagement struct {
	Target     int            `json:"target"`
	SignedUp   Count          `json:"signedUp"`   // have an account in the city
	Households Count          `json:"households"` // are in the season
	Enrolled   Count          `json:"enrolled"`   // adults of those households
	Engaged    Count          `json:"engaged"`    // have measured themselves, and did something in two weeks
	Active     Count          `json:"active"`     // did something in the last four weeks
	From       challenge.Week `json:"from"`       // first week of the nine months
	To         challenge.Week `json:"to"`         // and last
}

// A period is nine months in which adults are counted.
type period struct {
	from    challenge.Week
	seasons []string // that begin in it
}

func (p period) before() challenge.Week { return p.from.Plus(periodWeeks) }

// periodOf is the last one that has begun with one of the seasons up to a given one.
// The first begins with the first season, each next one with the first season after
// the one before is over.
func periodOf(seasons []challenge.Season, until challenge.Season) (p period) {
	for _, s := range inOrder(seasons) {
		if s.From > until.From {
			break
		}
		if p.from == "" || s.From >= p.before() {
			p = period{from: s.From}
		}
		p.seasons = append(p.seasons, s.ID)
	}
	return p
}

// engagement counts adults. Whoever has an account was sent a mail, or given a card
// by somebody of the city: they are verified.
func engagement(c challenge.Chronicle, p period, doers []challenge.Doer, measured map[string]bool, signedUp int) Engagement {
	e := Engagement{
		Target: Target, SignedUp: countOf(signedUp), Households: countOf(len(c.Households)),
		From: p.from, To: p.before().Plus(-1),
	}
	enrolled, engaged, active := 0, 0, 0
	for _, t := range c.Households {
		enrolled += t.Adults
	}
	since := recent(c.Today)
	for _, d := range doers {
		if len(d.Weeks) >= engagedWeeks && measured[d.Person] {
			engaged++
		}
		if d.Weeks[len(d.Weeks)-1] >= since {
			active++
		}
	}
	e.Enrolled, e.Engaged, e.Active = countOf(enrolled), countOf(engaged), countOf(active)
	return e
}

// recent is the first of the last four weeks, with the one that is not over.
func recent(today household.Day) challenge.Week {
	return challenge.WeekOf(today).Plus(1 - activeWeeks)
}
