package browser

import (
	"fmt"
	"strconv"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// A hand does what a person does on a page. Elements are named by a JavaScript
// expression that evaluates to them.
type hand interface {
	press(element string) // a button or link that leads to another page
	pick(element string)  // a radio button or a box
	fill(element, text string)
}

// field is the expression for the field of the page's question with this name,
// and with this value where it is a row or a box.
func field(name, value string) string {
	return fmt.Sprintf(`[...document.querySelectorAll('#question input')].find(e => e.name === %s && (e.type === 'text' || e.value === %s))`,
		strconv.Quote(name), strconv.Quote(value))
}

// tapWithin is how long a page may take to act on a tap on a busy machine.
const tapWithin = 5 * time.Second

// A finger taps and counts its taps, one for each key of the keyboard too.
type finger struct {
	*tab
	taps int
}

func (f *finger) press(element string) {
	f.Helper()
	x, y := f.aim(element)
	f.taps++
	if _, err := chromedp.RunResponse(f.ctx, chromedp.TapXY(x, y)); err != nil {
		f.Fatalf("tapping %s: %v", element, err)
	}
}

func (f *finger) pick(element string) {
	f.Helper()
	x, y := f.aim(element)
	f.taps++
	f.do(chromedp.TapXY(x, y))
	f.expect(element+".checked", "a tap on %s does not choose it", element)
}

func (f *finger) fill(element, text string) {
	f.Helper()
	x, y := f.aim(element)
	f.taps++
	f.do(chromedp.TapXY(x, y))
	f.expect("document.activeElement === "+element, "a tap on %s does not focus it", element)
	f.taps += len([]rune(text))
	f.do(chromedp.KeyEvent(text))
	f.expect(fmt.Sprintf("%s.value === %q", element, text), "typing %q into %s leaves another text", text, element)
}

// expect waits until a condition holds: a tap is acknowledged before the page
// has acted on it.
func (f *finger) expect(condition, otherwise string, args ...any) {
	f.Helper()
	for begin := time.Now(); time.Since(begin) < tapWithin; time.Sleep(5 * time.Millisecond) {
		if eval[bool](f.tab, condition) {
			return
		}
	}
	f.Fatalf(otherwise, args...)
}

// aim returns where to tap an element, which is its label if it has one, and
// scrolls to it if it is not in sight.
func (f *finger) aim(element string) (x, y float64) {
	f.Helper()
	at := eval[[]float64](f.tab, fmt.Sprintf(`(() => {
		const e = %s
		if (!e) return []
		const target = e.type === 'text' ? e : e.labels?.[0] ?? e
		const aim = () => {
			const r = target.getClientRects()[0] ?? target.getBoundingClientRect() // a link may break over lines
			const x = r.x + r.width / 2, y = r.y + r.height / 2
			const hit = document.elementFromPoint(x, y)
			return target.contains(hit) || hit?.contains(target) && hit !== document.body ? [x, y] : []
		}
		if (aim().length === 0) target.scrollIntoView({block: 'center'})
		return aim()
	})()`, element))
	if len(at) != 2 {
		f.Fatalf("%s: nothing there to tap", element)
	}
	return at[0], at[1]
}

// keys is a keyboard, nothing else.
type keys struct {
	*tab
	pressed int
}

// farthest is more than the places one can stop at on any page.
const farthest = 150

func (k *keys) key(keys string) {
	k.Helper()
	k.pressed++
	k.do(chromedp.KeyEvent(keys))
}

// moveTo presses Tab until the focus is where the condition wants it.
func (k *keys) moveTo(condition string) {
	k.Helper()
	for range farthest {
		if eval[bool](k.tab, condition) {
			return
		}
		k.key(kb.Tab)
	}
	k.Fatalf("Tab never reaches the place where %s", condition)
}

func (k *keys) press(element string) {
	k.Helper()
	k.moveTo("document.activeElement === " + element)
	k.pressed++
	if _, err := chromedp.RunResponse(k.ctx, chromedp.KeyEvent(kb.Enter)); err != nil {
		k.Fatalf("Enter on %s: %v", element, err)
	}
}

func (k *keys) pick(element string) {
	k.Helper()
	k.moveTo(fmt.Sprintf(`document.activeElement === %[1]s || (%[1]s.type === 'radio' && document.activeElement.name === %[1]s.name)`, element))
	for range farthest {
		if eval[bool](k.tab, fmt.Sprintf(`document.activeElement === %[1]s && %[1]s.checked`, element)) {
			return
		}
		if eval[bool](k.tab, "document.activeElement === "+element) {
			k.key(" ")
		} else {
			k.key(kb.ArrowDown)
		}
	}
	k.Fatalf("the keyboard cannot choose %s", element)
}

func (k *keys) fill(element, text string) {
	k.Helper()
	k.moveTo("document.activeElement === " + element)
	k.pressed += len([]rune(text))
	k.do(chromedp.KeyEvent(text))
	if got := eval[string](k.tab, element+".value"); got != text {
		k.Fatalf("typing %q into %s leaves %q", text, element, got)
	}
}
