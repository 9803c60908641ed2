// Package test holds what the program promises as a whole: that its engine
// gives the published engine's answers, and that a person who measures over
// HTTP gets what the engine gives.
package test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"capzero/publicodes"
	"capzero/test/program"
)

const (
	relativeTolerance = 1e-9
	differencesShown  = 20
	goldenWithin      = 20 * time.Minute // on a busy machine; about 90 s on two quiet cores, four times as long for a soak
)

// TestPersonasMatchReference runs published personas for carbon and water through
// both engines and compares every public rule: value, unit, and missing variables
// with their scores and order. The reference answers come from the npm engine, run
// here when they are not in the user's cache. It takes half a minute for each of
// them: "make soak" asks it about all ten, a usual run about one who has answered
// nothing and three who live in other ways.
func TestPersonasMatchReference(t *testing.T) {
	t.Parallel() // the npm engine takes one core
	runs := personaRuns(t)
	model := carbonModel(t)
	for _, run := range runs {
		if len(model.Rules()) != len(run.Rules) {
			t.Errorf("%s: %d public rules, the reference has %d", run.Name, len(model.Rules()), len(run.Rules))
		}
	}
	compareRuns(t, model, runs)
}

func personaRuns(t *testing.T) []goldenRun {
	t.Helper()
	if soak {
		return goldenRuns(t)
	}
	return goldenRuns(t, "--personas", "marie,yoram,mehdi,sylviane")
}

// soak is a run at full size.
var soak = os.Getenv("CAPZERO_SOAK") != ""

// TestRandomSituationsMatchReference does the same for random legal answers to
// two questions in three: the total, its categories and every action. The npm
// engine takes more than a second for each on a busy core: "make soak" asks it
// about three hundred households, a usual run about the first thirty.
func TestRandomSituationsMatchReference(t *testing.T) {
	t.Parallel() // the npm engine takes one core
	households := 30
	if soak {
		households = 300
	}
	runs := goldenRuns(t, "--totals", "--random", strconv.Itoa(households))
	if len(runs) != households {
		t.Errorf("%d situations, want %d", len(runs), households)
	}
	compareRuns(t, carbonModel(t), runs)
}

func compareRuns(t *testing.T, model *publicodes.Model, runs []goldenRun) {
	t.Helper()
	var c comparison
	for _, run := range runs {
		c.compare(model, run)
	}
	t.Logf("runs=%d values=%s units=%s missing=%s (%d with other scores)", len(runs), c.values, c.units, c.missing, c.otherScores)
	if c.values.of == 0 || c.units.of == 0 || c.missing.of == 0 {
		t.Error("nothing was compared")
	}
	for i, d := range c.differences {
		if i == differencesShown {
			t.Errorf("… and %d more differences", len(c.differences)-i)
			break
		}
		t.Error(d)
	}
}

// A goldenRun is one file written by reference/golden.mjs, which documents it.
type goldenRun struct {
	Name      string               `json:"name"`
	Metric    string               `json:"metric"`
	Model     string               `json:"model"`
	Situation publicodes.Situation `json:"situation"`
	Rules     []goldenRule         `json:"rules"`
}

type goldenRule struct {
	Rule          string          `json:"rule"`
	Kind          string          `json:"kind"`
	Value         any             `json:"value"`
	Unit          string          `json:"unit"`
	Error         string          `json:"error"`
	Missing       []goldenMissing `json:"missing"`
	MissingCount  int             `json:"missingCount"`
	MissingSHA256 string          `json:"missingSHA256"`
}

type goldenMissing struct {
	Rule  string
	Score float64
}

func (m *goldenMissing) UnmarshalJSON(b []byte) error {
	return json.Unmarshal(b, &[2]any{&m.Rule, &m.Score})
}

// tally counts what was equal of what was compared.
type tally struct{ equal, of int }

func (t tally) String() string { return fmt.Sprintf("%d/%d", t.equal, t.of) }

type comparison struct {
	values, units, missing tally
	otherScores            int // lists that name a rule which needs its own value
	differences            []string
}

func (c *comparison) count(t *tally, equal bool, format string, args ...any) {
	t.of++
	if equal {
		t.equal++
		return
	}
	c.differences = append(c.differences, fmt.Sprintf(format, args...))
}

func (c *comparison) compare(model *publicodes.Model, run goldenRun) {
	where := run.Name + " " + run.Metric
	e := model.NewEvaluator()
	// As on the public site, answers that the model no longer knows are left
	// out and the rest counts.
	_ = e.SetSituation(run.Situation)
	for _, want := range run.Rules {
		at := where + ": " + want.Rule
		got, err := e.Evaluate(want.Rule)
		if want.Kind == "error" {
			c.count(&c.values, err != nil, "%s: %s, the reference fails: %s", at, show(got), want.Error)
			continue
		}
		if err != nil {
			c.count(&c.values, false, "%s: %v, the reference has %v %s", at, err, want.Value, want.Unit)
			continue
		}
		c.count(&c.values, sameValue(got, want), "%s: %s, the reference has %s %v", at, show(got), want.Kind, want.Value)
		if got.Unit != "" || want.Unit != "" {
			c.count(&c.units, got.Unit == want.Unit, "%s: unit %q, the reference has %q", at, got.Unit, want.Unit)
		}
		c.compareMissing(model, e, at, want)
	}
}

