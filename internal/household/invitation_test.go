package household

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"capzero/internal/db"
	"capzero/internal/fault"
)

func TestALinkLetsInAsManyAsItHasPlaces(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	id := w.create(t, "ana", flat(4, 0))
	token := w.link(t, "ana", 2)
	in, err := w.Look(ctx, "", strings.ToLower(token)+" ")
	if err != nil || in.By != "ana" || in.City != "issy" || in.Already || in.Leaves {
		t.Errorf("a visitor sees %+v, %v", in, err)
	}
	_, err = w.Join(ctx, "", token, false)
	refusedWith(t, err, "household.sign_in_to_join")
	for _, person := range []string{"bob", "bob", "eve", "bob"} { // some press twice
		if got, err := w.Join(ctx, person, token, false); err != nil || got != id {
			t.Fatalf("%s: %v", person, err)
		}
	}
	_, err = w.Join(ctx, "max", token, false)
	refusedWith(t, err, "household.link_used")
	if got := w.living(t, "ana"); got != "ana, bob, eve" {
		t.Errorf("%s live there", got)
	}
	if in, err = w.Look(ctx, "bob", token); err != nil || !in.Already {
		t.Errorf("bob sees %+v, %v", in, err)
	}
	all, err := w.Invitations(ctx, "bob")
	if err != nil || len(all) != 1 || all[0].State != Used || all[0].Places != 0 {
		t.Errorf("the household sees %+v, %v", all, err)
	}
}

func TestLinksThatDoNotWork(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	w.create(t, "ana", flat(1, 0))
	old, drawnBack := w.link(t, "ana", 1), w.link(t, "ana", 1)
	all, err := w.Invitations(ctx, "ana")
	must(t, err)
	must(t, w.Withdraw(ctx, "ana", all[0].ID))
	must(t, w.Withdraw(ctx, "ana", all[0].ID)) // pressed twice
	w.pass(linkLasts)
	for secret, key := range map[string]string{
		old:                          "household.link_expired",
		drawnBack:                    "household.link_withdrawn",
		"AAAAAAAAAAAAAAAAAAAAAAAAAA": "household.link_unknown",
		old[1:]:                      "household.code_shape",
		"":                           "household.code_shape",
		"<script>":                   "household.code_shape",
		strings.Repeat("A", 300):     "household.code_shape",
	} {
		_, err := w.Join(ctx, "bob", secret, false)
		refusedWith(t, err, key)
		_, err = w.Look(ctx, "bob", secret)
		refusedWith(t, err, key)
	}
	if got := w.living(t, "bob"); got != "nowhere" {
		t.Errorf("bob lives with %s", got)
	}
	for _, places := range []int{-1, 0, MostPlaces + 1} {
		_, _, err := w.InviteByLink(ctx, "ana", places)
		refusedWith(t, err, "household.places_bounds")
	}
}

func TestOnlyTheHouseholdWithdrawsItsInvitations(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	w.create(t, "ana", flat(1, 0))
	w.create(t, "eve", flat(1, 0))
	token := w.link(t, "ana", 1)
	all, err := w.Invitations(ctx, "ana")
	must(t, err)
	refusedWith(t, w.Withdraw(ctx, "eve", all[0].ID), "household.invitation_unknown")
	refusedWith(t, w.Withdraw(ctx, "eve", "x"), "household.invitation_unknown")
	if others, err := w.Invitations(ctx, "eve"); err != nil || len(others) != 0 {
		t.Errorf("eve sees %+v, %v", others, err)
	}
	if _, err := w.Join(ctx, "bob", token, false); err != nil {
		t.Error(err)
	}
}

func TestLeavingWithdrawsWhatIsStillOpen(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	w.create(t, "ana", flat(3, 0))
	w.bring(t, "bob", "ana")
	_, err := w.Join(ctx, "eve", w.link(t, "bob", 1), false)
	must(t, err)
	w.link(t, "bob", 1)
	w.link(t, "ana", 1)
	_, err = w.Leave(ctx, "bob")
	must(t, err)
	all, err := w.Invitations(ctx, "ana")
	must(t, err)
	var states []InvitationState
	for _, i := range all {
		states = append(states, i.State)
	}
	if want := []InvitationState{Open, Withdrawn, Used, Used}; !slices.Equal(states, want) {
		t.Errorf("they are %v, want %v", states, want)
	}
}

