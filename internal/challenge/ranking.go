package challenge

import (
	"cmp"
	"slices"

	"capzero/internal/household"
	"capzero/internal/retention"
)

// A Ranking is that of a season as one person sees it. Who has not entered is not
// in it, and of who has, others see the pseudonym and the kilograms of the first
// ten places. There is one table for each ledger: they are never added.
type Ranking struct {
	Season Season
	Today  household.Day
	In     bool // their household takes part: nobody else sees anything
	Starts Week // the first of its missions

	Name    Pseudonym   // theirs; none where they have not entered
	Offered []Pseudonym // to choose from, where they have not
	Round   int         // of what is offered

	Missing int  // households that are still needed before anything is shown
	Until   Week // the tables are of the weeks before; empty where nothing was counted yet
	Tables  []RankingTable
}

// Waits reports whether the missions of the household have not begun.
func (r Ranking) Waits() bool { return WeekOf(r.Today) < r.Starts }

// Entered reports whether the person is in it.
func (r Ranking) Entered() bool { return r.Name != Pseudonym{} }

// A RankingTable is the ranking by one ledger.
type RankingTable struct {
	Kind  Kind
	Shown bool     // there are enough households in it; else there is nothing more
	Of    int      // how many had a place when it was counted
	First []Placed // the first ten
	Tied  Tie      // who shared the place that follows, and were too many to be listed
	Mine  Placed   // of who looks; no place where they have none
}

// A Tie is how many people share a place.
type Tie struct{ Place, People int }

// A Placed is somebody with a place.
type Placed struct {
	Name   Pseudonym
	Place  int // 1 for the most
	People int // who share it
	Tenths int64
	Mine   bool // who looks
}

// compare puts people in the order of their places, and those of one place in that
// of their names.
func (p Placed) compare(other Placed) int {
	return cmp.Or(cmp.Compare(p.Place, other.Place), cmp.Compare(p.Name.Name, other.Name.Name), cmp.Compare(p.Name.Number, other.Name.Number))
}

const (
	// listed is how many places are shown to others.
	listed = 10
	// gramsPerTenth are those of a tenth of a kilogram. Places go by what is shown:
	// who reads the same kilograms has the same place.
	gramsPerTenth = 100
)

// tenthsOf rounds grams to tenths of a kilogram.
func tenthsOf(grams int64) int64 {
	return (max(grams, 0) + gramsPerTenth/2) / gramsPerTenth
}

// A standing is where somebody stands in a ledger.
type standing struct {
	person      string
	tenths      int64
	place, last int // last is the place of the last of those who share it
}

// rank gives places by grams: the most comes first, equal kilograms share a place,
// and who has none has no place. The order of people with one place is that of
// their ids, which says nothing.
func rank(grams map[string]int64) []standing {
	var all []standing
	for person, g := range grams {
		if t := tenthsOf(g); t > 0 {
			all = append(all, standing{person: person, tenths: t})
		}
	}
	slices.SortFunc(all, func(a, b standing) int {
		return cmp.Or(cmp.Compare(b.tenths, a.tenths), cmp.Compare(a.person, b.person))
	})
	for from := 0; from < len(all); {
		to := from
		for to < len(all) && all[to].tenths == all[from].tenths {
			to++
		}
		for i := from; i < to; i++ {
			all[i].place, all[i].last = from+1, to
		}
		from = to
	}
	return all
}

// tieAfter is the place that comes after those that are listed, where it is among
// the first ten and too many share it.
func tieAfter(all []standing) Tie {
	for _, s := range all {
		if s.last > listed {
			if s.place > listed {
				break
			}
			return Tie{s.place, s.last - s.place + 1}
		}
	}
	return Tie{}
}

// rankedUntil is the first week that a ranking does not count, on a day: that of
// the day, and once all weeks of the season are closed none that follows.
func (p Plan) rankedUntil(today household.Day) Week {
	return min(WeekOf(today), WeekOf(p.After().Plus(lateDays)))
}

// isRanked reports whether there may be a ranking of the season on a day: it ends
// three months after it.
func (p Plan) isRanked(today household.Day) bool {
	return today >= p.From.First() && today < p.After().PlusMonths(retention.RankingMonths)
}
