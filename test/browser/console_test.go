package browser

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// TestQuietConsole: no page writes to the browser's console, which is also
// where a breach of the content security policy shows.
func TestQuietConsole(t *testing.T) {
	eachState(t, func(t *testing.T, path string) {
		for _, m := range inspect(t, path).console {
			t.Error(m)
		}
	})
}

// listenConsole keeps what the browser has to say about the tab's pages.
func listenConsole(tb *tab) (messages func() []string) {
	tb.Helper()
	var mu sync.Mutex
	var lines []string
	add := func(format string, args ...any) {
		mu.Lock()
		defer mu.Unlock()
		lines = append(lines, fmt.Sprintf(format, args...))
	}
	err := chromedp.Listen(tb.ctx, func(event any) {
		switch e := event.(type) {
		case *log.EventEntryAdded:
			// The browser also logs the status of a page that is meant to be an
			// error page.
			if e.Entry.Source == log.EntrySourceNetwork && strings.Contains(e.Entry.URL, "/gallery/") {
				return
			}
			add("%s: %s %s", e.Entry.Source, e.Entry.Text, e.Entry.URL)
		case *runtime.EventExceptionThrown:
			add("exception: %s", e.ExceptionDetails.Text)
		case *runtime.EventConsoleAPICalled:
			add("console.%s", e.Type)
		}
	})
	if err != nil {
		tb.Fatal(err)
	}
	return func() []string {
		mu.Lock()
		defer mu.Unlock()
		return lines
	}
}
