package dbtest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

// owner is the role that the server is made with.
const owner = "capzero"

// A Server is a PostgreSQL server of a test, on a socket in its own folder.
type Server struct {
	programs string // the folder of postgres and initdb
	folder   string
	durable  bool
	as       *syscall.SysProcAttr
	process  *exec.Cmd
	watchdog io.Closer // closed by whatever ends this process
}

// NewServer makes a server and starts it. A durable one writes to the disk as a
// city's does; the others are faster.
func NewServer(ctx context.Context, durable bool) (*Server, error) {
	programs, err := findPrograms()
	if err != nil {
		return nil, err
	}
	s := &Server{programs: programs, durable: durable}
	if err := s.makeFolder(); err != nil {
		return nil, err
	}
	if err := s.watch(); err != nil {
		return nil, errors.Join(err, os.RemoveAll(s.folder))
	}
	if err := errors.Join(s.initialise(ctx), s.Start(ctx)); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// findPrograms looks where Debian keeps them, the newest first, and in PATH.
func findPrograms() (string, error) {
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil {
		return "", err
	}
	if len(found) > 0 {
		return filepath.Dir(found[len(found)-1]), nil
	}
	path, err := exec.LookPath("initdb")
	if err != nil {
		return "", fmt.Errorf("these tests need PostgreSQL, run make tools: %w", err)
	}
	return filepath.Dir(path), nil
}

// makeFolder makes the folder, for the user that the server runs as. As root,
// which PostgreSQL refuses, that is somebody else. It is in /tmp because the
// path of a socket has to be short.
func (s *Server) makeFolder() (err error) {
	s.as = &syscall.SysProcAttr{Setpgid: true} // Control-C is for us, who then stop it
	if s.folder, err = os.MkdirTemp("/tmp", "capzero-postgres-"); err != nil || os.Getuid() != 0 {
		return err
	}
	uid, gid, err := ordinaryUser()
	if err != nil {
		return errors.Join(err, os.RemoveAll(s.folder))
	}
	s.as.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	return os.Chown(s.folder, uid, gid)
}

func ordinaryUser() (uid, gid int, err error) {
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err1 := strconv.Atoi(u.Uid)
		gid, err2 := strconv.Atoi(u.Gid)
		return uid, gid, errors.Join(err1, err2)
	}
	return 0, 0, errors.New("PostgreSQL does not run as root, and there is no user postgres or nobody")
}

// watch starts the shell that stops the server and removes the folder as soon
// as this process is gone: then its standard input ends.
func (s *Server) watch() error {
	const script = `
		read -r _
		if test -f data/postmaster.pid; then
			kill -QUIT "$(head -n 1 data/postmaster.pid)"
		fi
		for _ in 1 2 3 4 5 6 7 8 9 10; do # it removes that file at its end
			test -f data/postmaster.pid || break
			sleep 0.1
		done
		cd / && rm -rf "$1"`
	dog := s.command("/bin/sh", "-c", script, "sh", s.folder)
	input, err := dog.StdinPipe()
	if err != nil {
		return err
	}
	s.watchdog = closer(func() error { return errors.Join(input.Close(), dog.Wait()) })
	return dog.Start()
}

type closer func() error

func (c closer) Close() error { return c() }

// command is a program that runs as the user of the server, in its folder. It
// has none of our files open, so that nobody waits for it.
func (s *Server) command(program string, args ...string) *exec.Cmd {
	cmd := exec.Command(program, args...)
	cmd.Dir = s.folder
	cmd.SysProcAttr = s.as
	return cmd
}

func (s *Server) initialise(ctx context.Context) error {
	cmd := s.command(filepath.Join(s.programs, "initdb"),
		"--pgdata=data", "--username="+owner, "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", "--no-instructions")
	said, err := cmd.CombinedOutput()
	if err != nil {
		return fmt.Errorf("initdb: %w: %s", err, said)
	}
	return ctx.Err()
}

// Start starts a server that is not running, and waits until it answers.
func (s *Server) Start(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	for {
		err := s.tryStart(ctx)
		if err == nil || ctx.Err() != nil {
			return err
		}
		// After a kill, what the killed one has left goes away by itself.
		time.Sleep(50 * time.Millisecond)
	}
}

func (s *Server) tryStart(ctx context.Context) error {
	args := []string{"-D", "data", "-k", s.folder, "-c", "listen_addresses=", "-c", "max_connections=200", "-c", "shared_buffers=32MB"}
	if !s.durable {
		args = append(args, "-c", "fsync=off", "-c", "full_page_writes=off")
	}
	s.process = s.command(filepath.Join(s.programs, "postgres"), args...)
	log, err := os.OpenFile(filepath.Join(s.folder, "log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer log.Close()
	s.process.Stderr = log
	if err := s.process.Start(); err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() { ended <- s.process.Wait() }()
	for {
		conn, err := pgx.Connect(ctx, s.Address("postgres"))
		if err == nil {
			return conn.Close(ctx)
		}
		select {
		case <-ended:
			return fmt.Errorf("PostgreSQL does not start: %w; it says:\n%s", err, s.Log())
		case <-ctx.Done():
			return err
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// Log is what the server has written about itself.
func (s *Server) Log() string {
	log, err := os.ReadFile(filepath.Join(s.folder, "log"))
	if err != nil {
		return err.Error()
	}
	return string(log)
}

// Address is where a database of the server is.
func (s *Server) Address(database string) string {
	u := url.URL{
		Scheme:   "postgres",
		User:     url.User(owner),
		Path:     "/" + database,
		RawQuery: url.Values{"host": {s.folder}}.Encode(),
	}
	return u.String()
}

// Exec runs a statement as the owner of the server.
func (s *Server) Exec(ctx context.Context, statement string) error {
	conn, err := pgx.Connect(ctx, s.Address("postgres"))
	if err != nil {
		return err
	}
	_, err = conn.Exec(ctx, statement)
	return errors.Join(err, conn.Close(ctx))
}

// Kill ends the server as a power cut would, without a chance to tidy up.
func (s *Server) Kill() error { return s.process.Process.Kill() }

// Stop ends the server at once, breaking off what is under way, as a restart by
// its operator does.
func (s *Server) Stop() error { return s.process.Process.Signal(syscall.SIGINT) }

// Close ends the server for good and removes its folder.
func (s *Server) Close() error { return s.watchdog.Close() }
