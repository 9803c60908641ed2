package account

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"capzero/internal/city"
	"capzero/internal/db"
	"capzero/internal/db/dbtest"
	"capzero/internal/notify"
)

const aDay = 24 * time.Hour

// A hamlet is a city whose accounts are looked at day by day. Its city keeps those that
// nobody uses for two years.
type hamlet struct {
	world
	t        *testing.T
	expected map[string]bool // by a season
	erased   []string        // in the order that they were
}

func newHamlet(t *testing.T) *hamlet {
	t.Helper()
	cities, err := city.Load()
	must(t, err)
	h := &hamlet{t: t, expected: map[string]bool{}}
	c := newClock()
	h.world = newWorldOn(t, dbtest.Open(t, c.Now), c, func(o *Options) {
		o.City = cities["issy"]
		o.Expected = func(_ context.Context, _ *db.Tx, id string) (bool, error) { return h.expected[id], nil }
	})
	return h
}

// arrives makes somebody who is here now. Without an address they have a card.
func (h *hamlet) arrives(id string, address bool) {
	h.t.Helper()
	p := Person{ID: id, Language: "fr", Created: h.clock.Now()}
	if address {
		p.Email = Address{Typed: id + "@example.org", Key: id + "@example.org"}
	}
	must(h.t, h.db.Write(h.t.Context(), func(tx *db.Tx) error {
		if err := insertPerson(h.t.Context(), tx, p); err != nil {
			return err
		}
		_, err := h.enter(h.t.Context(), tx, p, false, firefox)
		return err
	}))
}

// comes lets somebody in again. It reports false for who is not there any more.
func (h *hamlet) comes(ctx context.Context, id string) (bool, error) {
	err := h.db.Write(ctx, func(tx *db.Tx) error {
		p, err := findPerson(ctx, tx, id)
		if err != nil {
			return err
		}
		_, err = h.enter(ctx, tx, p, false, firefox)
		return err
	})
	if errors.Is(err, errPersonUnknown) {
		return false, nil
	}
	return err == nil, err
}

// erase is what package mydata does about it, without the receipt.
func (h *hamlet) erase(ctx context.Context, id string, still func(context.Context, *db.Tx) (bool, error)) (bool, error) {
	gone := false
	err := h.db.Write(ctx, func(tx *db.Tx) (err error) {
		if gone, err = still(ctx, tx); err != nil || !gone {
			return err
		}
		_, err = h.EraseIn(ctx, tx, id)
		return err
	})
	if gone && err == nil {
		h.erased = append(h.erased, id)
	}
	return gone, err
}

func (h *hamlet) looks() {
	h.t.Helper()
	must(h.t, h.TendInactive(h.t.Context(), h.erase))
}

// days pass, with a look on each.
func (h *hamlet) days(n int) {
	h.t.Helper()
	for range n {
		h.clock.pass(aDay)
		h.looks()
	}
}

// months pass without a look, up to the day of the next one.
func (h *hamlet) months(n int) {
	h.t.Helper()
	now := h.clock.Now()
	h.clock.pass(now.AddDate(0, n, 0).Sub(now) - aDay)
	h.looks() // after so long it only notes
	h.clock.pass(aDay)
}

// warnings counts the mails that somebody got because they do not come.
func (h *hamlet) warnings(id string) (n int) {
	h.t.Helper()
	must(h.t, h.db.Read(h.t.Context(), func(tx *db.Tx) error {
		return tx.QueryRow(h.t.Context(), `SELECT COUNT(*) FROM mail WHERE kind = 'account_unused' AND person_id = ?`, id).Scan(&n)
	}))
	return n
}

func (h *hamlet) setMails(state notify.State) {
	h.t.Helper()
	must(h.t, h.db.Write(h.t.Context(), func(tx *db.Tx) error {
		_, err := tx.Exec(h.t.Context(), `UPDATE mail SET state = ? WHERE kind = 'account_unused'`, string(state))
		return err
	}))
}

