package account

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestAKeyIsMadeOnceAndKept(t *testing.T) {
	path := filepath.Join(t.TempDir(), "capzero.key")
	const processes = 8
	keys := make(chan Key, processes)
	for range processes {
		go func() {
			key, err := ReadKey(path)
			if err != nil {
				t.Error(err)
			}
			keys <- key
		}()
	}
	first := <-keys
	for range processes - 1 {
		if key := <-keys; !bytes.Equal(key, first) {
			t.Error("two processes have two keys")
		}
	}
	info, err := os.Stat(path)
	must(t, err)
	if info.Mode().Perm() != 0o600 || len(first) != KeySize {
		t.Errorf("a key of %d bytes with rights %v", len(first), info.Mode())
	}
	left, err := os.ReadDir(filepath.Dir(path))
	must(t, err)
	if len(left) != 1 {
		t.Errorf("left over: %v", left)
	}
}

func TestAKeyThatIsNoneIsRefused(t *testing.T) {
	for _, text := range []string{"", "secret", strings.Repeat("ab", KeySize-1)} {
		path := filepath.Join(t.TempDir(), "key")
		must(t, os.WriteFile(path, []byte(text), 0o600))
		if _, err := ReadKey(path); err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("%q gives %v", text, err)
		}
	}
	if _, err := ReadKey(filepath.Join(t.TempDir(), "no", "folder")); err == nil {
		t.Error("a folder that is not there was made")
	}
}

func TestEachPurposeHasItsKey(t *testing.T) {
	key := Key(bytes.Repeat([]byte{1}, KeySize))
	if bytes.Equal(key.For("codes"), key.For("outbox")) || bytes.Equal(key.For("codes"), key) {
		t.Error("two purposes share a key")
	}
	if !bytes.Equal(key.For("codes"), key.For("codes")) {
		t.Error("the key of a purpose changes")
	}
	if key.mac("ab", "c") == key.mac("a", "bc") {
		t.Error("words run together")
	}
}
