package dbtest

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"capzero/internal/db"
)

// holderEnv makes the test binary the process that is killed.
const holderEnv = "CAPZERO_TEST_HOLDER"

func TestMain(m *testing.M) {
	if os.Getenv(holderEnv) == "" {
		os.Exit(m.Run())
	}
	s, err := shared()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(s.folder)
	select {}
}

func TestServerGoesWithAKilledBinary(t *testing.T) {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), holderEnv+"=yes")
	said, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(said).ReadString('\n')
	folder := strings.TrimSpace(line)
	if _, missing := os.Stat(filepath.Join(folder, "data")); err != nil || missing != nil {
		t.Fatal(err, missing)
	}
	var pid int
	lock, err := os.ReadFile(filepath.Join(folder, "data", "postmaster.pid"))
	if _, scan := fmt.Sscan(string(lock), &pid); err != nil || scan != nil {
		t.Fatal(err, scan)
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	cmd.Wait()
	for range 100 {
		if _, err := os.Stat(folder); errors.Is(err, os.ErrNotExist) && isGone(pid) {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Errorf("after five seconds %s or process %d is still there", folder, pid)
}

// isGone reports whether a process has ended, or waits for nothing but that
// somebody notes its end.
func isGone(pid int) bool {
	if syscall.Kill(pid, 0) != nil {
		return true
	}
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	return err != nil || strings.Contains(string(status), "State:\tZ")
}

func TestEachTestHasItsOwnRecords(t *testing.T) {
	OnBoth(t, func(t *testing.T, open func(func() time.Time) *db.DB) {
		first, again := open(nil), open(nil)
		if err := first.MarkDemo(t.Context()); err != nil {
			t.Fatal(err)
		}
		for d, want := range map[*db.DB]bool{again: true, Open(t, nil): false} {
			if got, err := d.IsDemo(t.Context()); err != nil || got != want {
				t.Errorf("marked: %v, %v; want %v", got, err, want)
			}
		}
	})
}
