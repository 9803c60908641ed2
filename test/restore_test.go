package test

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
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

// keyOf is the flag that names the secret of what is served at a place.
func keyOf(where string) []string {
	if db.IsAddress(where) {
		return nil // it is among its records already
	}
	return []string{"--key", filepath.Join(where, "capzero.key")}
}

// backUp writes a backup of the records at a place, and returns its path.
func backUp(t *testing.T, where, folder string, flags ...string) string {
	t.Helper()
	args := slices.Concat([]string{"backup", "--to", folder}, program.Records(where), flags)
	out, stderr, err := program.Run(t.Context(), args...)
	if err != nil {
		t.Fatalf("backup: %v\n%s", err, stderr)
	}
	file := regexp.MustCompile(`\S+\.backup`).FindString(out)
	if _, err := os.Stat(file); err != nil {
		t.Fatalf("%v after %s", err, out)
	}
	return file
}

// putBack restores a backup to a new place, with the secret of the old one.
func putBack(t *testing.T, file, old string, flags ...string) (where, said string) {
	t.Helper()
	engine := db.SQLite
	if db.IsAddress(old) {
		engine = db.PostgreSQL
	}
	where = dbtest.Empty(t, engine)
	args := slices.Concat([]string{"restore", file}, program.Records(where), keyOf(old), flags)
	out, stderr, err := program.Run(t.Context(), args...)
	if err != nil {
		t.Fatalf("restore: %v\n%s", err, stderr)
	}
	return where, out
}

// TestRestoreDoesNotResurrect: somebody and some answers without an account are
// erased after a backup. The disk of the records is lost. What comes back knows
// nothing of them, whether it is put back by the command or by hand; who stayed is
// there, and nobody is signed in any more.
func TestRestoreDoesNotResurrect(t *testing.T) {
	dbtest.OnBothPlaces(t, func(t *testing.T, where string) {
		office := openPostOffice(t)
		backups := t.TempDir()
		p := serve(t, where, append(office.flags, "--backups", backups)...)
		zoe, max := newcomer(p.URL, 1), newcomer(p.URL, 2)
		j := begin(t, p.URL, "sylviane") // who has no account
		for range 3 {
			j.answer(t)
		}
		for _, who := range []*person{zoe, max} {
			must(t)(who.Start())
			must(t)(who.Post(numberQuestion, url.Values{"value": {"43"}}))
			comeIn(t, office, who.Visitor, who.email, who.name, "/compte")
			makeHome(t, who.Visitor)
		}
		madeByItself(t, p, backups)
		file := backUp(t, where, backups)

		must(t)(zoe.Post("/mes-donnees/effacer", url.Values{"confirme": {"oui"}}))
		must(t)(j.Post("/vos-donnees/effacer", url.Values{"confirme": {"oui"}}))
		before := peopleAt(t, where)

		second, said := putBack(t, file, where)
		if !strings.Contains(said, "2 effacements refaits") { // somebody with an account, and answers without one
			t.Errorf("the command says %q", said)
		}
		if after := peopleAt(t, second); after != before {
			t.Errorf("%v came back, want %v", after, before)
		}
		wantNoBytes(t, second, zoe.email, zoe.name)

		again := serve(t, second, append(office.flags, keyOf(where)...)...)
		for _, who := range []*person{zoe, max} {
			who.URL = again.URL
			if name := nameOf(t, who.Visitor); name != "" {
				t.Errorf("%s is still signed in", name)
			}
		}
		askForMail(t, max.Visitor, max.email)
		link, _ := office.next(t, max.email, 1)
		must(t)(max.Visitor.Post(link, nil))
		if got := must(t)(max.Get(numberQuestion)).Form().Get("value"); nameOf(t, max.Visitor) != max.name || got != "43" {
			t.Errorf("%q is back with %q", nameOf(t, max.Visitor), got)
		}

		if !db.IsAddress(where) { // it has nothing to do with the engine
			byHand(t, file, where, backups, before)
		}
	})
}

// byHand puts a backup back without its journal, which comes later: the program keeps
// its promise at the next start.
func byHand(t *testing.T, file, where, backups string, want population) {
	t.Helper()
	alone := filepath.Join(t.TempDir(), filepath.Base(file))
	if err := os.Link(file, alone); err != nil {
		t.Fatal(err)
	}
	refusedPlace := t.TempDir()
	args := slices.Concat([]string{"restore", alone}, program.Records(refusedPlace), keyOf(where))
	if _, stderr, err := program.Run(t.Context(), args...); err == nil || !strings.Contains(stderr, "--erased") {
		t.Errorf("without a journal: %v, %s", err, stderr)
	}
	third, _ := putBack(t, alone, where, "--without-erased")
	if n := peopleAt(t, third); n == want {
		t.Fatal("without a journal they are not there either: this test shows nothing")
	}
	p := serve(t, third, append(keyOf(where), "--erased", filepath.Join(backups, "erased.journal"))...)
	if after := peopleAt(t, third); after != want {
		t.Errorf("%v came back, want %v: %s", after, want, p.Log())
	}
}

