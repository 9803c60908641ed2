package test

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"capzero/internal/db"
	"capzero/internal/db/dbtest"
	"capzero/test/program"
	"capzero/test/visitor"
)

// A crowd is how many people sign in, and how fast.
type crowd struct {
	people  int
	within  time.Duration // they begin one after the other
	reading time.Duration // how long others read before they come
	slowest time.Duration // bar for the 95th percentile of their pages; zero for none
}

// crowdOf is ten thousand people with CAPZERO_SOAK, in ten minutes: six times the
// rate at which they would come within an hour. Otherwise it is a few, and what
// depends on the machine is not judged.
func crowdOf() crowd {
	if os.Getenv("CAPZERO_SOAK") == "" {
		return crowd{people: 60, within: 3 * time.Second, reading: time.Second}
	}
	return crowd{people: 10_000, within: 10 * time.Minute, reading: 30 * time.Second, slowest: 500 * time.Millisecond}
}

// TestTenThousandSignIn: everybody who asks for a mail gets one, comes in, and
// nobody twice, while others go on reading and do not notice much.
func TestTenThousandSignIn(t *testing.T) {
	c := crowdOf()
	office := openPostOffice(t)
	mails := newSorter(office)
	where := crowdPlace(t, c)
	p := serve(t, where, office.flags...)

	readers := newReaders(t, p)
	before := readers.during(func() { time.Sleep(c.reading) })
	var came []arrival
	began := time.Now()
	while := readers.during(func() { came = c.comeIn(t, p, mails) })
	took := time.Since(began)

	left := unfinishedIn(t, where)
	t.Logf("%d people in %v, %.0f sign-ins a minute", len(came), took.Round(time.Second), float64(len(came))/took.Minutes())
	t.Logf("from asking to the mail: %v", timesOf(came, func(a arrival) time.Duration { return a.mail }))
	t.Logf("a page of theirs: %v", timesOfAll(came))
	t.Logf("a page of others before: %v", before)
	t.Logf("a page of others meanwhile: %v", while)
	t.Logf("%d jobs and %d mails wait at the end; the process keeps %s, at most %s", left.jobs, left.mails, memory(t, p, "VmRSS"), memory(t, p, "VmHWM"))
	if p95 := while.at(0.95); c.slowest > 0 && p95 > c.slowest {
		t.Errorf("the 95th percentile of a page is %v, more than %v", p95, c.slowest)
	}
	checkCrowd(t, c, where, office, came)
}

// crowdPlace is where the records are. For figures, PostgreSQL writes to the disk
// as a city's does.
func crowdPlace(t *testing.T, c crowd) string {
	t.Helper()
	if c.slowest == 0 || dbtest.Engine(t) != db.PostgreSQL {
		return place(t)
	}
	s, err := dbtest.NewServer(t.Context(), true)
	if err == nil {
		t.Cleanup(func() { s.Close() })
		err = s.Exec(t.Context(), `CREATE DATABASE city`)
	}
	if err != nil {
		t.Fatal(err)
	}
	return s.Address("city")
}

// An arrival is one person who came in.
type arrival struct {
	mail  time.Duration // from asking to the mail
	pages []time.Duration
}

// patience is how long somebody waits for a mail: as long as its link works.
const patience = 10 * time.Minute

// comeIn lets everybody in, each at their moment, and returns when the last one is.
func (c crowd) comeIn(t *testing.T, p *program.Process, mails *sorter) (came []arrival) {
	var mu sync.Mutex
	var all sync.WaitGroup
	var failures atomic.Int64
	begin := time.Now()
	for n := range c.people {
		time.Sleep(time.Until(begin.Add(c.within * time.Duration(n) / time.Duration(c.people))))
		all.Go(func() {
			a, err := signIn(p.URL, n, mails)
			if err != nil {
				if failures.Add(1) <= 10 {
					t.Errorf("person %d: %v", n, err)
				}
				return
			}
			mu.Lock()
			defer mu.Unlock()
			came = append(came, a)
		})
	}
	all.Wait()
	return came
}

// home is the network that person n lives behind, on this machine.
func home(n int) netip.Addr {
	var bytes [4]byte
	binary.BigEndian.PutUint32(bytes[:], 127<<24|1<<16+uint32(n))
	return netip.AddrFrom4(bytes)
}

// signIn is what one person does: asks for a mail, uses its link, gives a name and
// opens the pages of who is signed in.
func signIn(program string, n int, mails *sorter) (a arrival, err error) {
	v := visitor.NewFrom(program, home(n))
	defer v.Leave()
	name, email := fmt.Sprintf("Personne %d", n), fmt.Sprintf("personne%d@example.org", n)
	show := func(page *visitor.Page, err error) (*visitor.Page, error) {
		switch {
		case err != nil:
			return nil, err
		case page.Status != http.StatusOK:
			return nil, fmt.Errorf("%s answered %d: %s", page.Path, page.Status, page.Error())
		}
		a.pages = append(a.pages, page.Took)
		return page, nil
	}
	if _, err := show(v.Get("/entrer")); err != nil {
		return a, err
	}
	letters, asked := mails.expect(email), time.Now()
	if _, err := show(v.Post("/entrer", url.Values{"email": {email}})); err != nil {
		return a, err
	}
	var link string
	select {
	case l := <-letters:
		a.mail, link = l.at.Sub(asked), signInLink.FindString(l.text)
	case <-time.After(patience):
		return a, errors.New("no mail came")
	}
	if _, err := show(v.Get(link)); err != nil {
		return a, err
	}
	in, err := show(v.Post(link, nil))
	if err != nil {
		return a, err
	}
	if !strings.HasPrefix(in.Path, "/compte/bienvenue") {
		return a, fmt.Errorf("coming in led to %s", in.Path)
	}
	page, err := show(v.Post("/compte/nom", url.Values{"name": {name}, "suite": {"/compte"}}))
	if err != nil {
		return a, err
	}
	if is := strings.TrimSpace(page.Doc.Find(".who").Text()); is != name {
		return a, fmt.Errorf("%s is of %q", page.Path, is)
	}
	if page, err = show(v.Get("/foyer")); err != nil {
		return a, err
	}
	if page.Path != "/foyer" {
		return a, fmt.Errorf("/foyer led to %s", page.Path)
	}
	again, err := v.Post(link, nil)
	if err == nil && again.Status != http.StatusConflict {
		err = fmt.Errorf("the link works twice: %d", again.Status)
	}
	return a, err
}