func TestAnAccountThatNobodyUsesGoesAfterTwoMails(t *testing.T) {
	h := newHamlet(t)
	h.arrives("anne", true)
	h.months(22)
	h.days(20)
	if n := h.warnings("anne"); n != 0 {
		t.Fatalf("%d mails after less than 23 months", n)
	}
	h.days(15)
	if n := h.warnings("anne"); n != 1 {
		t.Fatalf("%d mails about a month before the end", n)
	}
	h.days(18)
	if n := h.warnings("anne"); n != 1 || len(h.erased) != 0 {
		t.Fatalf("%d mails and %v erased three weeks later", n, h.erased)
	}
	h.days(8)
	if n := h.warnings("anne"); n != 2 || len(h.erased) != 0 {
		t.Fatalf("%d mails and %v erased a week before", n, h.erased)
	}
	h.days(9)
	if !slices.Equal(h.erased, []string{"anne"}) || h.count(t, "inactive") != 0 {
		t.Errorf("erased are %v, %d rows are left", h.erased, h.count(t, "inactive"))
	}
}

func TestComingBackKeepsAnAccount(t *testing.T) {
	h := newHamlet(t)
	h.arrives("anne", true)
	h.months(24)
	h.days(30)
	if n := h.warnings("anne"); n != 2 {
		t.Fatalf("%d mails: this test tries nothing", n)
	}
	if back, err := h.comes(t.Context(), "anne"); err != nil || !back {
		t.Fatalf("she comes back: %t, %v", back, err)
	}
	if n := h.count(t, "inactive"); n != 0 {
		t.Errorf("%d accounts are still watched", n)
	}
	h.days(60)
	if len(h.erased) != 0 {
		t.Errorf("%v are erased", h.erased)
	}
}

func TestWhoIsNeverErasedForNotComing(t *testing.T) {
	h := newHamlet(t)
	for _, id := range []string{"facilitator", "member", "player", "nobody"} {
		h.arrives(id, true)
	}
	h.expected["player"] = true
	must(t, h.db.Write(t.Context(), func(tx *db.Tx) error {
		for _, statement := range []string{
			`INSERT INTO role (city_id, person_id, role, through, since) VALUES ('issy', 'facilitator', 'facilitator', 'command', 1)`,
			`INSERT INTO organisation (id, city_id, name, about, created_at) VALUES ('club', 'issy', 'Club', '', 1)`,
			`INSERT INTO organisation_member (organisation_id, person_id, since) VALUES ('club', 'member', 1)`,
		} {
			if _, err := tx.Exec(t.Context(), statement); err != nil {
				return err
			}
		}
		return nil
	}))
	h.months(40)
	h.days(60)
	if !slices.Equal(h.erased, []string{"nobody"}) {
		t.Errorf("erased are %v", h.erased)
	}
	h.expected["player"] = false // the season is long over
	h.days(60)
	if !slices.Equal(h.erased, []string{"nobody", "player"}) {
		t.Errorf("then erased are %v", h.erased)
	}
}

func TestWhomNoMailReachesIsKeptAYearLonger(t *testing.T) {
	h := newHamlet(t)
	h.arrives("card", false)
	h.arrives("refused", true)
	h.arrives("other", true)
	h.months(24)
	for range 300 { // a year, almost
		h.days(1)
		h.setMails(notify.Refused)
	}
	if len(h.erased) != 0 {
		t.Fatalf("%v are erased after 34 months", h.erased)
	}
	for range 120 {
		h.days(1)
		h.setMails(notify.Refused)
	}
	if len(h.erased) != 1 || h.erased[0] != "card" {
		t.Fatalf("where no mail leaves, %v are erased", h.erased)
	}
	must(t, h.db.Write(t.Context(), func(tx *db.Tx) error {
		_, err := tx.Exec(t.Context(), `
			INSERT INTO mail (id, reason, kind, person_id, prompt, sealed, state, attempts, problem, queued_at, due_at, until_at)
			VALUES ('sent', 'sent', 'sign_in', '', 0, '', 'sent', 1, '', ?, 0, 0)`, tx.Now.Unix())
		return err
	}))
	for range 3 {
		h.days(1)
		h.setMails(notify.Refused)
	}
	if !slices.Contains(h.erased, "refused") || !slices.Contains(h.erased, "other") {
		t.Errorf("where others leave, %v are erased", h.erased)
	}
}