func TestACodeLetsInOneAdult(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	id := w.create(t, "ana", flat(2, 0))
	code := w.code(t, "ana")
	typed := strings.ToLower(code[:3] + " " + code[3:])
	if in, err := w.Look(ctx, "bob", typed); err != nil || in.By != "ana" {
		t.Fatalf("bob sees %+v, %v", in, err)
	}
	for range 2 { // pressed twice
		if got, err := w.Join(ctx, "bob", typed, false); err != nil || got != id {
			t.Fatal(err)
		}
	}
	_, err := w.Join(ctx, "eve", code, false)
	refusedWith(t, err, "household.code_wrong")
	_, err = w.Look(ctx, "", code)
	refusedWith(t, err, "household.sign_in_to_join")
}

func TestACodeLivesAQuarterOfAnHour(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	w.create(t, "ana", flat(2, 0))
	first := w.code(t, "ana")
	second := w.code(t, "ana")
	_, err := w.Join(ctx, "bob", first, false)
	refusedWith(t, err, "household.code_wrong") // there is one at a time
	w.pass(codeLasts)
	_, err = w.Join(ctx, "bob", second, false)
	refusedWith(t, err, "household.code_wrong")
	w.pass(-time.Second)
	if _, err = w.Join(ctx, "bob", second, false); err != nil {
		t.Error(err)
	}
}

// other is a code that begins like another one, and another with each n.
func other(code string, n int) string {
	end := string([]byte{letters[n%18], letters[n/18%18], letters[n/324%18]})
	if code[:3]+end == code {
		return code[:3] + string([]byte{letters[17], letters[17], letters[16]})
	}
	return code[:3] + end
}

func TestACodeTakesFiveWrongGuesses(t *testing.T) {
	w := newWorld(t)
	w.create(t, "ana", flat(2, 0))
	code := w.code(t, "ana")
	for n := range mostWrong {
		// Each guess comes from somebody else: their number is no help.
		_, err := w.Join(t.Context(), fmt.Sprint("thief", n), other(code, n), false)
		refusedWith(t, err, "household.code_wrong")
	}
	_, err := w.Join(t.Context(), "bob", code, false)
	refusedWith(t, err, "household.code_wrong")
	all, err := w.Invitations(t.Context(), "ana")
	if err != nil || all[0].State != Blocked {
		t.Errorf("ana sees %+v, %v", all, err)
	}
	w.bring(t, "bob", "ana") // a new one works
}

func TestAPersonTriesTenCodes(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	w.create(t, "ana", flat(2, 0))
	code := w.code(t, "ana")
	elsewhere := "BBB"
	if code[:3] == elsewhere {
		elsewhere = "CCC"
	}
	for n := range mostTries {
		_, err := w.Look(ctx, "thief", other(elsewhere+"DDD", n))
		refusedWith(t, err, "household.code_wrong")
		_, err = w.Look(ctx, "thief", "not a code") // is no guess
		refusedWith(t, err, "household.code_shape")
	}
	_, err := w.Join(ctx, "thief", code, false)
	refusedWith(t, err, "household.code_tries")
	if fault.KindOf(err) != fault.Limited {
		t.Errorf("its kind is %v", fault.KindOf(err))
	}
	if _, err := w.Join(ctx, "bob", code, false); err != nil { // others are not kept out
		t.Error(err)
	}
	w.pass(triesWindow)
	if _, err := w.Join(ctx, "thief", w.code(t, "ana"), false); err != nil {
		t.Error(err)
	}
}

// Tries after a clock has gone back begin a new window, and are counted in it.
func TestTriesAfterTheClockWentBack(t *testing.T) {
	w := newWorld(t)
	try := func() error { _, err := w.Look(t.Context(), "bob", "BBBBBB"); return err }
	for range mostTries {
		refusedWith(t, try(), "household.code_wrong")
	}
	refusedWith(t, try(), "household.code_tries")
	w.pass(-time.Hour)
	for range mostTries {
		refusedWith(t, try(), "household.code_wrong")
	}
	refusedWith(t, try(), "household.code_tries")
}

// draws makes the next codes these, over and over.
func (w *world) draws(codes ...string) {
	n := 0
	w.Service.code = func() string {
		n++
		return codes[(n-1)%len(codes)]
	}
}

