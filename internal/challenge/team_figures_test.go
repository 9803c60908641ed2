package challenge

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"capzero/internal/household"
)

// remaining is the oracle: how many households other than the viewer are in what
// remains of the sum of a week beside those that are seen.
func remaining(parts []contribution, viewer household.ID, seen map[household.ID]int64, w Week, k Kind) (n int) {
	grams := map[household.ID]int64{}
	for _, p := range parts {
		if p.week == w && p.kind == k && p.household != viewer {
			grams[p.household] += p.grams
		}
	}
	for id, g := range grams {
		if _, known := seen[id]; !known && g != 0 {
			n++
		}
	}
	return n
}

// No figure of a page is that of one household that does not show it, whoever
// looks: neither a sum, nor what remains of it beside the households that show
// theirs, nor the season less its weeks.
func TestNoHouseholdCanBeReadOffItsTeam(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 8))
	shownWeeks, singles, held := 0, 0, 0
	for range 4000 {
		members, parts, rows := randomTeam(random)
		l := newTeamLedger(rows, parts)
		for _, k := range kinds() {
			season, weeks := l.ofSeason(k), int64(0)
			for w := firstWeek; w < firstWeek.Plus(4); w = w.Plus(1) {
				sum := l.ofWeek(w, k)
				if n := remaining(parts, "", nil, w, k); sum.Shown() != (n >= 5) {
					t.Fatalf("%d contributed, and the sum is %+v", n, sum)
				}
				if !sum.Shown() {
					held++
					continue
				}
				shownWeeks, weeks = shownWeeks+1, weeks+sum.Grams
				for _, viewer := range members {
					seen := l.single(viewer.Household, members, w, k)
					if seen == nil {
						continue
					}
					singles++
					left := leftOf(rows, parts, w, k)
					if n := remaining(parts, viewer.Household, seen, w, k); n == 1 || n == 0 && left != 0 {
						t.Fatalf("%s sees %v, and %d households remain with %d g left", viewer.Household, seen, n, left)
					}
					for _, m := range members {
						if _, shown := seen[m.Household]; shown && m.Visibility != ShowKg {
							t.Fatalf("%s is shown and chose %s", m.Household, m.Visibility)
						}
					}
				}
			}
			checkSeason(t, parts, rows, season, weeks, l, k)
		}
	}
	if shownWeeks < 1000 || singles < 1000 || held < 1000 {
		t.Errorf("%d sums, %d pages with single households, %d weeks held back", shownWeeks, singles, held)
	}
	t.Logf("%d sums, %d pages with single households, %d weeks held back", shownWeeks, singles, held)
}

// checkSeason holds what is in the season beside its shown weeks against the
// households that were held back: it is nothing, or of five.
func checkSeason(t *testing.T, parts []contribution, rows []tallyRow, season Sum, weeks int64, l teamLedger, k Kind) {
	t.Helper()
	if !season.Shown() || season.Grams == weeks {
		return
	}
	hidden := map[household.ID]bool{}
	for _, p := range parts {
		if p.kind == k && p.grams != 0 && !l.ofWeek(p.week, k).Shown() {
			hidden[p.household] = true
		}
	}
	if len(hidden) < 5 {
		t.Fatalf("%d g of %d households follow from the season", season.Grams-weeks, len(hidden))
	}
}

func leftOf(rows []tallyRow, parts []contribution, w Week, k Kind) (grams int64) {
	for _, r := range rows {
		if r.Week == w && r.Kind == k {
			grams += r.Grams
		}
	}
	for _, p := range parts {
		if p.week == w && p.kind == k {
			grams -= p.grams
		}
	}
	return grams
}

// randomTeam is a team of up to eight in four weeks, with some who have left it.
func randomTeam(random *rand.Rand) (members []member, parts []contribution, rows []tallyRow) {
	inTeam := 3 + random.IntN(6)
	shy := random.IntN(4) // out of three: how many hide
	for i := range inTeam + random.IntN(2) {
		id := household.ID(fmt.Sprint("h", i))
		if i < inTeam {
			m := member{Household: id, Face: Face{Visibility: ShowKg}}
			if random.IntN(3) < shy {
				m.Visibility = Visibilities()[random.IntN(3)]
			}
			members = append(members, m)
		}
		for w := firstWeek; w < firstWeek.Plus(4); w = w.Plus(1) {
			for _, k := range kinds() {
				if random.IntN(4) > 0 {
					parts = append(parts, contribution{id, w, k, int64(random.IntN(1000))})
				}
			}
		}
	}
	for _, p := range parts {
		rows = append(rows, tallyRow{Week: p.week, Kind: p.kind, Grams: p.grams})
	}
	if random.IntN(3) == 0 { // left by one who is forgotten
		rows = append(rows, tallyRow{Week: firstWeek, Kind: Carbon, Grams: 700})
	}
	return members, parts, rows
}

// With five who contribute of whom four show their kilograms, the fifth would be
// what remains.
func TestTheFifthHousehold(t *testing.T) {
	team := func(hidden int) (members []member, l teamLedger) {
		var parts []contribution
		var rows []tallyRow
		for i := range 5 {
			m := member{Household: household.ID(fmt.Sprint("h", i)), Face: Face{Visibility: ShowKg}}
			if i < hidden {
				m.Visibility = Hidden
			}
			members = append(members, m)
			parts = append(parts, contribution{m.Household, firstWeek, Carbon, 100})
			rows = append(rows, tallyRow{Week: firstWeek, Kind: Carbon, Grams: 100})
		}
		return members, newTeamLedger(rows, parts)
	}
	for hidden, want := range []struct{ whoShows, whoHides int }{
		0: {4, 0},
		1: {0, 4}, // who hides knows what remains: it is theirs
		2: {2, 0}, // each of the two who hide would have the other's
		3: {1, 2},
	} {
		members, l := team(hidden)
		if n := len(l.single("h4", members, firstWeek, Carbon)); n != want.whoShows {
			t.Errorf("%d hide: who shows sees %d, want %d", hidden, n, want.whoShows)
		}
		if n := len(l.single("h0", members, firstWeek, Carbon)); hidden > 0 && n != want.whoHides {
			t.Errorf("%d hide: who hides sees %d, want %d", hidden, n, want.whoHides)
		}
	}
}

