package test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"net"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"capzero/internal/db/dbtest"
	"capzero/test/program"
	"capzero/test/visitor"
)

// next is the version of the program after the one of this tree.
const next = "next"

var nextFile = sync.OnceValues(func() (string, error) {
	this, err := program.Binary()
	if err != nil {
		return "", err
	}
	migration, err := filepath.Abs("testdata/next_version.sql")
	if err != nil {
		return "", err
	}
	return program.Next(filepath.Dir(this), next, migration)
})

// install installs this version of the program.
func install(t *testing.T) program.Installation {
	t.Helper()
	i := program.Installation{File: filepath.Join(t.TempDir(), "capzero")}
	replace(t, i, program.Binary)
	return i
}

// replace replaces the file of an installation by another one.
func replace(t *testing.T, i program.Installation, by func() (string, error)) {
	t.Helper()
	built, err := by()
	if err == nil {
		err = i.Install(built)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// TestUpgradeLosesNoRequest: people read, write and wait while one program after
// another takes over, the first of them with new tables. Each request is answered,
// each write that was acknowledged is there, once.
func TestUpgradeLosesNoRequest(t *testing.T) {
	const upgrades = 5
	dbtest.OnBothPlaces(t, func(t *testing.T, where string) {
		here := install(t)
		s := &street{place: where, serve: here.Serve}
		s.fill(t, 6)
		t.Cleanup(s.End)
		load := startLoad(t, s)
		replace(t, here, nextFile)
		for n := range upgrades {
			left, slow := s.PID(), beginSlowly(t, s.URL)
			load.slowest.Store(0)
			if err := s.HandOver(); err != nil {
				t.Fatalf("%v\n%s", err, s.Log())
			}
			if said := programAt(t, s.URL); said != next {
				t.Errorf("%s answers after the upgrade", said)
			}
			slow.finish(t)
			wantGone(t, left)
			time.Sleep(300 * time.Millisecond)
			t.Logf("upgrade %d: the slowest answer took %v", n+1, time.Duration(load.slowest.Load()).Round(time.Millisecond))
		}
		load.end(t)
		if err := s.Stop(); err != nil {
			t.Errorf("stop: %v\n%s", err, s.Log())
		}
	})
}

// A load is everybody who is there at once.
type load struct {
	s        *street
	diaries  []*diary
	visitors []*answering
	over     atomic.Bool
	people   sync.WaitGroup
	requests atomic.Int64
	slowest  atomic.Int64 // of the answers, in nanoseconds
}

// pace is how long people rest between two requests: less would be refused.
const pace = 60 * time.Millisecond

func startLoad(t *testing.T, s *street) *load {
	l := &load{s: s, diaries: s.diaries()}
	for i, d := range l.diaries {
		random := rand.New(rand.NewPCG(7, uint64(i)))
		l.repeat(t, "somebody with a diary", pace, func() error { return d.send(s, random) })
	}
	for n := range 3 {
		a := &answering{Visitor: visitor.NewFrom(s.URL, netip.AddrFrom4([4]byte{127, 3, 0, byte(n + 1)}))}
		must(t)(a.Start())
		l.visitors = append(l.visitors, a)
		l.repeat(t, "somebody who answers", pace, a.answer)
	}
	for n := range 2 {
		r := reading{visitor.NewFrom(s.URL, netip.AddrFrom4([4]byte{127, 4, 0, byte(n + 1)}))}
		l.repeat(t, "somebody who reads", pace, r.read)
	}
	for n, rest := range []time.Duration{time.Millisecond, pace, time.Second, 3 * time.Second} {
		p := &plain{url: s.URL, from: netip.AddrFrom4([4]byte{127, 5, 0, byte(n + 1)})}
		l.repeat(t, fmt.Sprintf("a client that rests %v", rest), rest, p.ask)
	}
	p := &plain{url: s.URL, from: netip.AddrFrom4([4]byte{127, 6, 0, 1}), fresh: true}
	l.repeat(t, "a client that connects each time", time.Millisecond, p.ask)
	return l
}

// repeat does something again and again until the load ends. It must never fail.
func (l *load) repeat(t *testing.T, who string, rest time.Duration, f func() error) {
	l.people.Go(func() {
		for !l.over.Load() {
			begin := time.Now()
			if err := f(); err != nil {
				t.Errorf("%s: %v", who, err)
				return
			}
			l.requests.Add(1)
			for took := int64(time.Since(begin)); ; {
				most := l.slowest.Load()
				if took <= most || l.slowest.CompareAndSwap(most, took) {
					break
				}
			}
			time.Sleep(rest)
		}
	})
}

// end lets everybody go, and looks whether all is there that they were told is.
func (l *load) end(t *testing.T) {
	t.Helper()
	l.over.Store(true)
	l.people.Wait()
	weights := 0
	for _, d := range l.diaries {
		d.check(t, l.s)
		weights += len(d.weights)
		d.Leave()
	}
	l.s.checkSums(t)
	for _, a := range l.visitors {
		if got := must(t)(a.Get(numberQuestion)).Form().Get("value"); got != fmt.Sprint(a.last) {
			t.Errorf("%q is stored, acknowledged was %d", got, a.last)
		}
		a.Leave()
	}
	t.Logf("%d requests, none failed; %d weighings kept", l.requests.Load(), weights)
	if weights < 20 {
		t.Errorf("only %d weighings were sent: this test shows little", weights)
	}
}

// An answering visitor gives one answer after the other to the same question.
type answering struct {
	*visitor.Visitor
	last int // m² that were acknowledged
}

func (a *answering) answer() error {
	meant := 20 + (a.last+1)%100 // what a home may have
	page, err := a.Post(numberQuestion, url.Values{"value": {fmt.Sprint(meant)}})
	if err == nil {
		err = wantOK(page)
	}
	if err == nil {
		a.last = meant
	}
	return err
}

// A reading visitor opens a page and what it links to.
type reading struct{ *visitor.Visitor }

func (r reading) read() error {
	for _, path := range []string{"/", "/methode"} {
		page, err := r.Get(path)
		if err == nil {
			err = wantOK(page)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		for _, link := range page.Doc.Find("link[href^='/static/'], script[src]").EachIter() {
			asset, err := r.Get(link.AttrOr("href", link.AttrOr("src", "")))
			if err == nil {
				err = wantOK(asset)
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func wantOK(page *visitor.Page) error {
	if page.Status != 200 {
		return fmt.Errorf("%s answers %d", page.Path, page.Status)
	}
	return nil
}

// programAt is the version of the program that answers.
func programAt(t *testing.T, url string) (version string) {
	t.Helper()
	v := visitor.NewFrom(url, netip.AddrFrom4([4]byte{127, 6, 0, 2}))
	defer v.Leave()
	health := must(t)(v.Get("/healthz"))
	for line := range strings.Lines(health.HTML) {
		if said, ok := strings.CutPrefix(line, "program "); ok {
			version = strings.TrimSpace(said)
		}
	}
	return version
}

// wantGone waits until a process has ended.
func wantGone(t *testing.T, pid int) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
		if err != nil || strings.Contains(string(stat), ") Z ") { // nobody has asked yet how it ended
			return
		}
	}
	t.Errorf("the program that was replaced is still there")
}

// TestUpgradeThatFails: what does not start, is killed or is older than the tables does
// not take over, and whoever answers goes on.
func TestUpgradeThatFails(t *testing.T) {
	here := install(t)
	p, err := here.Serve(place(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.End)
	this := programAt(t, p.URL)
	a := &answering{Visitor: visitor.New(p.URL)}
	must(t)(a.Start())
	wantKept := func(what, program, reason string) {
		t.Helper()
		if err := a.answer(); err != nil || programAt(t, p.URL) != program {
			t.Errorf("%s: %s answers, %v", what, programAt(t, p.URL), err)
		}
		if log := p.Log(); !strings.Contains(log[strings.LastIndex(log, `"msg":"handing over"`):], reason) {
			t.Errorf("%s: the log does not say %q:\n%s", what, reason, log)
		}
	}

	for what, test := range map[string]struct{ file, reason string }{
		"a program that ends":    {"#!/bin/sh\nexit 3\n", "exit status 3"},
		"a file that was cut":    {"\x7fELF", "exec format error"},
		"a program that is mute": {"#!/bin/sh\nexec 4>&-\nexec sleep 60\n", "ended before it answered"},
	} {
		replace(t, here, written(t, test.file))
		if err := p.HandOver(); err == nil {
			t.Fatalf("%s took over", what)
		}
		wantKept(what, this, test.reason)
	}

	number := filepath.Join(t.TempDir(), "number")
	replace(t, here, written(t, "#!/bin/sh\necho $$ >"+number+".part\nmv "+number+".part "+number+"\nexec sleep 60\n"))
	go killAt(number)
	if err := p.HandOver(); err == nil {
		t.Fatal("a program that was killed took over")
	}
	wantKept("a program that was killed", this, "killed")

	replace(t, here, nextFile)
	if err := p.HandOver(); err != nil {
		t.Fatalf("after all that: %v\n%s", err, p.Log())
	}
	replace(t, here, program.Binary)
	if err := p.HandOver(); err == nil {
		t.Error("a program that does not know the tables took over")
	}
	wantKept("an older program", next, "ended before it answered")
	if !strings.Contains(p.Log(), "a newer version of the program wrote it") {
		t.Errorf("the log does not say why: %s", p.Log())
	}
	if err := p.Stop(); err != nil { // which it can after all that
		t.Errorf("stop: %v\n%s", err, p.Log())
	}
}

// written makes a file with a text.
func written(t *testing.T, text string) func() (string, error) {
	path := filepath.Join(t.TempDir(), "file")
	return func() (string, error) { return path, os.WriteFile(path, []byte(text), 0o600) }
}

// killAt kills the process whose number comes to stand in a file.
func killAt(path string) {
	for {
		var pid int
		text, err := os.ReadFile(path)
		if _, scanned := fmt.Sscan(string(text), &pid); err == nil && scanned == nil {
			syscall.Kill(pid, syscall.SIGKILL)
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// TestUpgradeThatDies: where the program that took over dies at once, the one before it
// says so as long as it is there.
func TestUpgradeThatDies(t *testing.T) {
	here := install(t)
	p, err := here.Serve(place(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.End)
	stays := &plain{url: p.URL}
	if err := stays.ask(); err != nil { // and is connected
		t.Fatal(err)
	}
	if err := p.HandOver(); err != nil {
		t.Fatalf("%v\n%s", err, p.Log())
	}
	if err := syscall.Kill(p.PID(), syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	const said = "the program that took over has ended"
	for deadline := time.Now().Add(20 * time.Second); !strings.Contains(p.Log(), said); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("the log does not say so: %s", p.Log())
		}
	}
}

// TestRestartLetsConnectionsWait: where systemd holds the socket, whoever comes while
// the program is stopped and started waits. It learns when the program answers, and
// which one does after an upgrade.
func TestRestartLetsConnectionsWait(t *testing.T) {
	systemd := listenFor(t)
	here := install(t)
	here.Env = []string{"NOTIFY_SOCKET=" + systemd.path}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	socket, err := l.(*net.TCPListener).File()
	if err != nil {
		t.Fatal(err)
	}
	defer socket.Close()
	where := place(t)
	serve := func() *program.Process {
		p, err := here.ServeOn(socket, where)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(p.End)
		systemd.wants(t, "READY=1")
		return p
	}
	p := serve()
	load := &load{}
	for n := range 4 {
		client := &plain{url: "http://" + l.Addr().String(), from: netip.AddrFrom4([4]byte{127, 7, 0, byte(n + 1)}), fresh: true}
		load.repeat(t, "a client that connects each time", time.Millisecond, client.ask)
	}
	for range 2 {
		before := load.requests.Load()
		if err := p.Stop(); err != nil {
			t.Errorf("stop: %v\n%s", err, p.Log())
		}
		time.Sleep(100 * time.Millisecond) // nobody is there
		p = serve()
		if err := p.HandOver(); err != nil {
			t.Errorf("%v\n%s", err, p.Log())
		}
		systemd.wants(t, fmt.Sprintf("MAINPID=%d", p.PID()))
		if load.requests.Load() == before {
			t.Error("nobody came meanwhile")
		}
	}
	load.over.Store(true)
	load.people.Wait()
	t.Logf("%d connections, the longest wait was %v", load.requests.Load(), time.Duration(load.slowest.Load()).Round(time.Millisecond))
	if err := p.Stop(); err != nil {
		t.Errorf("stop: %v\n%s", err, p.Log())
	}
}

// A manager is what systemd is told.
type manager struct {
	path string
	conn *net.UnixConn
}

func listenFor(t *testing.T) manager {
	t.Helper()
	dir, err := os.MkdirTemp("", "notify") // the path of a socket is short
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	m := manager{path: filepath.Join(dir, "s")}
	conn, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: m.path, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	m.conn = conn
	return m
}

func (m manager) wants(t *testing.T, word string) {
	t.Helper()
	buffer := make([]byte, 1024)
	err := m.conn.SetReadDeadline(time.Now().Add(20 * time.Second))
	n, readErr := m.conn.Read(buffer)
	if err := cmp.Or(err, readErr); err != nil || string(buffer[:n]) != word {
		t.Errorf("systemd is told %q, want %q: %v", buffer[:n], word, err)
	}
}