func TestOneCodeIsNeverOfTwoHouseholds(t *testing.T) {
	w := newWorld(t)
	w.create(t, "ana", flat(1, 0))
	w.create(t, "bob", flat(1, 0))
	w.draws("BBBBBB")
	if code := w.code(t, "ana"); code != "BBBBBB" {
		t.Fatal(code)
	}
	w.draws("BBBCCC", "CCCBBB")
	if code := w.code(t, "bob"); code != "CCCBBB" { // not one that begins like ana's
		t.Fatal(code)
	}
	w.pass(codeLasts)
	w.draws("BBBDDD")
	if code := w.code(t, "bob"); code != "BBBDDD" { // ana's is over
		t.Fatal(code)
	}
	id, err := w.Join(t.Context(), "eve", "BBBDDD", false)
	if err != nil || id != w.of(t, "bob").ID {
		t.Errorf("eve lives in %s, %v", id, err)
	}
	w.create(t, "max", flat(1, 0))
	w.draws("BBBDDD")
	w.code(t, "ana") // eve has used bob's
	w.draws("CCCDDD")
	w.code(t, "max")
	_, _, err = w.InviteByCode(t.Context(), "ana")
	refusedWith(t, err, "error.busy") // every code drawn is taken
}

func TestInvitationsAreBoundedByTheDay(t *testing.T) {
	w := newWorld(t)
	w.create(t, "ana", flat(2, 0))
	for range mostInvitations {
		w.link(t, "ana", 1)
	}
	_, _, err := w.InviteByCode(t.Context(), "ana")
	refusedWith(t, err, "household.invitations_many")
	w.pass(invitationDay)
	w.code(t, "ana")
}

// Two come with one code at the same moment: one gets in, the other is told. With
// one link of two places both do.
func TestTwoJoinAtOnce(t *testing.T) {
	for _, tt := range []struct {
		name   string
		secret func(w *world, t testing.TB) string
		in     int32
	}{
		{"with a code", func(w *world, t testing.TB) string { return w.code(t, "ana") }, 1},
		{"with a link of one place", func(w *world, t testing.TB) string { return w.link(t, "ana", 1) }, 1},
		{"with a link of two places", func(w *world, t testing.TB) string { return w.link(t, "ana", 2) }, 2},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			w.create(t, "ana", flat(2, 0))
			secret := tt.secret(w, t)
			var in atomic.Int32
			var all sync.WaitGroup
			for n := range 6 {
				all.Go(func() {
					switch _, err := w.Join(t.Context(), fmt.Sprint("person", n), secret, false); {
					case err == nil:
						in.Add(1)
					case fault.KindOf(err) == fault.Internal:
						t.Error(err)
					}
				})
			}
			all.Wait()
			if got := len(w.of(t, "ana").Adults()) - 1; in.Load() != tt.in || got != int(tt.in) {
				t.Errorf("%d were told that they are in, %d are, want %d", in.Load(), got, tt.in)
			}
		})
	}
}

func TestOnePersonCreatesTwiceAtOnce(t *testing.T) {
	w := newWorld(t)
	var made atomic.Int32
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			if _, err := w.Create(t.Context(), "ana", flat(1, 0)); err == nil {
				made.Add(1)
			} else if fault.KindOf(err) != fault.Conflict {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if made.Load() != 1 {
		t.Errorf("%d households were made", made.Load())
	}
}

func TestJoiningFromAnotherHousehold(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	w.create(t, "ana", flat(2, 0))
	w.create(t, "bob", flat(1, 0))
	token := w.link(t, "ana", 1)
	if in, err := w.Look(ctx, "bob", token); err != nil || !in.Leaves {
		t.Errorf("bob sees %+v, %v", in, err)
	}
	_, err := w.Join(ctx, "bob", token, false)
	refusedWith(t, err, "household.join_leaves")
	told := map[string]bool{} // a transaction may run twice
	w.onLeave = func(_ context.Context, _ *db.Tx, person string, _ ID, ended bool) error {
		told[fmt.Sprint(person, " left, ended ", ended)] = true
		return nil
	}
	w.onJoin = func(_ context.Context, _ *db.Tx, person string, _ ID) error {
		told[person+" joined"] = true
		return nil
	}
	if _, err := w.Join(ctx, "bob", token, true); err != nil {
		t.Fatal(err)
	}
	if len(told) != 2 || !told["bob left, ended true"] || !told["bob joined"] {
		t.Errorf("told: %v", told)
	}
	if got := w.living(t, "bob"); got != "ana, bob" {
		t.Errorf("%s live there", got)
	}
}
