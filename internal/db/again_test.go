package db_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"capzero/internal/db"
	"capzero/internal/db/dbtest"
	"capzero/internal/fault"
)

// A cutter stands between the program and the server, and cuts the connection
// when it sees a word: before the server hears of it, or before the program
// hears the answer.
type cutter struct {
	word   []byte
	before bool
	cuts   atomic.Int64 // left to make
}

// stand makes a place behind which the cutter stands.
func (c *cutter) stand(t *testing.T, place string) string {
	t.Helper()
	u, err := url.Parse(place)
	must(t, err)
	socket := u.Query().Get("host") + "/.s.PGSQL.5432"
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	var open sync.WaitGroup
	t.Cleanup(func() { listener.Close(); open.Wait() })
	open.Go(func() {
		for {
			program, err := listener.Accept()
			if err != nil {
				return
			}
			open.Go(func() { c.carry(program, socket) })
		}
	})
	u.Host, u.RawQuery = listener.Addr().String(), "sslmode=disable"
	return u.String()
}

func (c *cutter) carry(program net.Conn, socket string) {
	defer program.Close()
	server, err := net.Dial("unix", socket)
	if err != nil {
		return
	}
	defer server.Close()
	done := make(chan struct{})
	cut := make(chan struct{})
	go func() {
		defer close(done)
		answer(program, server, cut)
		program.Close()
	}()
	buffer := make([]byte, 64<<10)
	for {
		n, err := program.Read(buffer)
		if err != nil {
			break
		}
		if bytes.Contains(buffer[:n], c.word) && c.cuts.Add(-1) >= 0 {
			if c.before {
				break
			}
			close(cut)
			server.Write(buffer[:n])
			<-done
			break
		}
		server.Write(buffer[:n])
	}
	program.Close()
	server.Close()
	<-done
}

// answer carries what the server says, until it is cut: then it hears the
// answer and keeps it.
func answer(program io.Writer, server io.Reader, cut <-chan struct{}) {
	buffer := make([]byte, 64<<10)
	for {
		n, err := server.Read(buffer)
		if err != nil {
			return
		}
		select {
		case <-cut:
			return
		default:
			program.Write(buffer[:n])
		}
	}
}

func TestAConnectionThatIsCut(t *testing.T) {
	tests := []struct {
		name     string
		word     string
		before   bool
		unknown  bool
		kept     int
		attempts int64
	}{
		{"before a statement: it runs again", "INSERT", true, false, 1, 2},
		{"after a statement: it runs again", "INSERT", false, false, 1, 2},
		{"before the commit: nobody knows, and it does not run again", "commit", true, true, 0, 1},
		{"after the commit: nobody knows, and it does not run again", "commit", false, true, 1, 1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			place := ownPlace(t)
			c := &cutter{word: []byte(test.word), before: test.before}
			d, err := db.Open(t.Context(), c.stand(t, place), time.Now)
			must(t, err)
			defer d.Close()
			c.cuts.Store(1)
			var attempts atomic.Int64
			err = d.Write(t.Context(), func(tx *db.Tx) error {
				attempts.Add(1)
				return note(t.Context(), tx, "fact")
			})
			if errors.Is(err, db.ErrOutcomeUnknown) != test.unknown || (fault.KindOf(err) == fault.Limited) != test.unknown {
				t.Errorf("it says %v", err)
			}
			if kept := noted(t, d); kept != test.kept || attempts.Load() != test.attempts {
				t.Errorf("%d kept in %d attempts, want %d in %d", kept, attempts.Load(), test.kept, test.attempts)
			}
		})
	}
}

// ownPlace is an empty place on PostgreSQL.
func ownPlace(t *testing.T) string {
	t.Helper()
	return dbtest.Empty(t, db.PostgreSQL)
}

// A read that is cut begins again, and whoever asked hears nothing of it.
func TestAReadThatIsCut(t *testing.T) {
	c := &cutter{word: []byte("COUNT"), before: true}
	d, err := db.Open(t.Context(), c.stand(t, ownPlace(t)), time.Now)
	must(t, err)
	defer d.Close()
	c.cuts.Store(3)
	if n := noted(t, d); n != 0 {
		t.Errorf("%d facts", n)
	}
	if left := c.cuts.Load(); left > 0 {
		t.Errorf("%d cuts were not made", left)
	}
}

// Whoever goes away is not kept.
func TestNobodyInsistsForSomebodyWhoIsGone(t *testing.T) {
	c := &cutter{word: []byte("INSERT"), before: true}
	d, err := db.Open(t.Context(), c.stand(t, ownPlace(t)), time.Now)
	must(t, err)
	defer d.Close()
	c.cuts.Store(1 << 30)
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	began := time.Now()
	err = d.Write(ctx, func(tx *db.Tx) error { return note(ctx, tx, "fact") })
	if took := time.Since(began); err == nil || took > 2*time.Second {
		t.Errorf("after %v: %v", took, err)
	}
}

// A function that takes a collision for its own failure, or does not look at
// it, runs again all the same.
func TestACollisionIsSeenWhateverTheFunctionMakesOfIt(t *testing.T) {
	for name, made := range map[string]error{"it fails": errors.New("my own words"), "it does not look": nil} {
		t.Run(name, func(t *testing.T) {
			d, err := db.Open(t.Context(), ownPlace(t), time.Now)
			must(t, err)
			defer d.Close()
			must(t, d.Write(t.Context(), func(tx *db.Tx) error { return note(t.Context(), tx, "seen") }))
			attempts := 0
			must(t, d.Write(t.Context(), func(tx *db.Tx) error {
				attempts++
				touch := `UPDATE installation SET value = value || '.' WHERE fact = 'seen'`
				var before string
				must(t, tx.QueryRow(t.Context(), `SELECT value FROM installation WHERE fact = 'seen'`).Scan(&before))
				if attempts == 1 { // somebody else is faster
					must(t, d.Write(t.Context(), func(other *db.Tx) error {
						_, err := other.Exec(t.Context(), touch)
						return err
					}))
				}
				if _, err := tx.Exec(t.Context(), touch); err != nil {
					return made
				}
				return nil
			}))
			if attempts != 2 {
				t.Errorf("%d attempts", attempts)
			}
		})
	}
}
