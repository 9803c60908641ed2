package footprint

import (
	"cmp"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
)

var runStudy = flag.Bool("study", false, "choose the questions of the opening again: writes opening.json, influence.json and docs/questions.md")

const (
	studyHouseholds = 400
	studyDepth      = 26 // questions ranked, so that there are fifteen whatever applies
	// leastInfluence in kgCO2e a year: questions that move a footprint less on
	// average are not candidates, to keep the study within minutes.
	leastInfluence = 25
	// strongestPaired is how many of the strongest questions are also tried two
	// at a time.
	strongestPaired = 8
)

func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// A subject is a household of the study: all it would answer, what its
// footprint then is, and the lines that add up to it.
type subject struct {
	all   answers
	truth float64
	lines []float64
}

// A study measures how close to the whole result a few questions come.
type study struct {
	*voice
	structure structure
	subjects  []subject
}

func newStudy(t testing.TB, v *voice, n int) *study {
	t.Helper()
	s, err := readStructure(v.carbon.Model, v.waste.Model)
	if err != nil {
		t.Fatal(err)
	}
	p := newPopulation(t, v, 1)
	st := &study{voice: v, structure: s}
	for range n {
		as := p.household()
		st.subjects = append(st.subjects, subject{all: as, truth: st.footprint(as), lines: st.lineAmounts(as)})
	}
	return st
}

// lineAmounts returns the lines of a footprint after some answers.
func (st *study) lineAmounts(as answers) []float64 {
	e := st.carbon.borrow()
	defer st.carbon.free.Put(e)
	apply(e, st.situation(st.carbon.Model, as))
	amounts := make([]float64, len(st.structure.lines))
	for i, line := range st.structure.lines {
		amounts[i], _ = amount(e, line)
	}
	return amounts
}

// apart adds up how far each line is from what it is after all answers. Lines
// that are too high do not make up for lines that are too low: a question has
// to be right about what it asks, not to offset what is not asked.
func (st *study) apart(s subject, as answers) float64 {
	sum := 0.0
	for i, kg := range st.lineAmounts(as) {
		sum += math.Abs(kg - s.lines[i])
	}
	return sum
}

func (st *study) footprint(as answers) float64 {
	e := st.carbon.borrow()
	defer st.carbon.free.Put(e)
	apply(e, st.situation(st.carbon.Model, as))
	kg, known := amount(e, carbonTotal)
	if !known {
		return math.NaN()
	}
	return kg
}

