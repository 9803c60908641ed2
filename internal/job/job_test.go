package job_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"capzero/internal/db"
	"capzero/internal/db/dbtest"
	"capzero/internal/fault"
	"capzero/internal/job"
)

// An errand is what the jobs of these tests are about.
type errand struct {
	N int `json:"n"`
}

func (errand) Kind() string { return "test.errand" }

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// soon is a pause for tests.
func soon(int) time.Duration { return time.Millisecond }

// onBoth runs a test on both engines, with the records open.
func onBoth(t *testing.T, test func(t *testing.T, d *db.DB)) {
	t.Helper()
	t.Parallel() // they wait more than they work
	dbtest.OnBoth(t, func(t *testing.T, open func(func() time.Time) *db.DB) {
		t.Parallel()
		test(t, open(nil))
	})
}

// working is a queue whose workers work until the test ends.
func working(t *testing.T, d *db.DB, kinds ...job.Kind) *job.Queue {
	t.Helper()
	q := resting(t, d, kinds...)
	start(t, q)
	return q
}

// resting is a queue of which nobody works yet.
func resting(t *testing.T, d *db.DB, kinds ...job.Kind) *job.Queue {
	t.Helper()
	q, err := job.New(job.Options{DB: d, Kinds: kinds, Pause: soon, Log: slog.New(slog.NewTextHandler(t.Output(), nil))})
	must(t, err)
	return q
}

func start(t *testing.T, q *job.Queue) {
	t.Helper()
	must(t, q.Start(t.Context()))
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		must(t, q.Stop(ctx))
	})
}

func enqueue(t *testing.T, d *db.DB, q *job.Queue, all ...job.Args) {
	t.Helper()
	must(t, d.Write(t.Context(), func(tx *db.Tx) error {
		for _, args := range all {
			if err := q.Enqueue(t.Context(), tx, args); err != nil {
				return err
			}
		}
		return nil
	}))
}

// note is an effect in the records; noted counts them.
func note(ctx context.Context, tx *db.Tx, fact string) error {
	_, err := tx.Exec(ctx, `INSERT INTO installation (fact, value) VALUES (?, ?)`, fact, "noted")
	return err
}

func noted(t *testing.T, d *db.DB) (n int) {
	t.Helper()
	must(t, d.Read(t.Context(), func(tx *db.Tx) error {
		return tx.QueryRow(t.Context(), `SELECT COUNT(*) FROM installation WHERE value = 'noted'`).Scan(&n)
	}))
	return n
}

// eventually waits until something holds.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(2 * time.Minute); !holds(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("after two minutes: not %s", what)
		}
	}
}

func waiting(t *testing.T, q *job.Queue) []job.Listed {
	t.Helper()
	all, err := q.Waiting(t.Context(), 100)
	must(t, err)
	return all
}

func failed(t *testing.T, q *job.Queue) []job.Listed {
	t.Helper()
	all, err := q.Failed(t.Context(), 100)
	must(t, err)
	return all
}

func TestAJobRunsWithItsArguments(t *testing.T) {
	onBoth(t, func(t *testing.T, d *db.DB) {
		got := make(chan job.Job[errand], 1)
		q := working(t, d, job.Work(func(_ context.Context, j job.Job[errand]) error {
			got <- j
			return nil
		}))
		enqueue(t, d, q, errand{N: 7})
		j := <-got
		if j.Args.N != 7 || j.Attempt != 1 || j.ID == 0 {
			t.Errorf("got %+v", j)
		}
		eventually(t, "the queue is empty", func() bool { return len(waiting(t, q)) == 0 })
	})
}

