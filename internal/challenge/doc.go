// Package challenge runs a city's challenge: seasons, missions done week by week,
// weighings, teams, and what all of it is worth in kilograms.
//
// # Words
//
// A [Season] is one edition: so many weeks, of which the first are its baseline,
// in which households weigh what they throw away and measure a first assessment.
// A [Week] runs from a Monday to a Sunday of the city's calendar. A household
// takes part by an [Enrolment], which draws it into a [Wave]: each wave starts its
// missions some weeks after the one before, so that those who wait are what the
// others are compared with. Nobody is refused, and nobody chooses.
//
// A mission is data, read by package missions and priced by package footprint.
// Doing one is a [CheckIn]. A [Weighing] is kilograms of one stream on one day.
//
// # Kilograms
//
// What was done is written into a ledger of [Entry] values that only grows: so
// many grams of CO2e or of one stream of waste, of a week, by a rule, on some
// evidence. A correction is another entry. The two kinds are never added. Nothing
// else is worth points: not reading, not inviting, not coming often.
//
// # What may be called a saving
//
// An entry is declared: a mission done times what the model says it saves. A
// household's own weighings against its own baseline are a [Change], shown when
// its interval excludes none at all, and never called a saving: people who begin
// in a bad month get better by themselves. A measured saving compares with
// households that have not started, which package impact does.
//
// # Who sees what
//
// A household sees its own figures. Inside a team they are shown from five
// households on, outside a team from eleven, as a [Snapshot] that is renewed only
// when eleven more are in it.
package challenge
