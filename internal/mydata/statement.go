package mydata

import (
	"context"
	"time"

	"capzero/internal/access"
	"capzero/internal/db"
)

// Step is the smallest group that is counted: whoever looks again tomorrow cannot tell
// from a difference what one person has said.
const Step = 11

// A Crowd is how many there are of something, rounded down to a multiple of [Step]. Zero
// is fewer than eleven, which may be none.
type Crowd int

func crowd(n int) Crowd { return Crowd(n - n%Step) }

// A Statement is what is held in a city and how people's requests were served, for
// who answers for the data.
type Statement struct {
	Agreed   map[string]Crowd // people who say yes to the text of today, by purpose
	Held     []Heap
	Exports  Requests
	Erasures Requests // served when no byte is left in the files
	Looks    []access.Total
}

// A Heap is how much there is of something. Its words are in the catalogues, under
// "citydata.held_" and its name.
type Heap struct {
	Name  string
	Count Crowd
}

// A Wording is a version of the text of a purpose, as it is asked today.
type Wording struct{ Purpose, Version string }

// heaps are what is counted, with how.
func heaps() []struct{ name, query string } {
	return []struct{ name, query string }{
		{"accounts", `SELECT COUNT(*) FROM person`},
		{"households", `SELECT COUNT(*) FROM household WHERE ended_at IS NULL`},
		{"devices", `SELECT COUNT(*) FROM session`},
		{"assessments", `SELECT COUNT(*) FROM assessment WHERE person_id IS NOT NULL`},
		{"visitors", `SELECT COUNT(*) FROM assessment WHERE person_id IS NULL`},
		{"weighings", `SELECT COUNT(*) FROM weighing`},
		{"missions", `SELECT COUNT(*) FROM check_in`},
		{"messages", `SELECT COUNT(*) FROM board_message`},
		{"mails", `SELECT COUNT(*) FROM mail WHERE sealed <> ''`},
		{"copies", `SELECT COUNT(*) FROM takeout WHERE sealed <> ''`},
	}
}

// Statement says what is held in a city. Consents are counted for the wordings that
// are asked today: a yes to another text allows nothing.
func (s *Service) Statement(ctx context.Context, city string, today []Wording) (all Statement, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) (err error) {
		since := tx.Now.Add(-accountedFor)
		all = Statement{}
		if all.Agreed, err = readAgreed(ctx, tx, today); err != nil {
			return err
		}
		for _, h := range heaps() {
			var n int
			if err := tx.QueryRow(ctx, h.query).Scan(&n); err != nil {
				return err
			}
			all.Held = append(all.Held, Heap{h.name, crowd(n)})
		}
		if err := readRequests(ctx, tx, since, &all); err != nil {
			return err
		}
		all.Looks, err = access.Totals(ctx, tx, city)
		return err
	})
	return all, err
}

func readRequests(ctx context.Context, tx *db.Tx, since time.Time, into *Statement) error {
	exports, err := readExports(ctx, tx, since)
	if err != nil {
		return err
	}
	erasures, err := readErasures(ctx, tx, since)
	into.Exports, into.Erasures = sumRequests(exports, since), sumRequests(erasures, since)
	return err
}

// readAgreed counts those whose last word on a purpose is a yes, to a text of today.
func readAgreed(ctx context.Context, tx *db.Tx, today []Wording) (map[string]Crowd, error) {
	rows, err := tx.Query(ctx, `
		SELECT c.purpose, c.version, COUNT(*) FROM consent c JOIN person p ON p.id = c.person_id
		WHERE c.choice = 'accept' AND NOT EXISTS (
			SELECT 1 FROM consent l WHERE l.person_id = c.person_id AND l.purpose = c.purpose AND l.number > c.number)
		GROUP BY c.purpose, c.version`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	counts := map[Wording]int{}
	for rows.Next() {
		var w Wording
		var n int
		if err := rows.Scan(&w.Purpose, &w.Version, &n); err != nil {
			return nil, err
		}
		counts[w] = n
	}
	sums, agreed := map[string]int{}, map[string]Crowd{}
	for _, w := range today {
		sums[w.Purpose] += counts[w]
	}
	for purpose, n := range sums {
		agreed[purpose] = crowd(n)
	}
	return agreed, rows.Err()
}

// Looks are the last so many things that staff saw or changed of a person, the newest
// first.
func (s *Service) Looks(ctx context.Context, personID string, most int) (all []access.Access, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) (err error) {
		all, err = access.Of(ctx, tx, personID, most)
		return err
	})
	return all, err
}
