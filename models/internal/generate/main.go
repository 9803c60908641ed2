// Generate copies the carbon model from the npm packages that package.json pins
// into models/nosgestesclimat, where the program embeds it: every region of every
// pinned version, in French and English, with the tables of migration and the
// licence.
//
// The current version is the package under its own name. Earlier ones are pinned
// beside it under a name of ours:
//
//	"@incubateur-ademe/nosgestesclimat": "4.10.2",
//	"nosgestesclimat-4.8.1": "npm:@incubateur-ademe/nosgestesclimat@4.8.1"
//
// France in the current version is compressed as it is. Everything else is
// nearly the same again, and kept as its differences: France of an earlier
// version from that one, a region from France of its version. That makes 46
// files of a megabyte a tenth of one.
//
// Run it from the root of the module, after npm ci, by make generate. A file
// that is already right is left alone, one that no longer belongs is removed.
package main

import (
	"fmt"
	"os"
	"path/filepath"
)

const target = "models/nosgestesclimat"

func main() {
	if err := generate("node_modules"); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

func generate(modules string) error {
	packages, err := pinned(modules)
	if err != nil {
		return err
	}
	into := folder{path: target, kept: map[string]bool{"README.md": true}}
	current := packages[0]
	for _, p := range packages {
		if err := into.edition(p, current); err != nil {
			return fmt.Errorf("%s %s: %w", packageName, p.version, err)
		}
	}
	licence, err := os.ReadFile(filepath.Join(current.path, "LICENSE"))
	if err != nil {
		return err
	}
	if err := into.update("LICENSE", licence); err != nil {
		return err
	}
	meta := fmt.Appendf(nil, "{\"name\":%q,\"version\":%q}\n", packageName, current.version)
	if err := into.update("version.json", meta); err != nil {
		return err
	}
	return into.clean()
}