// parallel runs f for every index on all processors.
func parallel(n int, f func(i int)) {
	var wg sync.WaitGroup
	next := make(chan int)
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := range next {
				f(i)
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	wg.Wait()
}

// errors returns |footprint after the answers of each household − the whole|,
// the households that do not compute with part of their answers left out.
func (st *study) errors(subjects []subject, asked func(i int) answers) []float64 {
	off := make([]float64, len(subjects))
	parallel(len(subjects), func(i int) {
		off[i] = math.Abs(st.footprint(asked(i)) - subjects[i].truth)
	})
	return slices.DeleteFunc(off, math.IsNaN)
}

func median(values []float64) float64 {
	s := slices.Sorted(slices.Values(values))
	if len(s) == 0 {
		return math.NaN()
	}
	return (s[len(s)/2] + s[(len(s)-1)/2]) / 2
}

func mean(values []float64) float64 {
	sum := 0.0
	for _, v := range values {
		sum += v
	}
	return sum / float64(len(values))
}

// converse asks a household questions as the program does, one after another,
// and returns what it has answered. What it cannot know it does not know.
func (st *study) converse(s subject, next func(r *reading) (*Question, bool)) answers {
	as := answers{}
	for len(as) < openingLength {
		r := st.read(as)
		q, ok := next(r)
		r.close()
		if !ok {
			break
		}
		a, knows := s.all[q.Rule]
		if !knows {
			a = answer{Rule: q.Rule}
		}
		as[q.Rule] = a
	}
	return as
}

func (st *study) byOpening(openers []opener) func(*reading) (*Question, bool) {
	return func(r *reading) (*Question, bool) { return r.firstOpen(r.opening(openers)) }
}

// byModel asks the question that the model itself says it lacks most.
func (st *study) byModel(r *reading) (best *Question, found bool) {
	for _, q := range r.questions {
		if r.open(q) && q.Theme != WasteTheme && (best == nil || r.score(q) > r.score(best)) {
			best = q
		}
	}
	return best, best != nil
}

// byChance asks any question that is open.
func (st *study) byChance(random *rand.Rand) func(*reading) (*Question, bool) {
	return func(r *reading) (*Question, bool) {
		var open []*Question
		for _, q := range r.questions {
			if r.open(q) && q.Theme != WasteTheme {
				open = append(open, q)
			}
		}
		if len(open) == 0 {
			return nil, false
		}
		return open[random.IntN(len(open))], true
	}
}

// inFileOrder asks the questions as they come in the model's file.
func (st *study) inFileOrder(r *reading) (*Question, bool) {
	for _, rule := range r.carbon.Questions() {
		if q, ok := r.question(rule.Name); ok && r.open(q) {
			return q, true
		}
	}
	return nil, false
}

// after returns how far households still are from their whole result.
func (st *study) after(subjects []subject, next func(i int) func(*reading) (*Question, bool)) []float64 {
	return st.errors(subjects, func(i int) answers { return st.converse(subjects[i], next(i)) })
}

// measureInfluence says how far each answer moves each line, and the total
// under the name of the total.
func (st *study) measureInfluence() influence {
	lines := append([]string{carbonTotal, wasteTotal}, st.structure.lines...)
	var mu sync.Mutex
	sums := influence{}
	parallel(len(st.subjects), func(i int) {
		all := st.subjects[i].all
		whole := st.amounts(all, lines)
		for _, rule := range sorted(all) {
			part := st.amounts(without(all, rule), lines)
			mu.Lock()
			if sums[rule] == nil {
				sums[rule] = map[string]float64{}
			}
			for line, kg := range whole {
				sums[rule][line] += math.Abs(kg - part[line])
			}
			mu.Unlock()
		}
	})
	for _, moved := range sums {
		for line, kg := range moved {
			moved[line] = kg / float64(len(st.subjects))
		}
	}
	return sums
}

func (st *study) amounts(as answers, rules []string) map[string]float64 {
	r := st.read(as)
	defer r.close()
	all := map[string]float64{}
	for _, rule := range rules {
		e, _ := r.evaluatorOf(rule)
		all[rule], _ = amount(e, rule)
	}
	return all
}

// needs says, for each question, which others have to be answered for its
// answer to move anything: the kilometres by car do not count before we know
// that somebody drives. Only questions about the same line are looked at.
func (st *study) needs(subjects []subject) map[string][]string {
	var mu sync.Mutex
	useful := map[string]int{}          // households in which a question moves something
	lost := map[string]map[string]int{} // … and in which it no longer does without another
	parallel(len(subjects), func(i int) {
		s := subjects[i]
		for _, rule := range sorted(s.all) {
			if st.apart(s, without(s.all, rule)) == 0 {
				continue
			}
			for _, other := range sorted(s.all) {
				if other == rule || lineOf(other) != lineOf(rule) {
					continue
				}
				alone := st.footprint(without(s.all, other))
				moved := alone != st.footprint(without(s.all, other, rule))
				mu.Lock()
				if lost[rule] == nil {
					lost[rule] = map[string]int{}
				}
				if !moved {
					lost[rule][other]++
				}
				mu.Unlock()
			}
			mu.Lock()
			useful[rule]++
			mu.Unlock()
		}
	})
	needs := map[string][]string{}
	for rule, others := range lost {
		for _, other := range sorted(others) {
			if 2*others[other] > useful[rule] {
				needs[rule] = append(needs[rule], other)
			}
		}
	}
	return needs
}

func without(as answers, rules ...string) answers {
	fewer := maps.Clone(as)
	for _, rule := range rules {
		delete(fewer, rule)
	}
	return fewer
}

// lineOf is the first two parts of a name: "transport . voiture".
func lineOf(rule string) string {
	parts := strings.SplitN(rule, separator, 3)
	return strings.Join(parts[:min(2, len(parts))], separator)
}

// A panel is the training households, with what they have answered so far and
// how far that leaves them from their whole result.
type panel struct {
	subjects []subject
	have     []answers
	off      []float64
}

// choose ranks questions greedily: each time the one that, added to those
// before, brings the lines of the training households closest to those of their
// whole results. A question that is only asked after others is weighed together
// with them, per question.
func (st *study) choose(t testing.TB, training []subject, candidates []string) []string {
	strongest := candidates[:min(strongestPaired, len(candidates))]
	needs := st.needs(training[:min(40, len(training))])
	now := panel{subjects: training, have: make([]answers, len(training)), off: make([]float64, len(training))}
	for i, s := range training {
		now.have[i] = answers{}
		now.off[i] = st.apart(s, nil)
	}
	var ranked []string
	for len(ranked) < studyDepth {
		blocks := blocksOf(candidates, needs, ranked)
		blocks = append(blocks, pairsOf(strongest, ranked)...)
		if len(blocks) == 0 {
			break
		}
		panels := make([]panel, len(blocks))
		parallel(len(blocks), func(i int) { panels[i] = st.adding(blocks[i], now) })
		best := 0
		for i := range blocks {
			if gain(now, panels[i], blocks[i]) > gain(now, panels[best], blocks[best]) {
				best = i
			}
		}
		t.Logf("%2d %-60s middle %5.0f → %5.0f, median %5.0f", len(ranked)+1, strings.Join(blocks[best], " + "),
			distance(now.off), distance(panels[best].off), median(panels[best].off))
		now = panels[best]
		ranked = append(ranked, blocks[best]...)
	}
	return ranked
}

// blocksOf lists each candidate that is not ranked yet, after what it needs and
// is not ranked either.
func blocksOf(candidates []string, needs map[string][]string, ranked []string) [][]string {
	var blocks [][]string
	for _, rule := range candidates {
		if slices.Contains(ranked, rule) {
			continue
		}
		var block []string
		for _, before := range needs[rule] {
			if !slices.Contains(ranked, before) {
				block = append(block, before)
			}
		}
		slices.SortFunc(block, func(a, b string) int { return cmp.Compare(len(needs[a]), len(needs[b])) })
		blocks = append(blocks, append(block, rule))
	}
	return blocks
}

// pairsOf lists the pairs of the strongest questions that are not ranked yet.
// Some only tell something together: a large home means little before we know
// how many people share it.
func pairsOf(strongest, ranked []string) [][]string {
	var pairs [][]string
	for i, a := range strongest {
		for _, b := range strongest[i+1:] {
			if !slices.Contains(ranked, a) && !slices.Contains(ranked, b) {
				pairs = append(pairs, []string{a, b})
			}
		}
	}
	return pairs
}

// gain is how much closer a block brings the panel, per question.
func gain(before, after panel, block []string) float64 {
	return (distance(before.off) - distance(after.off)) / float64(len(block))
}

// adding returns the panel once the questions of a block are answered too.
// Where that changes nothing, a household is as far as before.
func (st *study) adding(block []string, now panel) panel {
	after := panel{subjects: now.subjects, have: slices.Clone(now.have), off: slices.Clone(now.off)}
	for i, s := range now.subjects {
		for _, rule := range block {
			after.have[i] = with(after.have[i], s, rule)
		}
		if len(after.have[i]) == len(now.have[i]) {
			continue
		}
		after.off[i] = st.apart(s, after.have[i])
	}
	return after
}

// distance is what the choice makes small: the mean of the middle half of the
// distances. It moves with every household, as the median does not, and no
// single one can move it far, as it can the mean.
func distance(values []float64) float64 {
	s := slices.Sorted(slices.Values(values))
	return mean(s[len(s)/4 : len(s)-len(s)/4])
}

// with adds an answer, if the household has one and room for it.
func with(have answers, s subject, rule string) answers {
	a, knows := s.all[rule]
	if !knows || len(have) == openingLength {
		return have
	}
	more := maps.Clone(have)
	more[rule] = a
	return more
}

// tedious reports whether a question is too long for an opening: more than six
// lines to fill in.
func tedious(q *Question) bool { return q.Form == Counts && len(q.Options) > 6 }

// TestStudy chooses the questions again. It takes minutes and writes files.
func TestStudy(t *testing.T) {
	if !*runStudy {
		t.Skip("run with -study to choose the questions again")
	}
	v := publishedVoice(t, "fr")
	st := newStudy(t, v, studyHouseholds)
	moved := st.measureInfluence()
	var candidates []string
	for _, rule := range sorted(moved) {
		q, _ := v.question(rule)
		if moved[rule][carbonTotal] >= leastInfluence && !tedious(q) {
			candidates = append(candidates, rule)
		}
	}
	slices.SortStableFunc(candidates, func(a, b string) int {
		return cmp.Compare(moved[b][carbonTotal], moved[a][carbonTotal])
	})
	t.Logf("%d candidates", len(candidates))
	half := len(st.subjects) / 2
	ranked := st.choose(t, st.subjects[:half], candidates)
	openers := st.conversation(ranked, moved)
	writeJSON(t, "opening.json", openers)
	writeJSON(t, "influence.json", rounded(moved))
	doc := st.report(t, st.subjects[half:], openers, moved)
	if err := os.WriteFile("../../docs/questions.md", []byte(doc), 0o644); err != nil {
		t.Fatal(err)
	}
}

func writeJSON(t *testing.T, name string, v any) {
	t.Helper()
	data, err := json.MarshalIndent(v, "", "\t")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, append(data, '\n'), 0o644); err != nil {
		t.Fatal(err)
	}
}

