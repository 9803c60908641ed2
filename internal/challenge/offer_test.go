package challenge

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

func (w *world) week(t *testing.T, person string, week Week) MyWeek {
	t.Helper()
	m, err := w.MyWeek(t.Context(), person, week)
	must(t, err)
	return m
}

func missionsOf(offers []Offer) (ids []string) {
	for _, o := range offers {
		ids = append(ids, o.Mission)
	}
	return ids
}

func TestThreeMissionsThatStay(t *testing.T) {
	w := newWorld(t)
	w.season(t)
	w.family(t, "anne", 2, 0)
	if m := w.week(t, "anne", w.goTo(2, 0)); !m.Waiting || len(m.Offers) != 0 {
		t.Errorf("missions before they begin: %+v", m)
	}
	week := w.goTo(4, 0)
	first := w.week(t, "anne", week)
	if len(first.Offers) != 3 {
		t.Fatalf("%d missions are proposed", len(first.Offers))
	}
	themes := map[string]bool{}
	for _, o := range first.Offers {
		themes[o.Theme] = true
	}
	if len(themes) != 3 {
		t.Errorf("three missions of %v", themes)
	}
	w.goTo(4, 5)
	w.done(t, "anne", week, first.Offers[0].Mission, 1)
	again := w.week(t, "anne", week)
	if !slices.Equal(missionsOf(again.Offers), missionsOf(first.Offers)) {
		t.Errorf("in the evening there are others: %v, then %v", missionsOf(first.Offers), missionsOf(again.Offers))
	}
	if len(again.Done) != 1 || len(again.Kg) != 1 || again.Kg[0].Carbon == 0 {
		t.Errorf("one was done: %+v", again)
	}
	next := w.week(t, "anne", w.goTo(5, 0))
	for _, o := range next.Offers {
		if slices.Contains(missionsOf(first.Offers), o.Mission) {
			t.Errorf("%s is proposed again the week after", o.Mission)
		}
	}
	if !slices.Contains(next.Habits, first.Offers[0].Mission) {
		t.Errorf("what was done is no habit: %v", next.Habits)
	}
}

func TestWhatSomebodySaysToAProposal(t *testing.T) {
	w := newWorld(t)
	w.season(t)
	w.family(t, "anne", 2, 0)
	week := w.goTo(4, 0)
	never, later := "", ""
	for _, a := range []OfferAnswer{NeverMine, MuchLater, AnyOther} {
		m := w.week(t, "anne", week)
		gone := m.Offers[0].Mission
		must(t, w.AnswerOffer(t.Context(), "anne", week, gone, a))
		after := missionsOf(w.week(t, "anne", week).Offers)
		if len(after) != 3 || slices.Contains(after, gone) {
			t.Errorf("%s to %s: %v", a, gone, after)
		}
		switch a {
		case NeverMine:
			never = gone
		case MuchLater:
			later = gone
		}
	}
	laterSeen := 0
	for i := 5; i <= 24; i++ {
		offers := missionsOf(w.week(t, "anne", w.goTo(i, 0)).Offers)
		if slices.Contains(offers, never) {
			t.Errorf("week %d proposes what was never to come", i)
		}
		if slices.Contains(offers, later) {
			laterSeen++
			if i < 8 {
				t.Errorf("week %d proposes what was to come later", i)
			}
		}
	}
	if laterSeen == 0 {
		t.Error("what was to come later never came")
	}
	week = w.goTo(24, 0)
	wantFault(t, w.AnswerOffer(t.Context(), "anne", week, "rien", AnyOther), "offer.gone")
	wantFault(t, w.AnswerOffer(t.Context(), "anne", week, meal, "yes"), "offer.answer_unknown")
}

// Two phones that open a week at once see the same missions.
func TestAWeekOpenedTwiceAtOnce(t *testing.T) {
	w := newWorld(t)
	w.season(t)
	w.family(t, "anne", 2, 0)
	week := w.goTo(4, 0)
	seen := make(chan string, 8)
	for range 8 {
		go func() {
			m, err := w.MyWeek(t.Context(), "anne", week)
			seen <- fmt.Sprint(missionsOf(m.Offers), err)
		}()
	}
	first := <-seen
	for range 7 {
		if other := <-seen; other != first {
			t.Errorf("%s and %s", first, other)
		}
	}
}

