package account

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"capzero/internal/db"
	"capzero/internal/db/dbtest"
)

// These make the test binary the process that is killed: where its records
// are, the link that it opens, and the point at which it dies.
const (
	victimPlace = "CAPZERO_TEST_VICTIM_PLACE"
	victimToken = "CAPZERO_TEST_VICTIM_TOKEN"
	victimAt    = "CAPZERO_TEST_VICTIM_AT"
)

func TestMain(m *testing.M) {
	if place := os.Getenv(victimPlace); place != "" {
		if err := signUpAndDie(place); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// signUpAndDie opens a link and is killed at a point of it. With fewer points than
// that it comes to its end.
func signUpAndDie(place string) error {
	at, err := strconv.ParseInt(os.Getenv(victimAt), 10, 64)
	if err != nil {
		return err
	}
	records, err := db.Open(context.Background(), place, newClock().Now)
	if err != nil {
		return err
	}
	ctx := dbtest.DeathAt(at)
	w, err := serviceOn(records, func(o *Options) {
		// It is called last: what dies there has written everything.
		o.Arrived = func(context.Context, *db.Tx, string, string) error { ctx.Pass(); return nil }
	})
	if err != nil {
		return err
	}
	if _, err := w.Use(ctx, Token(os.Getenv(victimToken)), firefox); err != nil {
		return err
	}
	return records.Close()
}

// Killed before any statement of a sign-up, or before its commit, nobody has come
// in and the link still works.
func TestKilledAnywhereASignUpIsDoneOrNotBegun(t *testing.T) {
	place := dbtest.Place(t)
	c := newClock()
	w := newWorldOn(t, dbtest.At(t, place, c.Now), c, nil)
	w.ask(t, "rea@example.org")
	token := w.post(t).token

	rows := func() string {
		var counts []string
		for _, table := range []string{"person", "session", "role", "right_event"} {
			counts = append(counts, strconv.Itoa(w.count(t, table)))
		}
		return strings.Join(counts, " ")
	}
	deaths := 0
	for dbtest.Killed(t, victimPlace+"="+place, victimToken+"="+string(token), victimAt+"="+strconv.Itoa(deaths+1)) {
		deaths++
		if got := rows(); got != "0 0 0 0" {
			t.Fatalf("killed at point %d it leaves %s", deaths, got)
		}
		if _, err := w.Peek(t.Context(), token); err != nil {
			t.Fatalf("killed at point %d, the link gives %v", deaths, err)
		}
	}
	t.Logf("killed at each of %d points", deaths)
	if deaths < 8 {
		t.Errorf("a sign-up of only %d statements was seen", deaths)
	}
	if got := rows(); got != "1 1 1 1" {
		t.Errorf("a sign-up leaves %s", got)
	}
	_, err := w.Peek(t.Context(), token)
	wantFault(t, err, "error.sign_in_used")
	w.clock.pass(time.Second)
	if in, _ := w.come(t, "rea@example.org"); in.New {
		t.Error("and nobody to come in again")
	}
}
