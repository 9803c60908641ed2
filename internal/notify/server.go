package notify

import (
	"crypto/tls"
	"fmt"
	"net/url"
	"strconv"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// A Server is the SMTP server that takes our mails.
type Server struct {
	Host     string
	Port     int
	TLS      TLS
	User     string // empty: it wants no name
	Password string
	// Timeout is how long one attempt may take, from the first packet to the
	// last word. Zero is fifteen seconds.
	Timeout time.Duration
	// Trust is how a certificate is checked. Nil trusts what the machine trusts.
	Trust *tls.Config
}

// TLS is how the way to a server is protected.
type TLS string

// The ways.
const (
	// Mandatory begins in the clear and goes on with TLS (STARTTLS), or not at all.
	Mandatory TLS = "mandatory"
	// Implicit speaks TLS from the first byte, on port 465.
	Implicit TLS = "implicit"
	// Off is for a server on this machine: whoever listens reads everything.
	Off TLS = "off"
)

const defaultTimeout = 15 * time.Second

// ParseServer reads the address of a server, as an operator writes it:
//
//	smtp://user@mail.example.org:587    STARTTLS, mandatory
//	smtps://user@mail.example.org       TLS from the first byte
//	smtp://localhost:25?tls=off         in the clear, on this machine only
//
// The password comes apart: an address ends up in process lists.
func ParseServer(address, password string) (*Server, error) {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" || u.Path != "" && u.Path != "/" {
		return nil, fmt.Errorf("mail server: %q is not an address like smtp://user@mail.example.org:587", redacted(u))
	}
	if _, given := u.User.Password(); given {
		return nil, fmt.Errorf("mail server: the password does not belong into the address of %s: give it in a file", u.Hostname())
	}
	s := &Server{Host: u.Hostname(), User: u.User.Username(), Password: password}
	if err := s.choose(u); err != nil {
		return nil, err
	}
	if u.Port() != "" {
		if s.Port, err = strconv.Atoi(u.Port()); err != nil {
			return nil, fmt.Errorf("mail server: %q is not a port", u.Port())
		}
	}
	if s.User != "" && password == "" {
		return nil, fmt.Errorf("mail server: %s has a user and no password", u.Hostname())
	}
	return s, nil
}

func redacted(u *url.URL) string {
	if u == nil {
		return "what was given"
	}
	return u.Redacted()
}

// choose reads how the way is protected, and the port that goes with it.
func (s *Server) choose(u *url.URL) error {
	way := u.Query().Get("tls")
	switch {
	case u.Scheme == "smtps" && (way == "" || way == string(Implicit)):
		s.TLS, s.Port = Implicit, 465
	case u.Scheme == "smtp" && (way == "" || way == string(Mandatory)):
		s.TLS, s.Port = Mandatory, 587
	case u.Scheme == "smtp" && way == string(Off) && isThisMachine(s.Host):
		s.TLS, s.Port = Off, 25
	case u.Scheme == "smtp" && way == string(Off):
		return fmt.Errorf("mail server: without TLS only on this machine, not on %s", s.Host)
	default:
		return fmt.Errorf("mail server: smtp:// or smtps://, with tls=mandatory, implicit or off, not %s://…?tls=%s", u.Scheme, way)
	}
	return nil
}

func isThisMachine(host string) bool {
	return host == "localhost" || host == "127.0.0.1" || host == "::1"
}

func (s *Server) timeout() time.Duration {
	if s.Timeout > 0 {
		return s.Timeout
	}
	return defaultTimeout
}

func (s *Server) client() (*gomail.Client, error) {
	options := []gomail.Option{
		gomail.WithPort(s.Port),
		gomail.WithTimeout(s.timeout()),
	}
	switch s.TLS {
	case Implicit:
		options = append(options, gomail.WithSSL())
	case Off:
		options = append(options, gomail.WithTLSPolicy(gomail.NoTLS))
	default:
		options = append(options, gomail.WithTLSPolicy(gomail.TLSMandatory))
	}
	if s.Trust != nil {
		options = append(options, gomail.WithTLSConfig(s.Trust))
	}
	if s.User != "" {
		options = append(options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover),
			gomail.WithUsername(s.User), gomail.WithPassword(s.Password))
	}
	return gomail.NewClient(s.Host, options...)
}
