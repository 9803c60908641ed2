package footprint

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"go.yaml.in/yaml/v4"
	"golang.org/x/sync/errgroup"

	"capzero/models"
	"capzero/models/entry"
	"capzero/publicodes"
)

// savingRequest is the input of test/reference/actions.mjs, which documents it.
type savingRequest struct {
	Model      string            `json:"model,omitempty"`
	Rules      map[string]any    `json:"rules,omitempty"`
	Total      string            `json:"total"`
	Actions    []entry.Written   `json:"actions"`
	Households []savingHousehold `json:"households"`
}

type savingHousehold struct {
	Situation publicodes.Situation `json:"situation"`
	Together  [][]string           `json:"together"`
}

// savingAnswer is one line of its output; nil is a total that does not compute.
type savingAnswer struct {
	Before   *float64            `json:"before"`
	Alone    map[string]*float64 `json:"alone"`
	Together []*float64          `json:"together"`
}

// TestActionSavingIsADifference holds every saving, and those of some missions of
// each theme, against the npm engine: the difference of two whole evaluations of
// the published model, for random households that answered about two questions in
// three and for one that answered none, and for random combinations of what they
// can do. The npm engine takes half a minute for each household on a busy core: a
// usual run asks it about one of each, CAPZERO_SOAK about forty.
func TestActionSavingIsADifference(t *testing.T) {
	households := 1
	if os.Getenv("CAPZERO_SOAK") != "" {
		households = 40
	}
	s := newPublished(t)
	v := s.current.reference
	people := newPopulation(v, 21)
	random := rand.New(rand.NewPCG(21, 22))
	readings := []*reading{v.read(nil)}
	for range households {
		readings = append(readings, v.read(some(people.household(), random)))
	}
	pricings := make([]*pricing, len(readings))
	for i, r := range readings {
		defer r.close()
		pricings[i] = r.newPricing(s.current.changes)
	}
	var c savingComparison
	c.carbon(t, pricings, random)
	c.waste(t, pricings)
	t.Logf("%d households: %d savings of carbon, %d of waste, %d combinations, %d that do not apply",
		len(readings), c.savings, c.wasteSavings, c.together, c.refused)
	if c.savings < 15*len(readings) || c.wasteSavings < 5*len(readings) || c.together == 0 {
		t.Error("too little was compared")
	}
}

// comparedMissions is how many missions of each theme are compared in each model.
const comparedMissions = 3

// entriesIn are what changes something in one model: every action, and the first
// few missions of each theme, by the name that the reference knows them by.
func (p *pricing) entriesIn(part entry.Part) map[string]*entry.Entry {
	some := map[string]*entry.Entry{}
	for _, a := range p.changes.actions {
		if len(a.Written(part).Changes) > 0 {
			some[a.ID] = &a.Entry
		}
	}
	of := map[string]int{}
	for _, m := range p.changes.missions {
		if len(m.Written(part).Changes) > 0 && of[m.Theme] < comparedMissions {
			of[m.Theme]++
			some["mission "+m.ID] = &m.Entry
		}
	}
	return some
}

// asWritten lists them for the reference, always in one order.
func asWritten(all map[string]*entry.Entry, part entry.Part) []entry.Written {
	var some []entry.Written
	for _, name := range slices.Sorted(maps.Keys(all)) {
		w := all[name].Written(part)
		w.ID = name
		some = append(some, w)
	}
	return some
}

// A savingComparison counts what was compared.
type savingComparison struct{ savings, wasteSavings, refused, together int }

// carbon compares every action of the published model, and combinations.
func (c *savingComparison) carbon(t *testing.T, pricings []*pricing, random *rand.Rand) {
	t.Helper()
	request := savingRequest{
		Model:   "@incubateur-ademe/nosgestesclimat/public/co2-model.FR-lang.fr.json",
		Total:   carbonTotal,
		Actions: asWritten(pricings[0].entriesIn(entry.Carbon), entry.Carbon),
	}
	for _, p := range pricings {
		request.Households = append(request.Households, savingHousehold{inWords(p.saidToCarbon), p.someTogether(random)})
	}
	for i, answer := range npmSavings(t, request) {
		c.compare(t, pricings[i], request.Households[i], answer)
	}
}

// waste compares the actions of our own model. Whether one applies may be for the
// carbon model to say, which is not asked here.
func (c *savingComparison) waste(t *testing.T, pricings []*pricing) {
	t.Helper()
	request := savingRequest{Rules: wasteRules(t), Total: wasteTotal, Actions: asWritten(pricings[0].entriesIn(entry.Waste), entry.Waste)}
	for _, p := range pricings {
		request.Households = append(request.Households, savingHousehold{inWords(p.saidToWaste), [][]string{}})
	}
	for i, answer := range npmSavings(t, request) {
		p := pricings[i]
		if answer.Before == nil || !near9(*answer.Before, p.before.waste, p.before.waste) {
			t.Fatalf("the household puts out %v kg", p.before.waste)
		}
		for name, e := range p.entriesIn(entry.Waste) {
			got := p.priceEntry(e)
			if got.State > Increases {
				continue
			}
			after := answer.Alone[name]
			if after == nil || !near9(got.SavedWaste.KgPerWeek, *answer.Before-*after, p.before.waste) {
				t.Errorf("%s takes out %v kg a week, the reference has %v", name, got.SavedWaste.KgPerWeek, after)
				continue
			}
			c.wasteSavings++
		}
	}
}