// A mission that brings more of the target comes first, as long as people do it;
// one that nobody does gives way.
func TestWhatIsLearntMovesProposals(t *testing.T) {
	count := func(alike map[string]Record) map[string]int {
		seen := map[string]int{}
		for i := range 400 {
			c := chooser{
				outlook: Outlook{GramsCO2ePerWeek: 160_000, WasteGramsPerWeek: 6000, Candidates: []Candidate{
					{Mission: "large", Theme: "a", Effort: 2, Worth: Worth{GramsCO2e: 2000, Most: 1}},
					{Mission: "small", Theme: "b", Effort: 2, Worth: Worth{GramsCO2e: 1000, Most: 1}},
					{Mission: "tiny", Theme: "c", Effort: 2, Worth: Worth{GramsCO2e: 300, Most: 1}},
					{Mission: "waste", Theme: "d", Effort: 2, Worth: Worth{Streams: []StreamGrams{{"residual", 100}}, Most: 1}},
				}},
				plan: UsualPlan("", firstWeek), week: firstWeek, alike: alike, random: rand.New(rand.NewPCG(1, uint64(i))),
			}
			seen[c.choose()[0].Mission]++
		}
		return seen
	}
	before := count(nil)
	if before["large"] < before["small"] || before["small"] < before["tiny"] || before["waste"] < before["tiny"] {
		t.Errorf("without knowing anything: %v", before)
	}
	learnt := count(map[string]Record{"large": {200, 4}, "small": {200, 120}})
	if learnt["large"] > learnt["small"]/3 {
		t.Errorf("four in two hundred did it: %v", learnt)
	}
}

func TestLearnCountsWhatWasDone(t *testing.T) {
	w := newWorld(t)
	w.season(t)
	for i := range 4 {
		w.family(t, fmt.Sprint("p", i), 1, 0)
	}
	week := w.goTo(4, 0)
	offered, done := 0, 0
	for i := range 4 {
		person := fmt.Sprint("p", i)
		for j, o := range w.week(t, person, week).Offers {
			offered++
			if j <= i%2 {
				w.done(t, person, week, o.Mission, 1)
				done++
			}
		}
	}
	count := func() (r Record) {
		for range 2 {
			must(t, w.Learn(t.Context()))
		}
		records, err := w.records(t)
		must(t, err)
		for _, one := range records {
			r.Offered += one.Offered
			r.Done += one.Done
		}
		return r
	}
	if r := count(); r != (Record{}) {
		t.Errorf("the week is not over: %+v", r)
	}
	w.goTo(5, 0)
	if r := count(); r != (Record{offered, done}) {
		t.Errorf("learnt %+v, want %d and %d", r, offered, done)
	}
}

// What was done once and lasts is not proposed again, until somebody says that it is
// over.
func TestWhatLastsIsNotProposedAgain(t *testing.T) {
	w := newWorld(t)
	w.season(t)
	w.family(t, "anne", 1, 0)
	w.price(noAds, Worth{Theme: "déchets", GramsCO2e: 50_000, Together: true, Lasting: true, Most: 1, Version: "v1"}, true)
	proposed := func(week Week) bool {
		t.Helper()
		mine, err := w.MyWeek(t.Context(), "anne", week)
		must(t, err)
		return slices.ContainsFunc(mine.Offers, func(o Offer) bool { return o.Mission == noAds })
	}
	first := w.goTo(4, 0)
	if !proposed(first) {
		t.Fatal("it is not proposed, though it is worth the most")
	}
	w.done(t, "anne", first, noAds, 1)
	for n := 5; n <= 10; n++ {
		if proposed(w.goTo(n, 0)) {
			t.Errorf("in week %d it is proposed again", n)
		}
	}
	stopped := w.goTo(11, 0)
	must(t, w.Stop(t.Context(), "anne", noAds, stopped))
	again := false
	for n := 11; n <= 14; n++ {
		again = again || proposed(w.goTo(n, 0))
	}
	if !again {
		t.Error("it is never proposed again after it was stopped")
	}
}
