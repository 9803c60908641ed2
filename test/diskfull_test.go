package test

import (
	"bufio"
	"errors"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"capzero/test/program"
)

// smallDisks is a shell script with two small disks of its own at $A and $B, which
// nobody else sees, and the program at $CAPZERO. It needs the rights of root, or a
// system that lets people have namespaces.
func smallDisks(t *testing.T, script string, arguments ...string) *exec.Cmd {
	t.Helper()
	binary, err := program.Binary()
	if err != nil {
		t.Fatal(err)
	}
	space := []string{"--mount"}
	if exec.CommandContext(t.Context(), "unshare", "--mount", "true").Run() != nil { // nobody's rights, or those of a container
		space = append(space, "--user", "--map-root-user")
	}
	const mounted = `
		set -eu
		mount -t tmpfs -o size=64k,mode=700 capzero "$A" || { echo "no disk"; exit 9; }
		mount -t tmpfs -o size=64k,mode=700 capzero "$B"
		full() { if "$@" 2>&1; then echo "it did not fail"; exit 1; fi; }
		roomy() { mount -o remount,size=64m "$1"; }
		`
	args := append(space, "sh", "-c", mounted+script, "sh")
	cmd := exec.CommandContext(t.Context(), "unshare", append(args, arguments...)...)
	cmd.Env = append(os.Environ(), "A="+t.TempDir(), "B="+t.TempDir(), "CAPZERO="+binary, "LC_ALL=fr_FR.UTF-8")
	return cmd
}

// onSmallDisk runs such a script and returns what it says.
func onSmallDisk(t *testing.T, script string, arguments ...string) string {
	t.Helper()
	out, err := smallDisks(t, script, arguments...).CombinedOutput()
	if err != nil && (strings.Contains(string(out), "no disk") || strings.HasPrefix(string(out), "unshare")) {
		t.Fatalf("this test mounts a small disk: run it as root, or allow user namespaces (sysctl kernel.unprivileged_userns_clone=1): %v\n%s", err, out)
	}
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return string(out)
}

// TestDiskFullBackup: a backup and a restore that find no room say so and leave
// nothing half done; with room, the same command works.
func TestDiskFullBackup(t *testing.T) {
	data := filepath.Join(t.TempDir(), "city")
	if _, stderr, err := program.Run(t.Context(), "demo", "--data", data, "--households", "12", "--weeks", "2"); err != nil {
		t.Fatalf("%v\n%s", err, stderr)
	}
	out := onSmallDisk(t, `
		full "$CAPZERO" backup --data "$1" --to "$A"
		echo "left: $(ls "$A")"
		roomy "$A"
		"$CAPZERO" backup --data "$1" --to "$A"
		full "$CAPZERO" restore "$A"/*.backup --data "$B" --key "$1/capzero.key"
		echo "left: $(ls -A "$B" | grep -v erased.journal)"
		roomy "$B"
		"$CAPZERO" restore "$A"/*.backup --data "$B" --key "$1/capzero.key"
		test -s "$B/capzero.db"`, data)
	if n := strings.Count(out, "Il n’y a plus de place ici"); n != 2 {
		t.Errorf("it is said %d times that there is no room:\n%s", n, out)
	}
	if n := strings.Count(out, "left: \n"); n != 2 {
		t.Errorf("something half done is left:\n%s", out)
	}
	for _, want := range []string{"Sauvegarde écrite et relue", "sont revenues ici"} {
		if !strings.Contains(out, want) {
			t.Errorf("with room it does not say %q:\n%s", want, out)
		}
	}
}

// TestDiskFullMigration: a new version that finds no room for its tables says so and
// changes nothing, so that the one before can serve; with room it starts.
func TestDiskFullMigration(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "city")
	if _, stderr, err := program.Run(t.Context(), "demo", "--data", data, "--households", "12", "--weeks", "2"); err != nil {
		t.Fatalf("%v\n%s", err, stderr)
	}
	newer, err := nextFile()
	if err != nil {
		t.Fatal(err)
	}
	out := onSmallDisk(t, `
		answers() {
			"$1" serve --listen 127.0.0.1:0 --data "$A" >"$B/said" 2>&1 &
			for wait in $(seq 300); do
				if grep "capzero ready" "$B/said"; then kill $!; wait $! || :; return; fi
				sleep 0.1
			done
			cat "$B/said"
			exit 1
		}
		roomy "$A"
		cp -a "$1"/. "$A"/
		dd if=/dev/zero of="$A/ballast" bs=4k 2>/dev/null || :
		full "$2" serve --listen 127.0.0.1:0 --data "$A"
		rm "$A/ballast"
		answers "$CAPZERO"
		answers "$2"`, data, newer)
	if n := strings.Count(out, "Il n’y a plus de place ici"); n != 1 {
		t.Errorf("it is said %d times that there is no room:\n%s", n, out)
	}
}

// A smallDisk is a running program whose records are on a disk that can be filled. Only
// the program sees the disk.
type smallDisk struct {
	url   string
	tell  io.WriteCloser
	hears *bufio.Scanner
}