// A job is there if and only if what gave the reason for it is.
func TestAJobGoesWithItsTransaction(t *testing.T) {
	onBoth(t, func(t *testing.T, d *db.DB) {
		q := resting(t, d, job.Work(func(context.Context, job.Job[errand]) error { return nil }))
		failure := errors.New("the caller changed its mind")
		err := d.Write(t.Context(), func(tx *db.Tx) error {
			if err := q.Enqueue(t.Context(), tx, errand{N: 1}); err != nil {
				return err
			}
			return failure
		})
		if all := waiting(t, q); !errors.Is(err, failure) || len(all) != 0 {
			t.Errorf("%v, and there are %v", err, all)
		}
		enqueue(t, d, q, errand{N: 2})
		if all := waiting(t, q); len(all) != 1 || all[0].Args != `{"n": 2}` && all[0].Args != `{"n":2}` {
			t.Errorf("there are %+v", all)
		}
	})
}

// Twenty people give the same reason at once.
func TestOneReasonIsOneJob(t *testing.T) {
	onBoth(t, func(t *testing.T, d *db.DB) {
		q := resting(t, d, job.Work(func(context.Context, job.Job[errand]) error { return nil }))
		var firsts atomic.Int64
		var wg sync.WaitGroup
		for n := range 20 {
			wg.Go(func() {
				first := false
				err := d.Write(t.Context(), func(tx *db.Tx) (err error) {
					first, err = q.EnqueueOnce(t.Context(), tx, "welcome 1", errand{N: n})
					return err
				})
				if err != nil {
					t.Error(err)
				} else if first {
					firsts.Add(1)
				}
			})
		}
		wg.Wait()
		if all := waiting(t, q); firsts.Load() != 1 || len(all) != 1 {
			t.Errorf("%d were the first, there are %v", firsts.Load(), all)
		}
	})
}

func TestReasonsAreForgottenAfterAYear(t *testing.T) {
	dbtest.OnBoth(t, func(t *testing.T, open func(func() time.Time) *db.DB) {
		now := time.Date(2026, 11, 26, 9, 0, 0, 0, time.UTC)
		d := open(func() time.Time { return now })
		q := resting(t, d, job.Work(func(context.Context, job.Job[errand]) error { return nil }))
		for day, want := range []bool{true, false, true, false} {
			must(t, d.Write(t.Context(), func(tx *db.Tx) error {
				first, err := q.EnqueueOnce(t.Context(), tx, "reason", errand{N: day})
				if first != want {
					t.Errorf("time %d: first is %v", day, first)
				}
				return err
			}))
			now = now.Add(200 * 24 * time.Hour)
			if n, err := q.Forget(t.Context()); err != nil || n != int64(day%2) {
				t.Errorf("time %d: %d are forgotten, %v", day, n, err)
			}
		}
	})
}

// What fails is tried again, ten times, then it waits for somebody.
func TestAJobThatFails(t *testing.T) {
	onBoth(t, func(t *testing.T, d *db.DB) {
		var log bytes.Buffer
		var tries atomic.Int64
		var works atomic.Bool
		q, err := job.New(job.Options{DB: d, Pause: soon, Log: slog.New(slog.NewTextHandler(&log, nil)), Kinds: []job.Kind{
			job.Work(func(context.Context, job.Job[errand]) error {
				switch tries.Add(1); {
				case works.Load():
					return nil
				case tries.Load() == 3:
					panic("a bug")
				}
				return fmt.Errorf("550 <zoe@example.org>: no such user")
			}),
		}})
		must(t, err)
		start(t, q)
		enqueue(t, d, q, errand{N: 1})
		eventually(t, "given up", func() bool { return len(failed(t, q)) == 1 })
		f := failed(t, q)[0]
		if tries.Load() != 10 || f.Attempts != 10 || f.Most != 10 || f.Error != "550 <an address>: no such user" || f.Next.IsZero() {
			t.Errorf("after %d tries: %+v", tries.Load(), f)
		}

		works.Store(true)
		must(t, q.Retry(t.Context(), f.ID))
		eventually(t, "done", func() bool { return len(failed(t, q))+len(waiting(t, q)) == 0 })
		if tries.Load() != 11 {
			t.Errorf("%d tries", tries.Load())
		}
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		must(t, q.Stop(ctx))
		said := log.String()
		if strings.Contains(said, "zoe") || strings.Count(said, "job failed") != 10 || strings.Count(said, "a bug") != 1 {
			t.Errorf("the log says %s", said)
		}
	})
}

