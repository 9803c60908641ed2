package demo

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"capzero/internal/account"
	"capzero/internal/challenge"
	"capzero/internal/footprint"
	"capzero/internal/household"
)

const (
	// formedBy is how many households there are for one team that is formed before
	// the season, and friends how many come to it by its link.
	formedBy, friends = 50, 6
	// lateWeeks is how many weeks after the baseline the last ones come.
	lateWeeks = 5
)

// invites says when a household comes: most before the season, some in its first
// weeks. The first ones form teams and send the link to their friends.
func (t *town) invites(f *family) {
	day, begins := t.arrivalDay(f), t.teamOf(f.number)
	f.guest = begins >= 0 && begins != f.number
	f.loyal = f.number <= friends
	switch {
	case begins == f.number:
		day = t.firstDay()
	case f.guest:
		day = t.firstDay().Plus(1 + f.random.IntN(5))
	}
	f.play(t.o.Truth)
	if at := t.moment(day, f.adults[0].evening%(24*time.Hour)); at.Before(t.Until) {
		t.coming[day] = append(t.coming[day], f)
		t.plans(at, f, func(ctx context.Context) error { return t.arrives(ctx, f) })
	}
}

const (
	// visitorsBy is how many households there are for one visitor of the last weeks.
	visitorsBy, visitorWeeks = 10, 4
	firstVisitor             = MostHouseholds * 2 // its number: beyond those of all households
)

// expectsVisitors has some people measure in the last weeks without going further,
// so that the city's number is of today.
func (t *town) expectsVisitors() {
	for i := range t.o.Households / visitorsBy {
		f := newFamily(t.o, t.Place, firstVisitor+i)
		day := t.today(t.Until).Plus(-1 - f.random.IntN(7*visitorWeeks))
		if day < t.firstDay() {
			continue
		}
		t.coming[day] = append(t.coming[day], f)
		t.plans(t.moment(day, 20*time.Hour), f, func(ctx context.Context) error {
			v := visit{t.Footprint, f.answers, f.browser}
			return v.look(ctx)
		})
	}
}

// measure has those who come today answer without an account, at noon, as many at
// once as there are processors: that is most of the work. They answer alone, so
// that the order in which they do changes nothing.
func (t *town) measure(ctx context.Context, day household.Day) error {
	t.clock.at = t.moment(day, 12*time.Hour)
	all := t.coming[day]
	delete(t.coming, day)
	failed := make([]error, len(all))
	var next atomic.Int64
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for i := next.Add(1) - 1; int(i) < len(all); i = next.Add(1) - 1 {
				failed[i] = t.measuresAlone(ctx, all[i])
			}
		})
	}
	workers.Wait()
	return errors.Join(failed...)
}

func (t *town) measuresAlone(ctx context.Context, f *family) error {
	token, err := t.Footprint.Start(ctx, t.City.ID)
	if err != nil {
		return err
	}
	f.browser = token
	v := visit{t.Footprint, f.answers, token}
	if err := v.run(ctx); err != nil {
		return fmt.Errorf("household %d: %w", f.number, err)
	}
	return nil
}

func (t *town) arrivalDay(f *family) household.Day {
	last := min(t.plan.BaselineWeeks+lateWeeks, t.o.Weeks)
	from := pick(f.random, weighted[[2]int]{
		{[2]int{-signingUp, 0}, 75}, {[2]int{0, min(t.plan.BaselineWeeks, t.o.Weeks)}, 18}, {[2]int{min(t.plan.BaselineWeeks, t.o.Weeks-1), last}, 7},
	})
	return t.plan.From.Plus(from[0]).First().Plus(f.random.IntN(max(1, 7*(from[1]-from[0]))))
}

// teamOf is the family whose team another one comes to by its link, itself
// included, and -1 for none.
func (t *town) teamOf(number int) int {
	if first := number - number%formedBy; number < first+1+friends {
		return first
	}
	return -1
}

// play has the first families be a team that goes on, with those whose shoes one
// steps into: a couple with a child, and the animator of their team.
func (f *family) play(truth Truth) {
	if !f.loyal {
		return
	}
	f.weighs, f.bags = true, false
	f.streams = []challenge.Stream{challenge.Residual, challenge.Packaging, challenge.Glass}
	a := f.adults[0]
	a.eager, a.evening = min(1.5*truth.Eager, 0.95), 18*time.Hour+time.Duration(30*f.number)*time.Minute // on Mondays
	switch f.number {
	case 0:
		a.email, a.name, a.ranked = AnimatorAddress, "Nadia", false
	case 1:
		a.email, a.name, a.ranked = HouseholdAddress, "Camille", true
		f.answers.people, f.home.Persons, f.home.Children, f.home.NightsAway = 3, 3, 1, 0
		f.partner = f.newAdult(truth, 1)
	}
}

// arrives has the first of a household look at the result, come in with what the
// browser has, and take part.
func (t *town) arrives(ctx context.Context, f *family) error {
	t.worked(measuring)
	a := f.adults[0]
	v := visit{t.Footprint, f.answers, f.browser}
	if err := v.look(ctx); err != nil {
		return err
	}
	in, err := t.comesIn(ctx, a.email, a.name, string(f.browser))
	if err != nil {
		return err
	}
	a.id = in.ID
	if err := t.moveIn(ctx, f, a); err != nil {
		return err
	}
	if err := t.takePart(ctx, f, a); err != nil {
		return err
	}
	if f.partner != nil {
		t.plans(t.clock.at.Add(time.Duration(20+f.random.IntN(72*60))*time.Minute), f, func(ctx context.Context) error {
			return t.follows(ctx, f, f.partner)
		})
	}
	return nil
}