// serveOnSmallDisk serves records from a copy on a small disk.
func serveOnSmallDisk(t *testing.T, data string, flags ...string) *smallDisk {
	t.Helper()
	cmd := smallDisks(t, `
		data=$1; shift
		roomy "$A"
		cp -a "$data"/. "$A"/
		"$CAPZERO" serve --listen 127.0.0.1:0 --data "$A" "$@" &
		while read what; do
			case $what in
			fill) dd if=/dev/zero of="$A/ballast" bs=64k 2>/dev/null || : ;;
			room) rm "$A/ballast" ;;
			end) kill -9 $!; wait $! || : ; cp -a "$A"/. "$data"/ ;;
			esac
			echo "done $what"
		done`, append([]string{data}, flags...)...)
	d := &smallDisk{}
	var err error
	if d.tell, err = cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var log strings.Builder
	cmd.Stderr = &log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		d.tell.Close()
		cmd.Wait()
		if t.Failed() {
			t.Log(log.String())
		}
	})
	d.hears = bufio.NewScanner(out)
	d.url = d.until(t, "capzero ready ")
	return d
}

// do has something done to the disk, or to the program.
func (d *smallDisk) do(t *testing.T, what string) {
	t.Helper()
	if _, err := io.WriteString(d.tell, what+"\n"); err != nil {
		t.Fatal(err)
	}
	d.until(t, "done "+what)
}

// until is what follows on the line that begins so.
func (d *smallDisk) until(t *testing.T, begins string) string {
	t.Helper()
	for d.hears.Scan() {
		if rest, found := strings.CutPrefix(d.hears.Text(), begins); found {
			return rest
		}
	}
	t.Fatalf("it ended without %q", begins)
	return ""
}

// TestDiskFullCheckIn: without room, whoever writes something down is told that it is
// not kept and whoever looks is served; with room it goes on, and nothing that was
// acknowledged is lost.
func TestDiskFullCheckIn(t *testing.T) {
	s := openStreet(t, 3)
	if err := s.Stop(); err != nil {
		t.Fatal(err)
	}
	disk := serveOnSmallDisk(t, s.place, s.flags...)
	var diaries []*diary
	for _, h := range s.homes {
		h.URL = disk.url
		diaries = append(diaries, &diary{home: h, times: map[string]int{}, sent: map[string]int{}, weights: map[int]bool{}})
	}
	random := rand.New(rand.NewPCG(1, 2))
	writeAll := func() {
		t.Helper()
		for _, d := range diaries {
			if err := errors.Join(d.tick(s, random), d.weigh(s)); err != nil {
				t.Fatal(err)
			}
		}
	}
	writeAll()

	disk.do(t, "fill")
	for _, d := range diaries {
		d.writeUntilFull(t, s)
	}
	anybody := diaries[0].home
	wantAnswer(t, anybody, "/semaine", http.StatusOK, "")
	wantAnswer(t, anybody, "/healthz", http.StatusOK, "disk full")
	said, err := anybody.Post("/mes-donnees/export", url.Values{})
	if err != nil || said.Status != http.StatusInsufficientStorage || !strings.Contains(said.Doc.Text(), "Tout ce qui était enregistré avant l’est toujours") {
		t.Errorf("whoever asks for a copy is not told that there is no room: %v, %v", said, err)
	}

	disk.do(t, "room")
	writeAll()
	wantAnswer(t, anybody, "/healthz", http.StatusOK, "ok")
	if _, err := anybody.Post("/mes-donnees/export", url.Values{}); err != nil {
		t.Error(err)
	}
	anybody.waitForCopy(t)

	disk.do(t, "end")
	for _, d := range diaries {
		d.check(t, s)
	}
	s.checkSums(t)
}

// writeUntilFull weighs until it is told that there is no room. The log of SQLite may
// have some left.
func (d *diary) writeUntilFull(t *testing.T, s *street) {
	t.Helper()
	for range 2000 {
		d.next++
		grams := 1000 + d.next
		status, err := d.Tell("/peser", s.bag(grams))
		switch {
		case err != nil:
			t.Fatal(err)
		case status == http.StatusInsufficientStorage:
			return
		case status != http.StatusSeeOther:
			t.Fatalf("weighing without room answers %d", status)
		}
		d.weights[grams] = true
	}
	t.Fatal("the disk is never full")
}

func wantAnswer(t *testing.T, h *home, path string, status int, says string) {
	t.Helper()
	p, err := h.Get(path)
	if err != nil || p.Status != status || !strings.Contains(p.Doc.Text(), says) {
		t.Errorf("%s does not answer %d and %q: %v, %v", path, status, says, p, err)
	}
}

// waitForCopy waits until the copy of what is held about somebody can be fetched.
func (h *home) waitForCopy(t *testing.T) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(200 * time.Millisecond) {
		p, err := h.Get("/mes-donnees")
		if err != nil {
			t.Fatal(err)
		}
		if p.Link(`a[href^="/mes-donnees/export/"]`) != "" {
			return
		}
	}
	t.Error("no copy came")
}
