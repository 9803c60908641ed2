package account

import (
	"fmt"
	"testing"
	"time"
)

// A page that is signed in costs one of these before it does anything else.
func BenchmarkSession(b *testing.B) {
	w := newWorld(b)
	in, _ := w.come(b, "rea@example.org")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := w.Session(b.Context(), in.Token); err != nil {
			b.Fatal(err)
		}
	}
}

// Somebody signs in from the first form to the session, the mail written.
func BenchmarkSignIn(b *testing.B) {
	w := newWorld(b)
	for i := 0; b.Loop(); i++ {
		w.clock.pass(time.Second)
		w.ask(b, fmt.Sprintf("rea%d@example.org", i))
		if _, err := w.Use(b.Context(), w.post(b).token, firefox); err != nil {
			b.Fatal(err)
		}
	}
}
