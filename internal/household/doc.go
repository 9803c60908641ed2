// Package household knows who lives together, who sees what of whom, and what
// each person allows.
//
// # Words
//
// A [Household] is the people of one [Home]: adults, who have an account and are
// known here by a text that package account gives them, and children, who have
// none. A person lives in one household at a time; each [Stay] is kept. A home is
// stated from a day on, a [Period]: what was before stays known when people move
// or their number changes.
//
// Adults come in by an [Invitation]: a link, which may be a QR code, or six
// letters said across a table. They [Service.Leave], and a household ends with
// its last adult. [Service.Split] makes two of one: nobody moves somebody else,
// so that the adults who are to come along are asked, and [Service.Follow].
//
// # Who sees what
//
// What is about the home belongs to the household. What is about an adult belongs
// to that adult. Another one sees it if they live together, if the owner has
// shared that [Thing] with them since they do, and if the owner's consent to
// sharing holds. The rule is view.may; whoever reads such a thing asks
// [Service.MaySee] in the transaction that reads it.
//
// # Purposes
//
// Every use of personal data has a [Purpose] in the register, which is also what
// a city's officer exports. Where its basis is consent, [Consents.Allows] asks a
// ledger that only grows: the last [Choice] of a person holds, for the text that
// the person has read. A text that changes is another version, and not allowed
// until it was read.
//
//	allowed, err := consents.Allows(ctx, tx, person, household.Reminders)
//
// # Order
//
// Each thing people do is one transaction. Where the order of rows matters they
// have numbers: a clock that goes back an hour changes nothing but the moments
// that are shown.
package household
