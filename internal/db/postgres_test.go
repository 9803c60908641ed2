package db_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"capzero/internal/db"
	"capzero/internal/db/dbtest"
	"capzero/internal/fault"
)

// ownServer starts a server that a test may kill, and returns an empty place
// on it.
func ownServer(t *testing.T, durable bool) (*dbtest.Server, string) {
	t.Helper()
	s, err := dbtest.NewServer(t.Context(), durable)
	must(t, err)
	t.Cleanup(func() { must(t, s.Close()) })
	must(t, s.Exec(t.Context(), `CREATE DATABASE city`))
	return s, s.Address("city")
}

// Sixteen at once count the seats that are taken, and take one if there is one
// left. None is ever sold twice.
func TestCountThenInsertNeverOversells(t *testing.T) {
	dbtest.OnBoth(t, func(t *testing.T, open func(func() time.Time) *db.DB) {
		const seats, people, processes = 10, 16, 2
		full := errors.New("full")
		var sold atomic.Int64
		var wg sync.WaitGroup
		for process := range processes {
			d := open(nil)
			for person := range people {
				wg.Go(func() {
					switch err := d.Write(t.Context(), takeSeat(t.Context(), seats, fmt.Sprint(process, person), full)); {
					case err == nil:
						sold.Add(1)
					case !errors.Is(err, full):
						t.Error(err)
					}
				})
			}
		}
		wg.Wait()
		if kept := noted(t, open(nil)); kept != seats || sold.Load() != seats {
			t.Errorf("of %d seats %d were sold, %d people hold one", seats, sold.Load(), kept)
		}
	})
}

func takeSeat(ctx context.Context, seats int, name string, full error) func(*db.Tx) error {
	return func(tx *db.Tx) error {
		var taken int
		err := tx.QueryRow(ctx, `SELECT COUNT(*) FROM installation WHERE value = ?`, "written").Scan(&taken)
		if err != nil {
			return err
		}
		if taken >= seats {
			return full
		}
		return note(ctx, tx, name)
	}
}

// The server restarts again and again under people who write and read. What was
// acknowledged is there, what failed says what to do, and all is well after.
func TestServerRestartsUnderLoad(t *testing.T) {
	s, place := ownServer(t, true)
	d := dbtest.At(t, place, nil)
	var kept, unknown atomic.Int64
	load, stop := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	for person := range 8 {
		wg.Go(func() {
			for n := 0; load.Err() == nil; n++ {
				err := d.Write(t.Context(), func(tx *db.Tx) error { return note(t.Context(), tx, fmt.Sprint(person, n)) })
				switch {
				case err == nil:
					kept.Add(1)
				case fault.KindOf(err) != fault.Limited:
					t.Errorf("a write failed with %v", err)
				case errors.Is(err, db.ErrOutcomeUnknown):
					unknown.Add(1)
				}
				if err := d.Ping(t.Context()); err != nil {
					t.Errorf("a read failed with %v", err)
				}
			}
		})
	}
	for range 3 {
		time.Sleep(300 * time.Millisecond)
		must(t, s.Stop())
		must(t, s.Start(t.Context()))
	}
	time.Sleep(300 * time.Millisecond)
	stop()
	wg.Wait()
	there := int64(noted(t, d))
	t.Logf("3 restarts under 8 people: %d writes acknowledged, %d of unknown outcome, %d there", kept.Load(), unknown.Load(), there)
	if kept.Load() < 100 || there < kept.Load() || there > kept.Load()+unknown.Load() {
		t.Errorf("%d writes were acknowledged and %d are of unknown outcome, %d are there", kept.Load(), unknown.Load(), there)
	}
}

// A server that is away for longer than anyone waits is a fault that says so.
func TestServerThatIsAway(t *testing.T) {
	s, place := ownServer(t, false)
	d := dbtest.At(t, place, nil)
	must(t, s.Kill())
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if err := d.Ping(ctx); fault.KindOf(err) != fault.Limited {
		t.Errorf("a read says %v", err)
	}
	must(t, s.Start(t.Context()))
	must(t, d.Ping(ctx))
}

func TestAnAddressIsNeverRepeated(t *testing.T) {
	for _, address := range []string{
		"postgres://capzero:geheim@localhost:1/city?connect_timeout=1",
		"postgres://capzero@localhost:1/city?connect_timeout=1&password=geheim",
		"postgres://capzero:geheim@localhost:port/city",
		"postgres://capzero:geheim@localhost",
		"postgres://capzero:ge%heim@localhost/city",
		"postgresql://capzero:geheim@localhost/city?sslmode=geheim",
	} {
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		_, err := db.Open(ctx, address, time.Now)
		cancel()
		if err == nil || strings.Contains(err.Error(), "heim") {
			t.Errorf("%s gives %v", address, err)
		}
		if strings.Contains(db.Name(address), "heim") {
			t.Errorf("%s is named %s", address, db.Name(address))
		}
	}
}

func TestOtherEncodingsAreRefused(t *testing.T) {
	s, _ := ownServer(t, false)
	must(t, s.Exec(t.Context(), `CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0`))
	if _, err := db.Open(t.Context(), s.Address("latin"), time.Now); err == nil || !strings.Contains(err.Error(), "UTF8") {
		t.Errorf("got %v", err)
	}
}
