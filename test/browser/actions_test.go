package browser

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

const (
	meat    = `document.querySelector('input[name=viande-rouge]')`
	outcome = `document.querySelector('#et-si-bilan')`
	deeds   = `document.querySelectorAll('.deed input')`
)

// TestWhatIfAnswersInPlace: one less meal with meat, and the page says what
// would follow without leaving.
func TestWhatIfAnswersInPlace(t *testing.T) {
	f := &finger{tab: open(t, phone)}
	messages := listenConsole(f.tab)
	begin(t, f)
	if status := f.visit("/resultat"); status != 200 {
		t.Fatalf("the result answered %d", status)
	}
	x, y := f.aim(meat + `.closest('.stepper').querySelector('button')`)
	f.do(chromedp.TapXY(x, y))
	f.expect(outcome+`.textContent.includes('kg')`, "%s says nothing after a tap", outcome)
	if address := eval[string](f.tab, "location.pathname"); address != "/resultat" {
		t.Errorf("the tap led to %s", address)
	}
	for _, m := range messages() {
		t.Errorf("console: %s", m)
	}
}

// TestWhatIfWithoutScript: the same as a form.
func TestWhatIfWithoutScript(t *testing.T) {
	v := phone
	v.noScript = true
	f := &finger{tab: open(t, v)}
	begin(t, f)
	if status := f.visit("/resultat"); status != 200 {
		t.Fatalf("the result answered %d", status)
	}
	eval[string](f.tab, meat+`.value = ''`)
	f.fill(meat, "1")
	f.press(`document.querySelector('.what-if button[type=submit]')`)
	page := look(f.tab)
	if said := page.Doc.Find("#et-si-bilan").Text(); !strings.HasPrefix(page.Path, "/resultat/et-si") || !strings.Contains(said, "kg") {
		t.Errorf("%s says %q", page.Path, said)
	}
}

// TestActionsAreComputedTogetherInPlace: two ticks, and the sum is there.
func TestActionsAreComputedTogetherInPlace(t *testing.T) {
	f := &finger{tab: open(t, phone)}
	messages := listenConsole(f.tab)
	begin(t, f)
	if status := f.visit("/gestes"); status != 200 {
		t.Fatalf("the actions answered %d", status)
	}
	f.pick(deeds + "[0]")
	f.pick(deeds + "[1]")
	f.expect(`(document.querySelector('#ensemble h2')?.textContent ?? '').startsWith('2')`, "%s: no sum after two ticks", deeds)
	for _, m := range messages() {
		t.Errorf("console: %s", m)
	}
}

// begin starts a measure that nothing has been answered to.
func begin(t *testing.T, f *finger) {
	t.Helper()
	if status := f.visit("/"); status != 200 {
		t.Fatalf("the home page answered %d", status)
	}
	f.press(`document.querySelector('form[action="/mesurer"] button')`)
}