func TestAWrongClockErasesNobody(t *testing.T) {
	h := newHamlet(t)
	for n := range 300 {
		h.arrives(fmt.Sprint("person-", n), true)
	}
	h.days(3)
	h.clock.pass(3 * 365 * aDay) // a clock that is ahead at a start
	h.looks()
	if n := h.count(t, "inactive"); n != 0 {
		t.Fatalf("the first look has begun something about %d people", n)
	}
	h.days(1)
	if n := h.count(t, "inactive"); n != leastInADay {
		t.Fatalf("the second day has warned %d people", n)
	}
	h.clock.pass(-3*365*aDay - aDay) // it is set right
	h.looks()
	h.days(1)
	if n := h.count(t, "inactive"); n != 0 {
		t.Errorf("%d people are still watched", n)
	}
	for range 10 { // ahead at every second start
		h.clock.pass(4 * 365 * aDay)
		h.looks()
		h.looks()
		h.clock.pass(aDay - 4*365*aDay)
		h.looks()
	}
	if len(h.erased) != 0 || h.count(t, "person") != 300 {
		t.Errorf("%v are erased", h.erased)
	}
}

func TestAsManyAsMayGoInADay(t *testing.T) {
	h := newHamlet(t)
	for n := range 2*leastInADay + 5 {
		h.arrives(fmt.Sprintf("card-%02d", n), false)
	}
	h.months(37)
	h.days(30)
	for day := 0; len(h.erased) < 2*leastInADay+5; day++ {
		before := len(h.erased)
		h.clock.pass(aDay)
		for range 3 { // looked again and again
			h.looks()
		}
		if n := len(h.erased) - before; n > leastInADay {
			t.Fatalf("%d are erased in a day", n)
		}
		if day > 10 {
			t.Fatalf("only %d are erased", len(h.erased))
		}
	}
}

// Whoever comes back while they are being erased either is there, and stays, or was
// gone before.
func TestComingBackAndBeingErasedAtOnce(t *testing.T) {
	h := newHamlet(t)
	const people = 12
	for n := range people {
		h.arrives(fmt.Sprint("person-", n), true)
	}
	h.months(24)
	h.days(31)
	if n := h.count(t, "inactive"); n != people || len(h.erased) != 0 {
		t.Fatalf("%d are watched, %v erased: this test tries nothing", n, h.erased)
	}
	h.clock.pass(3 * aDay)
	var all sync.WaitGroup
	var mu sync.Mutex
	there := map[string]bool{}
	for n := range people {
		id := fmt.Sprint("person-", n)
		all.Go(func() {
			back, err := h.comes(t.Context(), id)
			if err != nil {
				t.Error(err)
			}
			mu.Lock()
			defer mu.Unlock()
			there[id] = back
		})
	}
	all.Go(func() {
		if err := h.TendInactive(t.Context(), h.erase); err != nil {
			t.Error(err)
		}
	})
	all.Wait()
	for id, back := range there {
		if back == slices.Contains(h.erased, id) {
			t.Errorf("%s has come back: %t, and is erased: %t", id, back, !back)
		}
	}
	h.days(3)
	for id, back := range there {
		if back && slices.Contains(h.erased, id) {
			t.Errorf("%s has come back and is erased later", id)
		}
	}
	t.Logf("%d of %d came in time", people-len(h.erased), people)
}

// A past is what a test knows of somebody, without asking the service.
type past struct {
	lastUse time.Time
	address bool
	left    time.Time // when the first mail since then left
}

// Whatever the order of looks, of coming back and of what becomes of mails, nobody is
// erased who was here within two years, or was not told thirty days before; who cannot
// be told, within three.
func TestNobodyIsErasedBySurprise(t *testing.T) {
	erased := 0
	for seed := range uint64(3) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) { erased += surprises(t, seed) })
	}
	if erased == 0 {
		t.Error("nobody was erased at all: this test tries nothing")
	}
}

