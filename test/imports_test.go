// Package test holds the tests that look at the whole tree: who may import
// whom, what is documented, which texts exist. The folders below it drive the
// built program.
package test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "capzero/"

// allowed is the architecture: for each package of the program, the packages
// of this module that it may import. It is policy: discuss it before changing
// it, and never change it to make a build pass. A name ending in /... stands
// for a package and those below it.
var allowed = map[string]string{
	"publicodes":                 "publicodes/syntax publicodes/unit publicodes/internal/...",
	"publicodes/syntax":          "",
	"publicodes/unit":            "",
	"publicodes/internal/...":    "publicodes/syntax publicodes/unit publicodes/internal/...",
	"models":                     "models/internal/delta models/migration publicodes publicodes/syntax",
	"models/actions":             "models/entry publicodes publicodes/syntax",
	"models/batch":               "publicodes",
	"models/check":               "models/internal/near publicodes publicodes/syntax publicodes/unit",
	"models/entry":               "publicodes publicodes/syntax",
	"models/explain":             "models/check publicodes publicodes/syntax",
	"models/migration":           "",
	"models/priors":              "models/internal/near publicodes publicodes/syntax",
	"models/internal/...":        "models/internal/...",
	"models/missions":            "models/entry publicodes publicodes/syntax",
	"models/translation":         "publicodes publicodes/syntax",
	"internal/fault":             "",
	"internal/handover":          "",
	"internal/i18n":              "",
	"internal/i18n/addkey":       "",
	"internal/stats":             "",
	"internal/draw":              "internal/stats models/priors publicodes",
	"internal/db/page":           "",
	"internal/db":                "internal/fault internal/db/page",
	"internal/db/dbtest":         "internal/db",
	"internal/retention":         "internal/db internal/city internal/i18n",
	"internal/job":               "internal/fault internal/db internal/retention",
	"internal/backup":            "internal/fault internal/db",
	"internal/erasure":           "internal/fault internal/db",
	"internal/city":              "internal/fault",
	"internal/household":         "internal/fault internal/db internal/city internal/i18n internal/retention",
	"internal/notify":            "internal/fault internal/i18n internal/db internal/retention",
	"internal/account":           "internal/fault internal/i18n internal/db internal/city internal/notify internal/retention internal/access",
	"internal/footprint":         "internal/fault internal/i18n internal/db internal/city internal/draw models/actions models/entry models/missions models/priors models/translation publicodes publicodes/syntax internal/retention",
	"internal/challenge":         "internal/fault internal/db internal/city internal/household internal/i18n internal/stats internal/retention internal/access",
	"internal/idea":              "internal/fault internal/db internal/city internal/household",
	"internal/steering":          "internal/fault internal/db internal/city internal/household internal/challenge internal/stats",
	"internal/mydata":            "internal/fault internal/i18n internal/db internal/notify internal/retention internal/access",
	"internal/demo":              "internal/fault internal/city internal/household internal/notify internal/account internal/footprint internal/challenge internal/access",
	"internal/web":               "internal/fault internal/i18n internal/backup internal/city internal/challenge internal/footprint internal/account internal/household internal/idea internal/job internal/mydata internal/notify internal/steering internal/retention internal/access",
	"internal/access":            "internal/fault internal/db internal/retention",
	"internal/web/static/bundle": "",
	"internal/app":               "internal/... models/... models publicodes",
	"cmd/capzero":                "internal/app internal/demo internal/footprint models/... models publicodes",
}

// free are the folders outside the program, whose imports are their own affair.
var free = []string{"test"}

func TestImportsPointOneWay(t *testing.T) {
	for file, parsed := range goFiles(t, parser.ImportsOnly) {
		pkg := packageOf(file)
		if isBelow(pkg, free) || strings.HasSuffix(file, "_test.go") {
			continue
		}
		list, ruled := rule(pkg)
		if !ruled {
			t.Errorf("%s: the table of allowed imports has no line for %s", file, pkg)
			continue
		}
		for _, spec := range parsed.Imports {
			path, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			if imported, ours := strings.CutPrefix(path, module); ours && !covers(list, imported) {
				t.Errorf("%s: %s must not import %s", file, pkg, imported)
			}
		}
	}
}

// The engine is for everyone to use: it needs the standard library and one YAML
// parser.
func TestPublicodesStandsAlone(t *testing.T) {
	for file, parsed := range goFiles(t, parser.ImportsOnly) {
		if !isBelow(packageOf(file), []string{"publicodes"}) || strings.HasSuffix(file, "_test.go") {
			continue
		}
		for _, spec := range parsed.Imports {
			path, _ := strconv.Unquote(spec.Path.Value)
			foreign := strings.Contains(strings.Split(path, "/")[0], ".")
			if foreign && path != "go.yaml.in/yaml/v4" {
				t.Errorf("%s imports %s", file, path)
			}
		}
	}
}

func TestAllowedImportsAreUpToDate(t *testing.T) {
	exists := map[string]bool{}
	for file := range goFiles(t, parser.PackageClauseOnly) {
		exists[packageOf(file)] = true
	}
	for pkg := range allowed {
		covered := false
		for have := range exists {
			covered = covered || covers([]string{pkg}, have)
		}
		if !covered {
			t.Errorf("the table of allowed imports has a line for %s, which does not exist", pkg)
		}
	}
}

// rule returns the line of the table for a package.
func rule(pkg string) ([]string, bool) {
	for name, list := range allowed {
		if covers([]string{name}, pkg) {
			return strings.Fields(list), true
		}
	}
	return nil, false
}

// covers reports whether one of the names stands for pkg.
func covers(names []string, pkg string) bool {
	return slices.ContainsFunc(names, func(name string) bool {
		below, tree := strings.CutSuffix(name, "...")
		return name == pkg || tree && strings.HasPrefix(pkg, below)
	})
}

func isBelow(pkg string, folders []string) bool {
	return slices.ContainsFunc(folders, func(f string) bool {
		return pkg == f || strings.HasPrefix(pkg, f+"/")
	})
}

// packageOf returns the folder of a file of goFiles.
func packageOf(file string) string { return filepath.ToSlash(filepath.Dir(file)) }

// goFiles parses every Go file of the module, by its path from the root. They
// are parsed here rather than listed by the go command, so that the go command
// sees them opened and does not serve a stored result after a change.
func goFiles(t *testing.T, mode parser.Mode) map[string]*ast.File {
	t.Helper()
	files := map[string]*ast.File{}
	walk(t, func(path string) {
		if filepath.Ext(path) != ".go" {
			return
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), filepath.Join("..", path), nil, mode)
		if err != nil {
			t.Fatal(err)
		}
		files[path] = parsed
	})
	if len(files) < 50 {
		t.Fatalf("only %d Go files were found", len(files))
	}
	return files
}

// walk calls f with the path, from the root of the module, of every file that
// is the project's own.
func walk(t *testing.T, f func(path string)) {
	t.Helper()
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if d.IsDir() {
			if name == "node_modules" || name == "bin" || name == "data" || name != ".." && strings.HasPrefix(name, ".") {
				return filepath.SkipDir
			}
			return nil
		}
		relative, err := filepath.Rel("..", path)
		if err == nil {
			f(filepath.ToSlash(relative))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