func (c *comparison) compareMissing(model *publicodes.Model, e *publicodes.Evaluator, at string, want goldenRule) {
	got, err := e.Missing(want.Rule)
	if err != nil {
		c.count(&c.missing, false, "%s: missing variables: %v", at, err)
		return
	}
	hash := sha256.New()
	for _, m := range got {
		fmt.Fprintf(hash, "%s\t%s\n", m.Rule, strconv.FormatFloat(m.Score, 'f', -1, 64))
	}
	equal := len(got) == want.MissingCount && hex.EncodeToString(hash.Sum(nil))[:16] == want.MissingSHA256
	if !equal && len(got) == want.MissingCount && slices.ContainsFunc(got, func(m publicodes.Missing) bool { return namesItself(model, m.Rule) }) {
		c.otherScores++
		equal = true
	}
	if equal {
		c.count(&c.missing, true, "")
		return
	}
	c.count(&c.missing, false, "%s: missing variables: %s", at, missingDifference(got, want))
}

// namesItself reports whether a rule reads its own value. The score of such a
// rule is another in the reference, see the list of differences in
// publicodes/spec.md, and with it its place among the others.
func namesItself(model *publicodes.Model, rule string) bool {
	return slices.Contains(model.Uses(rule), rule)
}

// missingDifference names the first place where two lists part, as far as the
// reference wrote the list out.
func missingDifference(got []publicodes.Missing, want goldenRule) string {
	for i, w := range want.Missing {
		if i >= len(got) || got[i].Rule != w.Rule || got[i].Score != w.Score {
			have := "nothing"
			if i < len(got) {
				have = fmt.Sprintf("%s (%v)", got[i].Rule, got[i].Score)
			}
			return fmt.Sprintf("place %d is %s, the reference has %s (%v)", i+1, have, w.Rule, w.Score)
		}
	}
	return fmt.Sprintf("%d of them, the reference has %d, with other names, scores or order", len(got), want.MissingCount)
}

func sameValue(got publicodes.Value, want goldenRule) bool {
	switch want.Kind {
	case "number":
		return got.Kind == publicodes.KindNumber && sameNumber(got.Number, want.Value)
	case "boolean":
		return got.Kind == publicodes.KindBoolean && got.Bool == want.Value
	case "text":
		return got.Kind == publicodes.KindText && got.Text == want.Value
	case "not applicable":
		return got.Kind == publicodes.KindNotApplicable
	case "undefined":
		return got.Kind == publicodes.KindUndefined
	}
	return false
}

// sameNumber compares within the tolerance. The reference writes numbers that
// JSON has no word for ("Infinity") as text.
func sameNumber(got float64, want any) bool {
	if text, ok := want.(string); ok {
		w, err := strconv.ParseFloat(text, 64)
		return err == nil && (got == w || math.IsNaN(got) && math.IsNaN(w))
	}
	w, ok := want.(float64)
	return ok && math.Abs(got-w) <= relativeTolerance*math.Max(math.Abs(w), 1e-300)
}

func show(v publicodes.Value) string {
	switch v.Kind {
	case publicodes.KindNumber:
		return fmt.Sprintf("number %v %s", v.Number, v.Unit)
	case publicodes.KindBoolean:
		return fmt.Sprintf("boolean %v", v.Bool)
	case publicodes.KindText:
		return fmt.Sprintf("text %q", v.Text)
	case publicodes.KindNotApplicable:
		return "not applicable"
	}
	return "undefined"
}

// goldenRuns reads the reference answers, after making them where needed. The
// arguments are those of golden.mjs.
func goldenRuns(t *testing.T, arguments ...string) []goldenRun {
	t.Helper()
	dir := goldenDir(t, arguments)
	files, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	runs := make([]goldenRun, len(files))
	for i, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(data, &runs[i]); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
	}
	return runs
}

// goldenDir returns the folder of the reference answers in the user's cache. Its
// name holds everything that they depend on, so that none can be stale.
func goldenDir(t *testing.T, arguments []string) string {
	t.Helper()
	script := filepath.Join(program.Root(), "test", "reference", "golden.mjs")
	key := sha256.New()
	hashFile(t, key, script)
	for _, name := range []string{"publicodes", "@incubateur-ademe/nosgestesclimat", earlierPackage} {
		file, err := program.NodeModules(name, "package.json")
		if err != nil {
			t.Fatal(err)
		}
		hashFile(t, key, file)
	}
	node, err := exec.Command("node", "--version").Output()
	if err != nil {
		t.Fatalf("node: %v", err)
	}
	fmt.Fprintf(key, "%s%q", node, arguments)

	cache, err := os.UserCacheDir()
	if err != nil {
		cache = os.TempDir() // a user without a home
	}
	dir := filepath.Join(cache, "capzero", "golden", hex.EncodeToString(key.Sum(nil))[:16])
	if _, err := os.Stat(dir); err == nil {
		return dir
	}
	generateGolden(t, dir, append([]string{script}, arguments...))
	return dir
}

func hashFile(t *testing.T, to io.Writer, path string) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(to, "%d\n", len(data))
	to.Write(data)
}

// generateGolden runs the npm engine. The folder appears under its name only
// when it is complete.
func generateGolden(t *testing.T, dir string, command []string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		t.Fatal(err)
	}
	part, err := os.MkdirTemp(filepath.Dir(dir), "part-")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(part)

	ctx, cancel := context.WithTimeout(t.Context(), goldenWithin)
	defer cancel()
	var out bytes.Buffer
	cmd := exec.CommandContext(ctx, "node", append(command, "--out", part)...)
	cmd.Stdout, cmd.Stderr = &out, &out
	begin := time.Now()
	if err := cmd.Run(); err != nil {
		t.Fatalf("the npm engine: %v\n%s", err, out.String())
	}
	runs := slices.Collect(strings.Lines(out.String()))
	t.Logf("the npm engine answered %d runs in %v", len(runs), time.Since(begin).Round(time.Second))
	if err := os.Rename(part, dir); err != nil && !os.IsExist(err) {
		t.Fatal(err)
	}
}
