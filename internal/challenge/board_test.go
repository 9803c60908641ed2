package challenge

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"capzero/internal/db"
	"capzero/internal/fault"
	"capzero/internal/household"
	"capzero/internal/retention"
)

func TestMessagesAsPeopleTypeThem(t *testing.T) {
	for typed, want := range map[string]string{
		"Bonjour !":                "Bonjour !",
		" a \r\n\r\n\r\n\r\n b \n": "a\n\nb",
		"http://exemple.fr <b>x":   "http://exemple.fr <b>x", // a text
		"Ćao, комшије 🌱":           "Ćao, комшије 🌱",
		"a\u202eb":                 "ab",
		strings.Repeat("é", 500):   strings.Repeat("é", 500),
		strings.Repeat("é", 501):   "board.long",
		"":                         "board.empty",
		" \n\u200b\n":              "board.empty",
		"a\x07":                    "board.unreadable",
		"\xff":                     "board.unreadable",
	} {
		got, err := readMessage(typed)
		if f, ok := err.(*fault.Error); ok {
			got = f.Key
		}
		if got != want {
			t.Errorf("%q is %q, want %q", typed, got, want)
		}
	}
}

func FuzzReadMessage(f *testing.F) {
	for _, typed := range []string{"Bonjour", "a\r\n\n\nb", "\u202e", "\xff", strings.Repeat("\n", 900), "e\u0301\u0301"} {
		f.Add(typed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		text, err := readMessage(typed)
		if err != nil {
			return
		}
		again, err := readMessage(text)
		if err != nil || again != text || len([]rune(text)) > longestMessage || strings.Contains(text, "\n\n\n") {
			t.Errorf("%q is read as %q, and that as %q, %v", typed, text, again, err)
		}
	})
}

// Whatever happens to a message in whatever order: what the city decides holds
// until it decides otherwise, one household alone hides nothing, and what its
// author took back does not come back.
func TestTheFateOfAMessage(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 9))
	kinds := []EventKind{Report, Report, Report, AnimatorHide, CityHide, Restore, Remove}
	seen := map[MessageState]int{}
	for range 20000 {
		var events []BoardEvent
		for range random.IntN(7) {
			events = append(events, BoardEvent{Kind: kinds[random.IntN(len(kinds))], Household: household.ID(fmt.Sprint(random.IntN(3))), Why: Insult})
		}
		got := fateOf(events).state
		if want := plainFate(events); got != want {
			t.Fatalf("%v: %s, want %s", events, got, want)
		}
		seen[got]++
	}
	if len(seen) != 5 {
		t.Errorf("seen: %v", seen)
	}
}

// plainFate is what becomes of a message, in a second way: the last word of the
// city, else the first of the others.
func plainFate(events []BoardEvent) MessageState {
	state, city, reporters := Visible, false, map[household.ID]bool{}
	for _, e := range events {
		switch {
		case state == Removed && e.Kind == CityHide:
			state, city = HiddenByCity, true
		case state == Removed:
		case e.Kind == CityHide:
			state, city = HiddenByCity, true
		case e.Kind == Restore:
			state, city = Visible, true
		case e.Kind == Remove && state == Visible:
			state = Removed
		case city:
		case e.Kind == AnimatorHide:
			state = HiddenByAnimator
		case e.Kind == Report:
			reporters[e.Household] = true
			if state == Visible && len(reporters) == 2 {
				state = HiddenByReports
			}
		}
	}
	return state
}

// onBoard is a team of some households that has begun.
func onBoard(t testing.TB, households int) (*world, Team) {
	t.Helper()
	w := newWorld(t)
	w.season(t)
	team := w.team(t, households)
	w.goTo(4, 0)
	return w, team
}

func (w *world) posts(t testing.TB, person, text string) int {
	t.Helper()
	n, err := w.Post(t.Context(), person, text)
	must(t, err)
	return n
}

// reads are the texts that a person sees.
func (w *world) reads(t testing.TB, person string) string {
	t.Helper()
	b, err := w.Board(t.Context(), person, 0)
	must(t, err)
	var texts []string
	for _, m := range b.Messages {
		text := m.Text
		if m.State != Visible {
			text += " (" + string(m.State) + ")"
		}
		texts = append(texts, text)
	}
	return strings.Join(texts, ", ")
}

func (w *world) wantReads(t *testing.T, want string, persons ...string) {
	t.Helper()
	for _, person := range persons {
		if got := w.reads(t, person); got != want {
			t.Errorf("%s reads %q, want %q", person, got, want)
		}
	}
}

