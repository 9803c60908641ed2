package dbtest

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"runtime"
	"sync/atomic"
	"syscall"
	"testing"
)

// A Death is a context that kills its process before one of the statements that
// get it, as a power cut would.
type Death struct {
	context.Context
	left *atomic.Int64
}

// DeathAt is the death at a point: before the first statement for 1, never for a
// negative number.
func DeathAt(point int64) Death {
	d := Death{context.Background(), new(atomic.Int64)}
	d.left.Store(point)
	return d
}

// statement is who asks a context, before each statement of a transaction and its
// beginning, whether to go on. Others ask too, in between.
const statement = "capzero/internal/db.Engine.unwatched"

// Err is what a statement asks first.
func (d Death) Err() error {
	if pc, _, _, ok := runtime.Caller(1); ok && runtime.FuncForPC(pc).Name() == statement {
		d.Pass()
	}
	return d.Context.Err()
}

// Pass is a point at which the process may die too. A test calls it where all is
// written and nothing committed: a commit asks no context.
func (d Death) Pass() {
	if d.left.Add(-1) == 0 {
		syscall.Kill(os.Getpid(), syscall.SIGKILL)
		select {} // until it has arrived
	}
}

// Killed runs the binary of this test once more with some variables in its
// environment, and reports whether it was killed. It fails the test when it ends
// in any other way than well.
func Killed(t *testing.T, environment ...string) bool {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), environment...)
	out, err := cmd.CombinedOutput()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		if status, ok := exit.Sys().(syscall.WaitStatus); ok && status.Signal() == syscall.SIGKILL {
			return true
		}
	}
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return false
}
