// Generate copies the carbon model from the npm package that package.json pins
// into models/nosgestesclimat, where the program embeds it: the rules of France
// in French and English, compressed, with the package's version and licence.
//
// Run it from the root of the module, after npm ci, by make generate. A file
// that is already right is left alone.
package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

const (
	packageName = "@incubateur-ademe/nosgestesclimat"
	target      = "models/nosgestesclimat"
)

// published are the files of the package that the program embeds.
var published = []string{
	"co2-model.FR-lang.fr.json",
	"co2-model.FR-lang.en.json",
}

func main() {
	if err := generate(filepath.Join("node_modules", filepath.FromSlash(packageName))); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

func generate(source string) error {
	version, err := checkVersion(source)
	if err != nil {
		return err
	}
	for _, name := range published {
		data, err := os.ReadFile(filepath.Join(source, "public", name))
		if err != nil {
			return err
		}
		packed, err := pack(data)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if err := update(name+".gz", packed); err != nil {
			return err
		}
	}
	licence, err := os.ReadFile(filepath.Join(source, "LICENSE"))
	if err != nil {
		return err
	}
	if err := update("LICENSE", licence); err != nil {
		return err
	}
	meta := fmt.Appendf(nil, "{\"name\":%q,\"version\":%q}\n", packageName, version)
	return update("version.json", meta)
}

// checkVersion returns the version of the installed package, which must be the
// pinned one.
func checkVersion(source string) (string, error) {
	var installed struct{ Version string }
	if err := readJSON(filepath.Join(source, "package.json"), &installed); err != nil {
		return "", fmt.Errorf("%s is not installed, run npm ci --ignore-scripts: %w", packageName, err)
	}
	var ours struct{ Dependencies map[string]string }
	if err := readJSON("package.json", &ours); err != nil {
		return "", fmt.Errorf("run from the root of the module: %w", err)
	}
	if pinned := ours.Dependencies[packageName]; installed.Version != pinned {
		return "", fmt.Errorf("%s %s is installed and %s is pinned: run npm ci --ignore-scripts",
			packageName, installed.Version, pinned)
	}
	return installed.Version, nil
}

func readJSON(name string, into any) error {
	data, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	return json.Unmarshal(data, into)
}

// pack compresses data the same way each time: no name and no time inside.
func pack(data []byte) ([]byte, error) {
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(data); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// update writes a file of the target unless it already says this.
func update(name string, data []byte) error {
	path := filepath.Join(target, name)
	if have, err := os.ReadFile(path); err == nil && bytes.Equal(have, data) {
		return nil
	}
	return os.WriteFile(path, data, 0o644)
}
