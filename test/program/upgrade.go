package program

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// An Installation is a program where an operator has it: a file that is replaced.
type Installation struct {
	File string
	// Env are variables of whoever starts it.
	Env []string
}

// Install copies a built program to where it is run from, in one step.
func (i Installation) Install(built string) error {
	data, err := os.ReadFile(built)
	if err != nil {
		return err
	}
	part := i.File + ".new"
	if err := os.WriteFile(part, data, 0o755); err != nil {
		return err
	}
	return os.Rename(part, i.File)
}

// Serve is Serve of this program. Whatever takes over from it ends with [Process.End].
func (i Installation) Serve(place string, flags ...string) (*Process, error) {
	return i.start(exec.Command(i.File, serving(place, flags)...))
}

// ServeOn serves at a socket that is kept open by who calls, as systemd does.
func (i Installation) ServeOn(socket *os.File, place string, flags ...string) (*Process, error) {
	// Only the process itself knows its number before it runs.
	args := append([]string{"-c", `LISTEN_PID=$$ LISTEN_FDS=1 exec "$0" "$@"`, i.File}, serving(place, flags)...)
	cmd := exec.Command("sh", args...)
	cmd.ExtraFiles = []*os.File{socket}
	return i.start(cmd)
}

func (i Installation) start(cmd *exec.Cmd) (*Process, error) {
	cmd.Env = append(os.Environ(), i.Env...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	return start(cmd)
}

// HandOver asks the program to start the file that it was started from, and waits
// until that has taken over or was given up.
func (p *Process) HandOver() error {
	const over, kept = `"msg":"handed over"`, `"msg":"not handed over, this program goes on"`
	before, keptBefore := strings.Count(p.Log(), over), strings.Count(p.Log(), kept)
	if err := syscall.Kill(p.pid, syscall.SIGUSR2); err != nil {
		return err
	}
	for deadline := time.Now().Add(readyWithin); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		log := p.Log()
		if strings.Count(log, kept) > keptBefore {
			return errors.New("not handed over")
		}
		if at := strings.LastIndex(log, over); strings.Count(log, over) > before {
			_, err := fmt.Sscanf(log[at+len(over):], `,"pid":%d`, &p.pid)
			return err
		}
	}
	return fmt.Errorf("nothing was handed over within %v\n%s", readyWithin, p.Log())
}

// End kills whatever is left of an installation that was served.
func (p *Process) End() {
	if syscall.Kill(-p.cmd.Process.Pid, syscall.SIGKILL) != nil {
		return // nobody is
	}
	select {
	case <-p.done:
	case <-time.After(time.Second): // they have been waited for
	}
}

// Next is the file of a version of the program that comes after the one of this tree:
// it calls itself so, and has one more migration, the text of a file.
func Next(folder, version, migration string) (string, error) {
	overlay := filepath.Join(folder, "overlay.json")
	place := filepath.Join(Root(), "internal", "db", "migrations", "9999_next.sql")
	text := fmt.Sprintf(`{"Replace": {%q: %q}}`, place, migration)
	if err := os.WriteFile(overlay, []byte(text), 0o600); err != nil {
		return "", err
	}
	file := filepath.Join(folder, "capzero-next")
	cmd := exec.Command("go", "build", "-overlay", overlay, "-ldflags", "-X main.version="+version, "-o", file, "./cmd/capzero")
	cmd.Dir = Root()
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build -overlay: %w\n%s", err, out)
	}
	return file, nil
}
