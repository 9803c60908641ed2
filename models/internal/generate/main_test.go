package main

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// workspace is a module with an installed package, in a folder of its own.
func workspace(t *testing.T, installed, pinned string) (source string) {
	t.Helper()
	t.Chdir(t.TempDir())
	source = filepath.Join("node_modules", packageName)
	files := map[string]string{
		"package.json":                           `{"dependencies":{"` + packageName + `":"` + pinned + `"}}`,
		filepath.Join(source, "package.json"):    `{"version":"` + installed + `"}`,
		filepath.Join(source, "LICENSE"):         "MIT",
		filepath.Join(target, "README.md"):       "",
		filepath.Join(source, "public", "x.txt"): "",
	}
	for _, name := range published {
		files[filepath.Join(source, "public", name)] = `{"bilan":{"valeur":1}}`
	}
	for name, text := range files {
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return source
}

func TestGenerateCopiesThePackageAndIsIdempotent(t *testing.T) {
	source := workspace(t, "4.10.2", "4.10.2")
	if err := generate(source); err != nil {
		t.Fatal(err)
	}
	packedFile := filepath.Join(target, published[0]+".gz")
	before, err := os.ReadFile(packedFile)
	if err != nil {
		t.Fatal(err)
	}
	unpacked, err := gzip.NewReader(bytes.NewReader(before))
	if err != nil {
		t.Fatal(err)
	}
	if data, err := io.ReadAll(unpacked); err != nil || string(data) != `{"bilan":{"valeur":1}}` {
		t.Errorf("unpacked: %s, %v", data, err)
	}
	if version, err := os.ReadFile(filepath.Join(target, "version.json")); err != nil || !strings.Contains(string(version), `"4.10.2"`) {
		t.Errorf("version.json is %s, %v", version, err)
	}

	stamp, err := os.Stat(packedFile)
	if err != nil {
		t.Fatal(err)
	}
	if err := generate(source); err != nil {
		t.Fatal(err)
	}
	again, err := os.Stat(packedFile)
	if err != nil {
		t.Fatal(err)
	}
	if !again.ModTime().Equal(stamp.ModTime()) {
		t.Error("a file that was right was written again")
	}
}

func TestGenerateRefusesAnotherVersion(t *testing.T) {
	source := workspace(t, "4.11.0", "4.10.2")
	if err := generate(source); err == nil || !strings.Contains(err.Error(), "4.10.2 is pinned") {
		t.Errorf("got %v", err)
	}
	if err := generate(filepath.Join("node_modules", "nothing")); err == nil || !strings.Contains(err.Error(), "npm ci") {
		t.Errorf("without the package: %v", err)
	}
}
