package handover

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"strconv"
	"syscall"
	"time"

	"github.com/coreos/go-systemd/v22/daemon"
)

// startWithin bounds the start of a new program: changing the tables of a large city
// takes seconds.
const startWithin = 5 * time.Minute

// A Successor is the program that took over.
type Successor struct {
	PID int
	// Gone gets how it ended, if it does while this process is still there.
	Gone <-chan error
}

// HandOver starts the program anew, from the file and with the arguments that this
// process was started with, gives it the socket, and waits until it answers. Where
// there is an error, or the context is over, no other program answers, and this one
// goes on.
func (s *Socket) HandOver(ctx context.Context) (*Successor, error) {
	if err := s.mayLeave(); err != nil {
		return nil, err
	}
	cmd := exec.Command(os.Args[0], os.Args[1:]...)
	cmd.Env = append(os.Environ(), inherited+"=1")
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	ready, err := s.start(cmd)
	if err != nil {
		return nil, err
	}
	defer ready.Close()
	err = awaitWord(ctx, cmd, ready)
	if err == nil {
		_, err = daemon.SdNotify(false, fmt.Sprintf("MAINPID=%d", cmd.Process.Pid))
	}
	if err != nil {
		cmd.Process.Kill()
		cmd.Wait()
		return nil, fmt.Errorf("the new program: %w (%s)", err, cmd.ProcessState)
	}
	gone := make(chan error, 1)
	go func() { gone <- cmd.Wait() }()
	return &Successor{PID: cmd.Process.Pid, Gone: gone}, nil
}

// mayLeave refuses where the end of this process would be that of the next one too.
func (s *Socket) mayLeave() error {
	switch pid := strconv.Itoa(os.Getpid()); {
	case pid == "1":
		return errors.New("a container ends with its first process, which this is: start another container beside it")
	case os.Getenv("SYSTEMD_EXEC_PID") == pid && os.Getenv("NOTIFY_SOCKET") == "":
		return errors.New("systemd would end the service with this process: its unit needs Type=notify")
	}
	return nil
}

// start starts a program that has the socket, and returns where it says that it
// answers.
func (s *Socket) start(cmd *exec.Cmd) (ready *os.File, err error) {
	l, ok := s.Listener.(*net.TCPListener)
	if !ok {
		return nil, fmt.Errorf("a socket of %s cannot be handed over", s.Addr().Network())
	}
	socket, err := duplicate(l)
	if err != nil {
		return nil, err
	}
	defer socket.Close()
	ready, word, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer word.Close()
	cmd.ExtraFiles = []*os.File{socket, word} // socketFile, readyFile
	if err := cmd.Start(); err != nil {
		return nil, errors.Join(err, ready.Close())
	}
	return ready, nil
}

// duplicate returns a copy of a listening socket. The one of [net.TCPListener.File] would
// make both wait in the kernel once it is handed on, where no Close reaches them.
func duplicate(l *net.TCPListener) (*os.File, error) {
	own, err := l.SyscallConn()
	if err != nil {
		return nil, err
	}
	var copied int
	var failed error
	err = own.Control(func(fd uintptr) {
		syscall.ForkLock.RLock()
		defer syscall.ForkLock.RUnlock()
		if copied, failed = syscall.Dup(int(fd)); failed == nil {
			syscall.CloseOnExec(copied)
		}
	})
	if err := errors.Join(err, failed); err != nil {
		return nil, err
	}
	return os.NewFile(uintptr(copied), "socket"), nil
}

// awaitWord waits for the word of a program that was started.
func awaitWord(ctx context.Context, cmd *exec.Cmd, ready *os.File) error {
	defer context.AfterFunc(ctx, func() { cmd.Process.Kill() })()
	if err := ready.SetReadDeadline(time.Now().Add(startWithin)); err != nil {
		return err
	}
	_, err := ready.Read(make([]byte, 1))
	switch {
	case errors.Is(err, io.EOF):
		return errors.New("it ended before it answered")
	case errors.Is(err, os.ErrDeadlineExceeded):
		return fmt.Errorf("it does not answer after %v", startWithin)
	}
	return err
}
