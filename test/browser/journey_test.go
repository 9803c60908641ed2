package browser

import (
	"maps"
	"math"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"capzero/publicodes"
	"capzero/test/visitor"
)

const (
	questionsAtMost = 15
	tapsAtMost      = 45
	shownWithin     = 0.01 // kg: the figure in a page is written with two decimals
)

// The published persona with the most answers: little of what she says is what
// the model would have assumed.
const persona = "mehdi"

// TestJourneyPhone: with a thumb on a phone, from the home page to a result,
// answering truthfully, in 15 questions and 45 taps. The figure is the engine's.
func TestJourneyPhone(t *testing.T) {
	f := &finger{tab: open(t, phone)}
	questions := measure(t, f.tab, f)
	t.Logf("%d questions, %d taps", questions, f.taps)
	if f.taps > tapsAtMost {
		t.Errorf("%d taps to the result, want at most %d", f.taps, tapsAtMost)
	}
}

// TestJourneyKeyboard: the same with a keyboard alone.
func TestJourneyKeyboard(t *testing.T) {
	k := &keys{tab: open(t, desktop)}
	questions := measure(t, k.tab, k)
	t.Logf("%d questions, %d keys", questions, k.pressed)
}

// TestJourneyWithoutScript: the same in a browser that runs no script.
func TestJourneyWithoutScript(t *testing.T) {
	v := phone
	v.noScript = true
	f := &finger{tab: open(t, v)}
	questions := measure(t, f.tab, f)
	t.Logf("%d questions, %d taps", questions, f.taps)
}

// measure goes from the home page to a result and holds the figure against the
// engine. It returns the number of questions.
func measure(t *testing.T, tb *tab, h hand) int {
	t.Helper()
	if status := tb.visit("/"); status != 200 {
		t.Fatalf("the home page answered %d", status)
	}
	return measureFromHome(t, tb, h)
}

// measureFromHome does it in a tab that is on the home page.
func measureFromHome(t *testing.T, tb *tab, h hand) int {
	t.Helper()
	messages := listenConsole(tb)
	truth, err := visitor.Household(persona)
	if err != nil {
		t.Fatal(err)
	}
	h.press(`document.querySelector('form[action="/mesurer"] button')`)

	answers, asked := publicodes.Situation{}, 0
	page := look(tb)
	for ; page.IsQuestion(); page = look(tb) {
		if asked++; asked > questionsAtMost {
			t.Fatalf("more than %d questions before a result", questionsAtMost)
		}
		touches, situation, err := truth.Answer(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, touch := range touches {
			if touch.Typed {
				h.fill(field(touch.Name, ""), touch.Value)
			} else {
				h.pick(field(touch.Name, touch.Value))
			}
		}
		maps.Copy(answers, situation)
		h.press(`document.querySelector('button[form=question]')`)
	}
	got, err := page.Carbon()
	if err != nil {
		t.Fatalf("after %d questions: %v", asked, err)
	}
	if want := bilan(t, answers); math.Abs(got-want) > shownWithin {
		t.Errorf("the result is %v kg, the engine gives %v kg for these answers", got, want)
	}
	for _, m := range messages() {
		t.Errorf("console: %s", m)
	}
	return asked
}

// look is the page in the tab as a visitor sees it.
func look(tb *tab) *visitor.Page {
	tb.Helper()
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(eval[string](tb, "document.documentElement.outerHTML")))
	if err != nil {
		tb.Fatal(err)
	}
	address, err := url.Parse(eval[string](tb, "location.href"))
	if err != nil {
		tb.Fatal(err)
	}
	return &visitor.Page{Path: visitor.Address(address), Doc: doc}
}

// bilan is the engine's own figure for these answers, in kgCO2e.
func bilan(t *testing.T, answers publicodes.Situation) float64 {
	t.Helper()
	model, err := visitor.CarbonModel()
	if err != nil {
		t.Fatal(err)
	}
	e := model.NewEvaluator()
	_ = e.SetSituation(answers) // those of the waste model are left out
	value, err := e.Evaluate("bilan")
	if err != nil {
		t.Fatal(err)
	}
	return value.Number
}
