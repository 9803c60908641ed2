package mydata

import "capzero/internal/retention"

// A Thing is one kind of thing that is held about people: the rows of a table that
// are of one person.
type Thing struct {
	Name    string // of its words in the catalogues, "mydata.thing." + Name, and of its files
	Table   string
	Of      scope
	Shared  bool         // with the household, or the team
	Newest  string       // column by which the newest comes first
	At      string       // page where it can be read and corrected; empty where there is none
	Until   retention.ID // how long it is kept: a rule, or what has no end of its own
	Columns []Column
}

// A Group is things that are held for one purpose.
type Group struct {
	Name    string
	Purpose string // of the register
	Things  []Thing
}

// A scope is the condition by which rows are of a person. Each ? is their id.
type scope string

// person are the rows that name a person in a column.
func person(column string) scope { return scope(column + ` = ?`) }

// The other scopes.
const (
	ofAssessment scope = `assessment_id IN (SELECT id FROM assessment WHERE person_id = ?)`
	ofHousehold  scope = `household_id IN (SELECT household_id FROM member WHERE person_id = ? AND left_at IS NULL)`
	ofTeam       scope = `id IN (SELECT team_id FROM team_member WHERE left_day IS NULL AND ` + scope(ofHousehold) + `)`
)

// A Column is one field of a thing.
type Column struct {
	Name string
	As   form
	Own  bool   // its words are of this thing: another has a column of that name
	Left Reason // why it is not given; empty where it is
}

// A form is how the value of a column is written into a file.
type form int

const (
	plain      form = iota // texts, days, numbers, amounts, as they are
	moment                 // seconds since 1970, written as a moment in UTC
	truth                  // 0 or 1
	structured             // JSON, written as such
)

// A Reason says why a column, or a table, is not given. Its words are in the
// catalogues, under "mydata.left." and its name.
type Reason string

// The reasons.
const (
	Secret   Reason = "secret"   // opens a door: nobody can read it, and it would let somebody in
	Internal Reason = "internal" // number by which the program finds what belongs together
	Others   Reason = "others"   // somebody else
	Sealed   Reason = "sealed"   // a mail, which its reader has got
	Derived  Reason = "derived"  // computed from what is given, to be faster
	Nobody   Reason = "nobody"   // of nobody in particular: city, totals, texts for all
)

func given(names ...string) (all []Column) {
	for _, name := range names {
		all = append(all, Column{Name: name})
	}
	return all
}

func own(names ...string) (all []Column) {
	for _, name := range names {
		all = append(all, Column{Name: name, Own: true})
	}
	return all
}

func as(f form, names ...string) (all []Column) {
	for _, name := range names {
		all = append(all, Column{Name: name, As: f})
	}
	return all
}

func left(why Reason, names ...string) (all []Column) {
	for _, name := range names {
		all = append(all, Column{Name: name, Left: why})
	}
	return all
}

// Given are the columns of a thing that are given.
func (t Thing) Given() (all []Column) {
	for _, c := range t.Columns {
		if c.Left == "" {
			all = append(all, c)
		}
	}
	return all
}
