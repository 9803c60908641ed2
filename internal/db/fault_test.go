package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net"
	"testing"

	"capzero/internal/fault"

	"github.com/jackc/pgx/v5/pgconn"
)

func TestWhatPostgreSQLSays(t *testing.T) {
	state := func(code string) error { return fmt.Errorf("write: %w", &pgconn.PgError{Code: code}) }
	tests := []struct {
		name  string
		err   error
		kind  fault.Kind
		again bool
	}{
		{"a row that exists", state("23505"), fault.Conflict, false},
		{"a row that refers to nothing", state("23503"), fault.Internal, false},
		{"bytes that are no letters", state("22021"), fault.Invalid, false},
		{"a collision", state("40001"), fault.Limited, true},
		{"a deadlock", state("40P01"), fault.Limited, true},
		{"a lock that is not let go", state("55P03"), fault.Limited, false},
		{"too many connections", state("53300"), fault.Limited, false},
		{"shut down", state("57P01"), fault.Limited, true},
		{"starting", state("57P03"), fault.Limited, true},
		{"a connection that failed", state("08006"), fault.Limited, true},
		{"a wrong password", state("28P01"), fault.Internal, false},
		{"no such table", state("42P01"), fault.Internal, false},
		{"nobody listens", &net.OpError{Op: "dial", Err: errors.New("refused")}, fault.Limited, true},
		{"whoever asked is gone", context.Canceled, fault.Internal, false},
		{"time is up on the network", errors.Join(context.DeadlineExceeded, &net.OpError{Op: "read", Err: errors.New("timeout")}), fault.Internal, false},
		{"no row", sql.ErrNoRows, fault.Internal, false},
		{"a commit that nobody answered", committed(state("57P01")), fault.Limited, false},
		{"a commit that collided", committed(state("40001")), fault.Limited, true},
		{"nothing", nil, fault.Internal, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := fault.KindOf(asFault(PostgreSQL, test.err)); got != test.kind {
				t.Errorf("it is of kind %v, want %v", got, test.kind)
			}
			if got := mayRepeat(test.err); got != test.again {
				t.Errorf("it may be done again: %v", got)
			}
			if test.err == nil && asFault(PostgreSQL, nil) != nil {
				t.Error("success became a fault")
			}
		})
	}
}

// The pauses grow, end, and are not the same for two that met.
func TestPause(t *testing.T) {
	different := false
	for n := 1; n <= 64; n++ {
		d := pause(n)
		if d < 0 || d >= longestPause {
			t.Errorf("pause %d takes %v", n, d)
		}
		different = different || d != pause(n)
	}
	if !different {
		t.Error("the pauses are always the same")
	}
}
