package household

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"flag"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"capzero/internal/city"
	"capzero/internal/db"
	"capzero/internal/retention"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write testdata/versions.json again")

// reword changes the text of a purpose in one language, as a new version of the
// program would.
func reword(c *Consents, p Purpose, lang string) {
	w := c.wordings[p][lang]
	w.Text.What += " Encore."
	w.Version = hashOf(w.Version)[:2*versionBytes]
	text, _ := json.Marshal(w.Text)
	w.JSON = string(text)
	c.wordings[p][lang] = w
}

func TestNothingIsAllowedUntilItIsAskedFor(t *testing.T) {
	w := newWorld(t)
	all, err := w.consents.Switches(t.Context(), "ana", "fr")
	must(t, err)
	for _, s := range all {
		if s.On() || s.Standing != Unasked || !s.Asks || !s.Since.IsZero() {
			t.Errorf("before anything was said: %+v", s)
		}
		if w.allows(t, "ana", s.Purpose) || w.allows(t, "", s.Purpose) {
			t.Errorf("%s is allowed", s.Purpose)
		}
	}
	for _, p := range []Purpose{Account, LivingHome, Assessment, CityFigures, Challenge, Proof, CityWork, ServiceMails, CitySteering, StaffLooks, Rights, Backups} {
		if !w.allows(t, "ana", p) || slices.ContainsFunc(all, func(s Switch) bool { return s.Purpose == p }) {
			t.Errorf("%s is needed, and is no switch", p)
		}
	}
	if len(all) != 6 || len(w.consents.Needed("fr")) != 12 {
		t.Errorf("%d switches, %d needed", len(all), len(w.consents.Needed("fr")))
	}
	err = w.db.Read(t.Context(), func(tx *db.Tx) error {
		_, err := w.consents.Allows(t.Context(), tx, "ana", "advertising")
		return err
	})
	if err == nil {
		t.Error("a purpose that is not in the register is answered")
	}
}

func TestChoosingOnAScreen(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	c := w.consents
	must(t, c.Decide(ctx, "ana", "fr", "welcome",
		w.decision(Reminders, Accept), w.decision(Evaluation, Later), w.decision(OpenData, Refuse)))
	for p, want := range map[Purpose]Standing{
		Reminders: Accepted, Evaluation: Postponed, OpenData: Refused, TeamName: Unasked,
	} {
		all, err := c.Switches(ctx, "ana", "fr")
		must(t, err)
		s := all[slices.IndexFunc(all, func(s Switch) bool { return s.Purpose == p })]
		if s.Standing != want || w.allows(t, "ana", p) != (want == Accepted) || s.Asks != (want == Unasked) {
			t.Errorf("%s: %+v", p, s)
		}
	}
	if w.allows(t, "bob", Reminders) {
		t.Error("what ana said holds for bob")
	}
	history, err := c.History(ctx, "ana")
	must(t, err)
	first := history[0]
	if len(history) != 3 || first.Number != 1 || first.Screen != "welcome" || first.Language != "fr" ||
		!first.At.Equal(monday) || first.Text != c.wordings[Reminders]["fr"].Text {
		t.Errorf("the ledger says %+v", history)
	}
}

func TestChoicesThatCannotBe(t *testing.T) {
	w := newWorld(t)
	good := w.decision(Reminders, Accept)
	for name, tt := range map[string]struct {
		change func(*Decision)
		key    string
	}{
		"a needed purpose": {func(d *Decision) { *d = w.decision(Assessment, Refuse) }, "consent.purpose_unknown"},
		"no purpose":       {func(d *Decision) { d.Purpose = "<script>" }, "consent.purpose_unknown"},
		"no choice":        {func(d *Decision) { d.Choice = "" }, "consent.choice_unknown"},
		"an odd choice":    {func(d *Decision) { d.Choice = "on" }, "consent.choice_unknown"},
		"no version":       {func(d *Decision) { d.Version = "" }, "consent.text_changed"},
		"an old version":   {func(d *Decision) { d.Version = "0123" }, "consent.text_changed"},
		"another language": {func(d *Decision) { d.Version = w.consents.wordings[Reminders]["en"].Version }, "consent.text_changed"},
	} {
		t.Run(name, func(t *testing.T) {
			bad := good
			tt.change(&bad)
			// The good one beside it is not kept either: a form is one choice.
			refusedWith(t, w.consents.Decide(t.Context(), "ana", "fr", "test", good, bad), tt.key)
		})
	}
	refusedWith(t, w.consents.Decide(t.Context(), "", "fr", "test", good), "consent.sign_in")
	if all, err := w.consents.History(t.Context(), "ana"); err != nil || len(all) != 0 {
		t.Errorf("the ledger says %+v, %v", all, err)
	}
}