// conversation puts the ranked questions into the order in which a person would
// talk about them: who lives here, then one theme after another as the models
// ask them. The waste question with the most influence on waste joins them at a
// rank where it is always asked.
func (st *study) conversation(ranked []string, moved influence) []opener {
	const wasteRank = 12
	ranked = slices.Insert(slices.Clone(ranked), wasteRank-1, st.wasteQuestion(moved))
	order := func(o opener) int {
		q, _ := st.question(o.Rule)
		place := slices.Index(st.questions, q)
		switch {
		case o.Rule == firstQuestion:
			return -1
		case q.Theme == Housing: // next to the first question
			return place
		default:
			return place + len(st.questions)
		}
	}
	var openers []opener
	for i, rule := range ranked {
		openers = append(openers, opener{Rule: rule, Rank: i + 1})
	}
	slices.SortStableFunc(openers, func(a, b opener) int { return cmp.Compare(order(a), order(b)) })
	return openers
}

// firstQuestion is one that anybody can answer without thinking.
const firstQuestion = "logement . habitants"

func (st *study) wasteQuestion(moved influence) (best string) {
	for _, q := range st.questions {
		if q.Theme == WasteTheme && moved[q.Rule][wasteTotal] > moved[best][wasteTotal] {
			best = q.Rule
		}
	}
	return best
}

