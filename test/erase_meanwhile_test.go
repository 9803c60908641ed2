package test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"capzero/internal/db/dbtest"
	"capzero/test/program"
	"capzero/test/visitor"
)

// TestErasedWhileTheyWrite: people tick, weigh and ask for copies without a rest,
// with a phone that does not know that they are erasing everything with another.
// Nothing of them is left, and who stays has everything.
func TestErasedWhileTheyWrite(t *testing.T) {
	dbtest.OnBothPlaces(t, func(t *testing.T, where string) {
		s := &street{place: where, serve: program.Serve}
		s.fill(t, 4)
		diaries := s.diaries()
		staying, leaving := diaries[0], diaries[1:]
		ids := map[*diary][]string{}
		for n, d := range leaving {
			person := s.text(t, `SELECT person_id FROM member WHERE household_id = ?`, string(d.id))
			ids[d] = []string{person, string(d.id), fmt.Sprintf("personne%d@example.org", n+1)}
		}

		var people sync.WaitGroup
		var over atomic.Bool
		var written atomic.Int64
		for n, d := range diaries {
			random := rand.New(rand.NewPCG(5, uint64(n)))
			people.Go(func() {
				for !over.Load() {
					err := d.send(s, random)
					if d == staying && err != nil {
						t.Error(err)
					}
					if d != staying && random.IntN(5) == 0 {
						_, err = d.Tell("/mes-donnees/export", nil)
					}
					if err == nil {
						written.Add(1)
					}
					time.Sleep(pace)
				}
			})
		}
		for _, d := range leaving {
			people.Go(func() {
				time.Sleep(time.Second)
				if err := eraseAll(d.Visitor); err != nil {
					t.Error(err)
				}
			})
		}
		time.Sleep(3 * time.Second)
		over.Store(true)
		people.Wait()
		t.Logf("%d things were written", written.Load())

		staying.check(t, s)
		for _, d := range leaving {
			wantNothingOf(t, s.place, ids[d])
		}
	})
}

// eraseAll erases everything through the pages.
func eraseAll(v *visitor.Visitor) error {
	form, err := v.Get("/mes-donnees/effacer")
	if err != nil {
		return err
	}
	reference := form.Doc.Find("input[name=reference]").AttrOr("value", "")
	page, err := v.Post("/mes-donnees/effacer", url.Values{"reference": {reference}, "confirme": {"oui"}})
	if err == nil && (page.Status != http.StatusOK || page.Path != "/mes-donnees/recu/"+reference) {
		err = fmt.Errorf("erasing led to %s, %d", page.Path, page.Status)
	}
	return err
}

// wantNothingOf waits until none of some identifiers is left in any table: what was
// under way when they were erased is swept out by a job.
func wantNothingOf(t *testing.T, place string, ids []string) {
	t.Helper()
	const within = 150 * time.Second // the job runs after two minutes
	var left []string
	for deadline := time.Now().Add(within); ; time.Sleep(200 * time.Millisecond) {
		left = nil
		for table, rows := range tables(t, place) {
			for _, id := range ids {
				if strings.Contains(rows, id) && !slices.Contains(leadNowhere, bare(table)) {
					left = append(left, id+" in "+table)
				}
			}
		}
		if len(left) == 0 {
			return
		}
		if time.Now().After(deadline) {
			t.Errorf("there is left %v", left)
			return
		}
	}
}
