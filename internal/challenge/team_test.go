package challenge

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"capzero/internal/db"
	"capzero/internal/fault"
	"capzero/internal/household"
)

// waves plans a season of three waves that begins in so many weeks.
func (w *world) waves(t testing.TB, in int) string {
	t.Helper()
	id, err := w.PlanSeason(t.Context(), "officer", "issy", UsualPlan("Défi", firstWeek.Plus(in)))
	must(t, err)
	return id
}

// allow has a person decide about their pseudonym.
func (w *world) allow(t testing.TB, person string, c household.Choice) {
	t.Helper()
	all, err := w.allowed.Switches(t.Context(), person, "fr")
	must(t, err)
	for _, s := range all {
		if s.Purpose == household.TeamName {
			d := household.Decision{Purpose: s.Purpose, Choice: c, Version: s.Version}
			must(t, w.allowed.Decide(t.Context(), person, "fr", "test", d))
		}
	}
}

func (w *world) forms(t testing.TB, person, name string) Team {
	t.Helper()
	team, err := w.FormTeam(t.Context(), person, name, Joining{})
	must(t, err)
	return team
}

// link is a new one into the team of a person.
func (w *world) link(t testing.TB, person string) string {
	t.Helper()
	token, _, err := w.InviteToTeam(t.Context(), person)
	must(t, err)
	return token
}

// brings lets households of one adult into the team of a person.
func (w *world) brings(t testing.TB, with string, persons ...string) {
	t.Helper()
	token := w.link(t, with)
	for _, person := range persons {
		_, err := w.JoinTeam(t.Context(), person, token, Joining{})
		must(t, err)
	}
}

// standing is a household in the season.
func (w *world) standing(t testing.TB, person string) Enrolment {
	t.Helper()
	p, found, err := w.Participation(t.Context(), person)
	if err != nil || !found {
		t.Fatalf("%s takes no part: %v", person, err)
	}
	return p.Enrolment
}

func TestNamesOfTeams(t *testing.T) {
	for typed, want := range map[string]string{
		"  Les Voisins du 12 ": "Les Voisins du 12", "Команда": "Команда", "أصدقاء": "أصدقاء", "🌱🌱": "🌱🌱",
		"a\u202eb": "ab", strings.Repeat("é", 40): strings.Repeat("é", 40),
		"": "teams.name_missing", " \u200b": "teams.name_missing", strings.Repeat("é", 41): "teams.name_long",
		"a\nb": "teams.name_unreadable", "a\x00": "teams.name_unreadable", "\xff": "teams.name_unreadable",
	} {
		got, err := readTeamText(TeamNameField, typed)
		if f, ok := err.(*fault.Error); ok {
			got = f.Key
		}
		if got != want {
			t.Errorf("%q is %q, want %q", typed, got, want)
		}
	}
}

// A team that is formed before its season is drawn as one: whoever joins before it
// begins starts with it, and what they were drawn for is kept.
func TestATeamFormedBeforeIsDrawnAsOne(t *testing.T) {
	w := newWorld(t)
	w.waves(t, 2)
	for i := range 12 {
		w.family(t, fmt.Sprint("p", i), 2, 0) // drawn for themselves, into all three waves
	}
	w.family(t, "new", 2, 0, outside)
	team := w.forms(t, "p0", "Les Voisins")
	if want := draw(7, teamStratum, 0, 3); team.Wave != want {
		t.Fatalf("the team is of wave %d, want %d", team.Wave, want)
	}
	moved := 0
	for i := range 12 {
		person := fmt.Sprint("p", i)
		before := w.standing(t, person)
		if i > 0 {
			w.brings(t, "p0", person)
			if before.Wave != team.Wave {
				moved++
			}
		}
		if e := w.standing(t, person); e.Wave != team.Wave || e.Stratum != teamStratum || e.Number != 0 || e.Team != team.ID {
			t.Errorf("%s stands as %+v", person, e)
		}
	}
	w.brings(t, "p0", "new")
	if e := w.standing(t, "new"); e.Wave != team.Wave || e.Stratum != teamStratum {
		t.Errorf("who took part by joining stands as %+v", e)
	}
	var kept int
	must(t, w.db.Read(t.Context(), func(tx *db.Tx) error {
		return tx.QueryRow(t.Context(), `SELECT COUNT(*) FROM earlier_draw WHERE stratum <> 'team'`).Scan(&kept)
	}))
	if kept != 12 || moved == 0 {
		t.Errorf("%d draws are kept, %d households changed their wave", kept, moved)
	}
}

