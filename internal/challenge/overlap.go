package challenge

import "slices"

// A Done is how often a mission was done in a week.
type Done struct {
	Mission string
	Times   int
}

// An Overlap is what adding up missions of one person and week would count twice.
type Overlap struct {
	GramsCO2e int64
	Streams   []StreamGrams
}

// overlapRule is the rule of the entries that take an overlap off.
const overlapRule = "overlap"

// lines are what an overlap takes off the ledgers, for so many persons.
func (o Overlap) lines(persons int) []line {
	n := -int64(persons)
	lines := []line{{Carbon, "", n * o.GramsCO2e}}
	for _, s := range o.Streams {
		lines = append(lines, line{Waste, s.Stream, n * s.Grams})
	}
	return lines
}

// beyond is what an overlap is more than another one: that of missions which are
// all among its own.
func (o Overlap) beyond(other Overlap) Overlap {
	more := Overlap{GramsCO2e: max(0, o.GramsCO2e-other.GramsCO2e)}
	for _, l := range difference(other.lines(-1), o.lines(-1)) {
		if l.kind == Waste {
			more.Streams = append(more.Streams, StreamGrams{l.stream, l.grams})
		}
	}
	return more
}

// A doneWeek is everything that a household has ticked in a week.
type doneWeek []CheckIn

// by returns what was done together, and by a person where one is named.
func (d doneWeek) by(person string) (done []Done) {
	for _, c := range d {
		if c.Times > 0 && (c.Person == "" || c.Person == person) {
			done = append(done, Done{c.Mission, c.Times})
		}
	}
	return done
}

// persons is for how many what was done together counts.
func (d doneWeek) persons() (most int) {
	for _, c := range d {
		if c.Times > 0 && c.Person == "" {
			most = max(most, c.Persons)
		}
	}
	return most
}

// people are those who have ticked something of their own.
func (d doneWeek) people() (all []string) {
	for _, c := range d {
		if c.Times > 0 && c.Person != "" && !slices.Contains(all, c.Person) {
			all = append(all, c.Person)
		}
	}
	return all
}
