package db_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"testing"
	"time"

	"capzero/internal/db"
	"capzero/internal/db/dbtest"
)

// writerEnv makes the test binary the process that is killed.
const writerEnv = "CAPZERO_TEST_WRITER"

func TestMain(m *testing.M) {
	if place := os.Getenv(writerEnv); place != "" {
		if err := writeForever(place); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// writeForever writes numbers in order, and says each one once it is written.
func writeForever(place string) error {
	ctx := context.Background()
	d, err := db.Open(ctx, place, time.Now)
	if err != nil {
		return err
	}
	for n := 1; ; n++ {
		err := d.Write(ctx, func(tx *db.Tx) error { return note(ctx, tx, strconv.Itoa(n)) })
		if err != nil {
			return err
		}
		fmt.Println(n)
	}
}

// note keeps a fact; noted counts them.
func note(ctx context.Context, tx *db.Tx, fact string) error {
	_, err := tx.Exec(ctx, `INSERT INTO installation (fact, value) VALUES (?, ?)`, fact, "written")
	return err
}

func noted(t *testing.T, d *db.DB) (n int) {
	t.Helper()
	must(t, d.Read(t.Context(), func(tx *db.Tx) error {
		return tx.QueryRow(t.Context(), `SELECT COUNT(*) FROM installation WHERE value = 'written'`).Scan(&n)
	}))
	return n
}

func TestAcknowledgedWritesSurviveAKill(t *testing.T) {
	dbtest.OnBothPlaces(t, func(t *testing.T, place string) {
		var writer *exec.Cmd
		last := writeUntil(t, place, 40, func(cmd *exec.Cmd) {
			writer = cmd
			must(t, cmd.Process.Kill()) // and read what it said before it died
		})
		writer.Wait()
		checkKept(t, dbtest.At(t, place, nil), last)
	})
}

// The server dies under a writer that goes on as soon as it is back. A write
// whose end nobody heard of stops the writer, which says no more than it knows.
func TestAcknowledgedWritesSurviveAKillOfTheServer(t *testing.T) {
	s, place := ownServer(t, true)
	killed := make(chan error, 1)
	last := writeUntil(t, place, 40, func(*exec.Cmd) {
		must(t, s.Kill())
		must(t, s.Start(t.Context()))
		must(t, s.Kill())
		must(t, s.Start(t.Context()))
		go func() { // for good: the writer gives up
			time.Sleep(200 * time.Millisecond)
			killed <- s.Kill()
		}()
	})
	must(t, <-killed)
	must(t, s.Start(t.Context()))
	checkKept(t, dbtest.At(t, place, nil), last)
}

// writeUntil starts a writer, interrupts it once it has written so many, and
// returns the last that it said when it has stopped.
func writeUntil(t *testing.T, place string, many int, interrupt func(*exec.Cmd)) (last int) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), writerEnv+"="+place)
	said, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	for lines := bufio.NewScanner(said); lines.Scan(); {
		last, err = strconv.Atoi(lines.Text())
		must(t, err)
		if last == many {
			interrupt(cmd)
		}
	}
	if last < many {
		t.Fatalf("the writer stopped at %d", last)
	}
	return last
}

func checkKept(t *testing.T, d *db.DB, last int) {
	t.Helper()
	// One more may have been written and not said.
	if kept := noted(t, d); kept < last || kept > last+1 {
		t.Errorf("%d writes were acknowledged, %d are there", last, kept)
	}
}
