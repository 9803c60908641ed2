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

// abandoned is a queue that finds out soon that a process has died.
func abandoned(d *db.DB, do func(context.Context, job.Job[errand]) error) (*job.Queue, error) {
	return job.New(job.Options{
		DB: d, Pause: soon, Rescue: time.Second,
		Kinds: []job.Kind{job.Work(do).Within(time.Second)},
	})
}

// workForever takes a job up, says so, and never ends it.
func workForever(place string) error {
	ctx := context.Background()
	d, err := db.Open(ctx, place, time.Now)
	if err != nil {
		return err
	}
	q, err := abandoned(d, func(context.Context, job.Job[errand]) error {
		fmt.Println("begun")
		select {}
	})
	if err != nil {
		return err
	}
	if err := q.Start(ctx); err != nil {
		return err
	}
	select {}
}

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
		enqueue(t, d, q, errand{N: 1})
		killAtWork(t, place)

		start(t, q)
		began := time.Now()
		eventually(t, "done", func() bool { return len(waiting(t, q)) == 0 })
		t.Logf("%s: done %v after the start", d.Engine(), time.Since(began).Round(100*time.Millisecond))
		if n := noted(t, d); n != 1 || attempt.Load() != 2 {
			t.Errorf("done %d times, at attempt %d", n, attempt.Load())
		}
	})
}

// killAtWork lets a process take a job up, and kills it.
func killAtWork(t *testing.T, place string) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), workerEnv+"="+place)
	cmd.Stderr = os.Stderr
	said, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	line, err := bufio.NewReader(said).ReadString('\n')
	must(t, cmd.Process.Kill())
	cmd.Wait()
	if err != nil || line != "begun\n" {
		t.Fatalf("it says %q, %v", line, err)
	}
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
