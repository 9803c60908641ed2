package challenge

import (
	"context"
	"math"
	"slices"

	"capzero/internal/db"
	"capzero/internal/fault"
	"capzero/internal/household"
)

// shownMessages is how many a board shows at once.
const shownMessages = 30

var errNoMessage = fault.New(fault.NotFound, "board.unknown")

// A seat is where a person stands before the board of their team.
type seat struct {
	person    string
	team      Team
	household household.ID
}

// board opens the board of a person's team, once its missions have begun.
func (s *Service) board(ctx context.Context, tx *db.Tx, person string) (seat, error) {
	t, p, err := s.teamOf(ctx, tx, person)
	if err == nil && p.Enrolment.Waits(p.Season.Plan, p.Today) {
		err = fault.New(fault.Conflict, "board.waiting", "date", p.Season.Starts(t.Wave).First().Time())
	}
	return seat{person, t, p.Enrolment.Household}, err
}

// Post writes a message on the board of a person's team. The same text sent twice
// within a minute is one message.
func (s *Service) Post(ctx context.Context, person, typed string) (number int, err error) {
	text, err := readMessage(typed)
	if err != nil {
		return 0, err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		at, err := s.board(ctx, tx, person)
		if err != nil {
			return err
		}
		blocked, err := isBlocked(ctx, tx, at.team.ID, person)
		if err != nil || blocked {
			return firstOf(err, fault.New(fault.Forbidden, "board.blocked"))
		}
		before, err := postsOf(ctx, tx, at.team.ID, person, tx.Now.Add(-messageDay))
		if err != nil {
			return err
		}
		if len(before) > 0 && before[0].text == text && tx.Now.Sub(before[0].at) < sameMessage {
			number = before[0].number
			return nil
		}
		if len(before) >= mostMessages {
			return fault.New(fault.Limited, "board.many", "max", mostMessages)
		}
		number, err = insertPost(ctx, tx, post{team: at.team.ID, person: person, household: at.household, text: text})
		return err
	})
	return number, err
}

// Board is what a person sees of the board of their team: messages with a number
// below another one, or the newest where that is 0. Who wrote one that was hidden
// sees it still, with why.
func (s *Service) Board(ctx context.Context, person string, below int) (b Board, err error) {
	if below <= 0 {
		below = math.MaxInt32
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		at, err := s.board(ctx, tx, person)
		if err != nil {
			return err
		}
		b = Board{MayHide: at.team.Animator == person}
		if b.Blocked, err = isBlocked(ctx, tx, at.team.ID, person); err != nil {
			return err
		}
		posts, err := readPosts(ctx, tx, at.team.ID, below, shownMessages+1)
		if err != nil || len(posts) == 0 {
			return err
		}
		if b.More = len(posts) > shownMessages; b.More {
			posts = posts[:shownMessages]
		}
		names, err := s.namesIn(ctx, tx, at.team.ID)
		if err != nil {
			return err
		}
		events, err := readEvents(ctx, tx, at.team.ID, posts[len(posts)-1].number)
		for _, p := range posts {
			if m, shown := at.sees(p, fateOf(events[p.number]), names); shown {
				b.Messages = append(b.Messages, m)
			}
		}
		return err
	})
	return b, err
}

// namesIn is how the households of a team show themselves.
func (s *Service) namesIn(ctx context.Context, tx *db.Tx, teamID string) (map[household.ID]string, error) {
	members, err := s.faces(ctx, tx, teamID)
	names := map[household.ID]string{}
	for _, m := range members {
		names[m.Household] = m.Name
	}
	return names, err
}

// sees is a message as it is shown at a seat, if it is.
func (at seat) sees(p post, f fate, names map[household.ID]string) (m Message, shown bool) {
	mine := p.person == at.person
	if f.state == Removed || f.state != Visible && !mine {
		return m, false
	}
	return Message{
		Number: p.number, Author: names[p.household], Mine: mine, Text: p.text, At: p.at, State: f.state, Why: f.why,
		Reported: slices.Contains(f.reporters, at.household),
	}, true
}

// moderate lends f a message that a person may see, and adds the event that it
// returns, if any.
func (s *Service) moderate(ctx context.Context, person string, number int, f func(*db.Tx, seat, post, fate) (EventKind, error), why Why) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		at, err := s.board(ctx, tx, person)
		if err != nil {
			return err
		}
		p, found, err := findPost(ctx, tx, at.team.ID, number)
		if err != nil || !found {
			return firstOf(err, errNoMessage)
		}
		events, err := eventsOf(ctx, tx, at.team.ID, number)
		if err != nil {
			return err
		}
		kind, err := f(tx, at, p, fateOf(events))
		if err != nil || kind == "" {
			return err
		}
		return insertEvent(ctx, tx, at.team.ID, BoardEvent{Message: number, Kind: kind, By: person, Household: at.household, Why: why})
	})
}

// ReportMessage says that something is wrong with a message of the team. Reported
// by two households, it is hidden. A household counts once.
func (s *Service) ReportMessage(ctx context.Context, person string, number int, why Why) error {
	if err := why.check(); err != nil {
		return err
	}
	return s.moderate(ctx, person, number, func(_ *db.Tx, at seat, p post, f fate) (EventKind, error) {
		switch {
		case p.person == person:
			return "", fault.New(fault.Conflict, "board.own")
		case f.state != Visible || slices.Contains(f.reporters, at.household):
			return "", nil
		}
		return Report, nil
	}, why)
}

// HideMessage is for the animator. What the city has decided about holds.
func (s *Service) HideMessage(ctx context.Context, person string, number int, why Why) error {
	if err := why.check(); err != nil {
		return err
	}
	return s.moderate(ctx, person, number, func(_ *db.Tx, at seat, p post, f fate) (EventKind, error) {
		switch {
		case at.team.Animator != person:
			return "", errNotAnimator
		case f.settled && f.state == Visible:
			return "", fault.New(fault.Conflict, "board.settled")
		case f.state != Visible:
			return "", nil
		}
		return AnimatorHide, nil
	}, why)
}

// RemoveMessage takes a message of one's own back. Its text is gone at once, but
// for one that was reported: the city may have to read it.
func (s *Service) RemoveMessage(ctx context.Context, person string, number int) error {
	return s.moderate(ctx, person, number, func(tx *db.Tx, at seat, p post, f fate) (EventKind, error) {
		switch {
		case p.person != person:
			return "", errNoMessage
		case f.state != Visible:
			return "", nil
		case f.moderated:
			return Remove, nil
		}
		return Remove, emptyPost(ctx, tx, at.team.ID, number)
	}, "")
}
