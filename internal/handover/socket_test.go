package handover

import (
	"os"
	"strconv"
	"strings"
	"testing"
)

// What one process hands to another is tested with the built program, in test.

func open(t *testing.T) *Socket {
	t.Helper()
	s, err := Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func TestASocketOfOnesOwn(t *testing.T) {
	s := open(t)
	if err := s.Ready(); err != nil {
		t.Errorf("nobody wants to know, and it is not said: %v", err)
	}
	if _, err := Listen(s.Addr().String()); err == nil || !strings.Contains(err.Error(), s.Addr().String()) {
		t.Errorf("an address that is taken: %v", err)
	}
}

// Systemd would end the new program with the old one, where it cannot be told of it.
func TestAUnitThatCannotFollow(t *testing.T) {
	t.Setenv("SYSTEMD_EXEC_PID", strconv.Itoa(os.Getpid()))
	t.Setenv("NOTIFY_SOCKET", "")
	if err := open(t).mayLeave(); err == nil || !strings.Contains(err.Error(), "Type=notify") {
		t.Errorf("it may leave: %v", err)
	}
}
