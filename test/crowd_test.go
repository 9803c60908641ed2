package test

import (
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"capzero/internal/db"
	"capzero/internal/db/dbtest"
	"capzero/test/program"
)

// A crowd is how many people sign in, and how fast.
type crowd struct {
	people  int
	within  time.Duration // they begin one after the other
	reading time.Duration // how long others read before they come
	slowest time.Duration // bar for the 95th percentile of their pages; zero for none
}

// judged reports whether what depends on the machine counts.
func (c crowd) judged() bool { return c.slowest > 0 }

// crowdOf is ten thousand people with CAPZERO_SOAK, in ten minutes: six times the
// rate at which they would come within an hour. Otherwise it is a few, and what
// depends on the machine is not judged.
func crowdOf() crowd {
	if !soak {
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
	t.Logf("%d jobs and %d mails wait at the end", left.jobs, left.mails)
	t.Logf("the process keeps %s, at most %s", memory(t, p, "VmRSS"), memory(t, p, "VmHWM"))
	// On a machine that others keep busy, pages were slow before.
	if p95, bar := while.at(0.95), max(c.slowest, 5*before.at(0.95)); c.judged() && p95 > bar {
		t.Errorf("the 95th percentile of a page is %v, more than %v", p95, bar)
	}
	checkCrowd(t, c, where, office, came)
}

// crowdPlace is where the records are. For figures, PostgreSQL writes to the disk
// as a city's does.
func crowdPlace(t *testing.T, c crowd) string {
	t.Helper()
	if !c.judged() || dbtest.Engine(t) != db.PostgreSQL {
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

// comeIn lets everybody in, each at their moment, and returns when the last one is.
func (c crowd) comeIn(t *testing.T, p *program.Process, mails *sorter) (came []arrival) {
	var mu sync.Mutex
	var all sync.WaitGroup
	failures := 0
	begin := time.Now()
	for n := range c.people {
		time.Sleep(time.Until(begin.Add(c.within * time.Duration(n) / time.Duration(c.people))))
		all.Go(func() {
			a, err := newcomer(p.URL, n).comeIn(mails)
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				came = append(came, a)
			} else if failures++; failures <= 10 { // the first ones say it
				t.Errorf("person %d: %v", n, err)
			}
		})
	}
	all.Wait()
	return came
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
	records, err := db.OpenAsIs(t.Context(), where, time.Now)
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
