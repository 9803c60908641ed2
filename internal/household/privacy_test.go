package household

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"capzero/internal/db"
	"capzero/internal/fault"
)

// An oracle is what privacy means, without a database: who lives where, who said
// yes to sharing, and which pairs see what.
type oracle struct {
	lives map[string]ID
	yes   map[string]bool
	seen  map[seeing]bool
}

type seeing struct {
	reader, owner string
	what          Thing
}

func (o *oracle) goes(person string, to ID) {
	o.lives[person] = to
	o.forget(func(s seeing) bool { return s.reader == person || s.owner == person })
}

func (o *oracle) shares(owner string, what Thing) {
	for reader, home := range o.lives {
		if home != "" && home == o.lives[owner] && reader != owner && o.yes[owner] {
			o.seen[seeing{reader, owner, what}] = true
		}
	}
}

func (o *oracle) forget(which func(seeing) bool) {
	for s := range o.seen {
		if which(s) {
			delete(o.seen, s)
		}
	}
}

func (o *oracle) sees(s seeing) bool {
	return s.reader == s.owner || o.seen[s] && o.yes[s.owner]
}

// A neighbourhood plays random people in a real database and in the oracle.
type neighbourhood struct {
	*world
	oracle
	t    *testing.T
	rand *rand.Rand
	did  map[string]int // what happened, by name
	log  []string
}

var people = []string{"ana", "bob", "eve", "max"}

func (n *neighbourhood) someone() string { return people[n.rand.IntN(len(people))] }

func (n *neighbourhood) something() Thing { return Things()[n.rand.IntN(len(Things()))] }

// step does one random thing. A refusal is as good as anything: the oracle moves
// only where the service said yes.
func (n *neighbourhood) step() {
	person, ctx := n.someone(), n.t.Context()
	what := n.something()
	var err error
	var name string
	switch n.rand.IntN(25) {
	case 0:
		name = "create"
		var id ID
		if id, err = n.Create(ctx, person, flat(2, 0)); err == nil {
			n.goes(person, id)
		}
	case 1, 2, 3, 4, 5:
		name, err = n.joins(person)
	case 6:
		name = "leave"
		if _, err = n.Leave(ctx, person); err == nil {
			n.goes(person, "")
		}
	case 7, 8:
		name, err = n.splits(person)
	case 9, 10, 11, 12, 13:
		name = "share " + string(what)
		if err = n.Share(ctx, person, what); err == nil {
			n.shares(person, what)
		}
	case 14:
		name = "unshare " + string(what)
		if err = n.Unshare(ctx, person, what); err == nil {
			n.forget(func(s seeing) bool { return s.owner == person && s.what == what })
		}
	case 15, 16, 17, 18, 19, 20, 21, 22, 23:
		name = n.chooses(person)
	case 24:
		name = "reword" // everybody's yes waits until they have read it
		reword(n.consents, SharingAtHome, "fr")
		clear(n.yes)
	}
	n.record(person, name, err)
}

func (n *neighbourhood) joins(person string) (string, error) {
	host := n.someone()
	secret, _, err := n.InviteByLink(n.t.Context(), host, 1)
	if err != nil {
		return "invite", err
	}
	before := n.lives[person]
	id, err := n.Join(n.t.Context(), person, secret, n.rand.IntN(2) == 0)
	if err == nil && id != before {
		n.goes(person, id)
	}
	return "join " + host, err
}

// splits also lets those who were asked come along, or not.
func (n *neighbourhood) splits(person string) (string, error) {
	ctx := n.t.Context()
	h, found, err := n.Of(ctx, person)
	must(n.t, err)
	var others []int
	if found {
		for _, m := range h.Adults() {
			if m.Person != person && n.rand.IntN(4) > 0 {
				others = append(others, m.Number)
			}
		}
	}
	id, err := n.Split(ctx, person, Parting{Adults: others, Home: flat(1, 0)})
	if err != nil {
		return "split", err
	}
	n.goes(person, id)
	for _, m := range h.Adults() {
		asked, err := n.Proposals(ctx, m.Person)
		must(n.t, err)
		if len(asked) == 0 || n.rand.IntN(4) == 0 {
			continue
		}
		to, err := n.Follow(ctx, m.Person, asked[0].ID)
		must(n.t, err)
		n.goes(m.Person, to)
		n.did["follow"]++
	}
	return "split", nil
}

func (n *neighbourhood) chooses(person string) string {
	choice := []Choice{Accept, Accept, Accept, Accept, Accept, Refuse, Later}[n.rand.IntN(7)]
	n.decide(n.t, person, SharingAtHome, choice)
	n.yes[person] = choice == Accept
	if choice != Accept {
		n.forget(func(s seeing) bool { return s.owner == person })
	}
	return string(choice)
}

func (n *neighbourhood) record(person, name string, err error) {
	if fault.KindOf(err) == fault.Internal && err != nil {
		n.t.Fatalf("%s %s: %v", person, name, err)
	}
	outcome := "done"
	if err != nil {
		outcome = "refused"
	}
	n.log = append(n.log, fmt.Sprint(person, " ", name, ": ", outcome))
	kind := name
	if i := slices.Index([]byte(name), ' '); i > 0 {
		kind = name[:i]
	}
	n.did[kind+" "+outcome]++
	n.pass(time.Duration(n.rand.IntN(7200)-3000) * time.Second) // back, at times
}