func TestAJobIsGivenUpOrDropped(t *testing.T) {
	onBoth(t, func(t *testing.T, d *db.DB) {
		hold := make(chan struct{})
		q := working(t, d, job.Work(func(_ context.Context, j job.Job[errand]) error {
			if j.Args.N == 1 {
				return job.GiveUp(errors.New("there is no such letter"))
			}
			<-hold
			return nil
		}))
		enqueue(t, d, q, errand{N: 1}, errand{N: 2})
		eventually(t, "given up, and the other begun", func() bool {
			all := waiting(t, q)
			return len(failed(t, q)) == 1 && len(all) == 1 && all[0].Running
		})
		f := failed(t, q)[0]
		if f.Attempts != 1 || !strings.Contains(f.Error, "no such letter") {
			t.Errorf("got %+v", f)
		}
		if err := q.Drop(t.Context(), waiting(t, q)[0].ID); fault.KindOf(err) != fault.Conflict {
			t.Errorf("one that runs is dropped: %v", err)
		}
		close(hold)
		must(t, q.Drop(t.Context(), f.ID))
		if all := failed(t, q); len(all) != 0 {
			t.Errorf("after it was dropped there is %v", all)
		}
		for _, do := range []func(context.Context, int64) error{q.Drop, q.Retry} {
			if err := do(t.Context(), f.ID); fault.KindOf(err) != fault.NotFound {
				t.Errorf("one that is not there: %v", err)
			}
		}
	})
}

// What a job writes is kept once, even where it ran twice: when the process
// failed between writing and saying so, and when its time was up while another
// attempt did it.
func TestEffectsAreKeptOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, d *db.DB) {
		var tries, effects atomic.Int64
		second := make(chan error, 1)
		q := working(t, d, job.Work(func(ctx context.Context, j job.Job[errand]) error {
			tries.Add(1)
			effect := func(end error) error {
				fact := fmt.Sprint("effect ", effects.Add(1))
				return d.Write(ctx, func(tx *db.Tx) error {
					if err := note(ctx, tx, fact); err != nil {
						return err
					}
					return errors.Join(j.Complete(ctx, tx), end)
				})
			}
			if j.Attempt == 1 {
				return effect(errors.New("undone"))
			}
			err := effect(nil)
			second <- effect(nil) // the same again, as by another process
			return err
		}))
		enqueue(t, d, q, errand{N: 1})
		if err := <-second; err == nil {
			t.Error("a job was completed twice")
		}
		eventually(t, "done", func() bool { return len(waiting(t, q)) == 0 })
		kept := noted(t, d)
		if kept != 1 || effects.Load() != 3 || tries.Load() != 2 || len(failed(t, q)) != 0 {
			t.Errorf("%d effects after %d tries, %v failed", kept, tries.Load(), failed(t, q))
		}
	})
}

func TestAPeriodicKindRunsAgainAndNeverTwiceAtOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, d *db.DB) {
		var runs, now, most atomic.Int64
		kind := job.Work(func(context.Context, job.Job[errand]) error {
			runs.Add(1)
			most.Store(max(most.Load(), now.Add(1)))
			time.Sleep(1500 * time.Millisecond) // longer than the interval
			now.Add(-1)
			return nil
		}).Every(time.Second)
		working(t, d, kind)
		working(t, d, kind)
		eventually(t, "three runs", func() bool { return runs.Load() >= 3 })
		if most.Load() != 1 {
			t.Errorf("%d ran at once", most.Load())
		}
	})
}

