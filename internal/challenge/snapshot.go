package challenge

import (
	"math"

	"capzero/internal/stats"
)

// A Scale is how far one looks: a household, its team, its zone, its city.
type Scale string

// The scales that have snapshots. Those of flats and houses are beside the zones.
const (
	CityScale    Scale = "city"
	ZoneScale    Scale = "zone"
	HousingScale Scale = "housing"
)

// A scope is one group that has figures.
type scope struct {
	scale Scale
	of    string
}

// scopes are the figures that a batch is added to.
func (c cell) scopes() []scope {
	all := []scope{{CityScale, ""}}
	if c.zone != "" {
		all = append(all, scope{ZoneScale, c.zone})
	}
	if c.housing != "" {
		all = append(all, scope{HousingScale, string(c.housing)})
	}
	return all
}

// A Snapshot is what is shown of a group since the season began, as it was taken in
// a week. It is renewed by batches of eleven households or more.
type Snapshot struct {
	Season  string
	Week    Week
	Figures []GroupFigure
}

// Of is the figure of a quantity, if it is shown.
func (s Snapshot) Of(q Quantity) (f GroupFigure, shown bool) {
	for _, f := range s.Figures {
		if f.Quantity == q {
			return f, true
		}
	}
	return f, false
}

// Waste is the ledger of waste: the sum of the streams that are shown.
func (s Snapshot) Waste() (sum GroupFigure, shown bool) {
	half := 0.0
	for _, f := range s.Figures {
		if !f.Quantity.ofWaste() {
			continue
		}
		shown = true
		sum.Households, sum.Weeks = max(sum.Households, f.Households), max(sum.Weeks, f.Weeks)
		sum.Renewed = max(sum.Renewed, f.Renewed)
		sum.Grams += f.Grams
		half += float64(f.Percent) * float64(f.Grams) // one mission is in several streams: their errors add up
	}
	if sum.Grams > 0 {
		sum.Percent = int(math.Ceil(half / float64(sum.Grams)))
	}
	return sum, shown
}

// Households is how many took part at least, by whichever figure says most.
func (s Snapshot) Households() (most int) {
	for _, f := range s.Figures {
		most = max(most, f.Households)
	}
	return most
}

// HouseholdWeeks is in how many weeks households of the group avoided something, as
// far as the ledgers that are shown say.
func (s Snapshot) HouseholdWeeks() (most int64) {
	for _, f := range s.Figures {
		if f.Quantity.declared() {
			most = max(most, f.Weeks)
		}
	}
	return most
}

// A GroupFigure is a sum over the households of a group.
type GroupFigure struct {
	Quantity    Quantity
	Renewed     Week
	Households  int // at least: it rises by eleven or not at all
	Weeks       int64
	Grams       int64
	PersonWeeks float64
	Percent     int  // half the interval of Grams, in percent of them; declared ones only
	Rate        Rate // of what was weighed; of no household where it cannot be said

	counted int64
	squares squares
	byRule  map[string]int64 // while a snapshot is taken
}

// squares are sums over households of kilograms and person-weeks multiplied by each
// other: from them follows how much households differ.
type squares struct{ kg2, kgWeeks, weeks2 float64 }

// held is what a household has in a figure.
type held struct{ grams, personWeeks, weeks int64 }

func (h held) squares() squares {
	kg, weeks := float64(h.grams)/gramsPerKg, float64(h.personWeeks)/1000
	return squares{kg * kg, kg * weeks, weeks * weeks}
}

// grow adds a batch to a figure.
func (f *GroupFigure) grow(b batch, of scope, w Week) {
	sum := amount{byRule: f.byRule}
	for _, p := range b.shares {
		before := p.before[of]
		if !f.Quantity.declared() {
			p.newcomers = int64(bit(before.weeks == 0))
		}
		sum.add(p.amount)
		after := held{before.grams + p.grams, before.personWeeks + p.personWeeks, 0}
		f.squares = f.squares.plus(after.squares()).minus(before.squares())
	}
	f.byRule = sum.byRule
	f.Renewed = w
	f.Grams += sum.grams
	f.Weeks += sum.weeks
	f.PersonWeeks += float64(sum.personWeeks) / 1000
	f.counted += sum.newcomers
	if f.counted >= int64(f.Households+ShownFrom) {
		f.Households = int(f.counted)
	}
}

