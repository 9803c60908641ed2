package db

import (
	"context"
	"database/sql/driver"
	"errors"
	"io"
	"math/rand/v2"
	"net"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// ErrOutcomeUnknown is wrapped by the error of a write whose connection was lost
// while it was committed: it may have been kept, or not.
var ErrOutcomeUnknown = errors.New("the connection was lost during the commit")

const (
	// insistFor is how long a transaction is begun again. A server that restarts
	// is back by then.
	insistFor = 5 * time.Second
	// longestPause bounds the pause between two attempts.
	longestPause = 500 * time.Millisecond
	// mostDoubles is how often a transaction may find that a row is there already.
	// Two that take the same number at once end so, where the one that looks first
	// would have found another number; one that writes alone finds the truth.
	mostDoubles = aloneFrom + 1
)

// insist calls attempt, counting from 1, until it succeeds, fails for good, or
// has had its time.
func insist(ctx context.Context, attempt func(n int) error) error {
	within, cancel := context.WithTimeout(ctx, insistFor)
	defer cancel()
	for n, doubles := 1, 0; ; n++ {
		err := attempt(n)
		if isDouble(err) {
			doubles++
		}
		again := mayRepeat(err) || isDouble(err) && doubles < mostDoubles
		if !again || wait(within, pause(n)) != nil {
			return err
		}
	}
}

// pause is how long to wait after attempt n: up to twice as long each time, at
// random, so that two that met do not meet again.
func pause(n int) time.Duration {
	most := longestPause
	if n < 9 {
		most = min(most, time.Millisecond<<n)
	}
	return rand.N(most)
}

func wait(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return ctx.Err()
	case <-ctx.Done():
		return ctx.Err()
	}
}

// committed says what the error of a commit means. The driver's word that
// nothing had been sent is not taken here: it gives it where the commit was sent
// and its answer lost.
func committed(err error) error {
	if isLost(err) {
		return errors.Join(ErrOutcomeUnknown, err)
	}
	return err
}

// mayRepeat reports whether a transaction that failed with err left nothing
// behind and may succeed the next time.
func mayRepeat(err error) bool {
	if err == nil || errors.Is(err, ErrOutcomeUnknown) {
		return false
	}
	return isCollision(err) || isLost(err)
}

// isCollision reports whether a transaction came in the way of another one:
// PostgreSQL undoes one of the two.
func isCollision(err error) bool {
	switch stateOf(err) {
	case "40001", "40P01": // serialization_failure, deadlock_detected
		return true
	}
	// A statement had failed so, and who sent it went on to the commit.
	return errors.Is(err, pgx.ErrTxCommitRollback)
}

// isLost reports whether the connection is gone, or was never made because the
// server is away.
func isLost(err error) bool {
	if err == nil || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return false
	}
	switch state := stateOf(err); {
	case state == "":
		return isBroken(err)
	case state == "57P01", state == "57P02", state == "57P03": // shut down, crashed, starting
		return true
	default:
		return state[:2] == "08" // connection exception
	}
}

// isBroken reports whether it is the network that failed.
func isBroken(err error) bool {
	for _, broken := range []error{driver.ErrBadConn, io.EOF, io.ErrUnexpectedEOF, net.ErrClosed} {
		if errors.Is(err, broken) {
			return true
		}
	}
	if _, ok := errors.AsType[*net.OpError](err); ok {
		return true
	}
	return pgconn.SafeToRetry(err) // nothing had been sent
}

// stateOf is the code that PostgreSQL gave an error, empty if it gave none.
func stateOf(err error) string {
	if e, ok := errors.AsType[*pgconn.PgError](err); ok && len(e.Code) == 5 {
		return e.Code
	}
	return ""
}
