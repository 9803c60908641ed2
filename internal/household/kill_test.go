//go:build unix

package household

import (
	"context"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"capzero/internal/db"
	"capzero/internal/db/dbtest"
)

// The environment of the test binary when it is the process that dies: on which
// records, doing what, at which point.
const (
	placeEnv = "CAPZERO_TEST_HOUSEHOLD_PLACE"
	doEnv    = "CAPZERO_TEST_HOUSEHOLD_DO"
	pointEnv = "CAPZERO_TEST_HOUSEHOLD_POINT"
	tokenEnv = "CAPZERO_TEST_HOUSEHOLD_TOKEN"
)

func TestMain(m *testing.M) {
	if place := os.Getenv(placeEnv); place != "" {
		if err := dieDoing(place, os.Getenv(doEnv), os.Getenv(pointEnv)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// dieDoing opens the records at a place and dies at a point of what it does
// there, or comes to its end.
func dieDoing(place, what, point string) error {
	n, err := strconv.ParseInt(point, 10, 64)
	if err != nil {
		return err
	}
	records, err := db.Open(context.Background(), place, func() time.Time { return monday })
	if err != nil {
		return err
	}
	s, err := serviceOn(records)
	if err != nil {
		return err
	}
	ctx := dbtest.DeathAt(n)
	// The hooks are called last: what dies there has written everything.
	s.onJoin = func(context.Context, *db.Tx, string, ID) error { ctx.Pass(); return nil }
	s.onSplit = func(context.Context, *db.Tx, ID, ID) error { ctx.Pass(); return nil }
	if err := killable[what](ctx, s); err != nil {
		return err
	}
	return records.Close()
}

// killable are the things that people do while the machine dies.
var killable = map[string]func(context.Context, *Service) error{
	"create": func(ctx context.Context, s *Service) error {
		_, err := s.Create(ctx, "max", flat(1, 0))
		return err
	},
	"join": func(ctx context.Context, s *Service) error {
		_, err := s.Join(ctx, "eve", os.Getenv(tokenEnv), true)
		return err
	},
	"split": func(ctx context.Context, s *Service) error {
		_, err := s.Split(ctx, "bob", Parting{Children: []int{2}, Adults: []int{1}, Home: flat(2, 1)})
		return err
	},
	"leave": func(ctx context.Context, s *Service) error {
		_, err := s.Leave(ctx, "bob")
		return err
	},
	"decide": func(ctx context.Context, s *Service) error {
		d := Decision{SharingAtHome, Refuse, s.consents.wordings[SharingAtHome]["fr"].Version}
		return s.consents.Decide(ctx, "bob", "fr", "test", d)
	},
}

// kept are the tables that are compared.
var kept = []string{"household", "home", "member", "absence", "invitation", "join_attempt", "sharing", "consent", "consent_text"}

// furnish writes people into empty records, and returns a link to join them.
func furnish(t *testing.T, place string) (token string) {
	records := reopen(t, place)
	defer records.Close()
	w := &world{now: monday, Service: newService(t, records)}
	w.create(t, "ana", flat(4, 1))
	must(t, w.AddChild(t.Context(), "ana", "Zoé"))
	w.bring(t, "bob", "ana")
	w.decide(t, "bob", SharingAtHome, Accept)
	must(t, w.Share(t.Context(), "bob", Footprint))
	w.link(t, "bob", 1)
	w.create(t, "eve", flat(1, 0)) // lives alone: joining ends her household
	return w.link(t, "ana", 2)
}

func reopen(t *testing.T, place string) *db.DB {
	t.Helper()
	records, err := db.Open(t.Context(), place, func() time.Time { return monday })
	must(t, err)
	return records
}

// read returns what is in records that a process may have died over.
func read(t *testing.T, place string) string {
	records := reopen(t, place)
	defer records.Close()
	return dump(t, records, kept...)
}

// random is what differs from one run to another: names of rows, hashes, and the
// first letters of a code.
var random = regexp.MustCompile(`\b([A-Z2-7]{26}|[0-9a-f]{64}|code\|[A-Z]{3})\b`)

// faceless is the text of records without what is random in it, in order.
func faceless(text string) string {
	lines := strings.Split(random.ReplaceAllString(text, "…"), "\n")
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// Killed between any two statements of what people do, the records are as they
// were before, or as they are after: nobody is between two homes, no invitation
// is used up by nobody.
func TestKilledBetweenStatements(t *testing.T) {
	for what := range killable {
		t.Run(what, func(t *testing.T) { killEverywhere(t, dbtest.Place(t), dbtest.Place(t), what) })
	}
}

// killEverywhere does one thing at a place and looks at what comes of it; and at
// another place again and again, killed a little later each time, until it comes
// to its end.
func killEverywhere(t *testing.T, whole, place, what string) {
	if runTo(t, whole, furnish(t, whole), what, -1) {
		t.Fatal("killed without being told to")
	}
	after := faceless(read(t, whole))
	token := furnish(t, place)
	before := read(t, place)
	if faceless(before) == after {
		t.Fatal("it changes nothing")
	}
	deaths := 0
	for runTo(t, place, token, what, deaths+1) {
		deaths++
		if got := read(t, place); got != before {
			t.Fatalf("killed at point %d, it left\n%s", deaths, got)
		}
	}
	if got := faceless(read(t, place)); got != after {
		t.Errorf("after %d deaths it came to\n%s", deaths, got)
	}
	t.Logf("killed before each of %d statements", deaths)
	if deaths < 3 {
		t.Errorf("killed %d times: the test has lost its reach", deaths)
	}
}

// runTo does something in another process, which dies at a point.
func runTo(t *testing.T, place, token, what string, point int) (killed bool) {
	t.Helper()
	return dbtest.Killed(t, placeEnv+"="+place, tokenEnv+"="+token, doEnv+"="+what, pointEnv+"="+strconv.Itoa(point))
}
