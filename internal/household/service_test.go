package household

import (
	"context"
	"errors"
	"testing"
	"time"

	"capzero/internal/db"
	"capzero/internal/fault"

	"github.com/google/go-cmp/cmp"
)

func TestAHouseholdBeginsWithOneAdult(t *testing.T) {
	w := newWorld(t)
	if got := w.living(t, "ana"); got != "nowhere" {
		t.Errorf("ana lives with %s", got)
	}
	id := w.create(t, "ana", flat(3, 1))
	must(t, w.AddChild(t.Context(), "ana", " Zoé "))
	want := Household{
		ID: id, Since: monday,
		Home:  Period{"2026-11-23", flat(3, 1)},
		Homes: []Period{{"2026-11-23", flat(3, 1)}},
		Members: []Member{
			{Number: 1, Person: "ana", Name: "ana", Since: monday},
			{Number: 2, Name: "Zoé", Since: monday},
		},
	}
	if diff := cmp.Diff(want, w.of(t, "ana")); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	_, err := w.Create(t.Context(), "ana", flat(1, 0))
	refusedWith(t, err, "household.already_in_one")
}

func TestAHouseholdThatCannotBeIsNotMade(t *testing.T) {
	w := newWorld(t)
	elsewhere, atlantis, castle := flat(1, 0), flat(1, 0), flat(1, 0)
	elsewhere.Zone, atlantis.City, castle.Housing = "<script>", "atlantis", "castle"
	for key, home := range map[string]Home{
		"household.zone_unknown":    elsewhere,
		"error.city_unknown":        atlantis,
		"household.housing_unknown": castle,
	} {
		_, err := w.Create(t.Context(), "ana", home)
		refusedWith(t, err, key)
	}
	_, err := w.Create(t.Context(), "", flat(1, 0))
	refusedWith(t, err, "household.sign_in_to_join")
	if got := w.living(t, "ana"); got != "nowhere" {
		t.Errorf("ana lives with %s", got)
	}
}

func TestWhoLivesNowhereIsTold(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	_, _, byLink := w.InviteByLink(ctx, "ana", 1)
	_, _, byCode := w.InviteByCode(ctx, "ana")
	_, listed := w.Invitations(ctx, "ana")
	_, left := w.Leave(ctx, "ana")
	_, split := w.Split(ctx, "ana", Parting{Home: flat(1, 0)})
	for what, err := range map[string]error{
		"link": byLink, "code": byCode, "list": listed, "leave": left, "split": split,
		"child":   w.AddChild(ctx, "ana", ""),
		"correct": w.Correct(ctx, "ana", flat(1, 0)),
		"move":    w.Move(ctx, "ana", flat(1, 0), "2026-12-01"),
		"stay":    w.Stay(ctx, "ana"),
		"away":    w.AddAbsence(ctx, "ana", "2026-12-01", "2026-12-08"),
		"share":   w.Share(ctx, "ana", Footprint),
	} {
		t.Run(what, func(t *testing.T) { refusedWith(t, err, "household.none") })
	}
}

func TestChildrenHaveNamesOrNone(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	w.create(t, "ana", flat(1, 0))
	for _, name := range []string{"Zoé", "", "<script>alert(1)</script>", "محمد"} {
		must(t, w.AddChild(ctx, "ana", name))
	}
	must(t, w.RenameChild(ctx, "ana", 3, "Bébé"))
	must(t, w.RemoveChild(ctx, "ana", 2))
	if got, want := w.living(t, "ana"), "ana, child <script>alert(1)</script>, child Bébé, child محمد"; got != want {
		t.Errorf("%s live there, want %s", got, want)
	}
	if home := w.of(t, "ana").Home; home.Persons != 4 || home.Children != 3 {
		t.Errorf("the home is %+v", home)
	}
	for what, err := range map[string]error{
		"an adult is renamed":        w.RenameChild(ctx, "ana", 1, "x"),
		"an adult is removed":        w.RemoveChild(ctx, "ana", 1),
		"a child that left":          w.RemoveChild(ctx, "ana", 2),
		"a child that left, renamed": w.RenameChild(ctx, "ana", 2, "x"),
		"nobody":                     w.RemoveChild(ctx, "ana", 99),
	} {
		t.Run(what, func(t *testing.T) { refusedWith(t, err, "household.member_unknown") })
	}
	refusedWith(t, w.AddChild(ctx, "ana", string(make([]byte, 300))), "household.name_too_long")
}

