package footprint

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"capzero/internal/draw"
	"capzero/models"
	"capzero/models/priors"
)

const (
	// ordersHouseholds take part in the study of orders.
	ordersHouseholds = 300
	// askedAtMost is where the study stops asking: nobody answers more.
	askedAtMost = 60
)

// targets are the half widths of the interval, relative to the figure, that an
// order is to reach. The last is what the program calls sure enough.
var targets = []float64{0.5, 0.4, 0.3, 0.25, 0.2, Enough}

// A position is where a conversation stands: what was answered, and the draws of
// what may be true.
type position struct {
	*reading
	sample *draw.Sample
	total  draw.Figure
}

// An order of questions, and how a conversation finds the next one.
type order struct {
	name string
	next func(i int) func(position) (*Question, bool)
}

// A course of answers: how sure the footprint is after each number of them, and
// the seconds that they took.
type courseOfAnswers struct {
	half    []float64 // relative to the figure; the first is before any answer
	seconds []float64
}

// reaches is the first number of answers at which the interval is so narrow, and
// the seconds until then. It is false where it never is.
func (c courseOfAnswers) reaches(half float64) (answers int, seconds float64, ok bool) {
	at := slices.IndexFunc(c.half, func(h float64) bool { return h <= half })
	if at < 0 {
		return 0, 0, false
	}
	return at, c.seconds[at], true
}

// at is how sure the footprint is after so many answers, or all there are.
func (c courseOfAnswers) at(answers int) float64 { return c.half[min(answers, len(c.half)-1)] }

// orders are the ways of asking that are compared.
func (st *study) orders(openers []opener) []order {
	plain := func(next func(*reading) (*Question, bool)) func(int) func(position) (*Question, bool) {
		return func(int) func(position) (*Question, bool) {
			return func(p position) (*Question, bool) { return next(p.reading) }
		}
	}
	adaptive := func(p position) (*Question, bool) { return p.mostNarrowing(p.sample, p.total, "") }
	opening := st.byOpening(openers, openingLength)
	return []order{
		{adaptiveThroughout, func(int) func(position) (*Question, bool) { return adaptive }},
		{openingThenAdaptive, func(int) func(position) (*Question, bool) {
			return func(p position) (*Question, bool) {
				if q, ok := opening(p.reading); ok {
					return q, true
				}
				return adaptive(p)
			}
		}},
		{openingThenThemes, plain(func(r *reading) (*Question, bool) {
			if q, ok := opening(r); ok {
				return q, true
			}
			return st.byTheme(r)
		})},
		{modelsOrder, plain(st.byModel)},
		{byRandom, func(i int) func(position) (*Question, bool) {
			next := st.byChance(rand.New(rand.NewPCG(4, uint64(i))))
			return func(p position) (*Question, bool) { return next(p.reading) }
		}},
	}
}

const (
	adaptiveThroughout  = "adaptive from the first question"
	openingThenAdaptive = "**the opening, then adaptive**"
	openingThenThemes   = "the opening, then theme by theme"
	modelsOrder         = "the model's own order"
	byRandom            = "random"
)

// byTheme asks for one theme after another, in the order of the program's pages.
func (st *study) byTheme(r *reading) (*Question, bool) {
	for _, theme := range themes {
		if q, ok := r.question(r.nextIn(theme, "")); ok && r.open(q) {
			return q, true
		}
	}
	return st.byModel(r)
}

// priorHouseholds draws households that answer as the priors say that people do.
func (st *study) priorHouseholds(t testing.TB, set *priors.Set, n int) []subject {
	t.Helper()
	sample := draw.New(set, n, st.carbon.Model).Draw(nil)
	r := st.read(nil)
	defer r.close()
	columns := sample.Answers(st.carbon.Model, r.ofCarbon)
	subjects := make([]subject, n)
	for i := range subjects {
		situation := map[string]any{}
		for rule, column := range columns {
			switch v := column[i].(type) {
			case nil:
			case bool:
				situation[rule] = map[bool]string{true: "oui", false: "non"}[v]
			default:
				situation[rule] = v
			}
		}
		subjects[i].all = answersOf(st.voice, situation)
	}
	return subjects
}