// linkInMail is the link of a mail, up to its secret.
var linkInMail = regexp.MustCompile(regexp.QuoteMeta(account.SignInPath) + `([A-Z2-7]+)`)

// comesIn signs somebody in by the link of a mail, with what their browser carried,
// and gives them their name.
func (t *town) comesIn(ctx context.Context, email, name, carried string) (account.Person, error) {
	session, err := t.signsIn(ctx, email, carried)
	if err != nil {
		return account.Person{}, err
	}
	return session.Person, t.Accounts.SetName(ctx, session, name)
}

func (t *town) signsIn(ctx context.Context, email, carried string) (account.Session, error) {
	_, err := t.Accounts.Start(ctx, account.Asked{Email: email, Source: "network of " + email, Language: language})
	if err != nil {
		return account.Session{}, err
	}
	if err := t.WriteMail(ctx); err != nil {
		return account.Session{}, err
	}
	t.clock.at = t.clock.at.Add(time.Minute)
	link, err := t.linkFor(ctx, email)
	if err != nil {
		return account.Session{}, err
	}
	in, err := t.Accounts.Use(ctx, link, account.Entry{UserAgent: browser, Language: language, Carried: carried})
	if err != nil {
		return account.Session{}, err
	}
	return t.Accounts.Session(ctx, in.Token)
}

const (
	browser = "Mozilla/5.0 (Android 15; Mobile; rv:145.0) Gecko/145.0 Firefox/145.0"
	// mailsLooked is how many mails others get meanwhile, at most.
	mailsLooked = 50
)

// linkFor is the secret in the last mail to somebody.
func (t *town) linkFor(ctx context.Context, email string) (account.Token, error) {
	mails, err := t.Mails.Mailbox(ctx, mailsLooked)
	if err != nil {
		return "", err
	}
	for _, m := range mails {
		if link := linkInMail.FindStringSubmatch(m.Plain); m.To == email && link != nil {
			return account.Token(link[1]), nil
		}
	}
	return "", errors.New("the mail that signs in did not come")
}

// moveIn says who lives there, and what may be done with what they say.
func (t *town) moveIn(ctx context.Context, f *family, a *adult) error {
	if _, err := t.Households.Create(ctx, a.id, f.home); err != nil {
		return err
	}
	f.becomes(f.home, t.today(t.clock.at))
	for range f.home.Children {
		if err := t.Households.AddChild(ctx, a.id, childNames[f.random.IntN(len(childNames))]); err != nil {
			return err
		}
	}
	return t.chooses(ctx, f, a)
}

// chooses answers about the purposes that need a yes.
func (t *town) chooses(ctx context.Context, f *family, a *adult) error {
	answer := func(yes float64) household.Choice {
		return pick(f.random, weighted[household.Choice]{{household.Accept, yes}, {household.Refuse, (1 - yes) / 2}, {household.Later, (1 - yes) / 2}})
	}
	return t.decides(ctx, a, map[household.Purpose]household.Choice{
		household.Evaluation: answer(0.7), household.Reminders: answer(0.4), household.OpenData: answer(0.5),
	})
}

func (t *town) decides(ctx context.Context, a *adult, choices map[household.Purpose]household.Choice) error {
	switches, err := t.Consents.Switches(ctx, a.id, language)
	if err != nil {
		return err
	}
	var all []household.Decision
	for _, s := range switches {
		if choice, made := choices[s.Purpose]; made {
			all = append(all, household.Decision{Purpose: s.Purpose, Choice: choice, Version: s.Version})
		}
	}
	return t.Consents.Decide(ctx, a.id, language, "/mes-choix", all...)
}

// takePart enrols a household, by itself or into the team that has sent a link.
func (t *town) takePart(ctx context.Context, f *family, a *adult) error {
	book, err := t.Challenge.Waste(ctx, a.id)
	if err != nil {
		return err
	}
	f.know(t.o.Truth, book.Streams)
	if link, sent := t.links[t.teamOf(f.number)]; f.guest && sent {
		if err := t.joins(ctx, f, a, link); err != nil {
			return err
		}
	}
	e, err := t.Challenge.Enrol(ctx, a.id, f.channel) // does nothing where the team has
	if err != nil {
		return err
	}
	f.wave = e.Wave
	if t.teamOf(f.number) == f.number {
		return t.forms(ctx, f, a)
	}
	return nil
}

// follows has the other adult of a home come in by the link of the first, and
// answer about themselves.
func (t *town) follows(ctx context.Context, f *family, b *adult) error {
	first := f.adults[0]
	if first.gone || first.id == "" {
		return nil
	}
	token, _, err := t.Households.InviteByLink(ctx, first.id, 1)
	if err != nil {
		return err
	}
	in, err := t.comesIn(ctx, b.email, b.name, "")
	if err != nil {
		return err
	}
	b.id = in.ID
	if _, err := t.Households.Join(ctx, b.id, token, false); err != nil {
		return fmt.Errorf("the other adult: %w", err)
	}
	f.adults = append(f.adults, b)
	if err := t.Footprint.StartOf(ctx, b.id, t.City.ID); err != nil {
		return err
	}
	v := visit{t.Footprint, f.answers, footprint.Person(b.id)}
	if err := v.opening(ctx); err != nil {
		return err
	}
	return v.look(ctx)
}
