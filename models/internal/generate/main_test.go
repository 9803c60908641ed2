package main

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"capzero/models/internal/delta"
)

const (
	frenchRules = `{"bilan":{"valeur":"électricité"},"électricité":{"titre":"en France","valeur":0.0519}}`
	polishRules = `{"bilan":{"valeur":"électricité"},"électricité":{"titre":"en Pologne","valeur":0.82}}`
	formerRules = `{"bilan":{"valeur":"électricité"},"électricité":{"titre":"en France","valeur":0.052}}`
)

// workspace is a module that pins 4.10.2 and an earlier version, with packages
// installed, in a folder of its own.
func workspace(t *testing.T, installed, earlier string) {
	t.Helper()
	t.Chdir(t.TempDir())
	files := map[string]string{
		"package.json":                     `{"dependencies":{"` + packageName + `":"4.10.2","before":"npm:` + packageName + `@4.8.1","x":"1.0.0"}}`,
		filepath.Join(target, "README.md"): "",
		filepath.Join(target, "4.0.0", "co2-model.FR-lang.fr.json"): "of a version that was pinned before",
	}
	install := func(path, version, french string) {
		for name, text := range map[string]string{
			"package.json":                          `{"version":"` + version + `"}`,
			"LICENSE":                               "MIT " + version,
			"public/migration.json":                 `{"of":"` + version + `"}`,
			"public/x.txt":                          "",
			"public/co2-model.FR-lang.fr.json":      french,
			"public/co2-model.PL-lang.fr.json":      polishRules,
			"public/co2-model.FR-lang.fr-opti.json": "{}",
		} {
			files[filepath.Join("node_modules", path, name)] = text
		}
	}
	install(packageName, installed, frenchRules)
	install("before", earlier, formerRules)
	for name, text := range files {
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// unpack reads a compressed file of the target.
func unpack(t *testing.T, name string) []byte {
	t.Helper()
	packed, err := os.ReadFile(filepath.Join(target, name))
	if err != nil {
		t.Fatal(err)
	}
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestGenerateKeepsEveryPinnedVersion(t *testing.T) {
	workspace(t, "4.10.2", "4.8.1")
	if err := generate("node_modules"); err != nil {
		t.Fatal(err)
	}
	if got := unpack(t, "4.10.2/co2-model.FR-lang.fr.json.gz"); string(got) != frenchRules {
		t.Errorf("France is %s", got)
	}
	for name, tt := range map[string]struct{ base, want string }{
		"4.10.2/co2-model.PL-lang.fr.json.delta.gz": {frenchRules, polishRules},
		"4.8.1/co2-model.FR-lang.fr.json.delta.gz":  {frenchRules, formerRules},
		"4.8.1/co2-model.PL-lang.fr.json.delta.gz":  {formerRules, polishRules},
	} {
		if got, err := delta.Apply([]byte(tt.base), unpack(t, name)); string(got) != tt.want {
			t.Errorf("%s gives %s, %v", name, got, err)
		}
	}
	for name, want := range map[string]string{
		"version.json": `{"name":"` + packageName + `","version":"4.10.2"}` + "\n",
		"LICENSE":      "MIT 4.10.2", "4.8.1/migration.json": `{"of":"4.8.1"}`, "README.md": "",
	} {
		if got, err := os.ReadFile(filepath.Join(target, name)); string(got) != want {
			t.Errorf("%s is %q, %v", name, got, err)
		}
	}
	if left, err := filepath.Glob(filepath.Join(target, "4.0.0", "*")); len(left) > 0 || err != nil {
		t.Errorf("files of an unpinned version are left: %v, %v", left, err)
	}
	if opti, err := filepath.Glob(filepath.Join(target, "*", "*opti*")); len(opti) > 0 || err != nil {
		t.Errorf("other files of the package were taken: %v, %v", opti, err)
	}
}

func TestGenerateWritesNothingTwice(t *testing.T) {
	workspace(t, "4.10.2", "4.8.1")
	var times [2]string
	for i := range times {
		if err := generate("node_modules"); err != nil {
			t.Fatal(err)
		}
		files, err := filepath.Glob(filepath.Join(target, "*", "*"))
		if err != nil || len(files) != 6 {
			t.Fatalf("%v, %v", files, err)
		}
		for _, file := range files {
			info, err := os.Stat(file)
			if err != nil {
				t.Fatal(err)
			}
			times[i] += file + info.ModTime().String()
		}
	}
	if times[0] != times[1] {
		t.Errorf("files that were right were written again:\n%s\n%s", times[0], times[1])
	}
}

func TestGenerateRefusesWhatIsNotPinned(t *testing.T) {
	for name, tt := range map[string]struct{ installed, earlier, want string }{
		"another current version": {"4.11.0", "4.8.1", "4.11.0 is installed and 4.10.2 is pinned"},
		"another earlier version": {"4.10.2", "4.9.0", "4.9.0 is installed and 4.8.1 is pinned"},
	} {
		t.Run(name, func(t *testing.T) {
			workspace(t, tt.installed, tt.earlier)
			if err := generate("node_modules"); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
	workspace(t, "4.10.2", "4.8.1")
	if err := generate("nothing"); err == nil || !strings.Contains(err.Error(), "npm ci") {
		t.Errorf("without packages: %v", err)
	}
}