// course asks a household in some order until it is sure enough, has answered so
// many questions, or has none left. A footprint that does not compute ends it.
func (st *study) course(t testing.TB, c *certainty, s subject, next func(position) (*Question, bool), most int) courseOfAnswers {
	var course courseOfAnswers
	as, seconds := answers{}, 0.0
	for {
		r := st.read(as)
		p := position{reading: r, sample: r.sample(c.soFar())}
		figures, err := p.sample.Evaluate(r.carbon.Model, carbonTotal)
		if err != nil {
			t.Fatal(err)
		}
		p.total = figures[0]
		kg, known := amount(r.ofCarbon, carbonTotal)
		if !known || !p.total.Computes() {
			r.close()
			return course
		}
		course.half = append(course.half, intervalOf(p.total).HalfWidth(kg))
		course.seconds = append(course.seconds, seconds)
		q, ok := next(p)
		r.close()
		if !ok || len(as) == most || course.at(len(as)) <= Enough {
			return course
		}
		a, knows := s.all[q.Rule]
		if !knows {
			a = answer{Rule: q.Rule}
		}
		as[q.Rule], seconds = a, seconds+q.seconds()
	}
}

// courses asks all households in one order.
func (st *study) courses(t testing.TB, c *certainty, o order, most int) []courseOfAnswers {
	all := make([]courseOfAnswers, len(st.subjects))
	parallel(len(st.subjects), func(i int) { all[i] = st.course(t, c, st.subjects[i], o.next(i), most) })
	return slices.DeleteFunc(all, func(c courseOfAnswers) bool { return len(c.half) == 0 })
}

// newOrderStudy is a study of households after the priors.
func newOrderStudy(t testing.TB, households int) (*study, *certainty, []opener) {
	t.Helper()
	sources, err := models.Priors()
	if err != nil {
		t.Fatal(err)
	}
	set, err := priors.Read(sources...)
	if err != nil {
		t.Fatal(err)
	}
	openers, err := readOpening(openingFile)
	if err != nil {
		t.Fatal(err)
	}
	st := newStudy(t, publishedVoice(t, "fr"), 1, 0)
	st.subjects = st.priorHouseholds(t, set, households)
	return st, newCertainty(set, st.voice), openers
}

func halfWidths(courses []courseOfAnswers, answers int) []float64 {
	var all []float64
	for _, c := range courses {
		all = append(all, c.at(answers))
	}
	return all
}

// TestAskingWhatNarrowsMost holds the adaptive order to its promise: the same
// number of answers leaves a footprint surer than in any other order.
func TestAskingWhatNarrowsMost(t *testing.T) {
	households, asked := 12, 15
	if os.Getenv("CAPZERO_SOAK") != "" {
		households, asked = 100, 25
	}
	st, c, openers := newOrderStudy(t, households)
	found := map[string]float64{}
	for _, o := range st.orders(openers) {
		found[o.name] = median(halfWidths(st.courses(t, c, o, asked), asked))
		t.Logf("± %.1f %% after %d answers (median of %d households): %s", 100*found[o.name], asked, households, o.name)
	}
	for _, other := range []string{modelsOrder, byRandom} {
		for _, ours := range []string{adaptiveThroughout, openingThenAdaptive} {
			if found[ours] > 0.8*found[other] {
				t.Errorf("%s leaves ± %.0f %%, %s ± %.0f %%", ours, 100*found[ours], other, 100*found[other])
			}
		}
	}
}

// TestStudyOfOrders writes docs/orders.md. It takes a quarter of an hour.
func TestStudyOfOrders(t *testing.T) {
	if !*runStudy {
		t.Skip("run with -study to compare the orders again")
	}
	st, c, openers := newOrderStudy(t, ordersHouseholds)
	var found []ordered
	for _, o := range st.orders(openers) {
		found = append(found, ordered{o.name, st.courses(t, c, o, askedAtMost)})
		t.Log(o.name)
	}
	if err := os.WriteFile("../../docs/orders.md", []byte(ordersPage(found)), 0o644); err != nil {
		t.Fatal(err)
	}
}

// An ordered is what an order led to.
type ordered struct {
	name    string
	courses []courseOfAnswers
}

