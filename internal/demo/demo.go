// Package demo invents a city, so that a newcomer sees the program alive, and so
// that tests know what is true of one.
//
// Its households do everything through the same services as people do, with a
// clock that goes through the season day by day: they answer question by question,
// come in by the link of a mail, take part, weigh, do missions, join teams, write
// to each other, move, part and leave. Nothing is written behind the services.
//
// What is true of them is stated in a [Truth], which docs/demo.md gives in words.
// It is plausible and no statistic of any city. The same seed makes the same city.
package demo

import (
	"context"
	"time"

	"capzero/internal/account"
	"capzero/internal/challenge"
	"capzero/internal/city"
	"capzero/internal/footprint"
	"capzero/internal/household"
	"capzero/internal/notify"
)

const (
	// Households and Weeks are the size of a demonstration where nobody asks for
	// another one: the households of the Défi, in a season of the usual length.
	Households, Weeks = 320, 24
	// MostHouseholds and MostWeeks bound it.
	MostHouseholds, MostWeeks = 5000, 52
	// language is the one that invented people read.
	language = "fr"
)

// The addresses under which whoever looks around steps into somebody's shoes.
const (
	HouseholdAddress = "foyer@example.org"
	AnimatorAddress  = "animation@example.org"
	OfficerAddress   = "ville@example.org"
)

// Options say which city to invent.
type Options struct {
	Households int
	Weeks      int // of the season that are there, the present one included
	Truth      Truth
	// Progress is told now and then how much is done. Nil is fine.
	Progress func(done, all int)
}

// Services are what people use, connected as they are for people.
type Services struct {
	Accounts   *account.Service
	Mails      *notify.Service
	Households *household.Service
	Consents   *household.Consents
	Footprint  *footprint.Service
	Challenge  *challenge.Service
	// WriteMail does the job that somebody who asked to come in waits for.
	WriteMail func(context.Context) error
	// Weekly is what the program does by itself, as if once a week: it learns,
	// and deletes what is over.
	Weekly []func(context.Context) error
}

// A Clock is the time that invented people live at. The services must read it.
type Clock struct{ at time.Time }

// Now returns the invented time.
func (c *Clock) Now() time.Time { return c.at }

// Set has it be another moment.
func (c *Clock) Set(at time.Time) { c.at = at }

// A Place is where and when the season is.
type Place struct {
	City   city.City
	Season string    // the name of the season
	Until  time.Time // the present
}