// checkCrowd looks at what is left of it all.
func checkCrowd(t *testing.T, c crowd, where string, office *postOffice, came []arrival) {
	t.Helper()
	if len(came) != c.people {
		t.Errorf("%d of %d people came in", len(came), c.people)
	}
	for deadline := time.Now().Add(time.Minute); unfinishedIn(t, where) != (unfinished{}); time.Sleep(100 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("after a minute there is left %+v", unfinishedIn(t, where))
		}
	}
	office.mu.Lock()
	letters := map[string]int{}
	for _, l := range office.letters {
		letters[l.to]++
	}
	office.mu.Unlock()
	for to, n := range letters {
		if n != 1 {
			t.Errorf("%s got %d mails", to, n)
		}
	}
	got := fmt.Sprint(len(letters), countIn(t, where, `SELECT COUNT(*) FROM person`), countIn(t, where, `SELECT COUNT(*) FROM session`),
		countIn(t, where, `SELECT COUNT(*) FROM sign_in WHERE used_at IS NOT NULL`), countIn(t, where, `SELECT COUNT(*) FROM mail WHERE state = 'sent'`))
	if want := fmt.Sprint(c.people, c.people, c.people, c.people, c.people); got != want {
		t.Errorf("people with a mail, persons, sessions, used links, mails sent: %s, not %s", got, want)
	}
}

// What is unfinished is to be done by the program.
type unfinished struct{ jobs, mails int }

func unfinishedIn(t *testing.T, where string) unfinished {
	t.Helper()
	return unfinished{
		jobs:  countIn(t, where, `SELECT COUNT(*) FROM river_job WHERE state NOT IN ('completed', 'cancelled', 'discarded')`),
		mails: countIn(t, where, `SELECT COUNT(*) FROM mail WHERE state IN ('waiting', 'sending')`),
	}
}

// countIn counts rows beside the program.
func countIn(t *testing.T, where, query string) (n int) {
	t.Helper()
	records, err := db.Open(t.Context(), where, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer records.Close()
	err = records.Read(t.Context(), func(tx *db.Tx) error { return tx.QueryRow(t.Context(), query).Scan(&n) })
	if err != nil {
		t.Fatal(err)
	}
	return n
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

// readers are people who have measured, and read pages.
type readers struct {
	t    *testing.T
	each []*visitor.Visitor
}

// pageEvery is how long a reader looks at a page.
const pageEvery = 200 * time.Millisecond

func newReaders(t *testing.T, p *program.Process) readers {
	t.Helper()
	r := readers{t: t}
	for n, who := range []string{"nolan", "yoram", "mehdi", "corentin"} {
		v := visitor.NewFrom(p.URL, netip.AddrFrom4([4]byte{127, 200, 0, byte(n + 1)}))
		if _, err := v.Measure(truthOf(t, who)); err != nil {
			t.Fatal(err)
		}
		r.each = append(r.each, v)
	}
	return r
}

// during returns how long the pages took that they read while f ran.
func (r readers) during(f func()) times {
	ctx, done := context.WithCancel(r.t.Context())
	var mu sync.Mutex
	var all times
	var reading sync.WaitGroup
	for _, v := range r.each {
		reading.Go(func() {
			for n := 0; ctx.Err() == nil; n++ {
				path := []string{"/", "/mesurer/question/logement/surface", "/resultat"}[n%3]
				page, err := v.Get(path)
				if err != nil || page.Status != http.StatusOK || page.Path != path {
					r.t.Errorf("a reader of %s: %v, %+v", path, err, page)
					return
				}
				mu.Lock()
				all = append(all, page.Took)
				mu.Unlock()
				time.Sleep(pageEvery)
			}
		})
	}
	f()
	done()
	reading.Wait()
	slices.Sort(all)
	return all
}

// times are how long something took, the shortest first.
type times []time.Duration

func timesOf(came []arrival, of func(arrival) time.Duration) (all times) {
	for _, a := range came {
		all = append(all, of(a))
	}
	slices.Sort(all)
	return all
}

func timesOfAll(came []arrival) (all times) {
	for _, a := range came {
		all = append(all, a.pages...)
	}
	slices.Sort(all)
	return all
}

// at is the time below which a share of them is.
func (t times) at(share float64) time.Duration {
	if len(t) == 0 {
		return 0
	}
	return t[min(len(t)-1, int(share*float64(len(t))))]
}

func (t times) String() string {
	ms := func(share float64) string { return fmt.Sprintf("%.1f", t.at(share).Seconds()*1000) }
	return fmt.Sprintf("p50 %s, p95 %s, p99 %s, at most %s ms (%d)", ms(0.5), ms(0.95), ms(0.99), ms(1), len(t))
}

// memory is what the kernel says of a process.
func memory(t *testing.T, p *program.Process, what string) string {
	t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.PID()))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(status)) {
		if value, ok := strings.CutPrefix(line, what+":"); ok {
			return strings.TrimSpace(value)
		}
	}
	t.Fatalf("the kernel does not say %s", what)
	return ""
}