// wasteRules are the rules of our waste model, as the npm engine takes them.
func wasteRules(t *testing.T) map[string]any {
	t.Helper()
	sources, err := models.Waste("fr")
	if err != nil {
		t.Fatal(err)
	}
	rules := map[string]any{}
	for _, source := range sources {
		if err := yaml.Unmarshal(source.Data, &rules); err != nil {
			t.Fatal(err)
		}
	}
	return rules
}

// inWords writes yes and no as the language does.
func inWords(s publicodes.Situation) publicodes.Situation {
	words := maps.Clone(s)
	for rule, v := range words {
		if b, ok := v.(bool); ok {
			words[rule] = map[bool]string{true: yes, false: no}[b]
		}
	}
	return words
}

// some keeps about two answers in three.
func some(as answers, random *rand.Rand) answers {
	kept := answers{}
	for rule, a := range as {
		if random.IntN(3) > 0 {
			kept[rule] = a
		}
	}
	return kept
}

// someTogether draws combinations of what saves carbon here, in the order of the
// data.
func (p *pricing) someTogether(random *rand.Rand) [][]string {
	all := [][]string{}
	for range 4 {
		var ids []string
		for _, a := range p.changes.actions {
			if p.price(a).SavedKgCO2ePerYear > 0 && random.IntN(5) == 0 {
				ids = append(ids, a.ID)
			}
		}
		all = append(all, ids)
	}
	return all
}

func (c *savingComparison) compare(t *testing.T, p *pricing, h savingHousehold, want savingAnswer) {
	t.Helper()
	if want.Before == nil || !near9(*want.Before, p.before.carbon, p.before.carbon) {
		t.Fatalf("the household weighs %v kg, the reference %v", p.before.carbon, *want.Before)
	}
	for name, e := range p.entriesIn(entry.Carbon) {
		got := p.priceEntry(e)
		after, applies := want.Alone[name]
		switch {
		case !applies:
			if got.State < AsksFirst {
				t.Errorf("%s saves %v kg, the reference does not apply it", name, got.SavedKgCO2ePerYear)
			}
			c.refused++
		case after == nil:
			if got.State != CannotTell {
				t.Errorf("%s saves %v kg, the reference does not compute it", name, got.SavedKgCO2ePerYear)
			}
		case got.State > Increases:
			t.Errorf("%s is in state %d, the reference saves %v kg", name, got.State, *want.Before-*after)
		case !near9(got.SavedKgCO2ePerYear, *want.Before-*after, p.before.carbon):
			t.Errorf("%s saves %v kg, the reference %v", name, got.SavedKgCO2ePerYear, *want.Before-*after)
		default:
			c.savings++
		}
	}
	for i, ids := range h.Together {
		got := p.combine(ids)
		if want.Together[i] == nil || !got.Known || !near9(got.SavedKgCO2ePerYear, *want.Before-*want.Together[i], p.before.carbon) {
			t.Errorf("%v save %v kg together, the reference has a total of %v", ids, got.SavedKgCO2ePerYear, want.Together[i])
			continue
		}
		c.together++
	}
}

// near9 compares two differences of a total, to a billionth of it.
func near9(got, want, total float64) bool { return math.Abs(got-want) <= 1e-9*math.Abs(total) }

// npmSavings asks the npm engine, or takes what it said of the same question
// before from the user's cache.
func npmSavings(t *testing.T, request savingRequest) []savingAnswer {
	t.Helper()
	input, err := json.Marshal(request)
	if err != nil {
		t.Fatal(err)
	}
	const script = "../../test/reference/actions.mjs"
	key := sha256.New()
	for _, file := range []string{script, "../../package-lock.json"} {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		key.Write(data)
	}
	key.Write(input)
	cache, err := os.UserCacheDir()
	if err != nil {
		cache = os.TempDir() // a user without a home
	}
	kept := filepath.Join(cache, "capzero", "savings", hex.EncodeToString(key.Sum(nil))[:16]+".json")
	output, err := os.ReadFile(kept)
	if err != nil {
		output = runNPMTwice(t, script, request)
		keepFile(t, kept, output)
	}
	var all []savingAnswer
	for line := range bytes.Lines(output) {
		var a savingAnswer
		if err := json.Unmarshal(line, &a); err != nil {
			t.Fatal(err)
		}
		all = append(all, a)
	}
	if len(all) != len(request.Households) {
		t.Fatalf("%d households answered of %d", len(all), len(request.Households))
	}
	return all
}

// runNPMTwice asks two npm engines side by side, each about half of the households.
func runNPMTwice(t *testing.T, script string, request savingRequest) []byte {
	t.Helper()
	begin := time.Now()
	half := (len(request.Households) + 1) / 2
	var outputs [2][]byte
	both, ctx := errgroup.WithContext(t.Context())
	for i, households := range [2][]savingHousehold{request.Households[:half], request.Households[half:]} {
		part := request
		part.Households = households
		both.Go(func() (err error) {
			outputs[i], err = runNPM(ctx, script, part)
			return err
		})
	}
	if err := both.Wait(); err != nil {
		t.Fatal(err)
	}
	t.Logf("the npm engine answered in %v", time.Since(begin).Round(time.Second))
	return slices.Concat(outputs[0], outputs[1])
}

func runNPM(ctx context.Context, script string, request savingRequest) ([]byte, error) {
	input, err := json.Marshal(request)
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, "node", script)
	var faults bytes.Buffer
	cmd.Stdin, cmd.Stderr = bytes.NewReader(input), &faults
	output, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("the npm engine: %w\n%s", err, faults.String())
	}
	return output, nil
}

// keepFile writes a file that appears only when it is whole.
func keepFile(t *testing.T, name string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	part := name + ".part"
	if err := os.WriteFile(part, data, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(part, name); err != nil {
		t.Fatal(err)
	}
}