// Once the season has begun, nobody changes when they start.
func TestAHouseholdOfAnotherWaveCannotJoin(t *testing.T) {
	w := newWorld(t)
	w.waves(t, 0)
	byWave := map[Wave]string{}
	for i := range 12 {
		person := fmt.Sprint("p", i)
		w.family(t, person, 2, 0)
		if e := w.standing(t, person); byWave[e.Wave] == "" {
			byWave[e.Wave] = person
		} else if e.Wave == 1 && byWave[11] == "" {
			byWave[11] = person // another one of the first wave
		}
	}
	team := w.forms(t, byWave[1], "Les Premiers")
	w.goTo(6, 0)
	_, err := w.JoinTeam(t.Context(), byWave[3], w.link(t, byWave[1]), Joining{})
	wantFault(t, err, "teams.other_wave")
	if e := w.standing(t, byWave[3]); e.Wave != 3 || e.Team != "" {
		t.Errorf("who was refused stands as %+v", e)
	}
	w.brings(t, byWave[1], byWave[11])
	w.family(t, "new", 2, 0, outside)
	w.brings(t, byWave[1], "new")
	if e := w.standing(t, "new"); e.Wave != team.Wave || e.Stratum != guestStratum {
		t.Errorf("who was never drawn stands as %+v", e)
	}
}

func TestLinksIntoATeam(t *testing.T) {
	w := newWorld(t)
	w.season(t)
	for _, person := range []string{"anne", "bob", "claire"} {
		w.family(t, person, 2, 0)
	}
	_, _, err := w.InviteToTeam(t.Context(), "anne")
	wantFault(t, err, "teams.none")
	w.forms(t, "anne", "Les Voisins")
	token := w.link(t, "anne")
	in, err := w.LookAtTeam(t.Context(), "", token)
	if err != nil || in.Name != "Les Voisins" || in.Households != 1 || in.Starts != firstWeek.Plus(3) || in.Already {
		t.Errorf("a visitor sees %+v, %v", in, err)
	}
	for range 2 { // pressed twice
		_, err = w.JoinTeam(t.Context(), "bob", strings.ToLower(token), Joining{})
		must(t, err)
	}
	_, err = w.FormTeam(t.Context(), "bob", "Les Autres", Joining{})
	wantFault(t, err, "teams.in_one")
	refused := func(person, secret, key string) {
		t.Helper()
		_, err := w.JoinTeam(t.Context(), person, secret, Joining{})
		wantFault(t, err, key)
	}
	refused("claire", "<script>", "teams.link_unknown")
	refused("claire", strings.Repeat("A", 26), "teams.link_unknown")
	refused("nobody", token, "challenge.no_household")
	w.goTo(2, 0)
	refused("claire", token, "teams.link_expired")
	for range mostTeamLinks {
		token = w.link(t, "bob")
	}
	_, _, err = w.InviteToTeam(t.Context(), "anne")
	wantFault(t, err, "teams.links_many")
	must(t, w.LeaveTeam(t.Context(), "anne"))
	must(t, w.LeaveTeam(t.Context(), "bob"))
	must(t, w.LeaveTeam(t.Context(), "bob"))
	refused("claire", token, "teams.gone")
}

