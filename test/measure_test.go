package test

import (
	"maps"
	"math"
	"net/url"
	"testing"

	"capzero/publicodes"
	"capzero/test/visitor"
)

const (
	openingAtMost = 15   // questions before a first result
	shownWithin   = 0.01 // kg: the figure in a page is written with two decimals
)

// must returns the page, or ends the test.
func must(t *testing.T) func(*visitor.Page, error) *visitor.Page {
	return func(p *visitor.Page, err error) *visitor.Page {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
}

// A journey is a household on its way through the opening.
type journey struct {
	*visitor.Visitor
	truth   *visitor.Truth
	page    *visitor.Page
	answers publicodes.Situation // what was sent, as the engine reads it
	asked   []string             // paths, in the order of the questions
	taps    int                  // that the answers would cost on a phone
	forge   url.Values           // sent with every answer; nil for an honest form
}

func begin(t *testing.T, url, persona string) *journey {
	t.Helper()
	v := visitor.New(url)
	page := must(t)(v.Start())
	if !page.IsQuestion() {
		t.Fatalf("the first page after the start is %s (%d)", page.Path, page.Status)
	}
	return &journey{Visitor: v, truth: truthOf(t, persona), page: page, answers: publicodes.Situation{}}
}

// answer answers the page's question truthfully and moves on.
func (j *journey) answer(t *testing.T) {
	t.Helper()
	touches, situation, err := j.truth.Answer(j.page)
	if err != nil {
		t.Fatal(err)
	}
	fields := visitor.Fields(touches)
	maps.Copy(fields, j.forge)
	for _, touch := range touches {
		j.taps += touch.Taps
	}
	j.taps++ // Continuer
	j.asked = append(j.asked, j.page.Path)
	maps.Copy(j.answers, situation)
	j.page = must(t)(j.Send(j.page, fields))
	if j.page.Status != 200 {
		t.Fatalf("after %v on %s: %d %s", fields, j.asked[len(j.asked)-1], j.page.Status, j.page.Error())
	}
}

// finish answers until there is a result.
func (j *journey) finish(t *testing.T) {
	t.Helper()
	for !j.page.IsResult() {
		if !j.page.IsQuestion() {
			t.Fatalf("the opening led to %s", j.page.Path)
		}
		if len(j.asked) == openingAtMost {
			t.Fatalf("more than %d questions before a result: %v", openingAtMost, j.asked)
		}
		j.answer(t)
	}
}

// result opens the result page and returns its figure.
func (j *journey) result(t *testing.T) float64 {
	t.Helper()
	kg, err := must(t)(j.Get("/resultat")).Carbon()
	if err != nil {
		t.Fatal(err)
	}
	return kg
}

// wantResult holds the result against the engine.
func (j *journey) wantResult(t *testing.T, answers publicodes.Situation) {
	t.Helper()
	got, want := j.result(t), bilanOf(t, answers)
	if math.Abs(got-want) > shownWithin {
		t.Errorf("the result is %v kg, the engine gives %v kg for these answers", got, want)
	}
}

// TestPersonasMeasure: every persona gets through the opening in 15 questions
// to the engine's own figure for what was answered.
func TestPersonasMeasure(t *testing.T) {
	p := serve(t, place(t))
	personas, err := visitor.Personas()
	if err != nil {
		t.Fatal(err)
	}
	for name := range personas {
		t.Run(name, func(t *testing.T) {
			j := begin(t, p.URL, name)
			j.finish(t)
			j.wantResult(t, j.answers)
			t.Logf("%d questions, %d taps, %.0f kg", len(j.asked), 1+j.taps, j.result(t))
		})
	}
}
