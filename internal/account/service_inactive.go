package account

import (
	"context"
	"fmt"
	"time"

	"capzero/internal/db"
	"capzero/internal/fault"
	"capzero/internal/notify"
	"capzero/internal/retention"
)

// An Eraser erases a person as they would themselves, in one transaction, if still says
// in it that they are to be.
type Eraser func(ctx context.Context, personID string, still func(ctx context.Context, tx *db.Tx) (bool, error)) (erased bool, err error)

// lookedAtOnce is how many people are read at a time.
const lookedAtOnce = 200

// TendInactive warns people who have not been here for long, and has those erased who
// do not come back. It does once a day what is to be done, however often it is called;
// killed in between, it goes on from there. On a day on which the clock does not follow
// from the last one it does nothing, see decision 32.
func (s *Service) TendInactive(ctx context.Context, erase Eraser) error {
	l, now, err := s.beginLook(ctx)
	if err != nil || !l.sound {
		return err
	}
	since := now.AddDate(0, -s.terms.months, 0).Add(warnedFor)
	for after := ""; ; {
		var ids []string
		err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
			ids, err = perhapsInactive(ctx, tx, since, after, lookedAtOnce)
			return err
		})
		if err != nil {
			return err
		}
		for _, id := range ids {
			if err := s.tend(ctx, l, id, erase); err != nil {
				return err
			}
		}
		if len(ids) < lookedAtOnce {
			break
		}
		after = ids[len(ids)-1]
	}
	return s.db.Write(ctx, func(tx *db.Tx) error { return retention.Note(ctx, tx, retention.Inactive, 0, true) })
}

// beginLook notes that it is looked, and whether the clock can be trusted.
func (s *Service) beginLook(ctx context.Context) (l round, now time.Time, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		now = tx.Now
		last, found, err := findLook(ctx, tx, s.city.ID)
		if err != nil {
			return err
		}
		l = round{day: now.Format(time.DateOnly), sound: found && soundAfter(last.at, now)}
		if err := dropFutureInactive(ctx, tx); err != nil {
			return err
		}
		people, err := countPeople(ctx, tx)
		if err != nil {
			return err
		}
		l.most = max(leastInADay, people/peoplePerOne)
		return writeLook(ctx, tx, s.city.ID, l.day)
	})
	if err == nil && !l.sound {
		s.log.Warn("nobody is warned or erased for not having come: the last look was too long ago, or the clock has moved")
	}
	return l, now, err
}

// tend does what is to be done about one person.
func (s *Service) tend(ctx context.Context, l round, id string, eraser Eraser) error {
	var what step
	err := s.db.Write(ctx, func(tx *db.Tx) (err error) {
		var d disuse
		if what, d, err = s.stepOf(ctx, tx, id); err != nil {
			return err
		}
		return s.take(ctx, tx, l, what, d)
	})
	if err != nil || what != erase {
		return err
	}
	_, err = eraser(ctx, id, func(ctx context.Context, tx *db.Tx) (bool, error) {
		if now, _, err := s.stepOf(ctx, tx, id); err != nil || now != erase {
			return false, err
		}
		if may, err := spendErasure(ctx, tx, s.city.ID, l.most); err != nil || !may {
			return false, err
		}
		return true, retention.Note(ctx, tx, retention.Inactive, 1, false)
	})
	return err
}

// stepOf is what is to be done about a person, as everything is in this transaction.
func (s *Service) stepOf(ctx context.Context, tx *db.Tx, id string) (what step, d disuse, err error) {
	d.person, err = findPerson(ctx, tx, id)
	if fault.KindOf(err) == fault.NotFound {
		return rest, d, nil
	}
	if err != nil {
		return rest, d, err
	}
	if d.lastUse, err = readLastUse(ctx, tx, id); err != nil {
		return rest, d, err
	}
	if d.known, err = findInactive(ctx, tx, id); err != nil {
		return rest, d, err
	}
	if d.kept, err = s.isKept(ctx, tx, id); err != nil {
		return rest, d, err
	}
	d.delivers = s.mails.Delivers()
	if d.known != nil && d.known.warning > 0 {
		if d.mail, err = s.mails.StateOf(ctx, tx, warningReason(id, *d.known, false)); err != nil {
			return rest, d, err
		}
	}
	if d.mail == notify.Refused {
		if d.leaves, err = s.mails.LeftSince(ctx, tx, tx.Now.Add(-warnedFor)); err != nil {
			return rest, d, err
		}
	}
	return s.terms.next(d, tx.Now), d, nil
}

// isKept reports whether an account is kept though nobody uses it.
func (s *Service) isKept(ctx context.Context, tx *db.Tx, id string) (bool, error) {
	if may, err := hasRights(ctx, tx, id); err != nil || may {
		return may, err
	}
	if s.expected == nil {
		return false, nil
	}
	return s.expected(ctx, tx, id)
}

// take does a step about a person, all but erasing them.
func (s *Service) take(ctx context.Context, tx *db.Tx, l round, what step, d disuse) error {
	i := inactive{found: tx.Now}
	if d.known != nil {
		i = *d.known
	}
	switch what {
	case rest, erase:
		return nil
	case forget:
		return deleteInactive(ctx, tx, d.person.ID)
	case warn:
		if may, err := spendWarning(ctx, tx, s.city.ID, l.most); err != nil || !may {
			return err
		}
		i.warning, i.warned = i.warning+1, tx.Now
		if err := s.queueWarning(ctx, tx, d, i, false); err != nil {
			return err
		}
	case left:
		i.sent, i.days, i.lastDay = tx.Now, 0, l.day
	case remind:
		i.reminded = tx.Now
		if err := s.queueWarning(ctx, tx, d, i, true); err != nil {
			return err
		}
	case watch:
		if i.lastDay == l.day {
			return nil
		}
		i.days, i.lastDay = i.days+1, l.day
	}
	return writeInactive(ctx, tx, d.person.ID, i)
}

// warningReason is why a person is warned. An account that was used again meanwhile is
// warned anew.
func warningReason(id string, i inactive, last bool) string {
	reason := fmt.Sprintf("inactive/%s/%d/%d", id, i.found.Unix(), i.warning)
	if last {
		reason += "/last"
	}
	return reason
}

func (s *Service) queueWarning(ctx context.Context, tx *db.Tx, d disuse, i inactive, last bool) error {
	_, err := s.mails.Queue(ctx, tx, notify.Envelope{
		Reason: warningReason(d.person.ID, i, last), To: d.person.Email.to(), Person: d.person.ID, Language: d.person.Language,
		Mail: notify.Unused{
			Since: d.lastUse.In(s.city.Location()), Until: s.terms.end(d, tx.Now).In(s.city.Location()),
			Link: s.url + "/entrer", Last: last,
		},
	})
	return err
}