func engineAt(where string) db.Engine {
	if db.IsAddress(where) {
		return db.PostgreSQL
	}
	return db.SQLite
}

// A population is how many there are.
type population struct{ people, assessments, members int }

func peopleAt(t *testing.T, where string) population {
	t.Helper()
	return population{
		countIn(t, where, `SELECT COUNT(*) FROM person`),
		countIn(t, where, `SELECT COUNT(*) FROM assessment`),
		countIn(t, where, `SELECT COUNT(*) FROM member`),
	}
}

// wantNoBytes looks for words in the files of a folder.
func wantNoBytes(t *testing.T, where string, words ...string) {
	t.Helper()
	if db.IsAddress(where) {
		return
	}
	files, err := os.ReadDir(where)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		text, err := os.ReadFile(filepath.Join(where, f.Name()))
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range words {
			if strings.Contains(string(text), word) {
				t.Errorf("%s holds %q", f.Name(), word)
			}
		}
	}
}

// madeByItself waits until the program has made its backup of the night and put it
// back, and holds /healthz to it.
func madeByItself(t *testing.T, p *program.Process, folder string) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(100 * time.Millisecond) {
		notes, err := filepath.Glob(filepath.Join(folder, "*rehearsal.json"))
		if err != nil {
			t.Fatal(err)
		}
		if len(notes) == 1 {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("no backup was made and put back: %s", p.Log())
		}
	}
	for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		health := must(t)(visitor.New(p.URL).Get("/healthz"))
		lines := strings.Split(strings.TrimSpace(health.HTML), "\n")
		if len(lines) == 4 && lines[0] == "ok" && strings.Contains(lines[1], ", 0 h ago of 48 h") && strings.Contains(lines[2], ", 0 h ago of 336 h") {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("/healthz says %q", health.HTML)
		}
	}
}

// TestBackupUnderLoad: four visitors write without a rest while backups are made. In
// each restored copy everybody finds their last answer of before, or a later one, and
// nobody was kept from writing.
func TestBackupUnderLoad(t *testing.T) {
	dbtest.OnBothPlaces(t, func(t *testing.T, where string) {
		p := serve(t, where)
		var (
			visitors     [4]*visitor.Visitor
			acknowledged [4]atomic.Int64
			writers      sync.WaitGroup
			done         atomic.Bool
		)
		for i := range visitors {
			visitors[i] = visitor.New(p.URL)
			must(t)(visitors[i].Start())
			writers.Go(func() {
				for n := int64(20); !done.Load(); n++ { // m²; stays below what a home may have
					page, err := visitors[i].Post(numberQuestion, url.Values{"value": {fmt.Sprint(n)}})
					if err != nil || page.Status != 200 {
						t.Errorf("visitor %d could not write %d: %v", i, n, err)
						return
					}
					acknowledged[i].Store(n)
					time.Sleep(10 * time.Millisecond)
				}
			})
		}
		type backup struct {
			file          string
			before, after [4]int64
		}
		var backups []backup
		folder := t.TempDir()
		for range 2 {
			time.Sleep(time.Second) // a backup is named by its second
			var b backup
			for i := range acknowledged {
				b.before[i] = acknowledged[i].Load()
			}
			b.file = backUp(t, where, folder)
			for i := range acknowledged {
				b.after[i] = acknowledged[i].Load() + 1 // one was on its way
			}
			backups = append(backups, b)
		}
		done.Store(true)
		writers.Wait()

		for n, b := range backups {
			second, _ := putBack(t, b.file, where)
			again := serve(t, second, keyOf(where)...)
			for i, v := range visitors {
				v.URL = again.URL
				var got int64
				text := must(t)(v.Get(numberQuestion)).Form().Get("value")
				if _, err := fmt.Sscan(text, &got); err != nil || got < b.before[i] || got > b.after[i] {
					t.Errorf("backup %d: visitor %d finds %q, of %d to %d", n, i, text, b.before[i], b.after[i])
				}
			}
			if b.before[0] == 0 {
				t.Errorf("backup %d: nobody had written yet", n)
			}
		}
		t.Logf("%s: %d to %d writes a visitor before the backups", engineAt(where), backups[0].before[0]-19, backups[1].before[0]-19)
	})
}