func TestAChildOfSomebodyElseIsNone(t *testing.T) {
	w := newWorld(t)
	w.create(t, "ana", flat(2, 1))
	must(t, w.AddChild(t.Context(), "ana", "Zoé"))
	w.create(t, "bob", flat(1, 0))
	refusedWith(t, w.RenameChild(t.Context(), "bob", 2, "x"), "household.member_unknown")
	refusedWith(t, w.RemoveChild(t.Context(), "bob", 2), "household.member_unknown")
	if got := w.living(t, "ana"); got != "ana, child Zoé" {
		t.Errorf("ana lives with %s", got)
	}
}

func TestAHouseholdHasRoomForTwenty(t *testing.T) {
	w := newWorld(t)
	w.create(t, "ana", flat(1, 0))
	for range MostPersons - 1 {
		must(t, w.AddChild(t.Context(), "ana", ""))
	}
	refusedWith(t, w.AddChild(t.Context(), "ana", ""), "household.full")
	_, err := w.Join(t.Context(), "bob", w.code(t, "ana"), false)
	refusedWith(t, err, "household.full")
	if n := len(w.of(t, "ana").Members); n != MostPersons {
		t.Errorf("%d live there", n)
	}
}

func TestMovingKeepsWhereOneLived(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	w.create(t, "ana", flat(2, 0))
	w.bring(t, "bob", "ana")
	w.pass(10 * 24 * time.Hour)
	house := Home{City: "issy", Housing: House, Persons: 2}
	refusedWith(t, w.Move(ctx, "bob", house, "2026-11-23"), "household.move_before")
	refusedWith(t, w.Move(ctx, "bob", house, "2028-01-01"), "household.move_far")
	refusedWith(t, w.Move(ctx, "bob", house, "demain"), "household.day_unreadable")
	refusedWith(t, w.Move(ctx, "bob", flat(1, 0), "2026-12-01"), "household.adults_listed")
	must(t, w.Move(ctx, "bob", house, "2026-11-30"))
	h := w.of(t, "ana")
	want := []Period{{"2026-11-23", flat(2, 0)}, {"2026-11-30", house}}
	if diff := cmp.Diff(want, h.Homes); diff != "" || h.Home != want[1] || h.Next != nil {
		t.Errorf("the home is %+v, then %v (-want +got)\n%s", h.Home, h.Next, diff)
	}
	if len(h.Members) != 2 {
		t.Errorf("%d live there", len(h.Members))
	}
}

func TestAMoveToCome(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	w.create(t, "ana", flat(1, 0))
	house := Home{City: "issy", Housing: House, Persons: 1}
	must(t, w.Move(ctx, "ana", house, "2026-12-24"))
	must(t, w.Move(ctx, "ana", house, "2026-12-20")) // it will be earlier
	h := w.of(t, "ana")
	if h.Home.Housing != Flat || h.Next == nil || h.Next.From != "2026-12-20" || len(h.Homes) != 2 {
		t.Fatalf("today %+v, then %+v", h.Home, h.Next)
	}
	must(t, w.AddChild(ctx, "ana", "Zoé")) // lives here and there
	if h = w.of(t, "ana"); h.Home.Persons != 2 || h.Next.Persons != 2 {
		t.Errorf("today %+v, then %+v", h.Home, h.Next)
	}
	w.pass(27 * 24 * time.Hour)
	if h = w.of(t, "ana"); h.Home.Housing != House || h.Next != nil {
		t.Errorf("after the move %+v, then %+v", h.Home, h.Next)
	}
	must(t, w.Move(ctx, "ana", flat(2, 1), "2027-01-10"))
	must(t, w.Stay(ctx, "ana"))
	if h = w.of(t, "ana"); h.Home.Housing != House || h.Next != nil {
		t.Errorf("after a move taken back %+v, then %+v", h.Home, h.Next)
	}
}

