package idea

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"capzero/internal/city"
	"capzero/internal/db"
	"capzero/internal/fault"
	"capzero/internal/household"
)

// Options is what a Service needs.
type Options struct {
	DB     *db.DB
	Cities city.Cities
	// Known is what a draft may name.
	Known Known
	// Lint says what is wrong with a mission as the files are held against it: one
	// line for each thing, with its place. Nothing is for one that can be used.
	Lint func(Source) []string
}

// A Service keeps the ideas of all cities. It is safe for concurrent use.
type Service struct{ Options }

// New returns a service.
func New(o Options) *Service { return &Service{o} }

// Names is what a draft may name.
func (s *Service) Names() Known { return s.Options.Known }

// Propose keeps an idea, if it can be a mission.
func (s *Service) Propose(ctx context.Context, by, cityID string, d Draft) (number int, err error) {
	d = d.tidied()
	if err := s.lint(Idea{Draft: d}); err != nil {
		return 0, err
	}
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		if number, err = insertIdea(ctx, tx, cityID, by, d); err != nil {
			return err
		}
		return noteStep(ctx, tx, cityID, number, Step{To: Proposed, By: by})
	})
	return number, err
}

// lint holds an idea against what people can be told in words, then against what
// the files are.
func (s *Service) lint(i Idea) error {
	if err := i.check(s.Options.Known); err != nil {
		return err
	}
	source := SourceOf(i, s.Options.Known)
	for _, problem := range s.Lint(source) {
		field, words := source.fieldOf(problem)
		return fault.At(field, fault.Invalid, "idea.lint", "words", words)
	}
	return nil
}

// Decide publishes an idea, declines it, or withdraws it.
func (s *Service) Decide(ctx context.Context, by, cityID string, number int, to State, why string) error {
	why = strings.TrimSpace(why)
	if err := checkReason(to, why); err != nil {
		return err
	}
	if to == Published {
		why = ""
		if err := s.stillUsable(ctx, cityID, number); err != nil {
			return err
		}
	}
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		i, err := findIdea(ctx, tx, cityID, number)
		if err != nil {
			return err
		}
		if i.State == to {
			return nil
		}
		if !slices.Contains(next[i.State], to) {
			return fault.New(fault.Conflict, "idea.not_now")
		}
		last := household.Day("")
		if to == Withdrawn {
			last = weekAfter(s.today(tx, cityID))
		}
		if err := writeState(ctx, tx, cityID, number, to, why, last); err != nil {
			return err
		}
		return noteStep(ctx, tx, cityID, number, Step{To: to, By: by, Why: why})
	})
}

// stillUsable holds an idea against the models as they are now: it may have waited.
func (s *Service) stillUsable(ctx context.Context, cityID string, number int) error {
	i, _, err := s.Idea(ctx, cityID, number)
	if err != nil {
		return err
	}
	return s.lint(i)
}

func (s *Service) today(tx *db.Tx, cityID string) household.Day {
	return household.DayOf(tx.Now, s.Cities[cityID].Location())
}

// weekAfter is the Monday that follows a day.
func weekAfter(d household.Day) household.Day {
	return d.Plus(7 - (int(d.Time().Weekday())+6)%7)
}

// Ideas are those of a city, the newest first.
func (s *Service) Ideas(ctx context.Context, cityID string) (all []Idea, err error) {
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		all, err = readIdeas(ctx, tx, cityID)
		return err
	})
	return all, err
}

// Idea is one of them, with what happened to it.
func (s *Service) Idea(ctx context.Context, cityID string, number int) (i Idea, steps []Step, err error) {
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		if i, err = findIdea(ctx, tx, cityID, number); err != nil {
			return err
		}
		steps, err = readSteps(ctx, tx, cityID, number)
		return err
	})
	return i, steps, err
}

// A Live is what a city has added to the missions at a moment.
type Live struct {
	Version string   // changes with what is there
	Sources []Source // as files
	Closing []string // missions that are withdrawn, and can be ticked until their week is over
}

// Live returns what a city has published, and what it has withdrawn this week.
func (s *Service) Live(ctx context.Context, cityID string) (l Live, err error) {
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		l = Live{}
		all, err := readLive(ctx, tx, cityID, s.today(tx, cityID))
		for _, i := range all {
			l.Version += fmt.Sprintf("%d %s,", i.Number, i.State)
			l.Sources = append(l.Sources, SourceOf(i, s.Options.Known))
			if i.State == Withdrawn {
				l.Closing = append(l.Closing, i.Mission())
			}
		}
		return err
	})
	return l, err
}

// ForgetPerson takes a person out of what they proposed and decided, in the
// transaction that erases them.
func (s *Service) ForgetPerson(ctx context.Context, tx *db.Tx, person string) error {
	if person == "" {
		return nil
	}
	return forgetPerson(ctx, tx, person)
}

// LookEvery is how often a program looks whether another one has published
// something.
const LookEvery = 5 * time.Second
