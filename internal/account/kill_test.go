package account

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"capzero/internal/db"

	"modernc.org/sqlite"
)

// These make the test binary the process that is killed: the folder of its
// records, the link that it opens, and the statement at which it dies.
const (
	victimDir   = "CAPZERO_TEST_VICTIM_DIR"
	victimToken = "CAPZERO_TEST_VICTIM_TOKEN"
	victimAt    = "CAPZERO_TEST_VICTIM_AT"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(victimDir); dir != "" {
		if err := signUpAndDie(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// signUpAndDie opens a link and is killed before a statement of it. With fewer
// statements than that it comes to its end.
func signUpAndDie(dir string) error {
	at, err := strconv.ParseInt(os.Getenv(victimAt), 10, 64)
	if err != nil {
		return err
	}
	var armed atomic.Bool
	var statements atomic.Int64
	sqlite.RegisterConnectionHook(func(conn sqlite.ExecQuerierContext, _ string) error {
		return conn.(sqlite.AuthorizerRegisterer).RegisterAuthorizer(
			func(action sqlite.AuthorizerActionCode, _, _, _, _ string) sqlite.AuthorizerReturnCode {
				if armed.Load() && beginsStatement(action) && statements.Add(1) == at {
					syscall.Kill(os.Getpid(), syscall.SIGKILL)
					select {}
				}
				return sqlite.AuthorizerOK
			})
	})
	ctx := context.Background()
	c := newClock()
	records, err := db.Open(ctx, dir, c.Now)
	if err != nil {
		return err
	}
	w, err := serviceOn(records)
	if err != nil {
		return err
	}
	armed.Store(true)
	if _, err := w.Use(ctx, Token(os.Getenv(victimToken)), firefox); err != nil {
		return err
	}
	armed.Store(false)
	return records.Close()
}

func beginsStatement(action sqlite.AuthorizerActionCode) bool {
	switch action {
	case sqlite.AuthTransaction, sqlite.AuthSelect, sqlite.AuthInsert, sqlite.AuthUpdate, sqlite.AuthDelete:
		return true
	}
	return false
}

func TestKilledAnywhereASignUpIsDoneOrNotBegun(t *testing.T) {
	dir := t.TempDir()
	c := newClock()
	records, err := db.Open(t.Context(), dir, c.Now)
	must(t, err)
	defer records.Close()
	w := newWorldOn(t, records, c, nil)
	w.ask(t, "rea@example.org")
	token := w.post(t).token

	rows := func() string {
		var counts []string
		for _, table := range []string{"person", "session", "role", "right_event"} {
			counts = append(counts, strconv.Itoa(w.count(t, table)))
		}
		return strings.Join(counts, " ")
	}
	for at := 1; ; at++ {
		if at > 100 {
			t.Fatal("a sign-up has no end")
		}
		victim := exec.Command(os.Args[0])
		victim.Env = append(os.Environ(), victimDir+"="+dir, victimToken+"="+string(token), victimAt+"="+strconv.Itoa(at))
		said, err := victim.CombinedOutput()
		if err == nil {
			t.Logf("killed before each of %d statements", at-1)
			if at < 8 {
				t.Errorf("a sign-up of only %d statements was seen", at-1)
			}
			break
		}
		if status, ok := victim.ProcessState.Sys().(syscall.WaitStatus); !ok || status.Signal() != syscall.SIGKILL {
			t.Fatalf("the victim ended with %v: %s", err, said)
		}
		if got := rows(); got != "0 0 0 0" {
			t.Fatalf("killed before statement %d it leaves %s", at, got)
		}
		if _, err := w.Peek(t.Context(), token); err != nil {
			t.Fatalf("killed before statement %d, the link gives %v", at, err)
		}
	}
	if got := rows(); got != "1 1 1 1" {
		t.Errorf("a sign-up leaves %s", got)
	}
	_, err = w.Peek(t.Context(), token)
	wantFault(t, err, "error.sign_in_used")
	w.clock.pass(time.Second)
	if in, _ := w.come(t, "rea@example.org"); in.New {
		t.Error("and nobody to come in again")
	}
}
