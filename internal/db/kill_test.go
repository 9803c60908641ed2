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
)

// writerEnv makes the test binary the process that is killed.
const writerEnv = "CAPZERO_TEST_WRITER_DIR"

func TestMain(m *testing.M) {
	if dir := os.Getenv(writerEnv); dir != "" {
		if err := writeForever(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// writeForever writes numbers in order, and says each one once it is written.
func writeForever(dir string) error {
	ctx := context.Background()
	d, err := db.Open(ctx, dir, time.Now)
	if err != nil {
		return err
	}
	for n := 1; ; n++ {
		err := d.Write(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(ctx, `INSERT INTO installation (fact, value) VALUES (?, ?)`, strconv.Itoa(n), "written")
			return err
		})
		if err != nil {
			return err
		}
		fmt.Println(n)
	}
}

func TestAcknowledgedWritesSurviveAKill(t *testing.T) {
	dir := t.TempDir()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), writerEnv+"="+dir)
	cmd.Stderr = os.Stderr
	said, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	last := 0
	for lines := bufio.NewScanner(said); lines.Scan(); {
		last, err = strconv.Atoi(lines.Text())
		must(t, err)
		if last == 40 {
			must(t, cmd.Process.Kill()) // and read what it said before it died
		}
	}
	cmd.Wait()
	if last < 40 {
		t.Fatalf("the writer stopped at %d", last)
	}

	d, err := db.Open(t.Context(), dir, time.Now)
	must(t, err)
	defer d.Close()
	must(t, d.Read(t.Context(), func(tx *db.Tx) error {
		var kept int
		err := tx.QueryRow(t.Context(), `SELECT count(*) FROM installation WHERE value = 'written'`).Scan(&kept)
		// One more may have been written and not said.
		if kept < last || kept > last+1 {
			t.Errorf("%d writes were acknowledged, %d are there", last, kept)
		}
		return err
	}))
}