// rounded keeps the influences on lines that say anything, to 0,1 kg.
func rounded(moved influence) influence {
	out := influence{}
	for rule, lines := range moved {
		for line, kg := range lines {
			if kg = math.Round(kg*10) / 10; kg == 0 || line == carbonTotal || line == wasteTotal {
				continue
			}
			if out[rule] == nil {
				out[rule] = map[string]float64{}
			}
			out[rule][line] = kg
		}
	}
	return out
}

// taps counts what a persona taps and types from the first page to the result:
// one tap to begin, and for each question its answer and "Continuer". Digits
// count one each, and so does going from one line of a mosaic to the next.
func (st *study) taps(given answers) int {
	n := 1
	for rule, a := range given {
		q, _ := st.question(rule)
		n += 1 + tapsOf(q, a)
	}
	return n
}

func tapsOf(q *Question, a answer) int {
	if !a.known() {
		return 1
	}
	switch q.Form {
	case Number:
		for _, s := range q.Suggestions {
			if writeNumber(s.Value) == a.Values[q.Rule] {
				return 1
			}
		}
		return len(a.Values[q.Rule])
	case Selection:
		ticked := 0
		for _, v := range a.Values {
			if v == yes {
				ticked++
			}
		}
		return max(ticked, 1) // "aucun" is a tap too
	case Counts:
		n := 0
		for _, v := range a.Values {
			if v != "0" {
				n += 1 + len(v)
			}
		}
		return n
	}
	return 1
}

// persona is a household of the study made of a published persona.
func (st *study) persona(situation map[string]any) subject {
	return subject{all: answersOf(st.voice, situation)}
}

