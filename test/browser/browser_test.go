// Package browser holds every page of the program, in every state that the
// gallery lists, against what a person, a keyboard, a small phone, a screen
// reader and a browser without JavaScript need of it.
//
// The pages come from the built program with demo data, over HTTP on loopback,
// in headless Chromium. One browser serves all tests; each check opens its own
// tab with its own cookies.
package browser

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	_ "capzero/internal/app" // for the go command: results are stale once the program changes
	"capzero/test/program"
)

// tabWithin bounds the life of one tab on a busy machine.
const tabWithin = 2 * time.Minute

var (
	server  *program.Process // `capzero serve` on demo data
	browser context.Context  // the one Chromium
)

func TestMain(m *testing.M) {
	flag.Parse()
	if flag.Lookup("test.list").Value.String() != "" {
		os.Exit(m.Run()) // only names are asked for
	}
	code, err := run(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

func run(m *testing.M) (code int, err error) {
	defer program.Remove()
	data, err := os.MkdirTemp("", "capzero-browser-")
	if err != nil {
		return 1, err
	}
	defer os.RemoveAll(data)
	if _, stderr, err := program.Run(context.Background(), "demo", "--households", "24", "--weeks", "4", "--data", data); err != nil {
		return 1, fmt.Errorf("capzero demo: %w\n%s", err, stderr)
	}
	if server, err = program.Serve(data); err != nil {
		return 1, err
	}
	defer server.Stop()

	stop, err := startBrowser()
	if err != nil {
		return 1, err
	}
	defer stop()
	return m.Run(), nil
}

func startBrowser() (stop func(), err error) {
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.NoSandbox, // containers run tests as root
		chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("hide-scrollbars", true),
		chromedp.Flag("accept-lang", "fr-FR"),
	)
	if shell, err := exec.LookPath("chromium-headless-shell"); err == nil { // Debian's name, which chromedp does not look for
		options = append(options, chromedp.ExecPath(shell))
	}
	allocator, stopAllocator := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, stopBrowser := chromedp.NewContext(allocator)
	stop = func() { stopBrowser(); stopAllocator() }
	if err := chromedp.Do(ctx); err != nil {
		stop()
		return nil, fmt.Errorf("chromium: %w", err)
	}
	browser = ctx
	return stop, nil
}

// A view is how a tab is looked at.
type view struct {
	width, height int64
	touch         bool
	dark          bool
	noScript      bool
}

var (
	phone    = view{width: 390, height: 844, touch: true}
	desktop  = view{width: 1280, height: 900}
	smallest = view{width: 320, height: 640, touch: true}
)

// A tab is a page under test with its own cookies.
type tab struct {
	testing.TB
	ctx context.Context
}

// open opens an empty tab, closed when the test ends.
func open(t testing.TB, v view) *tab {
	t.Helper()
	return openFor(t, v, tabWithin)
}

// openFor opens a tab that lives for so long at most.
func openFor(t testing.TB, v view, within time.Duration) *tab {
	t.Helper()
	ctx, cancel := chromedp.NewContext(browser, chromedp.WithNewBrowserContext())
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, within)
	t.Cleanup(cancel)
	tb := &tab{TB: t, ctx: ctx}
	tb.do(chromedp.Steps())
	tb.begin(v)
	return tb
}

// begin makes an empty tab one that is watched.
func (tb *tab) begin(v view) {
	tb.Helper()
	tb.look(v)
	call(tb, network.Enable, network.EnableParams{})
	call(tb, network.SetCacheDisabled, network.SetCacheDisabledParams{CacheDisabled: true})
	call(tb, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
}

// A spare is a tab that has shown a page and can show another one, to somebody who
// has never been there: opening a new one takes as long as looking at a page.
type spare struct {
	ctx   context.Context
	close context.CancelFunc
}

// spares are those that nobody uses.
var spares = make(chan spare, 16)

// newSpare opens a tab in which every page has the accessibility checker at hand.
func newSpare(t testing.TB) spare {
	t.Helper()
	source, err := axeSource()
	if err != nil {
		t.Fatal(err)
	}
	var s spare
	s.ctx, s.close = chromedp.NewContext(browser, chromedp.WithNewBrowserContext())
	if err := chromedp.Do(s.ctx); err != nil { // the tab lives as long as the context that it is opened with
		t.Fatal(err)
	}
	call(&tab{TB: t, ctx: s.ctx}, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: source})
	return s
}

// borrow runs look in a tab that others have used, and leaves it to the next. A tab
// in which something failed is closed.
func borrow(t testing.TB, v view, look func(*tab)) {
	t.Helper()
	var s spare
	select {
	case s = <-spares:
	default:
		s = newSpare(t)
	}
	ctx, cancel := context.WithTimeout(s.ctx, tabWithin)
	whole := false
	defer func() {
		cancel()
		if !whole {
			s.close()
			return
		}
		select {
		case spares <- s:
		default:
			s.close()
		}
	}()
	tb := &tab{TB: t, ctx: ctx}
	call(tb, network.ClearBrowserCookies, cdp.Empty{})
	tb.begin(v)
	look(tb)
	whole = true
}

// look changes how the tab is looked at.
func (tb *tab) look(v view) {
	tb.Helper()
	options := []chromedp.EmulateViewportOption{chromedp.EmulatePortrait}
	if v.touch {
		options = append(options, chromedp.EmulateTouch, chromedp.EmulateMobile)
	}
	tb.do(chromedp.EmulateViewport(v.width, v.height, options...))
	scheme := "light"
	if v.dark {
		scheme = "dark"
	}
	call(tb, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{
			{Name: "prefers-color-scheme", Value: scheme},
			{Name: "prefers-reduced-motion", Value: "reduce"}, // styles are read when they have settled
		},
	})
	call(tb, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: v.noScript})
}

// visit opens a path of the program and returns the status of the answer.
func (tb *tab) visit(path string) int {
	tb.Helper()
	response, err := chromedp.Run(tb.ctx, chromedp.NavigateResponse(server.URL+path))
	if err != nil {
		tb.Fatalf("%s: %v", path, err)
	}
	if response == nil {
		tb.Fatalf("%s: no answer", path)
	}
	return int(response.Status)
}

// do runs steps in the tab.
func (tb *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	tb.Helper()
	if err := chromedp.Do(tb.ctx, steps...); err != nil {
		tb.Fatal(err)
	}
}

// call sends one command of the DevTools protocol to the tab.
func call[P, R any](tb *tab, command cdp.Command[P, R], params P) R {
	tb.Helper()
	result, err := chromedp.Call(tb.ctx, command, params)
	if err != nil {
		tb.Fatal(err)
	}
	return result
}

// eval evaluates a script in the page and returns its value. It works beside
// the page's content security policy and with the page's scripts turned off.
func eval[T any](tb *tab, script string) T {
	tb.Helper()
	value, err := chromedp.Run(tb.ctx, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
	if err != nil {
		tb.Fatal(err)
	}
	return value
}

// sleep is a script that takes as long.
func sleep(d time.Duration) string {
	return fmt.Sprintf("new Promise(done => setTimeout(() => done(true), %d))", d.Milliseconds())
}
