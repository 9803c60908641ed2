package test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"capzero/test/program"
)

// onSmallDisk runs a shell script with two small disks of its own at $A and $B, which
// nobody else sees, and the program at $CAPZERO. It needs the rights of root, or a
// system that lets people have namespaces.
func onSmallDisk(t *testing.T, script string, arguments ...string) string {
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
	out, err := cmd.CombinedOutput()
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
