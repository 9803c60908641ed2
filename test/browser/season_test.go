package browser

import (
	"context"
	"log/slog"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"capzero/internal/app"
	"capzero/internal/challenge"
	"capzero/internal/db"
	"capzero/internal/household"
)

// A calendar is a clock that is moved by hand.
type calendar struct {
	mu  sync.Mutex
	now time.Time
}

func (c *calendar) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *calendar) goTo(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = t
}

// A playedSeason is the whole program with a clock of its own, and one season.
type playedSeason struct {
	*calendar
	site
	first challenge.Week // of the season
}

// seasonWeeks is how long the season is: the shortest with missions.
const seasonWeeks = 11

// playSeason runs the program with records in which mails can be read, some weeks
// before now: jobs are done by the clock of the machine.
func playSeason(t *testing.T) playedSeason {
	t.Helper()
	first := challenge.WeekOf(household.DayOf(time.Now(), time.UTC)).Plus(-seasonWeeks - 6)
	s := playedSeason{calendar: &calendar{now: first.First().Time().Add(-3*24*time.Hour + 18*time.Hour)}, first: first}
	port := freePort(t)
	config := app.Config{
		Listen: "127.0.0.1:" + port, URL: "http://localhost:" + port, Data: filepath.Join(t.TempDir(), "city"),
		Now: s.Now, Log: slog.New(slog.DiscardHandler),
	}
	must(t, db.Create(t.Context(), config.Data, s.Now, func(records *db.DB) error { return records.MarkDemo(t.Context()) }))
	must(t, app.Grant(t.Context(), config, "ville@example.org", "officer"))
	a, err := app.New(t.Context(), config)
	must(t, err)
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	ready, ended := make(chan string, 1), make(chan error, 1)
	go func() { ended <- a.Run(ctx, func(string) { ready <- config.URL }) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		a.Close()
	})
	s.site = site(<-ready)
	return s
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// evening moves the clock to an evening of a week of the season, from 1 on.
func (s playedSeason) evening(week int) {
	s.goTo(s.first.Plus(week - 1).First().Time().Add(5*24*time.Hour + 18*time.Hour))
}

// mostTaps is how many a whole week may take.
const mostTaps = 12