// A text that changes in one language is asked again of those who read it there.
func TestAChangedTextIsAskedAgain(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	english := Decision{Reminders, Accept, w.consents.wordings[Reminders]["en"].Version}
	must(t, w.consents.Decide(ctx, "eve", "en-GB", "test", english))
	w.decide(t, "ana", Reminders, Accept)
	w.decide(t, "bob", Reminders, Refuse)
	before := w.decision(Reminders, Accept)
	reword(w.consents, Reminders, "fr")
	if w.allows(t, "ana", Reminders) || !w.allows(t, "eve", Reminders) {
		t.Error("what was read does not decide")
	}
	refusedWith(t, w.consents.Decide(ctx, "ana", "fr", "test", before), "consent.text_changed")
	for person, asked := range map[string]bool{"ana": true, "bob": false, "eve": false} {
		all, err := w.consents.Switches(ctx, person, "fr")
		must(t, err)
		s := all[slices.IndexFunc(all, func(s Switch) bool { return s.Purpose == Reminders })]
		if s.Asks != asked {
			t.Errorf("%s: %+v", person, s)
		}
	}
	w.decide(t, "ana", Reminders, Accept)
	if !w.allows(t, "ana", Reminders) {
		t.Error("not allowed after it was read again")
	}
	history, err := w.consents.History(ctx, "ana")
	if err != nil || len(history) != 2 || history[0].Text == history[1].Text {
		t.Errorf("the ledger says %+v, %v", history, err)
	}
}

// Whatever people choose, in whatever order, with texts that change meanwhile and
// a clock that jumps: the last choice is what holds, at once; and no row of the
// ledger is ever changed or lost.
func TestTheLedger(t *testing.T) {
	type key struct {
		person string
		p      Purpose
	}
	purposes := []Purpose{SharingAtHome, TeamName, Reminders}
	langs := []string{"fr", "en", "sr-Latn"}
	for seed := range full(6, 60) {
		w := newWorld(t)
		r := rand.New(rand.NewPCG(uint64(seed), 7))
		said := map[key]Decision{}
		lang := map[key]string{}
		var ledger []string
		allowed := 0
		for range 80 {
			k := key{people[r.IntN(2)], purposes[r.IntN(len(purposes))]}
			l := langs[r.IntN(len(langs))]
			if r.IntN(5) == 0 {
				reword(w.consents, k.p, l)
			} else {
				d := Decision{k.p, []Choice{Accept, Accept, Refuse, Later}[r.IntN(4)], w.consents.wordings[k.p][l].Version}
				must(t, w.consents.Decide(t.Context(), k.person, l, "test", d))
				said[k], lang[k] = d, l
			}
			w.pass(time.Duration(r.IntN(7200)-3600) * time.Second)
			for k, d := range said {
				want := d.Choice == Accept && d.Version == w.consents.wordings[k.p][lang[k]].Version
				if got := w.allows(t, k.person, k.p); got != want {
					t.Fatalf("%v is %v after %+v", k, got, d)
				}
				if want {
					allowed++
				}
			}
			ledger = grown(t, ledger, strings.Split(dump(t, w.db, "consent", "consent_text"), "\n"))
		}
		if allowed == 0 {
			t.Error("nothing was ever allowed: the test has lost its reach")
		}
	}
}

// grown fails unless every row of the ledger is there as it was.
func grown(t *testing.T, before, after []string) []string {
	t.Helper()
	for _, row := range before {
		if !slices.Contains(after, row) {
			t.Fatalf("the ledger has lost or changed %s", row)
		}
	}
	return after
}

// Leaving, splitting and the rest of a household's life does not touch the
// ledger, and the code holds no statement that could.
func TestNoStatementChangesTheLedger(t *testing.T) {
	files, err := filepath.Glob("*.go")
	must(t, err)
	looked := 0
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		source, err := os.ReadFile(file)
		must(t, err)
		text := strings.Join(strings.Fields(string(source)), " ")
		looked += strings.Count(text, "INSERT INTO consent")
		for _, statement := range []string{"UPDATE consent", "DELETE FROM consent", "REPLACE INTO consent", "TRUNCATE"} {
			if strings.Contains(text, statement) {
				t.Errorf("%s: %s", file, statement)
			}
		}
	}
	if looked != 2 {
		t.Errorf("found %d statements that add to the ledger, want 2: the test does not see what it should", looked)
	}
}

// The texts of the purposes decide who is asked again: changing one takes the
// consent of everybody who read it away until they have read the new one. This
// test fails then, so that it never happens by the way.
func TestTextsOfPurposesChangeOnPurpose(t *testing.T) {
	w := newWorld(t)
	got := map[string]string{}
	for p, byLang := range w.consents.wordings {
		for lang, words := range byLang {
			got[string(p)+" "+lang] = words.Version
		}
	}
	const file = "testdata/versions.json"
	if *update {
		data, err := json.MarshalIndent(got, "", "  ")
		must(t, err)
		must(t, os.MkdirAll("testdata", 0o755))
		must(t, os.WriteFile(file, append(data, '\n'), 0o644))
	}
	data, err := os.ReadFile(file)
	must(t, err)
	var want map[string]string
	must(t, json.Unmarshal(data, &want))
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("texts have changed: everybody who agreed to them will be asked again. If that is meant, run this test with -update (-want +got)\n%s", diff)
	}
}