func TestCorrectingIsNotMoving(t *testing.T) {
	w := newWorld(t)
	w.create(t, "ana", flat(1, 0))
	w.pass(48 * time.Hour)
	right := flat(2, 1)
	right.Zone, right.NightsAway = "", 2
	must(t, w.Correct(t.Context(), "ana", right))
	if diff := cmp.Diff([]Period{{"2026-11-23", right}}, w.of(t, "ana").Homes); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestAbsences(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	w.create(t, "ana", flat(1, 0))
	must(t, w.AddAbsence(ctx, "ana", "2026-12-20", "2027-01-03"))
	must(t, w.AddAbsence(ctx, "ana", "2026-12-20", "2027-01-03")) // pressed twice
	must(t, w.AddAbsence(ctx, "ana", "2026-10-20", "2026-11-03"))
	want := []Absence{{2, "2026-10-20", "2026-11-03"}, {1, "2026-12-20", "2027-01-03"}}
	if diff := cmp.Diff(want, w.of(t, "ana").Absences); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	refusedWith(t, w.AddAbsence(ctx, "ana", "", "2027-01-03"), "household.day_unreadable")
	refusedWith(t, w.AddAbsence(ctx, "ana", "2027-01-03", "x"), "household.day_unreadable")
	refusedWith(t, w.AddAbsence(ctx, "ana", "2027-01-03", "2027-01-03"), "household.back_before_left")
	refusedWith(t, w.AddAbsence(ctx, "ana", "2026-01-03", "2027-02-03"), "household.absence_too_long")
	w.create(t, "bob", flat(1, 0))
	must(t, w.RemoveAbsence(ctx, "bob", 1)) // his own, of which there is none
	must(t, w.RemoveAbsence(ctx, "ana", 2))
	if all := w.of(t, "ana").Absences; len(all) != 1 || all[0].Number != 1 {
		t.Errorf("left are %+v", all)
	}
	for day := Day("2020-01-01"); len(w.of(t, "ana").Absences) < MostAbsences; day = day.Plus(1) {
		must(t, w.AddAbsence(ctx, "ana", day, day.Plus(1)))
	}
	refusedWith(t, w.AddAbsence(ctx, "ana", "2026-03-01", "2026-03-08"), "household.absences_full")
}

func TestLeaving(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	first := w.create(t, "ana", flat(3, 1))
	must(t, w.AddChild(ctx, "ana", "Zoé"))
	w.bring(t, "bob", "ana")
	opened := w.link(t, "bob", 2)
	w.pass(24 * time.Hour)
	if ended, err := w.Leave(ctx, "bob"); err != nil || ended {
		t.Fatalf("ended is %v, %v", ended, err)
	}
	if got := w.living(t, "ana") + " / " + w.living(t, "bob"); got != "ana, child Zoé / nowhere" {
		t.Errorf("they live %s", got)
	}
	want := []Period{{"2026-11-23", flat(3, 1)}, {"2026-11-24", flat(2, 1)}}
	if diff := cmp.Diff(want, w.of(t, "ana").Homes); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	_, err := w.Join(ctx, "eve", opened, false)
	refusedWith(t, err, "household.link_withdrawn") // who has left lets nobody in
	if _, err := w.Leave(ctx, "bob"); fault.KindOf(err) != fault.NotFound {
		t.Errorf("left twice: %v", err)
	}

	// A household of one ends with its adult.
	opened = w.link(t, "ana", 1)
	if ended, err := w.Leave(ctx, "ana"); err != nil || !ended {
		t.Fatalf("ended is %v, %v", ended, err)
	}
	_, err = w.Join(ctx, "eve", opened, false)
	refusedWith(t, err, "household.link_withdrawn")
	stays, err := w.Stays(ctx, "ana")
	must(t, err)
	if diff := cmp.Diff([]Stay{{first, monday, monday.Add(24 * time.Hour)}}, stays); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	second := w.create(t, "ana", flat(1, 0))
	if stays, err = w.Stays(ctx, "ana"); err != nil || len(stays) != 2 || stays[1].Household != second || !stays[1].Lasts() {
		t.Errorf("%+v, %v", stays, err)
	}
}

func TestSplitting(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	from := w.create(t, "ana", flat(5, 2))
	must(t, w.AddChild(ctx, "ana", "Zoé"))
	must(t, w.AddChild(ctx, "ana", "Max"))
	w.bring(t, "bob", "ana")
	w.bring(t, "eve", "ana")
	var copied [2]ID
	w.onSplit = func(_ context.Context, _ *db.Tx, from, to ID) error {
		copied = [2]ID{from, to}
		return nil
	}
	to, err := w.Split(ctx, "bob", Parting{Children: []int{3}, Adults: []int{5}, Home: flat(2, 1)})
	must(t, err)
	if copied != [2]ID{from, to} {
		t.Errorf("copied from and to %v", copied)
	}
	if got := w.living(t, "ana") + " / " + w.living(t, "bob"); got != "ana, child Zoé, eve / bob, child Max" {
		t.Errorf("they live %s", got)
	}
	must(t, w.db.Read(ctx, func(tx *db.Tx) error {
		with, err := w.Housemates(ctx, tx, "ana")
		alone, err2 := w.Housemates(ctx, tx, "bob")
		nowhere, err3 := w.Housemates(ctx, tx, "max")
		if len(with) != 1 || with[0] != "eve" || len(alone)+len(nowhere) != 0 {
			t.Errorf("with ana live %v, with bob %v, with max %v", with, alone, nowhere)
		}
		return errors.Join(err, err2, err3)
	}))
	if home := w.of(t, "ana").Home; home.Persons != 3 || home.Children != 1 {
		t.Errorf("the home of who stays is %+v", home)
	}

	// Eve was asked, and decides herself.
	asked, err := w.Proposals(ctx, "eve")
	must(t, err)
	if len(asked) != 1 || asked[0].By != "bob" || !asked[0].Leaves {
		t.Fatalf("eve is asked %+v", asked)
	}
	_, err = w.Follow(ctx, "ana", asked[0].ID)
	refusedWith(t, err, "household.invitation_unknown")
	must(t, w.Decline(ctx, "ana", asked[0].ID)) // not hers to decline
	for range 2 {                               // pressed twice
		if id, err := w.Follow(ctx, "eve", asked[0].ID); err != nil || id != to {
			t.Fatal(id, err)
		}
	}
	if got := w.living(t, "ana") + " / " + w.living(t, "bob"); got != "ana, child Zoé / bob, child Max, eve" {
		t.Errorf("they live %s", got)
	}
	if asked, err = w.Proposals(ctx, "eve"); err != nil || len(asked) != 0 {
		t.Errorf("eve is still asked %+v, %v", asked, err)
	}
	_, err = w.Split(ctx, "ana", Parting{Home: flat(1, 0)})
	refusedWith(t, err, "household.split_alone")
}

func TestAProposalIsDeclined(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	w.create(t, "ana", flat(2, 0))
	w.bring(t, "bob", "ana")
	_, err := w.Split(ctx, "bob", Parting{Adults: []int{1}, Home: flat(1, 0)})
	must(t, err)
	asked, err := w.Proposals(ctx, "ana")
	must(t, err)
	must(t, w.Decline(ctx, "ana", asked[0].ID))
	must(t, w.Decline(ctx, "ana", asked[0].ID))
	if left, err := w.Proposals(ctx, "ana"); err != nil || len(left) != 0 {
		t.Errorf("ana is asked %+v, %v", left, err)
	}
	_, err = w.Follow(ctx, "ana", asked[0].ID)
	refusedWith(t, err, "household.link_withdrawn")
}

func TestASplitThatCannotBe(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	w.create(t, "ana", flat(3, 1))
	must(t, w.AddChild(ctx, "ana", "Zoé"))
	w.bring(t, "bob", "ana")
	before := dump(t, w.db, "household", "home", "member", "invitation", "sharing")
	for name, tt := range map[string]struct {
		parting Parting
		key     string
	}{
		"an adult as a child":       {Parting{Children: []int{1}, Home: flat(2, 1)}, "household.member_unknown"},
		"a child twice":             {Parting{Children: []int{2, 2}, Home: flat(3, 2)}, "household.member_unknown"},
		"nobody":                    {Parting{Children: []int{-1}, Home: flat(2, 1)}, "household.member_unknown"},
		"themselves":                {Parting{Adults: []int{3}, Home: flat(2, 0)}, "household.member_unknown"},
		"a child as an adult":       {Parting{Adults: []int{2}, Home: flat(2, 0)}, "household.member_unknown"},
		"a home without the child":  {Parting{Children: []int{2}, Home: flat(1, 0)}, "household.children_listed"},
		"a home that is none":       {Parting{Home: Home{City: "issy"}}, "household.housing_unknown"},
		"a home in a city of dream": {Parting{Home: Home{City: "x", Housing: Flat, Persons: 1}}, "error.city_unknown"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := w.Split(ctx, "bob", tt.parting)
			refusedWith(t, err, tt.key)
		})
	}
	if after := dump(t, w.db, "household", "home", "member", "invitation", "sharing"); after != before {
		t.Errorf("refused splits left\n%s", cmp.Diff(before, after))
	}
}

