package challenge

import (
	"context"

	"capzero/internal/access"
	"capzero/internal/db"
	"capzero/internal/fault"
	"capzero/internal/retention"
)

// purgedAtOnce bounds how long purging keeps others from writing.
const purgedAtOnce = 200

// Moderated are the messages of a city that were reported or hidden in the last
// thirty days, with who did and why. It is for those who may moderate, as all that
// follows: the caller asks for their permission. Those who are named in it can see
// that it was read.
func (s *Service) Moderated(ctx context.Context, by access.Hand) (all []Moderated, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) (err error) {
		if all, err = moderated(ctx, tx, by.City); err != nil {
			return err
		}
		var named []string
		for _, m := range all {
			named = append(named, m.Author)
			for _, e := range m.Events {
				if e.Kind != CityHide && e.Kind != Restore { // those are of colleagues
					named = append(named, e.By)
				}
			}
		}
		return access.Note(ctx, tx, by, access.MessagesRead, named...)
	})
	return all, err
}

// Waiting is how many messages wait for the city to decide about. It shows nobody.
func (s *Service) Waiting(ctx context.Context, cityID string) (n int, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		all, err := moderated(ctx, tx, cityID)
		n = 0
		for _, m := range all {
			if m.Waits() {
				n++
			}
		}
		return err
	})
	return n, err
}

func moderated(ctx context.Context, tx *db.Tx, cityID string) (all []Moderated, err error) {
	keys, err := eventful(ctx, tx, cityID)
	if err != nil {
		return nil, err
	}
	for _, k := range keys {
		p, found, err := findPost(ctx, tx, k.team, k.number)
		if err != nil {
			return nil, err
		}
		events, err := eventsOf(ctx, tx, k.team, k.number)
		if err != nil {
			return nil, err
		}
		f := fateOf(events)
		if !found || !f.moderated {
			continue
		}
		t, _, err := findTeam(ctx, tx, k.team)
		if err != nil {
			return nil, err
		}
		all = append(all, Moderated{
			Team: t, Number: k.number, Author: p.person, Text: p.text, At: p.at, State: f.state, Events: events,
		})
	}
	return all, nil
}

// Blocks are those whom a city keeps from writing, whether what they wrote is still
// there or not. They can see that it was read.
func (s *Service) Blocks(ctx context.Context, by access.Hand) (all []Blocked, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) (err error) {
		if all, err = readBlocks(ctx, tx, by.City); err != nil {
			return err
		}
		var named []string
		for _, b := range all {
			named = append(named, b.Person)
		}
		return access.Note(ctx, tx, by, access.BlocksRead, named...)
	})
	return all, err
}

// CityHides hides a message for the city, whatever was decided before.
func (s *Service) CityHides(ctx context.Context, by access.Hand, teamID string, number int, why Why) error {
	if err := why.check(); err != nil {
		return err
	}
	return s.decide(ctx, by, teamID, number, HiddenByCity, BoardEvent{Kind: CityHide, Why: why})
}

// CityRestores shows a message again that was hidden, or leaves one that was
// reported. From then on only the city hides it.
func (s *Service) CityRestores(ctx context.Context, by access.Hand, teamID string, number int) error {
	return s.decide(ctx, by, teamID, number, Visible, BoardEvent{Kind: Restore})
}

// decide settles a message for the city, unless it is settled like that.
func (s *Service) decide(ctx context.Context, by access.Hand, teamID string, number int, to MessageState, e BoardEvent) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := inCity(ctx, tx, teamID, by.City); err != nil {
			return err
		}
		p, found, err := findPost(ctx, tx, teamID, number)
		if err != nil || !found {
			return firstOf(err, errNoMessage)
		}
		events, err := eventsOf(ctx, tx, teamID, number)
		if err != nil {
			return err
		}
		f := fateOf(events)
		if f.settled && f.state == to || f.state == Removed {
			return nil
		}
		what := access.MessageHidden
		if to == Visible {
			what = access.MessageShown
		}
		if err := access.Note(ctx, tx, by, what, p.person); err != nil {
			return err
		}
		e.Message, e.By = number, by.Person
		return insertEvent(ctx, tx, teamID, e)
	})
}

// inCity refuses a team of another city, as one that is not there.
func inCity(ctx context.Context, tx *db.Tx, teamID, cityID string) error {
	t, found, err := findTeam(ctx, tx, teamID)
	if err != nil || !found {
		return firstOf(err, errNoMessage)
	}
	season, err := findSeason(ctx, tx, t.Season)
	if err != nil || season.City != cityID {
		return firstOf(err, errNoMessage)
	}
	return nil
}

// Block keeps a person from writing on the board of a team, on which they have.
func (s *Service) Block(ctx context.Context, by access.Hand, teamID, person string, why Why) error {
	if err := why.check(); err != nil {
		return err
	}
	return s.setBlock(ctx, by, teamID, person, true, why)
}

// Unblock lets a person write again.
func (s *Service) Unblock(ctx context.Context, by access.Hand, teamID, person string) error {
	return s.setBlock(ctx, by, teamID, person, false, "")
}

func (s *Service) setBlock(ctx context.Context, by access.Hand, teamID, person string, to bool, why Why) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := inCity(ctx, tx, teamID, by.City); err != nil {
			return err
		}
		posted, err := hasPosted(ctx, tx, teamID, person)
		if err != nil {
			return err
		}
		blocked, err := isBlocked(ctx, tx, teamID, person)
		switch {
		case err != nil || blocked == to:
			return err
		case !posted && to || person == "":
			return fault.New(fault.NotFound, "board.author_unknown")
		}
		what := access.WriterFreed
		if to {
			what = access.WriterBlocked
		}
		if err := access.Note(ctx, tx, by, what, person); err != nil {
			return err
		}
		return insertBlock(ctx, tx, teamID, person, to, by.Person, why)
	})
}

// PurgeBoards deletes what was moderated thirty days ago. A message that the team
// sees stays, without who reported it.
func (s *Service) PurgeBoards(ctx context.Context) error {
	if err := s.db.Write(ctx, func(tx *db.Tx) error {
		n, err := purgeBlocks(ctx, tx, tx.Now.Add(-retention.ModerationFor))
		if err != nil {
			return err
		}
		return retention.Note(ctx, tx, retention.Moderation, n, false)
	}); err != nil {
		return err
	}
	for more := true; more; {
		err := s.db.Write(ctx, func(tx *db.Tx) error {
			keys, err := quietSince(ctx, tx, tx.Now.Add(-retention.ModerationFor), purgedAtOnce)
			if err != nil {
				return err
			}
			for _, k := range keys {
				if err := purgePost(ctx, tx, k); err != nil {
					return err
				}
			}
			more = len(keys) == purgedAtOnce
			return retention.Note(ctx, tx, retention.Moderation, int64(len(keys)), !more)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// PurgeTeamLinks deletes the links into teams that have let nobody in for thirty days.
func (s *Service) PurgeTeamLinks(ctx context.Context) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		n, err := purgeTeamLinks(ctx, tx, tx.Now.Add(-retention.InvitationFor))
		if err != nil {
			return err
		}
		return retention.Note(ctx, tx, retention.TeamLinks, n, true)
	})
}

func purgePost(ctx context.Context, tx *db.Tx, k postKey) error {
	events, err := eventsOf(ctx, tx, k.team, k.number)
	if err != nil {
		return err
	}
	if fateOf(events).state == Visible {
		return deleteEvents(ctx, tx, k.team, k.number)
	}
	return deletePost(ctx, tx, k.team, k.number)
}
