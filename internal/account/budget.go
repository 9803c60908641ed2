package account

import "time"

// A budget bounds how often something may be done: burst times at once, then
// again each time that every has passed.
type budget struct {
	burst int
	every time.Duration
}

// The budgets of signing in. They must let a hall full of people in who share one
// network, or the customers of a mobile operator, and keep one person from filling
// another's mailbox.
var (
	// mailsTo bounds the mails to one address: a person who does not find the
	// first three will not find the sixth.
	mailsTo = budget{burst: 5, every: 10 * time.Minute}
	// mailsFrom bounds the mails that one network asks for.
	mailsFrom = budget{burst: 100, every: 6 * time.Second}
	// codesFrom bounds the codes that one network tries, of mails and of cards,
	// right or wrong.
	codesFrom = budget{burst: 100, every: 6 * time.Second}
	// wrongCodesFor bounds the wrong codes for one address, whoever tries and
	// however many mails they ask for: 10 at once and 10 a day. Against a million
	// that is one chance in a hundred thousand a day. The link still works.
	wrongCodesFor = budget{burst: 10, every: 144 * time.Minute}
)

// spend takes one from a budget that is owed until a moment, and returns until
// when it is owed then. It reports false, and takes nothing, when there is none
// left. A debt that nobody could have run up was run up while the clock was
// wrong, and is forgotten.
func (b budget) spend(owedUntil, now time.Time) (time.Time, bool) {
	full := time.Duration(b.burst) * b.every
	if owedUntil.Before(now) || owedUntil.Sub(now) > full {
		owedUntil = now
	}
	owed := owedUntil.Add(b.every)
	if owed.Sub(now) > full {
		return owedUntil, false
	}
	return owed, true
}

// left reports whether there is anything left to spend.
func (b budget) left(owedUntil, now time.Time) bool {
	_, ok := b.spend(owedUntil, now)
	return ok
}
