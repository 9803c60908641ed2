package dbtest

import (
	"context"
	"crypto/rand"
	"strings"
	"sync"
	"testing"
	"time"

	"capzero/internal/db"
)

// template is the database that the others are copied from: it has the tables.
const template = "template_capzero"

// shared is the server of this test binary. It is the one thing that tests have
// in common: starting one each would take a second each.
var shared = sync.OnceValues(func() (*Server, error) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	s, err := NewServer(ctx, false)
	if err != nil {
		return nil, err
	}
	return s, s.makeTemplate(ctx)
})

func (s *Server) makeTemplate(ctx context.Context) error {
	if err := s.Exec(ctx, `CREATE DATABASE `+template); err != nil {
		return err
	}
	d, err := db.Open(ctx, s.Address(template), time.Now)
	if err != nil {
		return err
	}
	return d.Close()
}

// newDatabase makes a copy of a database, which goes away with the test, and
// returns its address.
func newDatabase(t testing.TB, copied string) string {
	t.Helper()
	s, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	name := "test_" + strings.ToLower(rand.Text())
	if err := s.Exec(t.Context(), `CREATE DATABASE `+name+` TEMPLATE `+copied); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Exec(context.Background(), `DROP DATABASE `+name+` WITH (FORCE)`); err != nil {
			t.Error(err)
		}
	})
	return s.Address(name)
}
