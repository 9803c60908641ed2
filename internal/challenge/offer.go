package challenge

import (
	"cmp"
	"hash/fnv"
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

// A Candidate is a mission that applies to a person and avoids something there.
type Candidate struct {
	Mission string
	Theme   string
	Effort  int // 1 to 3
	Worth   Worth
}

// An Outlook is what a person could do, and what they weigh today.
type Outlook struct {
	Candidates        []Candidate
	GramsCO2ePerWeek  float64 // of one person
	WasteGramsPerWeek float64
}

// An Offer is a mission proposed to somebody for a week.
type Offer struct {
	Week    Week
	Mission string
	Number  int
	Theme   string
	Answer  OfferAnswer
}

// An OfferAnswer is what somebody says to a proposal.
type OfferAnswer string

// The answers.
const (
	Open      OfferAnswer = "open"
	AnyOther  OfferAnswer = "other" // not this week
	NeverMine OfferAnswer = "never" // not in this season
	MuchLater OfferAnswer = "later" // not for some weeks
)

const (
	// offered is how many missions are proposed at once.
	offered = 3
	// laterWeeks is how long "later" lasts.
	laterWeeks = 4
)

// A Record is how often a mission was proposed, and done.
type Record struct{ Offered, Done int }

// What is known before anything was done: a chance by effort, worth so many
// proposals; and how many of households alike count at most, so that they do not
// drown what this one does. Our assumptions.
const (
	knownBefore = 4.0
	mostOfAlike = 20.0
)

func chanceByEffort(effort int) float64 {
	switch effort {
	case 1:
		return 0.6
	case 2:
		return 0.4
	}
	return 0.2
}

// chanceOf is what is known of the chance that somebody does a mission, as the
// distribution that proposals to households alike and to this one leave.
func chanceOf(effort int, alike, own Record) distuv.Beta {
	p := chanceByEffort(effort)
	weight := 1.0
	if alike.Offered > 0 {
		weight = math.Min(1, mostOfAlike/float64(alike.Offered))
	}
	done := knownBefore*p + weight*float64(alike.Done) + float64(own.Done)
	not := knownBefore*(1-p) + weight*float64(alike.Offered-alike.Done) + float64(own.Offered-own.Done)
	return distuv.Beta{Alpha: done, Beta: not}
}

// A chooser chooses missions for one person and week.
type chooser struct {
	outlook Outlook
	plan    Plan
	week    Week
	alike   map[string]Record // by mission
	own     map[string]Record // by theme, of this household
	past    []Offer           // of this person in the season, with this week's
	lasting []lasting         // what the household has done once
	random  *rand.Rand
}

// newRandom gives the same numbers for the same person and week, so that a page
// that is opened twice at once proposes the same.
func newRandom(season Season, person string, w Week) *rand.Rand {
	h := fnv.New64a()
	h.Write([]byte(person + " " + string(w)))
	return rand.New(rand.NewPCG(uint64(season.seed), h.Sum64()))
}

// choose fills up what is open this week. Missions are ranked by the share of the
// person's own target that they would bring, times a draw of the chance that they
// are done (Thompson 1933), so that what is not known yet is tried now and then.
// Of one theme there is one.
func (c chooser) choose() []Candidate {
	var chosen []Candidate
	themes := map[string]bool{}
	open := 0
	for _, o := range c.past {
		if o.Week == c.week && o.Answer == Open {
			themes[o.Theme] = true
			open++
		}
	}
	for _, different := range []bool{true, false} { // one of each theme, as long as there are enough
		for _, r := range c.ranked() {
			if open+len(chosen) == offered {
				return chosen
			}
			taken := slices.ContainsFunc(chosen, func(o Candidate) bool { return o.Mission == r.Mission })
			if taken || different && themes[r.Theme] {
				continue
			}
			chosen = append(chosen, r)
			themes[r.Theme] = true
		}
	}
	return chosen
}

// ranked are the missions that may be proposed, the best first.
func (c chooser) ranked() []Candidate {
	type scored struct {
		Candidate
		score float64
	}
	var all []scored
	for _, candidate := range c.outlook.Candidates {
		if c.barred(candidate.Mission) {
			continue
		}
		chance := chanceOf(candidate.Effort, c.alike[candidate.Mission], c.own[candidate.Theme])
		all = append(all, scored{candidate, c.share(candidate.Worth) * draws(chance, c.random)})
	}
	slices.SortStableFunc(all, func(a, b scored) int { return cmp.Compare(b.score, a.score) })
	ranked := make([]Candidate, len(all))
	for i, s := range all {
		ranked[i] = s.Candidate
	}
	return ranked
}

// share is which part of a person's weekly target a mission would bring, of the
// target that it helps most. The two are never added.
func (c chooser) share(w Worth) float64 {
	times := float64((w.Most + 1) / 2) // who does it at all, does it half as often as may count
	waste := int64(0)
	for _, s := range w.Streams {
		waste += s.Grams
	}
	carbon := part(times*float64(w.GramsCO2e), c.outlook.GramsCO2ePerWeek, c.plan.CarbonTarget)
	return math.Max(carbon, part(times*float64(waste), c.outlook.WasteGramsPerWeek, c.plan.WasteTarget))
}

// part is an amount as a part of so many percent of what somebody weighs, a whole
// at most: beyond their target nothing is better.
func part(amount, of float64, percent int) float64 {
	if of <= 0 {
		return 0
	}
	return math.Min(1, amount/(of*float64(percent)/100))
}

// barred reports whether a mission is not to be proposed: it is already, it was done
// and lasts, the person has said so, or it was proposed last week.
func (c chooser) barred(mission string) bool {
	for _, l := range c.lasting {
		if l.Mission == mission && (l.in(c.week) || l.Since == c.week) {
			return true
		}
	}
	for _, o := range c.past {
		if o.Mission != mission {
			continue
		}
		switch {
		case o.Week == c.week, o.Answer == NeverMine:
			return true
		case o.Answer == MuchLater && c.week.since(o.Week) < laterWeeks:
			return true
		case o.Week == c.week.Plus(-1):
			return true
		}
	}
	return false
}

// draws is a draw from a distribution.
func draws(b distuv.Beta, random *rand.Rand) float64 {
	b.Src = random
	return b.Rand()
}
