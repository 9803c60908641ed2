package notify

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"math/big"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
)

// A post is a real SMTP server in the process of the test, that can be told to
// misbehave.
type post struct {
	mu       sync.Mutex
	received []string // whole messages
	rcpt     error    // said of every recipient
	data     error    // said at the end of every message
	hang     chan struct{}
	each     func() // called with every message, before it is answered
	port     int
	trust    *tls.Config
}

func (p *post) NewSession(*smtp.Conn) (smtp.Session, error) { return letterbox{p}, nil }

type letterbox struct{ *post }

func (letterbox) Mail(string, *smtp.MailOptions) error { return nil }
func (letterbox) Reset()                               {}
func (letterbox) Logout() error                        { return nil }
func (l letterbox) Rcpt(string, *smtp.RcptOptions) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.rcpt
}

func (l letterbox) Data(r io.Reader) error {
	message, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	l.mu.Lock()
	hang, said := l.hang, l.data
	if said == nil {
		l.received = append(l.received, string(message))
	}
	each := l.each
	l.mu.Unlock()
	if each != nil {
		each()
	}
	if hang != nil {
		<-hang
		return errors.New("gone")
	}
	return said
}

func (p *post) say(rcpt, data error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.rcpt, p.data = rcpt, data
}

func (p *post) got() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.received
}

// newPost starts a server that offers STARTTLS where it has a certificate.
func newPost(t testing.TB, withTLS bool) *post {
	t.Helper()
	p := &post{}
	server := smtp.NewServer(p)
	server.Domain = "localhost"
	server.ErrorLog = silent{}
	if withTLS {
		var pool *x509.CertPool
		server.TLSConfig, pool = certificate(t)
		p.trust = &tls.Config{RootCAs: pool, ServerName: "localhost"}
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	p.port = listener.Addr().(*net.TCPAddr).Port
	go server.Serve(listener)
	t.Cleanup(func() { server.Close() })
	return p
}

type silent struct{}

func (silent) Printf(string, ...any) {}
func (silent) Println(...any)        {}

func (p *post) server(way TLS) *Server {
	return &Server{Host: "localhost", Port: p.port, TLS: way, Timeout: 2 * time.Second, Trust: p.trust}
}

// certificate makes one for localhost, and the pool that trusts it.
func certificate(t testing.TB) (*tls.Config, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), DNSNames: []string{"localhost"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	must(t, err)
	parsed, err := x509.ParseCertificate(der)
	must(t, err)
	pool := x509.NewCertPool()
	pool.AddCert(parsed)
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}, pool
}