// team is a team of so many households, each of one adult named p0, p1 and so on.
func (w *world) team(t testing.TB, households int) Team {
	t.Helper()
	for i := range households {
		w.family(t, fmt.Sprint("p", i), 1, 0)
	}
	team := w.forms(t, "p0", "Les Voisins")
	for i := 1; i < households; i++ {
		w.brings(t, "p0", fmt.Sprint("p", i))
	}
	return team
}

func (w *world) page(t testing.TB, person string, week Week) TeamPage {
	t.Helper()
	page, err := w.TeamPage(t.Context(), person, week)
	must(t, err)
	return page
}

func TestThePageOfATeam(t *testing.T) {
	w := newWorld(t)
	w.season(t)
	w.team(t, 6)
	if page := w.page(t, "p0", firstWeek.Plus(3)); page.Begun || len(page.OfWeek) != 0 || len(page.Households) != 6 {
		t.Errorf("before its missions: %+v", page)
	}
	week := w.goTo(4, 2)
	for i := range 4 {
		w.done(t, fmt.Sprint("p", i), week, meal, 1)
	}
	w.done(t, "p4", week, repair, 1) // avoids nothing
	if sum := w.page(t, "p5", week).OfWeek[0]; sum.Missing != 1 || sum.Grams != 0 {
		t.Errorf("four contribute: %+v", sum)
	}
	w.done(t, "p4", week, meal, 2)
	page := w.page(t, "p5", week)
	if page.OfWeek[0].Grams != 3000 || !page.OfSeason[0].Shown() || page.OfWeek[1].Missing != 5 || len(page.Weeks) != 1 {
		t.Errorf("five contribute: %+v", page)
	}
	// Each wants to avoid 10 % of 160 kg and 20 % of 5.8 kg in each of 21 weeks.
	want := []Target{{Carbon, 6 * 336_000, 0}, {Waste, 6 * 24_360, -1}}
	for i, target := range page.Targets {
		if target != want[i] {
			t.Errorf("a target is %+v, want %+v", target, want[i])
		}
	}
	w.done(t, "p4", week, meal, 0)
	if sum := w.page(t, "p5", week).OfSeason[0]; sum.Missing != 1 {
		t.Errorf("one took it back: %+v", sum)
	}
	_, err := w.TeamPage(t.Context(), "p5", firstWeek.Plus(40))
	wantFault(t, err, "checkin.week_outside")
	must(t, w.LeaveTeam(t.Context(), "p5"))
	_, err = w.TeamPage(t.Context(), "p5", week)
	wantFault(t, err, "teams.none")
}

func TestWhatATeamSeesOfAHousehold(t *testing.T) {
	w := newWorld(t)
	w.season(t)
	w.team(t, 7)
	week := w.goTo(4, 2)
	for i := range 7 {
		person := fmt.Sprint("p", i)
		w.allow(t, person, household.Accept)
		must(t, w.ShowInTeam(t.Context(), person, Face{Visibilities()[min(i, 3)], "Foyer " + person}))
		w.done(t, person, week, meal, 1)
		w.done(t, person, week, repair, 1)
	}
	see := func() []TeamHousehold { return w.page(t, "p6", week).Households }
	got := see()
	if got[0].Name != "" || got[0].Missions != 0 || got[0].Grams != nil || !got[0].Animates || !got[6].Mine {
		t.Errorf("who hides is seen as %+v", got[0])
	}
	if got[1].Name != "Foyer p1" || got[1].Missions != 0 || got[1].Grams != nil {
		t.Errorf("who shows a name is seen as %+v", got[1])
	}
	if got[2].Missions != 2 || got[2].Grams != nil {
		t.Errorf("who shows missions is seen as %+v", got[2])
	}
	if got[3].Grams[Carbon] != 500 || got[3].Missions != 2 {
		t.Errorf("who shows kilograms is seen as %+v", got[3])
	}
	w.allow(t, "p3", household.Refuse)
	if got := see()[3]; got.Name != "" || got.Grams != nil {
		t.Errorf("who does not allow it any more is seen as %+v", got)
	}
}

// A target says nothing of one household's footprint: who joins changes it by the
// mean of the others.
func TestTargetsHideWhoseTheyAre(t *testing.T) {
	var five aim
	for i := range 5 {
		five = aim{five.households + 1, five.carbon + int64(100*i), five.waste}
	}
	team := Team{}
	if _, known := team.aim.target(Carbon, 4); known || team.aim.renewed(aim{4, 1, 1}) || !team.aim.renewed(five) {
		t.Error("four households have a target")
	}
	team.aim = five
	before, _ := team.aim.target(Carbon, 5)
	after, _ := team.aim.target(Carbon, 6)
	if before != 1000 || after != 1200 || team.aim.renewed(aim{9, 5000, 1}) || !team.aim.renewed(aim{10, 5000, 1}) {
		t.Errorf("the target goes from %d to %d", before, after)
	}
}