// TestASeason is a season from its planning to its end, with everybody who has to do
// with it: an officer, a household that misses a week and comes back, neighbours in a
// team, a visitor.
func TestASeason(t *testing.T) {
	s := playSeason(t)
	// They have the program open for a season.
	meet := func(v view) neighbour { return neighbour{&finger{tab: openFor(t, v, 3*tabWithin)}, s.site} }
	officer, anne, marc := meet(desktop), meet(phone), meet(phone)

	officer.goTo("/entrer")
	officer.signUp(t, "Ville", false)
	officer.goTo("/saisons/nouvelle")
	for id, value := range map[string]string{
		challenge.NameField: "Défi de quartier", challenge.FromField: string(s.first),
		challenge.WeeksField: "11", challenge.WavesField: "1",
	} {
		eval[any](officer.tab, byID(id)+".value = '"+value+"'; null")
	}
	officer.press(button("Enregistrer la saison"))
	officer.goTo("/saisons")
	expectText(officer.tab, "main", "Défi de quartier")

	anne.goTo("/")
	measureFromHome(t, anne.tab, anne)
	anne.press(anchor("Les garder avec un compte"))
	anne.signUp(t, "Anne", false)
	anne.press(button("Garder ce bilan"))
	anne.goTo("/foyer/nouveau") // with how many live there, as she has answered
	anne.pick(`document.querySelector('input[name=logement][value=flat]')`)
	anne.press(button("Créer mon foyer"))
	anne.goTo("/semaine")
	anne.press(button("Mon foyer participe"))
	expectText(anne.tab, "main", "Peser mon sac")

	anne.goTo("/mon-equipe")
	anne.fill(byID("equipe"), "Les bocaux")
	anne.press(button("Former l’équipe"))
	anne.press(button("Inviter des voisins"))
	link := eval[string](anne.tab, byID("lien")+".value")

	marc.goTo("/entrer")
	marc.signUp(t, "Marc", true)
	marc.makeHome()
	marc.goOut(link)
	marc.press(button("Rejoindre"))
	marc.goTo("/mon-equipe")
	expectText(marc.tab, "h1", "Les bocaux")

	for week := 1; week <= 3; week++ {
		s.evening(week)
		for _, n := range []neighbour{anne, marc} {
			n.goTo("/semaine")
			n.fill(byID(challenge.WeightField), "7,2")
			n.press(button("Peser"))
			expectText(n.tab, "#peser", "7,2")
		}
	}
	for week := 4; week <= 8; week++ {
		s.evening(week)
		if week == 6 { // nobody has the time
			continue
		}
		before := anne.taps
		anne.week(t)
		if taps := anne.taps - before; taps > mostTaps {
			t.Errorf("week %d takes %d taps", week, taps)
		}
		if week == 7 {
			expectText(anne.tab, "main", "Content de vous revoir")
		}
	}
	anne.undoes(t)

	marc.goTo("/mon-equipe/messages")
	marc.fill(byID("message"), "Gardez vos pots en verre !")
	marc.press(button("Envoyer à l’équipe"))
	anne.goTo("/mon-equipe/messages")
	expectText(anne.tab, "main", "Gardez vos pots en verre")
	officer.goTo("/equipes")
	expectText(officer.tab, "main", "Les bocaux")
	officer.goTo("/pilotage")
	officer.press(`document.querySelector('form[action="/pilotage"] button')`) // for the first time, or again
	officer.until(t, "/pilotage", "Combien de personnes sont engagées")

	visitor := meet(phone)
	visitor.goTo("/ensemble")
	expectText(visitor.tab, "h1", "ensemble")
	visitor.goTo("/semaine")
	if at := eval[string](visitor.tab, "location.pathname"); at == "/semaine" {
		expectText(visitor.tab, "main", "connect")
	}

	s.evening(seasonWeeks + 1)
	anne.goTo("/semaine")
	expectText(anne.tab, "h1", "la saison est finie")
	anne.goTo("/mesurer/question/logement/surface")
	eval[any](anne.tab, `document.querySelector("#question input[type=text]").value = ""; null`)
	anne.fill(`document.querySelector("#question input[type=text]")`, "48")
	anne.press(button("Continuer"))
	anne.goTo("/resultat")
	anne.press(button("Garder ce bilan"))
	anne.goTo("/mes-saisons")
	anne.press(anchor("Voir ce qui a changé"))
	expectText(anne.tab, "main", "48")

	s.evening(seasonWeeks + 4)
	anne.goTo("/semaine")
	expectText(anne.tab, "h1", "c’est fini")
}

// week does three missions and weighs a bag.
func (n neighbour) week(t *testing.T) {
	t.Helper()
	n.goTo("/semaine")
	for range 3 {
		n.press(`document.querySelector("#missions .todo button.tick[aria-pressed=false]")`)
	}
	n.fill(byID(challenge.WeightField), "6,1")
	n.press(button("Peser"))
	if done := eval[int](n.tab, `document.querySelectorAll("#missions button[aria-pressed=true]").length`); done != 3 {
		t.Errorf("%d missions are ticked, not 3", done)
	}
}

// undoes takes a tick back.
func (n neighbour) undoes(t *testing.T) {
	t.Helper()
	n.goTo("/semaine")
	n.press(`document.querySelector("#missions button[aria-pressed=true]")`)
	if done := eval[int](n.tab, `document.querySelectorAll("#missions button[aria-pressed=true]").length`); done != 2 {
		t.Errorf("after one was taken back %d missions are ticked", done)
	}
}

// until opens a page until it says something.
func (n neighbour) until(t *testing.T, path, words string) {
	t.Helper()
	for begin := time.Now(); time.Since(begin) < 20*time.Second; time.Sleep(200 * time.Millisecond) {
		n.goTo(path)
		if eval[bool](n.tab, `document.querySelector("main").innerText.includes("`+words+`")`) {
			return
		}
	}
	t.Errorf("%s does not say %q", path, words)
}