// reached tells how many of all households reach a target, with how many answers
// and seconds: the medians over all, those that never reach it last.
func (o ordered) reached(half float64) string {
	var answers, seconds []float64
	reached := 0
	for _, c := range o.courses {
		n, s, ok := c.reaches(half)
		if !ok {
			answers, seconds = append(answers, math.Inf(1)), append(seconds, math.Inf(1))
			continue
		}
		reached++
		answers, seconds = append(answers, float64(n)), append(seconds, s)
	}
	share := fmt.Sprintf("%.0f %%", 100*float64(reached)/float64(len(o.courses)))
	if a := median(answers); !math.IsInf(a, 1) {
		return fmt.Sprintf("%.0f / %.0f s / %s", a, median(seconds), share)
	}
	return "– / – / " + share
}

// shownAnswers are the numbers of answers for which the page says how sure a
// footprint is.
var shownAnswers = []int{0, 5, 10, openingLength, 20, 30, 40, askedAtMost}

// whatFollows is our reading of the tables.
const whatFollows = `
## What follows

Few households ever get to ± 15 %: what is left then comes from emission factors and from answers given
from memory, which no further question narrows. After some twenty answers the interval hardly moves.
That is why the program says *c’est assez précis* at ± 15 %, and *vos réponses ont dit l’essentiel* where
answers to all open questions could take away no more than a tenth of the variance, which would narrow ± 20 % to ± 19 %.

Thirteen answers of the opening are as good as thirteen adaptive ones, and read as a conversation. The
first five adaptive answers are worth more, because the opening begins with what anybody can answer
without thinking.
`

// ordersPage writes docs/orders.md.
func ordersPage(found []ordered) string {
	var b strings.Builder
	p := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	row := func(first string, cell func(i int) string, n int) {
		fmt.Fprintf(&b, "| %s |", first)
		for i := range n {
			fmt.Fprintf(&b, " %s |", cell(i))
		}
		fmt.Fprintln(&b)
	}
	header := func(first string, cell func(i int) string, n int) {
		row(first, cell, n)
		row("---", func(int) string { return "---:" }, n)
	}

	p("# Which question comes next")
	p("")
	p("Written by `make orders`: change the study in `internal/footprint/orders_test.go`, not this page.")
	p("")
	p("After the thirteen questions of the opening ([questions.md](questions.md)), the program asks the open")
	p("question that is expected to narrow the interval of the footprint most per second of a person's time")
	p("([decision 13](decisions/0013-intervals-from-drawn-households.md)). This page compares that with other")
	p("orders, on the program itself.")
	p("")
	p("## How it was measured")
	p("")
	p("%d households were drawn from the [priors](priors.md), without those of a department. Each is asked", len(found[0].courses))
	p("until its footprint is sure to ± %.0f %%, it has answered %d questions, or none is left that matters.", 100*Enough, askedAtMost)
	p("*Sure to ± 15 %%* says that half of the interval that holds the truth nine times in ten is 15 %% of the")
	p("figure. Seconds are those that we assume for reading and answering: 4 for yes or no, 12 for a typed")
	p("number, more for each line of a list.")
	p("")
	p("*The model's own order* asks what the engine reports as the most important missing variable; *theme by")
	p("theme* is what the pages of the themes do.")
	p("")
	p("## How sure after so many answers")
	p("")
	p("Half the interval, relative to the figure: the median household.")
	p("")
	header("order", func(i int) string { return fmt.Sprint(shownAnswers[i]) }, len(shownAnswers))
	for _, o := range found {
		row(o.name, func(i int) string {
			return fmt.Sprintf("± %.0f %%", 100*median(halfWidths(o.courses, shownAnswers[i])))
		}, len(shownAnswers))
	}
	p("")
	p("## How many answers until it is sure enough")
	p("")
	p("Answers and seconds of the median household, and how many households get there at all. A dash: the")
	p("median household does not.")
	p("")
	header("order", func(i int) string { return fmt.Sprintf("± %.0f %%", 100*targets[i]) }, len(targets))
	for _, o := range found {
		row(o.name, func(i int) string { return o.reached(targets[i]) }, len(targets))
	}
	b.WriteString(whatFollows)
	return b.String()
}
