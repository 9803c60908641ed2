package handover

import (
	"fmt"
	"net"
	"os"

	"github.com/coreos/go-systemd/v22/activation"
	"github.com/coreos/go-systemd/v22/daemon"
)

// inherited is set in the environment of a program that takes over. What it is given
// is at these places.
const (
	inherited  = "CAPZERO_TAKES_OVER"
	socketFile = 3
	readyFile  = 4
)

// A Socket is where a program answers.
type Socket struct {
	net.Listener
	before *os.File // where the program before us waits for a word; nil: there is none
}

// Listen returns the socket that this process was started with, by the program before
// it or by systemd. Otherwise it opens one at an address, "127.0.0.1:8080".
func Listen(address string) (*Socket, error) {
	if os.Getenv(inherited) != "" {
		return inherit()
	}
	given, err := activation.Listeners()
	switch {
	case err != nil:
		return nil, fmt.Errorf("the socket of systemd: %w", err)
	case len(given) == 1 && given[0] != nil:
		return &Socket{Listener: given[0]}, nil
	case len(given) > 0:
		return nil, fmt.Errorf("systemd gives %d sockets: the unit is to have one ListenStream", len(given))
	}
	l, err := net.Listen("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("listen on %s: %w", address, err)
	}
	return &Socket{Listener: l}, nil
}

// inherit takes the socket of the program before us.
func inherit() (*Socket, error) {
	if err := os.Unsetenv(inherited); err != nil { // whom we start are not meant
		return nil, err
	}
	file := os.NewFile(socketFile, "socket")
	defer file.Close() // what follows has a copy
	l, err := net.FileListener(file)
	if err != nil {
		return nil, fmt.Errorf("the socket of the program before: %w", err)
	}
	return &Socket{Listener: l, before: os.NewFile(readyFile, "ready")}, nil
}

// Ready tells whoever started this process that it answers: the program before it,
// which leaves, or else systemd.
func (s *Socket) Ready() error {
	if s.before == nil {
		_, err := daemon.SdNotify(false, daemon.SdNotifyReady)
		return err
	}
	defer s.before.Close()
	_, err := s.before.Write([]byte{'.'})
	return err
}
