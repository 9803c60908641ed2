package job_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"sync/atomic"
	"testing"
	"time"

	"capzero/internal/db"
	"capzero/internal/db/dbtest"
	"capzero/internal/job"
)

// workerEnv makes the test binary the process that is killed.
const workerEnv = "CAPZERO_TEST_WORKER"

func TestMain(m *testing.M) {
	if place := os.Getenv(workerEnv); place != "" {
		if err := workForever(place); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// A vigil is a job that may take long, an oddity one that a newer version does.
type (
	vigil  struct{ N int }
	oddity struct{ N int }
)

func (vigil) Kind() string  { return "test.vigil" }
func (oddity) Kind() string { return "test.oddity" }

// abandoned is a queue that finds out soon that a process has died, but for a
// vigil.
func abandoned(d *db.DB, do func(context.Context, job.Job[errand]) error, more ...job.Kind) (*job.Queue, error) {
	return job.New(job.Options{
		DB: d, Pause: soon, Rescue: time.Second,
		Kinds: append(more, job.Work(do).Within(time.Second), job.Work(endless[vigil]).Within(5*time.Minute)),
	})
}

// endless is work that says that it has begun, and never ends.
func endless[T job.Args](context.Context, job.Job[T]) error {
	fmt.Println("begun")
	select {}
}

// newer is the queue of a version that knows one kind more.
func newer(d *db.DB) (*job.Queue, error) {
	return abandoned(d, endless[errand], job.Work(endless[oddity]).Within(time.Second))
}

// workForever takes jobs up and never ends them.
func workForever(place string) error {
	ctx := context.Background()
	d, err := db.Open(ctx, place, time.Now)
	if err != nil {
		return err
	}
	q, err := newer(d)
	if err != nil {
		return err
	}
	if err := q.Start(ctx); err != nil {
		return err
	}
	select {}
}

// A job runs again soon after its own time, whatever time others have. One whose
// time is not up is left, and so is one that only a newer version knows.
func TestAJobOfAKilledProcessRunsAgain(t *testing.T) {
	t.Parallel()
	dbtest.OnBothPlaces(t, func(t *testing.T, place string) {
		t.Parallel()
		d := dbtest.At(t, place, nil)
		var attempt atomic.Int64
		q, err := abandoned(d, func(ctx context.Context, j job.Job[errand]) error {
			attempt.Store(int64(j.Attempt))
			return d.Write(ctx, func(tx *db.Tx) error {
				if err := note(ctx, tx, "done"); err != nil {
					return err
				}
				return j.Complete(ctx, tx)
			})
		})
		must(t, err)
		n, err := newer(d)
		must(t, err)
		enqueue(t, d, n, errand{N: 1}, vigil{N: 1}, oddity{N: 1})
		killAtWork(t, place, 3)

		start(t, q)
		began := time.Now()
		eventually(t, "done", func() bool { return len(waiting(t, q)) == 2 })
		t.Logf("%s: done %v after the start", d.Engine(), time.Since(began).Round(100*time.Millisecond))
		if n := noted(t, d); n != 1 || attempt.Load() != 2 {
			t.Errorf("done %d times, at attempt %d", n, attempt.Load())
		}
		for _, left := range waiting(t, q) {
			if !left.Running || left.Attempts != 1 {
				t.Errorf("%s is not left to whom it may belong: %+v", left.Kind, left)
			}
		}
		if all := failed(t, q); len(all) > 0 {
			t.Errorf("given up: %+v", all)
		}
	})
}

// killAtWork lets a process take some jobs up, and kills it.
func killAtWork(t *testing.T, place string, jobs int) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), workerEnv+"="+place)
	cmd.Stderr = os.Stderr
	said, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	lines := bufio.NewScanner(said)
	for range jobs {
		if !lines.Scan() || lines.Text() != "begun" {
			t.Errorf("it says %q, %v", lines.Text(), lines.Err())
		}
	}
	must(t, cmd.Process.Kill())
	cmd.Wait()
}

// The server restarts under the queue, which goes on.
func TestQueueOutlivesItsServer(t *testing.T) {
	t.Parallel()
	s, err := dbtest.NewServer(t.Context(), false)
	must(t, err)
	t.Cleanup(func() { must(t, s.Close()) })
	must(t, s.Exec(t.Context(), `CREATE DATABASE city`))
	d := dbtest.At(t, s.Address("city"), nil)
	var done atomic.Int64
	q, err := abandoned(d, func(context.Context, job.Job[errand]) error {
		done.Add(1)
		return nil
	})
	must(t, err)
	start(t, q)
	enqueue(t, d, q, errand{N: 1})
	eventually(t, "done before", func() bool { return done.Load() == 1 })
	must(t, s.Stop())
	must(t, s.Start(t.Context()))
	enqueue(t, d, q, errand{N: 2})
	eventually(t, "done after", func() bool { return done.Load() >= 2 })
	eventually(t, "the queue is empty", func() bool { return len(waiting(t, q)) == 0 })
}
