//go:build unix

package household

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"capzero/internal/db"
)

// The environment of the test binary when it is the process that dies: in which
// folder, doing what, at which point.
const (
	dirEnv   = "CAPZERO_TEST_HOUSEHOLD_DIR"
	doEnv    = "CAPZERO_TEST_HOUSEHOLD_DO"
	pointEnv = "CAPZERO_TEST_HOUSEHOLD_POINT"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(dirEnv); dir != "" {
		if err := dieDoing(dir, os.Getenv(doEnv), os.Getenv(pointEnv)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// fatal is a context that kills the process the nth time that somebody asks it
// whether to go on. The database asks before every statement.
type fatal struct {
	context.Context
	left *atomic.Int64
}

func (f fatal) Done() <-chan struct{} {
	if f.left.Add(-1) == 0 {
		syscall.Kill(os.Getpid(), syscall.SIGKILL)
		select {} // until it has arrived
	}
	return f.Context.Done()
}

// dieDoing opens the database in dir and dies at a point of what it does there,
// or comes to its end.
func dieDoing(dir, what, point string) error {
	n, err := strconv.Atoi(point)
	if err != nil {
		return err
	}
	records, err := db.Open(context.Background(), dir, func() time.Time { return monday })
	if err != nil {
		return err
	}
	s, err := serviceOn(records)
	if err != nil {
		return err
	}
	ctx := fatal{context.Background(), new(atomic.Int64)}
	ctx.left.Store(int64(n))
	// The hooks are called last: what dies there has written everything.
	s.onJoin = func(context.Context, *db.Tx, string, ID) error { ctx.Done(); return nil }
	s.onSplit = func(context.Context, *db.Tx, ID, ID) error { ctx.Done(); return nil }
	if err := killable[what](ctx, s, dir); err != nil {
		return err
	}
	return records.Close()
}

// killable are the things that people do while the machine dies.
var killable = map[string]func(context.Context, *Service, string) error{
	"create": func(ctx context.Context, s *Service, _ string) error {
		_, err := s.Create(ctx, "max", flat(1, 0))
		return err
	},
	"join": func(ctx context.Context, s *Service, dir string) error {
		token, err := os.ReadFile(dir + "/token")
		if err != nil {
			return err
		}
		_, err = s.Join(ctx, "eve", string(token), true)
		return err
	},
	"split": func(ctx context.Context, s *Service, _ string) error {
		_, err := s.Split(ctx, "bob", Parting{Children: []int{2}, Adults: []int{1}, Home: flat(2, 1)})
		return err
	},
	"leave": func(ctx context.Context, s *Service, _ string) error {
		_, err := s.Leave(ctx, "bob")
		return err
	},
	"decide": func(ctx context.Context, s *Service, _ string) error {
		d := Decision{SharingAtHome, Refuse, s.consents.wordings[SharingAtHome]["fr"].Version}
		return s.consents.Decide(ctx, "bob", "fr", "test", d)
	},
}

// kept are the tables that are compared.
var kept = []string{"household", "home", "member", "absence", "invitation", "join_attempt", "sharing", "consent", "consent_text"}

// furnish writes a database with people in it, and returns what it holds.
func furnish(t *testing.T, dir string) string {
	records, err := db.Open(t.Context(), dir, func() time.Time { return monday })
	must(t, err)
	w := &world{now: monday, Service: newService(t, records)}
	w.create(t, "ana", flat(4, 1))
	must(t, w.AddChild(t.Context(), "ana", "Zoé"))
	w.bring(t, "bob", "ana")
	w.decide(t, "bob", SharingAtHome, Accept)
	must(t, w.Share(t.Context(), "bob", Footprint))
	w.link(t, "bob", 1)
	w.create(t, "eve", flat(1, 0)) // lives alone: joining ends her household
	must(t, os.WriteFile(dir+"/token", []byte(w.link(t, "ana", 2)), 0o600))
	text := dump(t, records, kept...)
	must(t, records.Close())
	return text
}

// read opens a database that a process may have died in, and returns what it
// holds.
func read(t *testing.T, dir string) string {
	records, err := db.Open(t.Context(), dir, func() time.Time { return monday })
	must(t, err)
	defer records.Close()
	return dump(t, records, kept...)
}

var someID = regexp.MustCompile(`\b[A-Z2-7]{26}\b`)

// known replaces the random names that were not there before by one word, and
// puts the lines in order again.
func known(before, text string) string {
	lines := strings.Split(someID.ReplaceAllStringFunc(text, func(id string) string {
		if strings.Contains(before, id) {
			return id
		}
		return "NEW"
	}), "\n")
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// Killed between any two statements of what people do, the database is as it was
// before, or as it is after: nobody is between two homes, no invitation is used
// up by nobody.
func TestKilledBetweenStatements(t *testing.T) {
	furnished := t.TempDir()
	text := furnish(t, furnished)
	before := known(text, text)
	for what := range killable {
		t.Run(what, func(t *testing.T) {
			whole := copyOf(t, furnished)
			if killed := runTo(t, whole, what, -1); killed {
				t.Fatal("killed without being told to")
			}
			after := known(before, read(t, whole))
			if after == before {
				t.Fatal("it changed nothing")
			}
			deaths := 0
			for point := 1; ; point++ {
				dir := copyOf(t, furnished)
				killed := runTo(t, dir, what, point)
				if got := known(before, read(t, dir)); got != after && (got != before || !killed) {
					t.Fatalf("killed (%v) at point %d, it left\n%s", killed, point, got)
				}
				if !killed {
					break
				}
				deaths++
			}
			t.Logf("killed %d times", deaths)
			if deaths < 5 {
				t.Errorf("killed %d times: the test has lost its reach", deaths)
			}
		})
	}
}

// runTo does something in another process, which dies at a point.
func runTo(t *testing.T, dir, what string, point int) (killed bool) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), dirEnv+"="+dir, doEnv+"="+what, pointEnv+"="+strconv.Itoa(point))
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		if status, ok := exit.Sys().(syscall.WaitStatus); ok && status.Signaled() && status.Signal() == syscall.SIGKILL {
			return true
		}
	}
	if err != nil {
		t.Fatalf("%s at point %d: %v\n%s", what, point, err, out)
	}
	return false
}

func copyOf(t *testing.T, dir string) string {
	t.Helper()
	to := t.TempDir()
	must(t, os.CopyFS(to, os.DirFS(dir)))
	return to
}
