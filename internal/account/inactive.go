package account

import (
	"time"

	"capzero/internal/notify"
)

// An account that nobody has used for the months of its city is erased, after a mail
// that has left at least thirty days before, and a second one seven days before.
const (
	warnedFor   = 30 * 24 * time.Hour // between the first mail and the end, at least
	remindedFor = 7 * 24 * time.Hour  // between the second one and the end, at least
	warnAgain   = 14 * 24 * time.Hour // after a first mail that has not left
	// UnreachableMonths is how much longer an account is kept whose owner no mail
	// reaches: they have no address, or their server refuses ours.
	UnreachableMonths = 12
	// watchedDays are on how many days, at least, it was seen that nobody came back. A
	// clock that is wrong once, or a few times, sees no such days.
	watchedDays = 25
	// longestPause is how long may pass between two looks. After more than that either
	// the program has rested or the clock has jumped: nothing is done on that day.
	longestPause = 7 * 24 * time.Hour
	// leastInADay and peoplePerOne bound how many are warned, and erased, in a day: a
	// few, or one in a hundred people.
	leastInADay, peoplePerOne = 20, 100
)

// An inactive is what is known of an account that nobody uses.
type inactive struct {
	found    time.Time
	warning  int       // number of the first mail, 1 for the first try; 0 where there is none
	warned   time.Time // when it was queued
	sent     time.Time // when it was seen to have left; zero until then
	reminded time.Time // when the second one was queued; zero until then
	days     int       // on which it was looked since it left, or since the account was found
	lastDay  string    // of them
}

// A disuse is all that decides what becomes of an account.
type disuse struct {
	person   Person
	lastUse  time.Time
	kept     bool         // by a right, or by a season
	delivers bool         // there is a server that takes mails
	leaves   bool         // it has taken one in the last thirty days
	mail     notify.State // of the first mail; empty where there is none
	known    *inactive    // nil: nothing was done yet
}

// A step is what is done about an account on a day.
type step int

const (
	rest   step = iota // nothing
	forget             // it is used again, or kept: whatever was begun is over
	notice             // it is watched from now on, without a mail
	warn               // the first mail
	left               // the first mail has left: its thirty days begin
	watch              // one more day on which nobody came back
	remind             // the second mail
	erase
)

// terms are those of a city.
type terms struct{ months int }

// end is the first moment at which the account may be erased.
func (t terms) end(d disuse, now time.Time) time.Time {
	end := d.lastUse.AddDate(0, t.months, 0)
	sent := now // it leaves now, if it has not yet
	if d.known != nil && !d.known.sent.IsZero() {
		sent = d.known.sent
	}
	return latest(end, sent.Add(warnedFor))
}

// looksFrom is from when on an account is looked at.
func (t terms) looksFrom(lastUse time.Time) time.Time {
	return lastUse.AddDate(0, t.months, 0).Add(-warnedFor)
}

// next is what is to be done about an account now.
func (t terms) next(d disuse, now time.Time) step {
	switch {
	case d.kept || now.Before(t.looksFrom(d.lastUse)):
		if d.known == nil {
			return rest
		}
		return forget
	case !d.person.HasEmail():
		return t.nextUnreachable(d, now)
	case d.known == nil || d.known.warning == 0:
		if !d.delivers {
			return rest
		}
		return warn
	case d.known.sent.IsZero():
		return t.nextUnsent(d, now)
	}
	return t.nextWarned(d, now)
}

// nextUnsent is about an account whose first mail was queued. Where it was refused
// again and again while others left, no mail reaches its owner.
func (t terms) nextUnsent(d disuse, now time.Time) step {
	switch d.mail {
	case notify.Sent, notify.Kept:
		return left
	case notify.Waiting, notify.Sending:
		return rest
	case notify.Refused:
		if d.leaves && d.known.warning > 1 {
			if s := t.nextUnreachable(d, now); s == erase {
				return s
			}
		}
	}
	if d.delivers && !now.Before(d.known.warned.Add(warnAgain)) {
		return warn
	}
	return watch
}

// nextWarned is about an account whose owner was told.
func (t terms) nextWarned(d disuse, now time.Time) step {
	end := t.end(d, now)
	switch {
	case d.known.reminded.IsZero() && !now.Before(end.Add(-remindedFor)):
		return remind
	case !d.known.reminded.IsZero() && !now.Before(latest(end, d.known.reminded.Add(remindedFor))) && d.known.days >= watchedDays:
		return erase
	}
	return watch
}

// nextUnreachable is about an account whose owner cannot be told.
func (t terms) nextUnreachable(d disuse, now time.Time) step {
	end := d.lastUse.AddDate(0, t.months+UnreachableMonths, 0)
	switch {
	case d.known == nil && now.Before(end.Add(-warnedFor)):
		return rest
	case d.known == nil:
		return notice
	case !now.Before(latest(end, d.known.found.Add(warnedFor))) && d.known.days >= watchedDays:
		return erase
	}
	return watch
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// A round is one run of the search for inactive accounts.
type round struct {
	day   string
	at    time.Time // of the last one
	sound bool      // the clock is as it may be
	most  int       // who may be warned, and erased, on this day
}

// soundAfter reports whether the clock may be trusted, so long after the last look.
func soundAfter(last, now time.Time) bool {
	pause := now.Sub(last)
	return pause >= -clockSlack && pause <= longestPause
}
