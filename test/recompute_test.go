package test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"os/exec"
	"strings"
	"testing"
	"time"

	"capzero/internal/db"
	"capzero/internal/db/dbtest"
	"capzero/test/program"
)

// The version before the current one that the program has.
const earlierVersion = "4.8.1"

// heatingQuestion is asked by the earlier version only: the current one asks
// about heating in another way.
const heatingQuestion = "/mesurer/question/logement/chauffage"

// TestAnUpdateOfTheModel is what a city and one of its households live through
// when the program comes with a newer model: the figure stays, everybody is
// recomputed, with the program serving, killed in the middle and started again,
// and the household is told why its figure is another one.
func TestAnUpdateOfTheModel(t *testing.T) {
	t.Parallel()
	dir := dbtest.Empty(t, dbtest.Engine(t))
	if _, stderr, err := program.Run(t.Context(), append([]string{"demo", "--households", "96", "--weeks", "3", "--model-version", earlierVersion}, program.Records(dir)...)...); err != nil {
		t.Fatalf("demo: %v\n%s", err, stderr)
	}
	j, before := measuredBefore(t, dir)
	households := multiply(t, dir, 60)

	p := serve(t, dir)
	j.URL = p.URL
	if kg := j.result(t); kg != before {
		t.Errorf("after the update the result is %v kg, want %v as before", kg, before)
	}
	page := must(t)(j.Get("/resultat"))
	if page.Doc.Find(`form[action="/resultat/recalculer"]`).Length() != 1 || !strings.Contains(page.HTML, earlierVersion) {
		t.Error("the result does not say that there is a newer model")
	}

	done := recomputeAndKill(t, dir)
	if done == 0 || done == households {
		t.Fatalf("killed after %d of %d households: the test has lost its point", done, households)
	}
	wantExactTotals(t, dir, households)

	report := recompute(t, dir)
	if report.Recomputed == 0 || report.Recomputed+report.Before+report.NotRecomputed() != households {
		t.Errorf("the report counts %+v, of %d households", report, households)
	}
	if report.Distribution.Carbon.Before["mean"] == report.Distribution.Carbon.After["mean"] {
		t.Error("nobody's footprint moved")
	}
	wantExactTotals(t, dir, households)
	if again := recompute(t, dir); again.Recomputed != 0 {
		t.Errorf("one more run recomputes %d", again.Recomputed)
	}
	wantToldOnce(t, j, before)
}

// measuredBefore is a household that heats with gas, measured with the earlier
// version.
func measuredBefore(t *testing.T, dir string) (*journey, float64) {
	t.Helper()
	p, err := program.Serve(dir, "--model-version", earlierVersion)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Kill() }) // where the test ends before it does
	j := begin(t, p.URL, "jessica")
	j.finish(t)
	fields := url.Values{}
	for _, option := range []string{"gaz", "électricité"} {
		fields.Set("values[logement . chauffage . "+option+" . présent]", "oui")
	}
	if page := must(t)(j.Post(heatingQuestion+"?suite=resultat", fields)); page.Status != 200 {
		t.Fatalf("the answer about heating: %d %s", page.Status, page.Error())
	}
	before := j.result(t)
	if err := p.Stop(); err != nil {
		t.Fatal(err)
	}
	return j, before
}

// wantToldOnce follows the household from its result to what changed and back.
func wantToldOnce(t *testing.T, j *journey, before float64) {
	t.Helper()
	now := j.result(t)
	page := must(t)(j.Get("/resultat"))
	if page.Link(".told-notice a") != "/resultat/recalcul" {
		t.Fatal("the result does not say that it was recalculated")
	}
	told := must(t)(j.Get("/resultat/recalcul"))
	text := strings.Join(strings.Fields(told.Doc.Find("main").Text()), " ")
	for _, want := range []string{
		"Votre résultat a été recalculé", earlierVersion,
		"Gaz naturel", "Électricité", // what was answered and could not be brought over
		fmt.Sprintf("%+.0f", now-before)[1:], // the difference, in whole kilograms
		"54 % → 12,1 %",                      // a figure that was really revised between the two
	} {
		if !strings.Contains(strings.ReplaceAll(text, "\u202f", ""), want) {
			t.Errorf("the page does not say %q: %s", want, text)
		}
	}
	if told.Doc.Find(`.causes a[href^="/resultat/explication/"]`).Length() == 0 {
		t.Error("no cause is explained")
	}
	back := must(t)(j.Post("/resultat/recalcul", nil))
	if !back.IsResult() || back.Link(".told-notice a") != "" {
		t.Errorf("after it was seen, %s tells it again", back.Path)
	}
	if again := must(t)(j.Get("/resultat/recalcul")); again.Doc.Find(".causes").Length() != 1 {
		t.Error("what was seen cannot be read again")
	}
}