func TestAThousandJobsDrain(t *testing.T) {
	onBoth(t, func(t *testing.T, d *db.DB) {
		const many = 1000
		var mu sync.Mutex
		done := map[int]int{}
		q := resting(t, d, job.Work(func(_ context.Context, j job.Job[errand]) error {
			mu.Lock()
			defer mu.Unlock()
			done[j.Args.N]++
			return nil
		}))
		all := make([]job.Args, many)
		for n := range all {
			all[n] = errand{N: n}
		}
		enqueue(t, d, q, all...)
		began := time.Now()
		start(t, q)
		eventually(t, "all are done", func() bool {
			mu.Lock()
			defer mu.Unlock()
			return len(done) == many
		})
		t.Logf("%s: %d jobs in %v", d.Engine(), many, time.Since(began).Round(time.Millisecond))
		eventually(t, "the queue is empty", func() bool { return len(waiting(t, q)) == 0 })
		for n, times := range done {
			if times != 1 {
				t.Errorf("job %d ran %d times", n, times)
			}
		}
	})
}

// Stop lets a job end. One that does not end in time is told to, and runs again
// at the next start.
func TestStop(t *testing.T) {
	onBoth(t, func(t *testing.T, d *db.DB) {
		began := make(chan int, 10)
		var ended atomic.Int64
		kind := job.Work(func(ctx context.Context, j job.Job[errand]) error {
			began <- j.Args.N
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-time.After(time.Duration(j.Args.N) * time.Millisecond):
				ended.Add(1)
				return nil
			}
		})
		run := func(patience time.Duration, args ...job.Args) (took time.Duration) {
			q := resting(t, d, kind)
			must(t, q.Start(t.Context()))
			enqueue(t, d, q, args...)
			<-began
			ctx, cancel := context.WithTimeout(t.Context(), patience)
			defer cancel()
			at := time.Now()
			must(t, q.Stop(ctx))
			return time.Since(at)
		}
		if run(10*time.Second, errand{N: 300}); ended.Load() != 1 {
			t.Error("a job that was under way did not end")
		}
		if took := run(100*time.Millisecond, errand{N: 1500}); took > 3*time.Second || ended.Load() != 1 {
			t.Errorf("stopped after %v, %d ended", took, ended.Load())
		}
		run(10 * time.Second)
		if ended.Load() != 2 {
			t.Error("a job that was told to stop did not run again")
		}
	})
}

// Records that were filled beside and then took their place have a queue that
// works.
func TestTheQueueOfADemo(t *testing.T) {
	t.Parallel()
	for _, e := range []db.Engine{db.SQLite, db.PostgreSQL} {
		t.Run(string(e), func(t *testing.T) {
			t.Parallel()
			place := dbtest.Empty(t, e)
			must(t, db.Create(t.Context(), place, time.Now, func(d *db.DB) error { return d.MarkDemo(t.Context()) }))
			d := dbtest.At(t, place, nil)
			done := make(chan struct{}, 1)
			q := working(t, d, job.Work(func(context.Context, job.Job[errand]) error {
				done <- struct{}{}
				return nil
			}))
			enqueue(t, d, q, errand{N: 1})
			<-done
			eventually(t, "the queue is empty", func() bool { return len(waiting(t, q)) == 0 })
		})
	}
}

func TestAJobThatTakesTooLongIsTold(t *testing.T) {
	d := dbtest.Open(t, nil)
	told := make(chan error, 10)
	q := working(t, d, job.Work(func(ctx context.Context, j job.Job[errand]) error {
		if j.Attempt > 1 {
			return nil
		}
		<-ctx.Done()
		told <- ctx.Err()
		return ctx.Err()
	}).Within(200*time.Millisecond))
	enqueue(t, d, q, errand{N: 1})
	if err := <-told; !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("it is told %v", err)
	}
	eventually(t, "done", func() bool { return len(waiting(t, q)) == 0 })
}