func TestTheBoardOfATeam(t *testing.T) {
	w := newWorld(t)
	w.season(t)
	w.team(t, 3)
	_, err := w.Post(t.Context(), "p1", "Bonjour")
	wantFault(t, err, "board.waiting")
	w.goTo(4, 0)
	first := w.posts(t, "p1", "Bonjour")
	if again := w.posts(t, "p1", "Bonjour "); again != first {
		t.Error("pressed twice, written twice")
	}
	w.posts(t, "p2", "Bonsoir")
	w.wantReads(t, "Bonsoir, Bonjour", "p0", "p1")
	wantFault(t, w.RemoveMessage(t.Context(), "p0", first), "board.unknown")
	for range 2 {
		must(t, w.RemoveMessage(t.Context(), "p1", first))
	}
	w.wantReads(t, "Bonsoir", "p0", "p1")
	for i := range mostMessages - 1 {
		w.posts(t, "p1", fmt.Sprint("n", i))
	}
	_, err = w.Post(t.Context(), "p1", "un de plus")
	wantFault(t, err, "board.many")
	w.goTo(4, 1)
	w.posts(t, "p1", "un de plus")
	w.family(t, "anne", 1, 0)
	_, err = w.Board(t.Context(), "anne", 0)
	wantFault(t, err, "teams.none")
}

func TestReportsOfAMessage(t *testing.T) {
	w, team := onBoard(t, 4)
	w.joins(t, "p1", "ben")
	n := w.posts(t, "p3", "Vous êtes nuls")
	wantFault(t, w.ReportMessage(t.Context(), "p3", n, Insult), "board.own")
	wantFault(t, w.ReportMessage(t.Context(), "p1", n, "because"), "board.why_unknown")
	wantFault(t, w.ReportMessage(t.Context(), "p1", n+1, Insult), "board.unknown")
	for _, person := range []string{"p1", "p1", "ben"} { // one household
		must(t, w.ReportMessage(t.Context(), person, n, Insult))
	}
	w.wantReads(t, "Vous êtes nuls", "p0", "p2")
	must(t, w.ReportMessage(t.Context(), "p2", n, Private))
	w.wantReads(t, "", "p0", "p1", "p2")
	w.wantReads(t, "Vous êtes nuls (reports)", "p3") // who is told why
	all, err := w.Moderated(t.Context(), officerOf("issy"))
	if err != nil || len(all) != 1 || all[0].Author != "p3" || len(all[0].Events) != 2 || all[0].Events[1].By != "p2" || all[0].Events[1].Why != Private {
		t.Errorf("the city sees %+v, %v", all, err)
	}
	wantFault(t, w.CityRestores(t.Context(), officerOf("prijedor"), team.ID, n), "board.unknown")
	must(t, w.CityRestores(t.Context(), officerOf("issy"), team.ID, n))
	must(t, w.ReportMessage(t.Context(), "p0", n, Insult))
	wantFault(t, w.HideMessage(t.Context(), "p0", n, Insult), "board.settled")
	w.wantReads(t, "Vous êtes nuls", "p0", "p3")
	must(t, w.CityHides(t.Context(), officerOf("issy"), team.ID, n, Insult))
	w.wantReads(t, "", "p0")
	w.wantReads(t, "Vous êtes nuls (city)", "p3")
}

func TestTheAnimatorHides(t *testing.T) {
	w, _ := onBoard(t, 3)
	n := w.posts(t, "p2", "Achetez chez moi")
	wantFault(t, w.HideMessage(t.Context(), "p1", n, Advert), "teams.not_animator")
	must(t, w.HideMessage(t.Context(), "p0", n, Advert))
	w.wantReads(t, "", "p0", "p1")
	w.wantReads(t, "Achetez chez moi (animator)", "p2")
}

func TestTheCityBlocks(t *testing.T) {
	w, team := onBoard(t, 3)
	wantFault(t, w.Block(t.Context(), officerOf("issy"), team.ID, "p2", Insult), "board.author_unknown")
	w.posts(t, "p2", "Bonjour")
	for range 2 {
		must(t, w.Block(t.Context(), officerOf("issy"), team.ID, "p2", Insult))
	}
	_, err := w.Post(t.Context(), "p2", "Encore moi")
	wantFault(t, err, "board.blocked")
	if b, err := w.Board(t.Context(), "p2", 0); err != nil || !b.Blocked {
		t.Errorf("who is blocked sees %+v, %v", b, err)
	}
	blocks := func(city string, want ...Blocked) {
		t.Helper()
		if got, err := w.Blocks(t.Context(), officerOf(city)); err != nil || !slices.Equal(got, want) {
			t.Errorf("%s blocks %+v, %v; want %+v", city, got, err, want)
		}
	}
	blocks("issy", Blocked{team.ID, team.Name, "p2", "officer", Insult, w.clock().UTC()})
	blocks("prijedor")
	w.posts(t, "p1", "Bonsoir")
	must(t, w.Unblock(t.Context(), officerOf("issy"), team.ID, "p2"))
	blocks("issy")
	w.posts(t, "p2", "Merci")
}