// distances are the medians and means for one way of asking.
type distances struct{ median, mean float64 }

func distancesOf(values []float64) distances { return distances{median(values), mean(values)} }

// report writes docs/questions.md.
func (st *study) report(t testing.TB, held []subject, openers []opener, moved influence) string {
	var b strings.Builder
	p := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }

	p("# The fifteen questions before a first result")
	p("")
	p("Written by `make study`: change the study in `internal/footprint/study_test.go`, not this page.")
	p("")
	p("A first result has to come after three minutes, so a household is asked at most fifteen of the")
	p("questions that the models hold. Which ones is measured, not chosen by taste.")
	p("")
	p("## How it was measured")
	p("")
	p("%d households were drawn (seed 1). Each answers every question that applies to it; half of its", len(st.subjects))
	p("answers come from the published personas, half evenly from what may be answered, numbers around the")
	p("suggestions and averages of the model. Households are therefore more varied than a real city, and the")
	p("distances below are larger than a city would see; they compare ways of asking.")
	p("")
	p("On the first half the questions were ranked greedily: each time the one which, added to those before,")
	p("brings the footprints closest on average to the result after all questions. The other half, which had no")
	p("part in the choice, is what the table shows. Mosaics of more than six lines were no candidates: they")
	p("take too many taps.")
	p("")
	p("## How close fifteen questions come")
	p("")
	p("Distance between the result after the questions and the result after all of them, in kg CO₂e per")
	p("person and year, on the %d households held back. *Model's order* asks each time what the engine", len(held))
	p("reports as the most important missing variable, *file order* as the model lists them.")
	p("")
	p("| way of asking | median | mean |")
	p("|---|---:|---:|")
	ways := []struct {
		name string
		next func(i int) func(*reading) (*Question, bool)
	}{
		{"no question at all", func(int) func(*reading) (*Question, bool) {
			return func(*reading) (*Question, bool) { return nil, false }
		}},
		{"15 random questions", func(i int) func(*reading) (*Question, bool) {
			return st.byChance(rand.New(rand.NewPCG(3, uint64(i))))
		}},
		{"15 in file order", func(int) func(*reading) (*Question, bool) { return st.inFileOrder }},
		{"15 in the model's order", func(int) func(*reading) (*Question, bool) { return st.byModel }},
		{"**the opening**", func(int) func(*reading) (*Question, bool) { return st.byOpening(openers) }},
	}
	truths := make([]float64, len(held))
	for i, s := range held {
		truths[i] = s.truth
	}
	for _, way := range ways {
		d := distancesOf(st.after(held, way.next))
		p("| %s | %.0f | %.0f |", way.name, d.median, d.mean)
		t.Logf("%s: median %.0f mean %.0f", way.name, d.median, d.mean)
	}
	p("")
	p("The median result of these households is %.0f kg.", median(truths))
	p("")
	st.reportPersonas(t, p, openers)
	p("## The questions")
	p("")
	p("In the order of the conversation. The rank says which fifteen are asked when more apply; the influence")
	p("is the mean absolute change of the footprint between answered and not, all else answered.")
	p("")
	p("| rank | question | influence, kg |")
	p("|---:|---|---:|")
	for _, o := range openers {
		q, _ := st.question(o.Rule)
		p("| %d | %s (`%s`) | %.0f |", o.Rank, strings.Join(strings.Fields(q.Text), " "), o.Rule, moved[o.Rule][carbonTotal])
	}
	return b.String()
}

func (st *study) reportPersonas(t testing.TB, p func(string, ...any), openers []opener) {
	p("## What it takes")
	p("")
	p("The published personas, answering truthfully. A tap is a tap or a typed digit, from the first page to")
	p("the result.")
	p("")
	p("| persona | questions | taps | after the opening, kg | after all their answers, kg |")
	p("|---|---:|---:|---:|---:|")
	personas := readPersonas(t)
	for _, name := range sorted(personas) {
		s := st.persona(personas[name])
		given := st.converse(s, st.byOpening(openers))
		p("| %s | %d | %d | %.0f | %.0f |", name, len(given), st.taps(given), st.footprint(given), st.footprint(s.all))
		t.Logf("%s: %d questions, %d taps", name, len(given), st.taps(given))
	}
	p("")
}