// recomputeAndKill starts the command and kills it, as no program can prevent,
// once the first households are done. It returns how many were.
func recomputeAndKill(t *testing.T, dir string) int {
	t.Helper()
	path, err := program.Binary()
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	cmd := exec.Command(path, append([]string{"model", "recompute"}, program.Records(dir)...)...)
	cmd.Stdout, cmd.Stderr = &log, &log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	records := openRecords(t, dir)
	defer records.Close()
	for deadline := time.Now().Add(time.Minute); count(t, records, "recalculation") == 0; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			cmd.Process.Kill()
			t.Fatalf("nobody was recomputed: %s", log.String())
		}
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	cmd.Wait()
	return count(t, records, "recalculation")
}

// A report is what the command says to other programs.
type report struct {
	Recomputed   int            `json:"recomputed"`
	Before       int            `json:"recomputed_before"`
	Not          map[string]int `json:"not_recomputed"`
	Distribution struct {
		Carbon struct{ Before, After map[string]float64 } `json:"kg_co2e_a_year"`
	} `json:"distribution"`
}

func (r report) NotRecomputed() (n int) {
	for _, some := range r.Not {
		n += some
	}
	return n
}

func recompute(t *testing.T, dir string) (r report) {
	t.Helper()
	out, stderr, err := program.Run(t.Context(), append([]string{"model", "recompute", "--json"}, program.Records(dir)...)...)
	if err != nil {
		t.Fatalf("recompute: %v\n%s", err, stderr)
	}
	if err := json.Unmarshal([]byte(out), &r); err != nil {
		t.Fatalf("%v in %s", err, out)
	}
	return r
}

func openRecords(t *testing.T, dir string) *db.DB {
	t.Helper()
	records, err := db.Open(context.WithoutCancel(t.Context()), dir, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	return records
}

func count(t *testing.T, records *db.DB, table string) (n int) {
	t.Helper()
	err := records.Read(t.Context(), func(tx *db.Tx) error {
		return tx.QueryRow(t.Context(), `SELECT COUNT(*) FROM `+table).Scan(&n)
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// multiply copies every household of a folder a number of times, with the totals
// of the city, and returns how many have a result.
func multiply(t *testing.T, dir string, times int) int {
	t.Helper()
	records := openRecords(t, dir)
	defer records.Close()
	err := records.Write(t.Context(), func(tx *db.Tx) error {
		statements := []string{
			// Nobody has an account, so that each of them counts, and all came just now.
			`UPDATE assessment SET token_hash = id, person_id = NULL WHERE person_id IS NOT NULL`,
			fmt.Sprintf(`UPDATE assessment SET active_at = %d`, tx.Now.Unix()),
			`UPDATE result SET in_city = 1`,
			`CREATE TEMP TABLE copy AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ` + fmt.Sprint(times-1) + `) SELECT i FROM n`,
			`CREATE TEMP TABLE people AS SELECT * FROM assessment`,
			`INSERT INTO assessment (id, token_hash, city_id, revision, created_at, active_at) SELECT id || '-' || i, token_hash || '-' || i, city_id, revision, created_at, active_at FROM people, copy`,
			`INSERT INTO answer SELECT assessment_id || '-' || i, rule, value, model, answered_at FROM answer JOIN people ON people.id = assessment_id, copy`,
			`INSERT INTO result (assessment_id, revision, carbon_model, waste_model, computed_at) SELECT assessment_id || '-' || i, result.revision, carbon_model, waste_model, computed_at FROM result JOIN people ON people.id = assessment_id, copy`,
			`INSERT INTO result_line SELECT assessment_id || '-' || i, rule, grams FROM result_line JOIN people ON people.id = assessment_id, copy`,
			`UPDATE city_count SET households = (SELECT COUNT(*) FROM result) WHERE city_id NOT LIKE '%/%'`,
			`UPDATE city_total SET grams = (SELECT SUM(grams) FROM result_line WHERE rule = city_total.rule) WHERE city_id NOT LIKE '%/%'`,
		}
		for _, s := range statements {
			if _, err := tx.Exec(t.Context(), s); err != nil {
				return fmt.Errorf("%s: %w", s, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return count(t, records, "result")
}

// wantExactTotals holds the totals of the city to the sum over its results.
func wantExactTotals(t *testing.T, dir string, households int) {
	t.Helper()
	records := openRecords(t, dir)
	defer records.Close()
	var wrong, counted, results int
	err := records.Read(t.Context(), func(tx *db.Tx) error {
		return tx.QueryRow(t.Context(), `
			SELECT (SELECT COUNT(*) FROM city_total t WHERE city_id NOT LIKE '%/%' AND grams - retired_grams <>
			            COALESCE((SELECT SUM(grams) FROM result_line l WHERE l.rule = t.rule), 0)),
			       (SELECT households FROM city_count WHERE city_id NOT LIKE '%/%'), (SELECT COUNT(*) FROM result)`).
			Scan(&wrong, &counted, &results)
	})
	if err != nil {
		t.Fatal(err)
	}
	if wrong != 0 || counted != households || results != households {
		t.Errorf("%d totals are not the sum of the results; %d households count, %d results, want %d", wrong, counted, results, households)
	}
}