func (s squares) plus(o squares) squares {
	return squares{s.kg2 + o.kg2, s.kgWeeks + o.kgWeeks, s.weeks2 + o.weeks2}
}

func (s squares) minus(o squares) squares {
	return squares{s.kg2 - o.kg2, s.kgWeeks - o.kgWeeks, s.weeks2 - o.weeks2}
}

// A Rate is kilograms of one person in a week, of a group.
type Rate struct {
	KgPerWeek float64
	Low, High float64
	SD        float64 // one standard deviation of KgPerWeek
	Freedom   float64 // degrees of it: the households less one
}

// Known reports whether there is one.
func (r Rate) Known() bool { return r.Freedom > 0 }

// rate is what households of a group weigh on average, each counted by its
// person-weeks, with the interval of a mean over households: a household that weighs
// often says no more about its neighbours than one that weighs seldom. The variance
// is that of a ratio of sums (Cochran, Sampling Techniques, 1977, chapter 6).
func (f GroupFigure) rate() (r Rate) {
	n := float64(f.counted)
	if !f.Quantity.weighed() || f.PersonWeeks <= 0 || n < 2 {
		return r
	}
	kg := float64(f.Grams) / gramsPerKg
	r = Rate{KgPerWeek: kg / f.PersonWeeks, Freedom: n - 1}
	apart := f.squares.kg2 - 2*r.KgPerWeek*f.squares.kgWeeks + r.KgPerWeek*r.KgPerWeek*f.squares.weeks2
	r.SD = math.Sqrt(n/(n-1)*math.Max(0, apart)) / f.PersonWeeks
	half := r.SD * stats.StudentQuantile(0.95, r.Freedom)
	r.Low, r.High = math.Max(0, r.KgPerWeek-half), r.KgPerWeek+half
	return r
}

// A Contrast is how two groups differ in a stream, in kg of one person and week,
// with the interval in which the difference lies nine times in ten.
type Contrast struct {
	Stream    Stream
	A, B      Rate
	Less      float64 // A less B
	Low, High float64
}

// Clear reports whether the difference is more than chance.
func (c Contrast) Clear() bool { return c.Low > 0 || c.High < 0 }

// contrast compares two groups by Welch's interval: the groups may differ in how
// many they are and in how much their households differ.
func contrast(s Stream, a, b Rate) Contrast {
	c := Contrast{Stream: s, A: a, B: b, Less: a.KgPerWeek - b.KgPerWeek}
	varianceA, varianceB := a.SD*a.SD, b.SD*b.SD
	variance := varianceA + varianceB
	half := 0.0
	if variance > 0 {
		freedom := variance * variance / (varianceA*varianceA/a.Freedom + varianceB*varianceB/b.Freedom)
		half = math.Sqrt(variance) * stats.StudentQuantile(0.95, freedom)
	}
	c.Low, c.High = c.Less-half, c.Less+half
	return c
}

// Contrasts compares two groups stream by stream, where both are shown.
func Contrasts(a, b Snapshot) (all []Contrast) {
	ratesA, ratesB := a.Rates(), b.Rates()
	for _, s := range Streams() {
		rateA, shownA := ratesA[s]
		rateB, shownB := ratesB[s]
		if shownA && shownB {
			all = append(all, contrast(s, rateA, rateB))
		}
	}
	return all
}

// Rates are what a group weighs, by stream, of the streams that are shown.
func (s Snapshot) Rates() map[Stream]Rate {
	all := map[Stream]Rate{}
	for _, stream := range Streams() {
		if f, shown := s.Of(stream.Weighed()); shown && f.Rate.Known() {
			all[stream] = f.Rate
		}
	}
	return all
}
