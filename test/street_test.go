package test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"testing"
	"time"

	"capzero/internal/challenge"
	"capzero/internal/city"
	"capzero/internal/db"
	"capzero/internal/household"
	"capzero/test/program"
	"capzero/test/visitor"
)

// A street is households of one city that take part in a season and do missions.
type street struct {
	place string
	week  challenge.Week // the present one
	today household.Day
	*program.Process
	homes []*home
	flags []string
	serve func(place string, flags ...string) (*program.Process, error)
}

// A home is one person with a phone.
type home struct {
	*visitor.Visitor
	id household.ID
}

// openStreet serves records in which so many households have signed up by mail,
// made a home and joined a season whose first weeks are over.
func openStreet(t *testing.T, households int) *street {
	t.Helper()
	s := &street{place: place(t), serve: program.Serve}
	s.fill(t, households)
	return s
}

// fill has so many households come.
func (s *street) fill(t *testing.T, households int) {
	t.Helper()
	s.plan(t)
	office := openPostOffice(t)
	s.flags = office.flags
	s.open(t)
	mails := newSorter(office)
	came := make(chan error, households)
	for n := range households {
		p := newcomer(s.URL, n)
		s.homes = append(s.homes, &home{Visitor: p.Visitor})
		go func() { came <- p.takePart(mails) }()
	}
	for range households {
		if err := <-came; err != nil {
			t.Fatal(err)
		}
	}
	for n, h := range s.homes {
		h.id = household.ID(s.text(t, `SELECT m.household_id FROM member m JOIN person p ON p.id = m.person_id WHERE p.name = ?`,
			fmt.Sprintf("Personne %d", n)))
	}
}

// open serves the records.
func (s *street) open(t *testing.T) {
	t.Helper()
	p, err := s.serve(s.place, s.flags...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Kill() })
	s.Process = p
	for _, h := range s.homes {
		h.URL = p.URL
	}
}

// plan plans a season that began a while ago, in which everybody starts together.
func (s *street) plan(t *testing.T) {
	t.Helper()
	cities, err := city.Load()
	if err != nil {
		t.Fatal(err)
	}
	records, err := db.Open(t.Context(), s.place, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer records.Close()
	s.today = household.DayOf(time.Now(), cities["issy"].Location())
	s.week = challenge.WeekOf(s.today)
	plan := challenge.UsualPlan("Défi", s.week.Plus(-6))
	plan.Waves = 1
	service := challenge.New(challenge.Options{DB: records, Cities: cities})
	if _, err := service.PlanSeason(t.Context(), "", "issy", plan); err != nil {
		t.Fatal(err)
	}
}

// takePart signs up, makes a home and joins the season.
func (p *person) takePart(mails *sorter) error {
	link, err := p.askForMail(mails)
	if err == nil {
		err = p.open(link)
	}
	if err != nil {
		return err
	}
	for _, form := range []struct {
		path   string
		fields url.Values
	}{
		{"/compte/nom", url.Values{"name": {p.name}, "suite": {"/compte"}}},
		{"/foyer/nouveau", url.Values{"logement": {"flat"}, "personnes": {"2"}}},
		{"/participer", url.Values{"canal": {"mouth"}}},
	} {
		if _, err := p.see(p.Post(form.path, form.fields)); err != nil {
			return fmt.Errorf("%s: %w", form.path, err)
		}
	}
	return nil
}

// tick says how often a mission was done this week. It is acknowledged where there
// is no error.
func (s *street) tick(h *home, mission string, times int) error {
	return acknowledged(h.Tell("/semaine/"+string(s.week)+"/missions/"+mission, url.Values{"fois": {fmt.Sprint(times)}}))
}

// weigh says what the grey bag of the day weighed, and means it.
func (s *street) weigh(h *home, grams int) error {
	return acknowledged(h.Tell("/peser", s.bag(grams)))
}

// bag is the form of such a bag.
func (s *street) bag(grams int) url.Values {
	return url.Values{
		"jour": {string(s.today)}, "flux": {string(challenge.Residual)}, "poids": {fmt.Sprintf("%d g", grams)},
		"confirme": {fmt.Sprintf("%s %s %d", challenge.Residual, s.today, grams)},
	}
}

var errNotTaken = errors.New("not acknowledged")

func acknowledged(status int, err error) error {
	if err == nil && status != http.StatusSeeOther {
		err = fmt.Errorf("%w: %d", errNotTaken, status)
	}
	return err
}

// A row is one that is read.
type row interface{ Scan(...any) error }

// query reads rows beside the program.
func (s *street) query(t *testing.T, scan func(row) error, query string, args ...any) {
	t.Helper()
	records, err := db.OpenAsIs(t.Context(), s.place, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer records.Close()
	err = records.Read(context.WithoutCancel(t.Context()), func(tx *db.Tx) error {
		rows, err := tx.Query(t.Context(), query, args...)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			if err := scan(rows); err != nil {
				return err
			}
		}
		return rows.Err()
	})
	if err != nil {
		t.Fatal(err)
	}
}

// text reads one text.
func (s *street) text(t *testing.T, query string, args ...any) (text string) {
	t.Helper()
	s.query(t, func(r row) error { return r.Scan(&text) }, query, args...)
	return text
}

// A storedCheckIn is a row of what was ticked.
type storedCheckIn struct {
	times, persons int
	worth          string
}

// grams are what it is worth, of both ledgers.
func (c storedCheckIn) grams(t *testing.T) (grams int) {
	t.Helper()
	var worth challenge.Worth
	if err := json.Unmarshal([]byte(c.worth), &worth); err != nil {
		t.Fatal(err)
	}
	one := worth.GramsCO2e
	for _, s := range worth.Streams {
		one += s.Grams
	}
	return c.times * c.persons * int(one)
}