func surprises(t *testing.T, seed uint64) int {
	h := newHamlet(t)
	random := rand.New(rand.NewPCG(seed, 32))
	known := map[string]*past{}
	for n := range 8 {
		id := fmt.Sprint("person-", n)
		h.arrives(id, n%3 != 0)
		known[id] = &past{lastUse: h.clock.Now(), address: n%3 != 0}
	}
	check := func(ctx context.Context, id string, still func(context.Context, *db.Tx) (bool, error)) (bool, error) {
		gone, err := h.erase(ctx, id, still)
		if p := known[id]; gone {
			now := h.clock.Now()
			told := !p.left.IsZero() && now.Sub(p.left) >= 30*aDay
			switch {
			case now.Before(p.lastUse.AddDate(0, 24, 0)):
				t.Errorf("%s is erased %v after the last visit", id, now.Sub(p.lastUse))
			case !told && now.Before(p.lastUse.AddDate(0, 36, 0)):
				t.Errorf("%s is erased %v after the last visit, and was told at %v", id, now.Sub(p.lastUse), p.left)
			}
			delete(known, id)
		}
		return gone, err
	}
	h.months(20)
	for range 500 {
		switch n := random.IntN(100); {
		case n < 88:
			h.clock.pass(aDay)
		case n < 94:
			h.clock.pass(time.Duration(random.IntN(9)) * aDay)
		case n < 95:
			h.clock.pass(time.Duration(random.IntN(200)) * aDay)
		case n < 96:
			h.clock.pass(-time.Duration(random.IntN(5)) * aDay)
		default:
			h.clock.pass(6 * time.Hour)
		}
		if random.IntN(120) == 0 && len(known) > 0 {
			ids := slices.Sorted(maps.Keys(known))
			id := ids[random.IntN(len(ids))]
			back, err := h.comes(t.Context(), id)
			must(t, err)
			if !back {
				t.Fatalf("%s is gone, and nobody was told", id)
			}
			known[id].lastUse, known[id].left = h.clock.Now(), time.Time{}
		}
		must(t, h.TendInactive(t.Context(), check))
		for id := range h.delivers(random) {
			if p := known[id]; p != nil && p.left.IsZero() {
				p.left = h.clock.Now()
			}
		}
	}
	return len(h.erased)
}

// delivers decides about the warnings that were queued since the last time, and returns
// to whom one has left.
func (h *hamlet) delivers(random *rand.Rand) map[string]bool {
	h.t.Helper()
	var mails []string
	must(h.t, h.db.Read(h.t.Context(), func(tx *db.Tx) (err error) {
		mails, err = db.Texts(tx.Query(h.t.Context(), `SELECT id FROM mail WHERE kind = 'account_unused' AND state IN ('kept', 'waiting') ORDER BY id`))
		return err
	}))
	left := map[string]bool{}
	for _, mail := range mails {
		states := []notify.State{notify.Sent, notify.Sent, notify.Waiting, notify.Refused, notify.Late, notify.Uncertain}
		state := states[random.IntN(len(states))]
		var person string
		must(h.t, h.db.Write(h.t.Context(), func(tx *db.Tx) error {
			return tx.QueryRow(h.t.Context(), `UPDATE mail SET state = ? WHERE id = ? RETURNING person_id`, string(state), mail).Scan(&person)
		}))
		if state == notify.Sent {
			left[person] = true
		}
	}
	return left
}

// A restore brings back what was begun about people who have come since.
func TestARestoreForgetsWhoWasWarned(t *testing.T) {
	h := newHamlet(t)
	h.arrives("anne", true)
	h.months(24)
	h.days(30)
	if n := h.count(t, "inactive"); n != 1 {
		t.Fatalf("%d are watched: this test tries nothing", n)
	}
	must(t, h.EndWaysIn(t.Context()))
	h.days(28)
	if len(h.erased) != 0 {
		t.Errorf("%v are erased", h.erased)
	}
}