// check compares every pair of people and every thing.
func (n *neighbourhood) check() (seen int) {
	must(n.t, n.db.Read(n.t.Context(), func(tx *db.Tx) error {
		for _, reader := range people {
			for _, owner := range people {
				for _, what := range Things() {
					got, err := n.MaySee(n.t.Context(), tx, reader, owner, what)
					if err != nil {
						return err
					}
					s := seeing{reader, owner, what}
					if got != n.sees(s) {
						n.t.Fatalf("%+v is %v after\n%s", s, got, n.log)
					}
					if got && reader != owner {
						seen++
					}
				}
			}
		}
		return nil
	}))
	return seen
}

// No adult ever reads what is another's without a live consent: random people
// come, go, share and take back in a real database, and what it lets them see is
// what ten lines say.
func TestHouseholdPrivacy(t *testing.T) {
	did := map[string]int{}
	seen := 0
	for seed := range full(6, 60) {
		n := &neighbourhood{
			world:  newWorld(t),
			oracle: oracle{lives: map[string]ID{}, yes: map[string]bool{}, seen: map[seeing]bool{}},
			t:      t, rand: rand.New(rand.NewPCG(uint64(seed), 5)), did: did,
		}
		for range 120 {
			n.step()
			seen += n.check()
		}
	}
	t.Logf("%v; one saw another's %d times", did, seen)
	for _, what := range []string{
		"create done", "join done", "leave done", "split done", "follow", "share done", "unshare done",
		"accept done", "refuse done", "later done", "reword done", "join refused", "share refused",
	} {
		if did[what] < 3 {
			t.Errorf("%q happened %d times: the test has lost its reach", what, did[what])
		}
	}
	if seen < 100 {
		t.Errorf("one saw another's %d times: the test has lost its reach", seen)
	}
}

func TestWhoComesLaterDoesNotSee(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	w.create(t, "ana", flat(3, 0))
	w.bring(t, "bob", "ana")
	refusedWith(t, w.Share(ctx, "ana", Footprint), "household.sharing_off")
	w.decide(t, "ana", SharingAtHome, Accept)
	must(t, w.Share(ctx, "ana", Footprint))
	must(t, w.Share(ctx, "ana", Footprint)) // pressed twice
	w.bring(t, "eve", "ana")
	if !w.maySee(t, "bob", "ana", Footprint) || w.maySee(t, "eve", "ana", Footprint) || w.maySee(t, "bob", "ana", PersonalAnswers) {
		t.Error("sharing is not with those who lived there, of that thing")
	}
	all, err := w.Sharings(ctx, "ana")
	must(t, err)
	if !all.On || !all.Shares(Footprint) || all.Shares(PersonalAnswers) || len(all.Mine) != 1 ||
		len(all.Unseen[Footprint]) != 1 || all.Unseen[Footprint][0].Name != "eve" || len(all.Unseen[PersonalAnswers]) != 2 {
		t.Errorf("ana sees %+v", all)
	}
	must(t, w.Share(ctx, "ana", Footprint))
	if !w.maySee(t, "eve", "ana", Footprint) {
		t.Error("sharing again does not include who came")
	}
	if all, err = w.Sharings(ctx, "eve"); err != nil || len(all.Theirs) != 1 || all.Theirs[0].Owner.Name != "ana" {
		t.Errorf("eve sees %+v, %v", all, err)
	}
	must(t, w.Unshare(ctx, "ana", Footprint))
	if w.maySee(t, "eve", "ana", Footprint) || w.maySee(t, "bob", "ana", Footprint) {
		t.Error("taken back, and seen")
	}
}

// Who comes back begins anew: nothing that was shared before is shared again.
func TestWhoComesBackSeesNothing(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	w.create(t, "ana", flat(2, 0))
	w.bring(t, "bob", "ana")
	w.decide(t, "ana", SharingAtHome, Accept)
	must(t, w.Share(ctx, "ana", Footprint))
	_, err := w.Leave(ctx, "bob")
	must(t, err)
	w.bring(t, "bob", "ana")
	if w.maySee(t, "bob", "ana", Footprint) {
		t.Error("bob came back, and sees")
	}
}

// A text that has changed suspends sharing until it is read, and the list says
// that nobody sees.
func TestSharingWaitsForAChangedText(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	w.create(t, "ana", flat(2, 0))
	w.bring(t, "bob", "ana")
	w.decide(t, "ana", SharingAtHome, Accept)
	must(t, w.Share(ctx, "ana", Footprint))
	reword(w.consents, SharingAtHome, "fr")
	if w.maySee(t, "bob", "ana", Footprint) {
		t.Error("seen under a text that ana has not read")
	}
	if all, err := w.Sharings(ctx, "ana"); err != nil || all.On || len(all.Mine) != 1 {
		t.Errorf("ana sees %+v, %v", all, err)
	}
	if all, err := w.Sharings(ctx, "bob"); err != nil || len(all.Theirs) != 0 {
		t.Errorf("bob sees %+v, %v", all, err)
	}
	w.decide(t, "ana", SharingAtHome, Accept)
	if !w.maySee(t, "bob", "ana", Footprint) {
		t.Error("not seen after the new text was accepted")
	}
}

func TestOnlyKnownThingsAreShared(t *testing.T) {
	w := newWorld(t)
	w.create(t, "ana", flat(1, 0))
	for _, what := range []Thing{"", "waste", "<script>"} {
		refusedWith(t, w.Share(t.Context(), "ana", what), "household.thing_unknown")
		refusedWith(t, w.Unshare(t.Context(), "ana", what), "household.thing_unknown")
	}
	must(t, w.Unshare(t.Context(), "nobody", Footprint))
}