func TestEveryDetailOfATextIsInItsVersion(t *testing.T) {
	w := newWorld(t)
	f, _ := Reminders.facts()
	french, english := w.consents.locales.Locale("fr"), w.consents.locales.Locale("en")
	usual := retention.Of(city.City{})
	a, err := wordingOf(f, french, usual)
	must(t, err)
	b, err := wordingOf(f, english, usual)
	must(t, err)
	other, err := wordingOf(purposeFacts{OpenData, Consent}, french, usual)
	must(t, err)
	needed, err := wordingOf(purposeFacts{Reminders, PublicTask}, french, usual)
	must(t, err)
	seen := map[string]bool{a.Version: true, b.Version: true, other.Version: true, needed.Version: true}
	if len(seen) != 4 || len(a.Version) != 2*versionBytes {
		t.Errorf("versions are %v", seen)
	}
}

func TestThePurposesAreWritten(t *testing.T) {
	w := newWorld(t)
	keys := map[string]bool{}
	for _, f := range register() {
		for _, field := range []string{"name", "what", "people", "data", "sees", "kept"} {
			keys["purpose."+string(f.Purpose)+"."+field] = true
		}
		keys["purpose.basis."+string(f.Basis)] = true
	}
	for _, tag := range w.consents.locales.Tags() {
		l := w.consents.locales.Locale(tag)
		for key := range keys {
			if !l.Has(key) {
				t.Errorf("%s: %s is missing", tag, key)
			}
		}
		for _, key := range l.Keys() {
			if strings.HasPrefix(key, "purpose.") && !keys[key] {
				t.Errorf("%s: %s belongs to no purpose", tag, key)
			}
		}
		for p, byLang := range w.consents.wordings {
			// One plain sentence, that a tired neighbour reads to its end.
			if what := byLang[tag].Text.What; strings.Count(what, ".") != 1 || len([]rune(what)) > 130 {
				t.Errorf("%s: %s says %q", tag, p, what)
			}
		}
	}
}

func TestTheRegisterAsATable(t *testing.T) {
	w := newWorld(t)
	issy, _ := w.cities.Get("issy")
	for _, lang := range w.consents.locales.Tags() {
		var b strings.Builder
		must(t, w.consents.WriteRegister(&b, issy, lang))
		lines, err := csv.NewReader(strings.NewReader(b.String())).ReadAll()
		must(t, err)
		if len(lines) != 1+len(register()) {
			t.Fatalf("%s: %d lines", lang, len(lines))
		}
		for i, line := range lines {
			if len(line) != 12 {
				t.Errorf("%s: line %d has %d columns", lang, i, len(line))
			}
			for _, cell := range line {
				if cell == "" || strings.ContainsAny(cell[:1], "=+-@\t") {
					t.Errorf("%s: line %d has the cell %q", lang, i, cell)
				}
			}
		}
		if first := lines[1]; !strings.Contains(first[9], "https://www.issy.com") || first[11] != w.consents.wordings[Account][lang].Version {
			t.Errorf("%s: %q", lang, first)
		}
	}
	page := w.consents.Register(issy, "fr")
	if page.City != "Issy-les-Moulineaux" || page.Rows[3].Purpose != SharingAtHome || page.Rows[3].Basis != Consent {
		t.Errorf("a page prints %+v", page)
	}
}

// What was built on a yes ends with it, in the transaction that keeps the no.
func TestWhatRestsOnAYesEndsWithIt(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	var ended []string
	failing := false
	w.consents.OnEnd(Ranking, func(_ context.Context, _ *db.Tx, person string) error {
		if failing {
			return errors.New("it cannot end")
		}
		ended = append(ended, person)
		return nil
	})
	withdraw := func(person string) error {
		return w.db.Write(ctx, func(tx *db.Tx) error {
			return w.consents.WithdrawIn(ctx, tx, person, "fr", "test", Ranking)
		})
	}
	must(t, withdraw("ana")) // there is nothing to take back
	w.decide(t, "ana", Ranking, Accept)
	w.decide(t, "ana", OpenData, Refuse)
	if len(ended) != 0 || !w.allows(t, "ana", Ranking) {
		t.Errorf("%v ended", ended)
	}
	failing = true
	if err := withdraw("ana"); err == nil || !w.allows(t, "ana", Ranking) {
		t.Errorf("a no is kept although nothing ended: %v", err)
	}
	failing = false
	must(t, withdraw("ana"))
	must(t, withdraw("ana"))
	if len(ended) == 0 || ended[0] != "ana" || w.allows(t, "ana", Ranking) {
		t.Errorf("%v ended", ended)
	}
	history, err := w.consents.History(ctx, "ana")
	must(t, err)
	if len(history) != 3 || history[2].Choice != Refuse {
		t.Errorf("the ledger has %+v", history)
	}
	now := w.decision(Ranking, Accept).Version
	if !w.consents.Current(Ranking, now) || w.consents.Current(Ranking, "old") || w.consents.Current(OpenData, now) {
		t.Error("a text is current that is not, or the other way round")
	}
	reword(w.consents, Ranking, "fr")
	if w.consents.Current(Ranking, now) {
		t.Error("a text that has changed is current")
	}
}