// Two households that come at once to the last place: one is in, the other is told.
func TestTheLastPlaceOfATeam(t *testing.T) {
	w := newWorld(t)
	w.season(t)
	w.family(t, "anne", 1, 0)
	w.forms(t, "anne", "Les Voisins")
	token := w.link(t, "anne")
	var in, full atomic.Int32
	var all sync.WaitGroup
	for i := range MostHouseholds + 3 {
		w.family(t, fmt.Sprint("p", i), 1, 0)
	}
	for i := range MostHouseholds + 3 {
		all.Go(func() {
			_, err := w.JoinTeam(t.Context(), fmt.Sprint("p", i), token, Joining{})
			switch f, _ := err.(*fault.Error); {
			case err == nil:
				in.Add(1)
			case f != nil && f.Key == "teams.full":
				full.Add(1)
			default:
				t.Error(err)
			}
		})
	}
	all.Wait()
	look, err := w.LookAtTeam(t.Context(), "", token)
	if err != nil || in.Load() != MostHouseholds-1 || full.Load() != 4 || look.Households != MostHouseholds {
		t.Errorf("%d were told that they are in, %d that it is full, %d are in; %v", in.Load(), full.Load(), look.Households, err)
	}
}

func TestTheAnimator(t *testing.T) {
	w := newWorld(t)
	season := w.season(t)
	for _, person := range []string{"anne", "bob", "claire"} {
		w.family(t, person, 2, 0)
	}
	w.joins(t, "bob", "ben")
	w.forms(t, "anne", "Les Voisins")
	w.brings(t, "anne", "bob", "claire")
	state := func() (animator, asked string) {
		t.Helper()
		all, err := w.Teams(t.Context(), "issy", season)
		must(t, err)
		if len(all) != 1 {
			t.Fatalf("the city sees %+v", all)
		}
		return all[0].Animator, all[0].Asked
	}
	want := func(animator, asked string) {
		t.Helper()
		if a, b := state(); a != animator || b != asked {
			t.Errorf("%q is the animator and %q is asked, want %q and %q", a, b, animator, asked)
		}
	}
	want("anne", "")
	wantFault(t, w.Animate(t.Context(), "claire"), "teams.animator_taken")
	wantFault(t, w.HandOver(t.Context(), "claire", "claire"), "teams.not_animator")
	wantFault(t, w.HandOver(t.Context(), "anne", "officer"), "teams.member_unknown")
	must(t, w.HandOver(t.Context(), "anne", "claire"))
	want("anne", "claire") // until claire says yes
	must(t, w.Animate(t.Context(), "claire"))
	want("claire", "")
	must(t, w.LeaveTeam(t.Context(), "anne"))
	_, err := w.homes.Leave(t.Context(), "claire") // her household ends
	must(t, err)
	want("", "bob")
	must(t, w.DeclineToAnimate(t.Context(), "bob"))
	want("", "ben")
	must(t, w.DeclineToAnimate(t.Context(), "ben"))
	want("", "") // the city sees a team without one
	must(t, w.Animate(t.Context(), "ben"))
	want("ben", "")
	w.splits(t, "ben", 1, 0)
	want("", "")
	if e := w.standing(t, "ben"); e.Team != "" {
		t.Error("who parted meets those they left")
	}
}

// What was written with a team stays with it, and so do its corrections.
func TestLeavingATeam(t *testing.T) {
	w := newWorld(t)
	w.season(t)
	for _, person := range []string{"anne", "bob", "claire"} {
		w.family(t, person, 1, 0)
	}
	first := w.forms(t, "anne", "Les Premiers")
	second := w.forms(t, "bob", "Les Autres")
	w.brings(t, "anne", "claire")
	four := w.goTo(4, 0)
	w.done(t, "claire", four, meal, 2)
	five := w.goTo(5, 0)
	must(t, w.LeaveTeam(t.Context(), "claire"))
	w.done(t, "claire", four, meal, 1) // a correction
	w.done(t, "claire", four, heat, 1) // late
	six := w.goTo(6, 0)                // and in week 6 elsewhere
	w.brings(t, "bob", "claire")       //
	w.done(t, "claire", five, meal, 1) // with the first team for a day
	w.done(t, "claire", six, meal, 3)  // with the second
	w.done(t, "claire", four, meal, 0) // all was a mistake
	for team, want := range map[string]int64{first.ID: 900 + 500, second.ID: 1500} {
		if got := w.ofTeam(t, team); got != want {
			t.Errorf("%s has %d g, want %d", team, got, want)
		}
	}
}

