package test

import (
	"encoding/binary"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"time"

	"capzero/test/visitor"
)

// A person is one who signs in from a home of their own.
type person struct {
	*visitor.Visitor
	name, email string
	arrival
}

// An arrival is what it took one of them.
type arrival struct {
	mail  time.Duration // from asking to the mail
	pages []time.Duration
}

// newcomer is person n, who has never been there.
func newcomer(url string, n int) *person {
	return &person{
		Visitor: visitor.NewFrom(url, homeOf(n)),
		name:    fmt.Sprintf("Personne %d", n), email: fmt.Sprintf("personne%d@example.org", n),
	}
}

// homeOf is the network that person n lives behind, on this machine.
func homeOf(n int) netip.Addr {
	var bytes [4]byte
	binary.BigEndian.PutUint32(bytes[:], 127<<24|1<<16+uint32(n))
	return netip.AddrFrom4(bytes)
}

// comeIn asks for a mail, uses its link, gives a name and opens the pages of who is
// signed in.
func (p *person) comeIn(mails *sorter) (arrival, error) {
	defer p.Leave()
	link, err := p.askForMail(mails)
	if err == nil {
		err = p.open(link)
	}
	if err == nil {
		err = p.lookAround()
	}
	if err == nil {
		err = p.openAgain(link)
	}
	return p.arrival, err
}

// patience is how long somebody waits for a mail: as long as its link works.
const patience = 10 * time.Minute

func (p *person) askForMail(mails *sorter) (link string, err error) {
	if _, err := p.see(p.Get("/entrer")); err != nil {
		return "", err
	}
	letters, asked := mails.expect(p.email), time.Now()
	if _, err := p.see(p.Post("/entrer", url.Values{"email": {p.email}})); err != nil {
		return "", err
	}
	select {
	case l := <-letters:
		p.mail = l.at.Sub(asked)
		return signInLink.FindString(l.text), nil
	case <-time.After(patience):
		return "", errors.New("no mail came")
	}
}

// open looks at the page of a link and presses its button.
func (p *person) open(link string) error {
	if _, err := p.see(p.Get(link)); err != nil {
		return err
	}
	page, err := p.see(p.Post(link, nil))
	if err == nil && !strings.HasPrefix(page.Path, "/compte/bienvenue") {
		err = fmt.Errorf("coming in led to %s", page.Path)
	}
	return err
}

func (p *person) lookAround() error {
	page, err := p.see(p.Post("/compte/nom", url.Values{"name": {p.name}, "suite": {"/compte"}}))
	if err != nil {
		return err
	}
	if is := strings.TrimSpace(page.Doc.Find(".who").Text()); is != p.name {
		return fmt.Errorf("%s is of %q", page.Path, is)
	}
	page, err = p.see(p.Get("/foyer"))
	if err == nil && page.Path != "/foyer" {
		err = fmt.Errorf("/foyer led to %s", page.Path)
	}
	return err
}

func (p *person) openAgain(link string) error {
	page, err := p.Post(link, nil)
	if err == nil && page.Status != http.StatusConflict {
		err = fmt.Errorf("the link works twice: %d", page.Status)
	}
	return err
}

// see notes how long a page took, and wants it to be one.
func (p *person) see(page *visitor.Page, err error) (*visitor.Page, error) {
	switch {
	case err != nil:
		return nil, err
	case page.Status != http.StatusOK:
		return nil, fmt.Errorf("%s answered %d: %s", page.Path, page.Status, page.Error()+page.Doc.Find("main").Text())
	}
	p.pages = append(p.pages, page.Took)
	return page, nil
}

// A sorter gives each letter to whom it is for.
type sorter struct {
	mu      sync.Mutex
	waiting map[string]chan sorted
}

type sorted struct {
	letter
	at time.Time
}

func newSorter(p *postOffice) *sorter {
	s := &sorter{waiting: map[string]chan sorted{}}
	p.came = func(l letter) {
		s.mu.Lock()
		defer s.mu.Unlock()
		select {
		case s.waiting[l.to] <- sorted{l, time.Now()}:
		default: // nobody waits for a second one: the office counts it
		}
	}
	return s
}

// expect is where the first letter to an address comes.
func (s *sorter) expect(email string) <-chan sorted {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.waiting[email] = make(chan sorted, 1)
	return s.waiting[email]
}
