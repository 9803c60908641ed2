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
	// comparedLength is how many questions each way of asking may use.
	comparedLength  = 15
	studyHouseholds = 600
	// influenceHouseholds are enough to measure single questions.
	influenceHouseholds = 150
	// exchanged is how many of the questions after the first fifteen are tried
	// in the place of one of them.
	exchanged  = 10
	studyDepth = 30 // questions ranked, so that there are fifteen whatever applies
	// leastInfluence in kgCO2e a year: questions that move a footprint less on
	// average are not candidates, to keep the study within minutes.
	leastInfluence = 15
	// strongestPaired is how many of the strongest questions are also tried two
	// at a time.
	strongestPaired = 10
)

func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// A subject is a household of the study: all it would answer, and what its
// footprint then is.
type subject struct {
	all   answers
	truth float64
}

// A study measures how close to the whole result a few questions come.
type study struct {
	*voice
	structure structure
	subjects  []subject
}

func newStudy(t testing.TB, v *voice, seed uint64, n int) *study {
	t.Helper()
	s, err := readStructure(v.carbon.Model, v.waste.Model)
	if err != nil {
		t.Fatal(err)
	}
	p := newPopulation(v, seed)
	st := &study{voice: v, structure: s}
	for range n {
		as := p.household()
		st.subjects = append(st.subjects, subject{all: as, truth: st.footprint(as)})
	}
	return st
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
	for len(as) < comparedLength {
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

func (st *study) byOpening(openers []opener, most int) func(*reading) (*Question, bool) {
	return func(r *reading) (*Question, bool) { return r.firstOpen(r.opening(openers, most)) }
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
	measured := min(influenceHouseholds, len(st.subjects))
	var mu sync.Mutex
	sums := influence{}
	parallel(measured, func(i int) {
		all := st.subjects[i].all
		whole := st.amounts(all, lines)
		for _, rule := range sorted(all) {
			part := st.amounts(all.without(rule), lines)
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
			moved[line] = kg / float64(measured)
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
			if st.footprint(s.all.without(rule)) == s.truth {
				continue
			}
			for _, other := range sorted(s.all) {
				if other == rule || lineOf(other) != lineOf(rule) {
					continue
				}
				alone := st.footprint(s.all.without(other))
				moved := alone != st.footprint(s.all.without(other, rule))
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
	needs := st.choosers(subjects)
	for rule, others := range lost {
		for _, other := range sorted(others) {
			if 2*others[other] > useful[rule] && !slices.Contains(needs[rule], other) {
				needs[rule] = append(needs[rule], other)
			}
		}
	}
	return needs
}

// choosers says, for each question, which others decide whether it makes sense:
// without their answer it is put to households that it does not concern, as the
// fuel to someone whose car is electric.
func (st *study) choosers(subjects []subject) map[string][]string {
	var mu sync.Mutex
	choosers := map[string][]string{}
	parallel(len(subjects), func(i int) {
		all := subjects[i].all
		for _, rule := range sorted(all) {
			r := st.read(all.without(rule))
			for _, q := range st.questions {
				_, concerned := all[q.Rule]
				_, isAid := st.aided[q.Rule]
				if concerned || isAid || technical(q) || lineOf(q.Rule) != lineOf(rule) || !r.applies(q) {
					continue
				}
				mu.Lock()
				if !slices.Contains(choosers[q.Rule], rule) {
					choosers[q.Rule] = append(choosers[q.Rule], rule)
				}
				mu.Unlock()
			}
			r.close()
		}
	})
	return choosers
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

// choose ranks questions: greedily first, then by exchanging one of the first
// fifteen for another as long as that brings the panel closer.
func (st *study) choose(t testing.TB, training []subject, candidates []string) []string {
	needs := st.needs(training[:min(25, len(training))])
	ranked := st.greedy(t, training, candidates, needs)
	for _, rule := range candidates { // the rest, for households to whom few questions apply
		if !slices.Contains(ranked, rule) {
			ranked = append(ranked, rule)
		}
	}
	now := mean(st.asked(training, ranked))
	for at := comparedLength - 1; at >= 0; at-- {
		trials := make([][]string, 0, len(ranked))
		for other := comparedLength; other < min(comparedLength+exchanged, len(ranked)); other++ {
			trial := slices.Clone(ranked)
			trial[at], trial[other] = trial[other], trial[at]
			if inOrder(trial, needs) {
				trials = append(trials, trial)
			}
		}
		off := make([]float64, len(trials))
		parallel(len(trials), func(i int) { off[i] = mean(st.asked(training, trials[i])) })
		for i := range trials {
			if off[i] < now-1 {
				t.Logf("%s for %s: %.0f → %.0f kg", trials[i][at], ranked[at], now, off[i])
				ranked, now = trials[i], off[i]
			}
		}
	}
	return ranked[:min(studyDepth, len(ranked))]
}

// inOrder reports whether each question that can be asked comes after those it
// needs.
func inOrder(ranked []string, needs map[string][]string) bool {
	for i, rule := range ranked[:min(comparedLength+exchanged, len(ranked))] {
		for _, before := range needs[rule] {
			if !slices.Contains(ranked[:i], before) {
				return false
			}
		}
	}
	return true
}

// asked returns how far households are from their whole result once the first
// fifteen of the ranked questions that apply to them are answered.
func (st *study) asked(subjects []subject, ranked []string) []float64 {
	off := make([]float64, len(subjects))
	for i, s := range subjects {
		have := answers{}
		for _, rule := range ranked {
			have = with(have, s, rule)
		}
		off[i] = math.Abs(st.footprint(have) - s.truth)
	}
	return slices.DeleteFunc(off, math.IsNaN)
}

// greedy ranks questions: each time the one that, added to those before, brings
// the training households closest on average to their whole results. A question
// that only counts after others is weighed together with them, per question.
func (st *study) greedy(t testing.TB, training []subject, candidates []string, needs map[string][]string) []string {
	strongest := candidates[:min(strongestPaired, len(candidates))]
	now := panel{subjects: training, have: make([]answers, len(training)), off: make([]float64, len(training))}
	for i, s := range training {
		now.have[i] = answers{}
		now.off[i] = math.Abs(st.footprint(nil) - s.truth)
	}
	promised := map[string]float64{} // what each block brought when it was last tried
	var ranked []string
	for len(ranked) < studyDepth {
		blocks := blocksOf(candidates, needs, ranked)
		blocks = append(blocks, pairsOf(strongest, ranked)...)
		if len(blocks) == 0 {
			break
		}
		block, then := st.bestOf(blocks, now, promised)
		t.Logf("%2d %-60s mean %5.0f → %5.0f, median %5.0f", len(ranked)+1, strings.Join(block, " + "),
			mean(now.off), mean(then.off), median(then.off))
		now = then
		ranked = append(ranked, block...)
		for rule, before := range needs { // what may now bring more than it did
			if slices.ContainsFunc(before, func(b string) bool { return slices.Contains(block, b) }) {
				delete(promised, rule)
			}
		}
		for _, rule := range strongest {
			delete(promised, rule)
		}
	}
	return ranked
}

// bestOf returns the block that brings the panel closest. What a block brings
// seldom grows as more is known, so the blocks are tried in the order of what
// they last promised, and those that promised less than what is found are not.
func (st *study) bestOf(blocks [][]string, now panel, promised map[string]float64) (best []string, then panel) {
	promise := func(block []string) float64 {
		if p, tried := promised[strings.Join(block, "+")]; tried {
			return p
		}
		return math.Inf(1)
	}
	slices.SortStableFunc(blocks, func(a, b []string) int { return cmp.Compare(promise(b), promise(a)) })
	const atOnce = 8
	most := math.Inf(-1)
	for some := range slices.Chunk(blocks, atOnce) {
		if promise(some[0]) < most {
			break
		}
		panels := make([]panel, len(some))
		parallel(len(some), func(i int) { panels[i] = st.adding(some[i], now) })
		for i, block := range some {
			g := st.gain(now, panels[i], block)
			promised[strings.Join(block, "+")] = g
			if g > most {
				most, best, then = g, block, panels[i]
			}
		}
	}
	return best, then
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

// gain is how much closer a block brings the panel, per question. A number to
// type counts for a little more than a choice to tap, a mosaic of numbers for
// more still.
func (st *study) gain(before, after panel, block []string) float64 {
	effort := 0.0
	for _, rule := range block {
		q, _ := st.question(rule)
		switch q.Form {
		case Number:
			effort += 1.25
		case Counts:
			effort += 1 + 0.1*float64(len(q.Options))
		default:
			effort++
		}
	}
	return (mean(before.off) - mean(after.off)) / effort
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
		if d := math.Abs(st.footprint(after.have[i]) - s.truth); !math.IsNaN(d) {
			after.off[i] = d
		}
	}
	return after
}

// with adds an answer, if the household has one and room for it.
func with(have answers, s subject, rule string) answers {
	a, knows := s.all[rule]
	if !knows || len(have) == comparedLength {
		return have
	}
	more := maps.Clone(have)
	more[rule] = a
	return more
}

// tedious reports whether a question asks too much of someone who has three
// minutes: more than six lines to fill in, a bill to look for, what a car burns
// in a hundred kilometres, air conditioners to count.
func tedious(q *Question) bool {
	if q.Form == Counts && len(q.Options) > 6 {
		return true
	}
	for _, part := range []string{"précis", "consommation aux 100", "climatisation . nombre"} {
		if strings.Contains(q.Rule, part) {
			return true
		}
	}
	return false
}

// TestTheOpeningIsWorthItsQuestions holds the opening that is in the program to
// what the study promises, on households that had no part in it: fifteen of its
// questions bring them closer to their whole result than any other fifteen,
// with few taps.
func TestTheOpeningIsWorthItsQuestions(t *testing.T) {
	openers, err := readOpening(openingFile)
	if err != nil {
		t.Fatal(err)
	}
	households := 60
	if os.Getenv("CAPZERO_SOAK") != "" {
		households = 300
	}
	st := newStudy(t, publishedVoice(t, "fr"), 5, households)
	found := map[string]float64{}
	for _, way := range st.ways(openers) {
		found[way.name] = median(st.after(st.subjects, way.next))
		t.Logf("%4.0f kg from the whole result (median of %d households): %s", found[way.name], households, way.name)
	}
	for _, other := range []string{byChance, inFileOrder, byModel} {
		if found[theOpening] > 0.7*found[other] {
			t.Errorf("the opening leaves %.0f kg, %s %.0f kg", found[theOpening], other, found[other])
		}
	}
	personas := readPersonas(t)
	var taps []float64
	for _, name := range sorted(personas) {
		given := st.converse(st.persona(personas[name]), st.byOpening(openers, openingLength))
		taps = append(taps, float64(st.taps(given)))
	}
	slices.Sort(taps)
	t.Logf("taps of the published personas: %v", taps)
	if almostAll := taps[len(taps)-2]; almostAll > mostTaps {
		t.Errorf("two personas tap and type %v times or more", almostAll)
	}
}

// A way of asking is a name and, for the household of an index, the question
// that comes next.
type way struct {
	name string
	next func(i int) func(*reading) (*Question, bool)
}

const (
	noQuestion  = "no question at all"
	byChance    = "15 random questions"
	inFileOrder = "15 in file order"
	byModel     = "15 in the model's order"
	theOpening  = "**the opening**, at most 13 questions"
)

func (st *study) ways(openers []opener) []way {
	same := func(next func(*reading) (*Question, bool)) func(int) func(*reading) (*Question, bool) {
		return func(int) func(*reading) (*Question, bool) { return next }
	}
	return []way{
		{noQuestion, same(func(*reading) (*Question, bool) { return nil, false })},
		{byChance, func(i int) func(*reading) (*Question, bool) {
			return st.byChance(rand.New(rand.NewPCG(3, uint64(i))))
		}},
		{inFileOrder, same(st.inFileOrder)},
		{byModel, same(st.byModel)},
		{theOpening, same(st.byOpening(openers, openingLength))},
		{"the same, up to 15 questions", same(st.byOpening(openers, comparedLength))},
	}
}

// mostTaps is how much tapping and typing stands before a first result, for all
// published personas but one.
const mostTaps = 45

// TestStudy chooses the questions again. It takes minutes and writes files.
func TestStudy(t *testing.T) {
	if !*runStudy {
		t.Skip("run with -study to choose the questions again")
	}
	v := publishedVoice(t, "fr")
	st := newStudy(t, v, 1, studyHouseholds)
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
	openers := st.conversation(ranked)
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
// ask them. A question about waste joins them at a rank where it is always asked.
func (st *study) conversation(ranked []string) []opener {
	const wasteRank = 12
	ranked = slices.DeleteFunc(slices.Clone(ranked), func(rule string) bool { return rule == wasteQuestion })
	ranked = slices.Insert(ranked, wasteRank-1, wasteQuestion)
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

// wasteQuestion moves both measures, and everybody can answer it. Nappies move
// waste more, in the few homes that have them.
const wasteQuestion = "alimentation . déchets . quantité jetée"

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
// count one each, and so does going to a field.
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
		return 1 + len(a.Values[q.Rule])
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

	p("# The questions before a first result")
	p("")
	p("Written by `make study`: change the study in `internal/footprint/study_test.go`, not this page.")
	p("")
	p("A first result has to come after three minutes, so a household is asked only a few of the questions")
	p("that the models hold: %d at most. Which ones is measured, not chosen by taste. Fifteen would be", openingLength)
	p("allowed; the last two bring little and cost four taps.")
	p("")
	p("## How it was measured")
	p("")
	p("%d households were drawn (seed 1). Each answers every question that applies to it. How often each", len(st.subjects))
	p("answer is given follows INSEE for the size of households and the kind of home, and our own assumptions")
	p("for the other questions that matter most (diet, car, flights, heating, holidays): they are tables in")
	p("`internal/footprint/population_test.go`. Everything else lies around the averages of the model.")
	p("")
	p("On the first half the questions were ranked greedily: each time the one (or the two that only tell")
	p("something together) which, added to those before, brings the footprints closest on average to the")
	p("result after all questions; then single questions were exchanged as long as that helped. The other")
	p("half, which had no part in the choice, is what the table shows, asked by the program itself. Mosaics of")
	p("more than six lines, questions for which one needs a bill and what a car burns in a hundred kilometres")
	p("were no candidates.")
	p("")
	p("## How close fifteen questions come")
	p("")
	p("Distance between the result after the questions and the result after all of them, in kg CO₂e per")
	p("person and year, on the %d households held back. *Model's order* asks each time what the engine", len(held))
	p("reports as the most important missing variable, *file order* as the model lists them.")
	p("")
	p("| way of asking | median | mean |")
	p("|---|---:|---:|")
	truths := make([]float64, len(held))
	for i, s := range held {
		truths[i] = s.truth
	}
	for _, way := range st.ways(openers) {
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
	p("In the order of the conversation. The rank says which are asked when more apply; the influence is the")
	p("mean absolute change of the footprint between answered and not, all else answered.")
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
		given := st.converse(s, st.byOpening(openers, openingLength))
		p("| %s | %d | %d | %.0f | %.0f |", name, len(given), st.taps(given), st.footprint(given), st.footprint(s.all))
		t.Logf("%s: %d questions, %d taps", name, len(given), st.taps(given))
	}
	p("")
}
