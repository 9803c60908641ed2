// Package access remembers what the staff of a city looked at and changed about
// people, so that each of them can be shown it.
//
// Whoever lends staff something about a person says so in the same transaction: a look
// that cannot be noted is not given.
//
//	hand := session.Hand(city, account.PrintCards)
//	err := access.Note(ctx, tx, hand, access.CardStopped, card.Person)
//
// There is one row for each [Hand], [What], person and day, with how many times it was.
// It goes with the person, and a year later in any case.
package access
