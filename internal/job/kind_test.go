package job_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"capzero/internal/db"
	"capzero/internal/db/dbtest"
	"capzero/internal/job"
)

type nameless struct{}

func (nameless) Kind() string { return "" }

type answers struct{ Values []string }

func (answers) Kind() string { return "test.answers" }

type word string

func (word) Kind() string { return "test.word" }

type letter struct{ ID string }

func (letter) Kind() string { return "test.letter" }

func nothing[T job.Args](context.Context, job.Job[T]) error { return nil }

func TestNewRefusesKinds(t *testing.T) {
	d := dbtest.Open(t, nil)
	tests := []struct {
		name  string
		kinds []job.Kind
		want  string
	}{
		{"without a name", []job.Kind{job.Work(nothing[nameless])}, "no name"},
		{"about more than ids", []job.Kind{job.Work(nothing[answers])}, "Values"},
		{"about no struct", []job.Kind{job.Work(nothing[word])}, "not a struct"},
		{"twice", []job.Kind{job.Work(nothing[errand]), job.Work(nothing[errand])}, "two kinds"},
		{"without time", []job.Kind{job.Work(nothing[errand]).Within(0)}, "no time"},
		{"backwards", []job.Kind{job.Work(nothing[errand]).Every(-time.Second)}, "no time"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if _, err := job.New(job.Options{DB: d, Kinds: test.kinds}); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestEnqueueRefusesJobs(t *testing.T) {
	d := dbtest.Open(t, nil)
	q := resting(t, d, job.Work(nothing[letter]))
	for name, args := range map[string]job.Args{
		"nobody does it":     errand{N: 1},
		"too long for an id": letter{ID: strings.Repeat("a", 129)},
	} {
		t.Run(name, func(t *testing.T) {
			err := d.Write(t.Context(), func(tx *db.Tx) error { return q.Enqueue(t.Context(), tx, args) })
			if err == nil || len(waiting(t, q)) != 0 {
				t.Errorf("%v, and there are %v", err, waiting(t, q))
			}
		})
	}
	for _, reason := range []string{"", strings.Repeat("a", 201)} {
		err := d.Write(t.Context(), func(tx *db.Tx) error {
			_, err := q.EnqueueOnce(t.Context(), tx, reason, letter{ID: "a"})
			return err
		})
		if err == nil {
			t.Errorf("a reason of %d bytes was taken", len(reason))
		}
	}
}

// A job that is not due waits.
func TestEnqueueAt(t *testing.T) {
	onBoth(t, func(t *testing.T, d *db.DB) {
		ran := make(chan time.Time, 1)
		q := working(t, d, job.Work(func(context.Context, job.Job[letter]) error {
			ran <- time.Now()
			return nil
		}))
		due := time.Now().Add(2 * time.Second)
		must(t, d.Write(t.Context(), func(tx *db.Tx) error { return q.EnqueueAt(t.Context(), tx, due, letter{ID: "a"}) }))
		if all := waiting(t, q); len(all) != 1 || all[0].Running || all[0].Next.Sub(due).Abs() > time.Second {
			t.Errorf("waiting: %+v", all)
		}
		if at := <-ran; at.Before(due.Add(-10 * time.Millisecond)) {
			t.Errorf("it ran %v early", due.Sub(at))
		}
	})
}
