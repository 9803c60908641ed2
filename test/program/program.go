// Package program runs the capzero binary for tests and benchmarks, the way an
// operator runs it: a built file, a data folder, one ready line, signals.
//
// The binary is built once per test process. Tests that use it import
// internal/app for nothing but its source, so that the go command does not
// reuse a stored result after the program has changed.
package program

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"
)

// readyWithin bounds the start on a loaded machine; the real bar is in the
// benchmarks.
const readyWithin = 30 * time.Second

// Root returns the folder of the module, found from this source file.
func Root() string {
	_, file, _, _ := runtime.Caller(0)
	return filepath.Join(filepath.Dir(file), "..", "..")
}

// NodeModules returns the path of a file of an npm package, or an error that
// says how to fetch them.
func NodeModules(elem ...string) (string, error) {
	path := filepath.Join(append([]string{Root(), "node_modules"}, elem...)...)
	if _, err := os.Stat(path); err != nil {
		return "", fmt.Errorf("%s is missing: run make generate", filepath.Join(append([]string{"node_modules"}, elem...)...))
	}
	return path, nil
}

var built struct {
	once sync.Once
	path string
	err  error
}

// Binary builds capzero and returns its path. [Remove] deletes it.
func Binary() (string, error) {
	built.once.Do(func() {
		dir, err := os.MkdirTemp("", "capzero-test-")
		if err != nil {
			built.err = err
			return
		}
		built.path = filepath.Join(dir, "capzero")
		cmd := exec.Command("go", "build", "-o", built.path, "./cmd/capzero")
		cmd.Dir = Root()
		if out, err := cmd.CombinedOutput(); err != nil {
			built.err = fmt.Errorf("go build ./cmd/capzero: %w\n%s", err, out)
		}
	})
	return built.path, built.err
}

// Remove deletes what Binary built; for TestMain.
func Remove() {
	if built.path != "" {
		os.RemoveAll(filepath.Dir(built.path))
	}
}

// Run runs a command of capzero to its end and returns what it wrote. The error
// is an [exec.ExitError] where the program refused.
func Run(ctx context.Context, args ...string) (stdout, stderr string, err error) {
	path, err := Binary()
	if err != nil {
		return "", "", err
	}
	var out, log bytes.Buffer
	cmd := exec.CommandContext(ctx, path, args...)
	cmd.Stdout, cmd.Stderr = &out, &log
	err = cmd.Run()
	return out.String(), log.String(), err
}

// RunWith runs a command of capzero on some input and returns its output. The
// error holds what it wrote on its standard error.
func RunWith(ctx context.Context, stdin io.Reader, args ...string) (stdout string, err error) {
	path, err := Binary()
	if err != nil {
		return "", err
	}
	var out, log bytes.Buffer
	cmd := exec.CommandContext(ctx, path, args...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = stdin, &out, &log
	if err := cmd.Run(); err != nil {
		return out.String(), fmt.Errorf("capzero %s: %w\n%s", args[0], err, log.String())
	}
	return out.String(), nil
}

// A Process is a running `capzero serve`, or the one that took over from it.
type Process struct {
	URL   string        // where it answers, from its ready line
	Ready time.Duration // from start to the ready line

	pid  int // of who answers
	cmd  *exec.Cmd
	log  *log
	said *log // standard output
	done chan error
}

var address = regexp.MustCompile(`http://[0-9.:\[\]]+`)

// Records are the flags that say where records are, and for a database the secret
// that goes with them: the same for all that this binary runs.
func Records(place string) []string {
	if strings.Contains(place, "://") {
		binary, _ := Binary() // whoever runs it meets the error
		return []string{"--database", place, "--key", filepath.Join(filepath.Dir(binary), "capzero.key")}
	}
	return []string{"--data", place}
}

// Serve starts `capzero serve` on a free loopback port with the records at a
// place, a folder or an address, and waits for its ready line.
func Serve(place string, flags ...string) (*Process, error) {
	path, err := Binary()
	if err != nil {
		return nil, err
	}
	return start(exec.Command(path, serving(place, flags)...))
}

// serving are the arguments of serve.
func serving(place string, flags []string) []string {
	return slices.Concat([]string{"serve", "--listen", "127.0.0.1:0"}, Records(place), flags)
}

// start starts a command that serves and waits for its ready line.
func start(cmd *exec.Cmd) (*Process, error) {
	p := &Process{cmd: cmd, log: new(log), said: new(log), done: make(chan error, 1)}
	p.cmd.Stderr = p.log
	stdout, err := p.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	begin := time.Now()
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	p.pid = p.cmd.Process.Pid
	ready := make(chan string, 1)
	go func() {
		lines := bufio.NewScanner(stdout)
		for lines.Scan() {
			fmt.Fprintln(p.said, lines.Text())
			if found := address.FindString(lines.Text()); found != "" {
				ready <- found
				break
			}
		}
		for lines.Scan() {
			fmt.Fprintln(p.said, lines.Text())
		}
		p.done <- p.cmd.Wait()
	}()
	select {
	case p.URL = <-ready:
		p.Ready = time.Since(begin)
		return p, nil
	case err := <-p.done:
		return nil, fmt.Errorf("capzero serve ended before it was ready: %v\n%s", err, p.Log())
	case <-time.After(readyWithin):
		p.cmd.Process.Kill()
		return nil, fmt.Errorf("capzero serve was not ready after %v\n%s", readyWithin, p.Log())
	}
}

// PID is the number of the process that answers.
func (p *Process) PID() int { return p.pid }

// Log is what the program wrote on its standard error so far.
func (p *Process) Log() string { return p.log.String() }

// Said waits until standard output holds some words, and returns all of it.
func (p *Process) Said(words string) string {
	for deadline := time.Now().Add(readyWithin); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		if strings.Contains(p.said.String(), words) {
			break
		}
	}
	return p.said.String()
}

// Stop asks the program to end as an operator does and waits until it has.
func (p *Process) Stop() error {
	if err := syscall.Kill(p.pid, syscall.SIGTERM); err != nil {
		return err
	}
	select {
	case err := <-p.done:
		return err
	case <-time.After(readyWithin):
		p.cmd.Process.Kill()
		return errors.New("capzero did not end after SIGTERM")
	}
}

// Kill ends the program without warning, as a power cut would.
func (p *Process) Kill() error {
	if err := p.cmd.Process.Kill(); err != nil {
		return err
	}
	<-p.done
	return nil
}

// log is a buffer that may be read while the program writes to it.
type log struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (l *log) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(b)
}

func (l *log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.String()
}
