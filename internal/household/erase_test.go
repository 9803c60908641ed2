package household

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"capzero/internal/db"
	"capzero/internal/retention"
)

func (w *world) erase(t *testing.T, person string) {
	t.Helper()
	must(t, w.db.Write(t.Context(), func(tx *db.Tx) error { return w.Erase(t.Context(), tx, person) }))
}

func TestErasingAPersonLeavesNothingButTheLedger(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	forgotten := map[ID]bool{}
	w.onForget = func(_ context.Context, _ *db.Tx, id ID) error {
		forgotten[id] = true
		return nil
	}
	alone := w.create(t, "person-ana", flat(1, 0)) // nobody else's history
	_, err := w.Leave(ctx, "person-ana")
	must(t, err)
	shared := w.create(t, "person-ana", flat(3, 1))
	must(t, w.AddChild(ctx, "person-ana", "Zoé"))
	w.bring(t, "person-bob", "person-ana")
	for _, person := range []string{"person-ana", "person-bob"} {
		w.decide(t, person, SharingAtHome, Accept)
		must(t, w.Share(ctx, person, Footprint))
	}
	w.link(t, "person-ana", 2)
	_, err = w.Look(ctx, "person-ana", "BBBBBB")
	refusedWith(t, err, "household.code_wrong")
	own, err := w.Split(ctx, "person-ana", Parting{Adults: []int{3}, Home: flat(1, 0)})
	must(t, err)

	w.erase(t, "person-ana")
	tables := slices.DeleteFunc(slices.Clone(kept), func(table string) bool { return table == "consent" })
	left := dump(t, w.db, tables...)
	for _, gone := range []string{"person-ana", string(alone), string(own)} {
		if strings.Contains(left, gone) {
			t.Errorf("%s is still in\n%s", gone, left)
		}
	}
	if got := w.living(t, "person-bob"); got != "child Zoé, person-bob" {
		t.Errorf("%s live there", got)
	}
	if !strings.Contains(dump(t, w.db, "consent"), "person-ana") {
		t.Error("the ledger has lost what ana chose")
	}
	if len(forgotten) != 2 || !forgotten[alone] || !forgotten[own] {
		t.Errorf("forgotten are %v, want %s and %s", forgotten, alone, own)
	}

	// With the last who lived in it, a household goes.
	w.erase(t, "person-bob")
	w.erase(t, "person-bob")
	if left := dump(t, w.db, tables...); strings.Contains(left, string(shared)) || strings.Contains(left, "Zoé") {
		t.Errorf("left is\n%s", left)
	}
}

// A household that split off another that is forgotten stays.
func TestErasingForgetsWhereOthersCameFrom(t *testing.T) {
	w := newWorld(t)
	w.create(t, "ana", flat(2, 0))
	w.bring(t, "bob", "ana")
	_, err := w.Split(t.Context(), "bob", Parting{Home: flat(1, 0)})
	must(t, err)
	w.create(t, "eve", flat(1, 0))
	w.erase(t, "ana")
	if got := w.living(t, "bob") + ", " + w.living(t, "eve"); got != "bob, eve" {
		t.Errorf("they live %s", got)
	}
}

func TestPurgingLeavesWhatIsOfUse(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	w.create(t, "ana", flat(3, 0))
	w.bring(t, "bob", "ana")
	_, err := w.Look(ctx, "eve", "BBBBBB")
	refusedWith(t, err, "household.code_wrong")
	w.pass(retention.InvitationFor + codeLasts)
	token := w.link(t, "ana", 1)
	must(t, w.Purge(ctx))
	if left := dump(t, w.db, "invitation", "join_attempt"); strings.Count(left, "invitation|") != 2 || strings.Contains(left, "eve") {
		t.Errorf("left is\n%s", left) // one is a second too young
	}
	w.pass(time.Second)
	must(t, w.Purge(ctx))
	if left := dump(t, w.db, "invitation", "join_attempt"); strings.Count(left, "invitation|") != 1 {
		t.Errorf("left is\n%s", left)
	}
	if _, err := w.Join(ctx, "eve", token, false); err != nil {
		t.Error(err)
	}
}
