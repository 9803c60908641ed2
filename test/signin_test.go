package test

import (
	"bufio"
	"fmt"
	"io"
	"mime/quotedprintable"
	"net"
	"net/http"
	"net/mail"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"capzero/test/program"
	"capzero/test/visitor"
)

// A postOffice is an SMTP server that keeps what it is given.
type postOffice struct {
	flags   []string     // by which the program finds it
	came    func(letter) // is told of each letter; nil for nobody
	mu      sync.Mutex
	letters []letter
}

type letter struct{ to, text string }

func openPostOffice(t *testing.T) *postOffice {
	t.Helper()
	p := &postOffice{}
	server := smtp.NewServer(p)
	server.Domain = "localhost"
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go server.Serve(listener)
	t.Cleanup(func() { server.Close() })
	p.flags = []string{"--mail", "smtp://" + listener.Addr().String() + "?tls=off", "--mail-from", "Cap Zéro <defi@example.org>"}
	return p
}

// NewSession implements [smtp.Backend].
func (p *postOffice) NewSession(*smtp.Conn) (smtp.Session, error) { return &counter{office: p}, nil }

// A counter takes one letter after another.
type counter struct {
	office *postOffice
	to     string
}

func (c *counter) Mail(string, *smtp.MailOptions) error { return nil }

func (c *counter) Rcpt(to string, _ *smtp.RcptOptions) error {
	c.to = to
	return nil
}

func (c *counter) Data(r io.Reader) error {
	m, err := mail.ReadMessage(bufio.NewReader(r))
	if err != nil {
		return err
	}
	text, err := io.ReadAll(quotedprintable.NewReader(m.Body)) // of the plain part, which comes first
	if err != nil {
		return err
	}
	c.office.keep(letter{c.to, string(text)})
	return nil
}

func (p *postOffice) keep(l letter) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.letters = append(p.letters, l)
	if p.came != nil {
		p.came(l)
	}
}

func (c *counter) Reset()        {}
func (c *counter) Logout() error { return nil }

var (
	signInLink = regexp.MustCompile(`/entrer/[A-Z0-9]+`)
	signInCode = regexp.MustCompile(`(?m)^\s*(\d{3} ?\d{3})\s*$`)
)

// next waits for letter n to somebody and returns its link and its code.
func (p *postOffice) next(t *testing.T, to string, n int) (link, code string) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		p.mu.Lock()
		var theirs []letter
		for _, l := range p.letters {
			if strings.EqualFold(l.to, to) {
				theirs = append(theirs, l)
			}
		}
		p.mu.Unlock()
		if len(theirs) <= n {
			continue
		}
		found := signInCode.FindStringSubmatch(theirs[n].text)
		if link = signInLink.FindString(theirs[n].text); link == "" || found == nil {
			t.Fatalf("letter without a link or a code:\n%s", theirs[n].text)
		}
		return link, found[1]
	}
	t.Fatalf("no letter %d to %s came", n, to)
	return "", ""
}

// askForMail asks for a mail as a person does.
func askForMail(t *testing.T, v *visitor.Visitor, email string) {
	t.Helper()
	page := must(t)(v.Post("/entrer", url.Values{"email": {email}}))
	if !strings.HasPrefix(page.Path, "/entrer/code") {
		t.Fatalf("asking for a mail led to %s: %s", page.Path, page.Error())
	}
}

// nameOf is what the account of a visitor is called, empty for nobody.
func nameOf(t *testing.T, v *visitor.Visitor) string {
	t.Helper()
	page := must(t)(v.Get("/compte"))
	if page.Path != "/compte" {
		return ""
	}
	return strings.TrimSpace(page.Doc.Find(".who").Text())
}