// What was moderated is there for thirty days, and then gone.
func TestPurgingBoards(t *testing.T) {
	w, team := onBoard(t, 4)
	hidden, reported := w.posts(t, "p1", "caché"), w.posts(t, "p1", "signalé une fois")
	removed, late := w.posts(t, "p1", "retiré"), w.posts(t, "p1", "retiré après")
	must(t, w.HideMessage(t.Context(), "p0", hidden, Insult))
	must(t, w.ReportMessage(t.Context(), "p2", reported, Insult))
	must(t, w.ReportMessage(t.Context(), "p2", late, Insult))
	must(t, w.RemoveMessage(t.Context(), "p1", removed))
	must(t, w.RemoveMessage(t.Context(), "p1", late))
	must(t, w.Block(t.Context(), officerOf("issy"), team.ID, "p1", Insult))
	moderated := func() (texts []string) {
		all, err := w.Moderated(t.Context(), officerOf("issy"))
		must(t, err)
		for _, m := range all {
			texts = append(texts, m.Text)
		}
		return texts
	}
	pass := func(by time.Duration) {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.now = w.now.Add(by)
	}
	pass(retention.ModerationFor - time.Second)
	must(t, w.PurgeBoards(t.Context()))
	if got := moderated(); len(got) != 3 || strings.Contains(w.dump(t), "|retiré|") {
		t.Errorf("the city sees %v", got)
	}
	pass(time.Second)
	must(t, w.PurgeBoards(t.Context()))
	if got := moderated(); len(got) != 0 {
		t.Errorf("the city sees %v", got)
	}
	w.wantReads(t, "signalé une fois", "p0", "p1")
	left := w.dump(t)
	if strings.Contains(left, "caché") || strings.Contains(left, "board_event|") || !strings.Contains(left, "board_block|") {
		t.Errorf("left is\n%s", left)
	}
	must(t, w.Unblock(t.Context(), officerOf("issy"), team.ID, "p1"))
	pass(retention.ModerationFor)
	must(t, w.PurgeBoards(t.Context()))
	if strings.Contains(w.dump(t), "board_block|") {
		t.Error("a block that was lifted is kept")
	}
}

// Two report at once, and from many phones.
func TestReportsAtOnce(t *testing.T) {
	w, _ := onBoard(t, 4)
	n := w.posts(t, "p3", "Vous êtes nuls")
	var all sync.WaitGroup
	for i := range 6 {
		all.Go(func() {
			if err := w.ReportMessage(t.Context(), fmt.Sprint("p", i%2), n, Insult); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	w.wantReads(t, "", "p0", "p2")
	if got, err := w.Moderated(t.Context(), officerOf("issy")); err != nil || len(got[0].Events) != 2 {
		t.Errorf("the city sees %+v, %v", got, err)
	}
}

// dump is what the tables of a team and of its households hold.
func (w *world) dump(t testing.TB) string {
	t.Helper()
	var b strings.Builder
	must(t, w.db.Read(t.Context(), func(tx *db.Tx) error {
		b.Reset()
		for _, table := range ownTables {
			if err := dumpTable(t, tx, &b, table); err != nil {
				return err
			}
		}
		return nil
	}))
	return b.String()
}

// ownTables are those of this package.
var ownTables = []string{
	"season", "season_change", "stratum", "enrolment", "check_in", "counted", "lasting", "entry", "entry_left", "tally", "weighing",
	"offer", "mission_record", "team", "team_member", "team_link", "team_proposal", "animator_refusal", "earlier_draw",
	"board_message", "board_event", "board_block", "ranking_entrant", "ranking_place", "ranking_run",
}

func dumpTable(t testing.TB, tx *db.Tx, b *strings.Builder, table string) error {
	rows, err := tx.Query(t.Context(), `SELECT * FROM `+table)
	if err != nil {
		return err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return err
	}
	for rows.Next() {
		values := make([]any, len(columns))
		for i := range values {
			values[i] = new(any)
		}
		if err := rows.Scan(values...); err != nil {
			return err
		}
		b.WriteString(table)
		for _, v := range values {
			fmt.Fprint(b, "|", *v.(*any))
		}
		b.WriteString("|\n")
	}
	return rows.Err()
}