// ofTeam are the grams of CO2e of a team.
func (w *world) ofTeam(t testing.TB, id string) (grams int64) {
	t.Helper()
	must(t, w.db.Read(t.Context(), func(tx *db.Tx) error {
		grams = 0
		team, _, err := findTeam(t.Context(), tx, id)
		if err != nil {
			return err
		}
		rows, err := readTally(t.Context(), tx, team.Season, teamScope, id)
		for _, r := range rows {
			if r.Kind == Carbon {
				grams += r.Grams
			}
		}
		return err
	}))
	return grams
}

func TestNamesNeedConsent(t *testing.T) {
	w := newWorld(t)
	w.season(t)
	w.family(t, "anne", 1, 0)
	shown := Joining{Face: Face{Visibility: ShowName, Name: "Les Anne"}}
	_, err := w.FormTeam(t.Context(), "anne", "Les Voisins", shown)
	wantFault(t, err, "teams.name_consent")
	w.allow(t, "anne", household.Accept)
	_, err = w.FormTeam(t.Context(), "anne", "Les Voisins", shown)
	must(t, err)
	wantFault(t, w.ShowInTeam(t.Context(), "anne", Face{Visibility: "all"}), "teams.visibility_unknown")
	wantFault(t, w.ShowInTeam(t.Context(), "anne", Face{Visibility: ShowKg}), "teams.name_missing")
}

func TestTeamsOfASeasonThatIsOver(t *testing.T) {
	w := newWorld(t)
	w.season(t)
	w.family(t, "anne", 1, 0)
	w.family(t, "bob", 1, 0)
	w.forms(t, "anne", "Les Voisins")
	w.goTo(24, 3)
	token := w.link(t, "anne")
	w.goTo(25, 0)
	_, err := w.JoinTeam(t.Context(), "bob", token, Joining{})
	wantFault(t, err, "season.over")
	_, err = w.FormTeam(t.Context(), "bob", "Les Autres", Joining{})
	wantFault(t, err, "season.over")
	if all, err := w.Teams(t.Context(), "prijedor", "x"); err == nil {
		t.Errorf("another city sees %+v", all)
	}
}

// An animator asks those who can be named, and nobody who hides.
func TestWhomAnAnimatorAsks(t *testing.T) {
	w := newWorld(t)
	w.season(t)
	for _, person := range []string{"anne", "marc", "zoé", "ivo"} {
		w.family(t, person, 1, 0)
	}
	code, _, err := w.homes.InviteByCode(t.Context(), "anne")
	must(t, err)
	_, err = w.homes.Join(t.Context(), "léa", code, false)
	must(t, err)
	w.goTo(4, 0)
	w.forms(t, "anne", "Les Voisins")
	w.brings(t, "anne", "marc", "zoé", "ivo")
	for _, person := range []string{"marc", "zoé"} {
		w.allow(t, person, household.Accept)
		must(t, w.ShowInTeam(t.Context(), person, Face{ShowName, "Foyer " + person}))
	}
	w.allow(t, "zoé", household.Refuse)
	must(t, w.HandOver(t.Context(), "anne", "marc"))
	got, err := w.Neighbours(t.Context(), "anne")
	want := []Neighbour{{Person: "léa", Mine: true}, {Person: "marc", Name: "Foyer marc", Asked: true}}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("asks %+v, %v; want %+v", got, err, want)
	}
	_, err = w.Neighbours(t.Context(), "marc")
	wantFault(t, err, "teams.not_animator")
}

func TestALinkSaysUntilWhen(t *testing.T) {
	w := newWorld(t)
	w.season(t)
	w.family(t, "anne", 1, 0)
	w.forms(t, "anne", "Les Voisins")
	token, expires, err := w.InviteToTeam(t.Context(), "anne")
	must(t, err)
	if in, err := w.LookAtTeam(t.Context(), "", token); err != nil || !in.Expires.Equal(expires) {
		t.Errorf("it ends %s, %v; want %s", in.Expires, err, expires)
	}
}