// TestSignUpAfterMeasuring: what was typed without an account is there with it, on
// a second device too, and a device can be signed out from another.
func TestSignUpAfterMeasuring(t *testing.T) {
	office := openPostOffice(t)
	p := serve(t, place(t), office.flags...)
	phone := visitor.New(p.URL)
	result, err := phone.Measure(truthOf(t, "nolan"))
	if err != nil {
		t.Fatal(err)
	}
	before := carbonOf(t, result)

	askForMail(t, phone, " Nolan@Example.ORG")
	link, _ := office.next(t, "Nolan@example.org", 0)
	for range 2 { // a mail scanner looks first
		if page := must(t)(phone.Get(link)); page.Status != http.StatusOK || page.Doc.Find("form button").Length() == 0 {
			t.Fatalf("the link shows %d", page.Status)
		}
	}
	page := must(t)(phone.Post(link, nil))
	if !strings.HasPrefix(page.Path, "/compte/bienvenue") {
		t.Fatalf("coming in led to %s", page.Path)
	}
	must(t)(phone.Post("/compte/nom", url.Values{"name": {"Nolan"}, "suite": {"/resultat"}}))
	if after := carbonOf(t, must(t)(phone.Get("/resultat"))); after != before {
		t.Errorf("the result is %v, before signing up it was %v", after, before)
	}
	if again := must(t)(visitor.New(p.URL).Post(link, nil)); again.Status != http.StatusConflict {
		t.Errorf("the link works twice: %d", again.Status)
	}

	laptop := visitor.New(p.URL)
	askForMail(t, laptop, "nolan@example.org")
	_, code := office.next(t, "Nolan@example.org", 1)
	if page = must(t)(laptop.Post("/entrer/code", url.Values{"code": {"000000"}, "suite": {"/"}})); page.Error() == "" {
		t.Errorf("a wrong code led to %s", page.Path)
	}
	must(t)(laptop.Post("/entrer/code", url.Values{"code": {code}, "suite": {"/resultat"}}))
	if there := carbonOf(t, must(t)(laptop.Get("/resultat"))); there != before {
		t.Errorf("on the other device the result is %v, not %v", there, before)
	}
	if name := nameOf(t, laptop); name != "Nolan" {
		t.Errorf("the other device knows %q", name)
	}
	must(t)(laptop.Post("/compte/appareils/autres", nil))
	if name := nameOf(t, phone); name != "" {
		t.Errorf("the phone is still %q", name)
	}
	if name := nameOf(t, laptop); name != "Nolan" {
		t.Errorf("the laptop is %q", name)
	}
}

// TestSignUpOutlivesAKill: whoever was told that they are in is in after the
// program was killed, with their answers.
func TestSignUpOutlivesAKill(t *testing.T) {
	office, where := openPostOffice(t), place(t)
	first, err := program.Serve(where, office.flags...)
	if err != nil {
		t.Fatal(err)
	}
	v := visitor.New(first.URL)
	result, err := v.Measure(truthOf(t, "yoram"))
	if err != nil {
		t.Fatal(err)
	}
	askForMail(t, v, "yoram@example.org")
	link, _ := office.next(t, "yoram@example.org", 0)
	must(t)(v.Post(link, nil))
	first.Kill()

	second := serve(t, where, office.flags...)
	v.URL = second.URL
	if page := must(t)(v.Get("/resultat")); carbonOf(t, page) != carbonOf(t, result) {
		t.Errorf("after the kill the result is another")
	}
	if page := must(t)(v.Get("/compte")); page.Path != "/compte" {
		t.Errorf("after the kill nobody is signed in: %s", page.Path)
	}
}

// TestAnUnknownAddressGetsTheSamePage as one that has an account.
func TestAnUnknownAddressGetsTheSamePage(t *testing.T) {
	office := openPostOffice(t)
	p := serve(t, place(t), office.flags...)
	known := visitor.New(p.URL)
	askForMail(t, known, "anne@example.org")
	link, _ := office.next(t, "anne@example.org", 0)
	must(t)(known.Post(link, nil))

	var pages []string
	for _, address := range []string{"anne@example.org", "nobody@example.org"} {
		page := must(t)(visitor.New(p.URL).Post("/entrer", url.Values{"email": {address}}))
		pages = append(pages, fmt.Sprint(page.Status, page.Path, page.HTML))
	}
	if pages[0] != pages[1] {
		t.Errorf("the pages differ:\n%s\n%s", pages[0], pages[1])
	}
}

func carbonOf(t *testing.T, page *visitor.Page) float64 {
	t.Helper()
	kg, err := page.Carbon()
	if err != nil {
		t.Fatalf("%s: %v", page.Path, err)
	}
	return kg
}