// What others do when people come and go is part of it: where it fails, nothing
// has happened.
func TestNothingHappensWhenAHookFails(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	w.create(t, "ana", flat(2, 0))
	w.bring(t, "bob", "ana")
	code := w.code(t, "ana")
	failure := errors.New("the neighbour failed")
	fails := func(context.Context, *db.Tx, string, ID) error { return failure }
	tables := []string{"household", "home", "member", "invitation", "sharing"}
	before := dump(t, w.db, tables...)

	w.onJoin = fails
	_, created := w.Create(ctx, "eve", flat(1, 0))
	_, joined := w.Join(ctx, "eve", code, false)
	_, split := w.Split(ctx, "bob", Parting{Home: flat(1, 0)})
	w.onJoin = func(context.Context, *db.Tx, string, ID) error { return nil }
	w.onSplit = func(context.Context, *db.Tx, ID, ID) error { return failure }
	_, copied := w.Split(ctx, "bob", Parting{Home: flat(1, 0)})
	w.onLeave = func(context.Context, *db.Tx, string, ID, bool) error { return failure }
	_, left := w.Leave(ctx, "bob")
	for what, err := range map[string]error{"create": created, "join": joined, "split": split, "copy": copied, "leave": left} {
		if !errors.Is(err, failure) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if diff := cmp.Diff(before, dump(t, w.db, tables...)); diff != "" {
		t.Errorf("(-before +after)\n%s", diff)
	}
}

// A clock that goes back an hour, over midnight too, changes no order.
func TestAClockThatGoesBack(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	w.now = time.Date(2026, 11, 23, 23, 30, 0, 0, time.UTC) // half past midnight in Issy
	w.create(t, "ana", flat(3, 0))
	w.decide(t, "ana", SharingAtHome, Refuse)
	code := w.code(t, "ana")
	w.pass(-time.Hour)
	if _, err := w.Join(ctx, "bob", code, false); err != nil {
		t.Fatal(err)
	}
	w.decide(t, "ana", SharingAtHome, Accept)
	must(t, w.Share(ctx, "ana", Footprint))
	if !w.maySee(t, "bob", "ana", Footprint) {
		t.Error("the last choice does not hold")
	}
	must(t, w.AddChild(ctx, "ana", ""))
	if h := w.of(t, "ana"); h.Home.Persons != 4 || h.Home.Children != 1 || len(h.Homes) != 1 {
		t.Errorf("the homes are %+v", h.Homes)
	}
	if _, err := w.Split(ctx, "bob", Parting{Home: flat(1, 0)}); err != nil {
		t.Fatal(err)
	}
	stays, err := w.Stays(ctx, "bob")
	if err != nil || len(stays) != 2 || !stays[1].Lasts() {
		t.Errorf("bob lived in %+v, %v", stays, err)
	}
	if w.maySee(t, "bob", "ana", Footprint) {
		t.Error("bob left, and sees")
	}
}
