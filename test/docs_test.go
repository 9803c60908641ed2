package test

import (
	"encoding/json"
	"go/parser"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"capzero/models"
)

func TestEveryPackageHasAComment(t *testing.T) {
	documented := map[string]bool{}
	for file, parsed := range goFiles(t, parser.ParseComments|parser.PackageClauseOnly) {
		pkg := packageOf(file)
		documented[pkg] = documented[pkg] || parsed.Doc != nil && len(strings.Fields(parsed.Doc.Text())) >= 8
	}
	for pkg, ok := range documented {
		if !ok {
			t.Errorf("%s has no package comment that says what it is for", pkg)
		}
	}
}

// link finds the targets of Markdown links.
var link = regexp.MustCompile(`\]\(([^)#\s]+)[^)]*\)`)

func TestLinksInDocumentsLeadSomewhere(t *testing.T) {
	walk(t, func(file string) {
		if path.Ext(file) != ".md" {
			return
		}
		data, err := os.ReadFile(filepath.Join("..", file))
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range link.FindAllStringSubmatch(string(data), -1) {
			target := m[1]
			if strings.Contains(target, "://") || strings.HasPrefix(target, "mailto:") {
				continue
			}
			if _, err := os.Stat(filepath.Join("..", path.Dir(file), target)); err != nil {
				t.Errorf("%s links to %s, which does not exist", file, target)
			}
		}
	})
}

// room finds the folders that docs/architecture.md lists, one a line.
var room = regexp.MustCompile("(?m)^\\| `([a-z0-9/-]+)/` \\|")

// The map of the house must be the house: each folder it lists exists, and each
// package of the program is in one of them.
func TestArchitectureIsTrueToTheTree(t *testing.T) {
	data, err := os.ReadFile("../docs/architecture.md")
	if err != nil {
		t.Fatal(err)
	}
	var rooms []string
	for _, m := range room.FindAllStringSubmatch(string(data), -1) {
		rooms = append(rooms, m[1])
		if _, err := os.Stat(filepath.Join("..", m[1])); err != nil {
			t.Errorf("docs/architecture.md lists %s/, which does not exist", m[1])
		}
	}
	for file := range goFiles(t, parser.PackageClauseOnly) {
		if pkg := packageOf(file); !isBelow(pkg, rooms) {
			t.Errorf("docs/architecture.md does not list %s", pkg)
		}
	}
}

func TestReadmeShowsTheTwoCommandsFirst(t *testing.T) {
	data, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitN(string(data), "\n", 31)
	screen := strings.Join(lines[:min(30, len(lines))], "\n")
	for _, command := range []string{"make run", "make test"} {
		if !strings.Contains(screen, command) {
			t.Errorf("the first screen of README.md does not show %q", command)
		}
	}
}

// Values that may not be reused freely say so in the model; NOTICE must name
// each of them, and no other.
func TestNoticeNamesTheRestrictedValues(t *testing.T) {
	source, err := models.Carbon("FR", "fr")
	if err != nil {
		t.Fatal(err)
	}
	var rules map[string]json.RawMessage
	if err := json.Unmarshal(source.Data, &rules); err != nil {
		t.Fatal(err)
	}
	notice, err := os.ReadFile("../NOTICE")
	if err != nil {
		t.Fatal(err)
	}
	restricted := 0
	for name, body := range rules {
		if !strings.Contains(string(body), "mentions-legales-base-empreinte") {
			continue
		}
		restricted++
		if !strings.Contains(string(notice), "\n  "+name+"\n") {
			t.Errorf("NOTICE does not name %q", name)
		}
	}
	if named := strings.Count(string(notice), " . empreinte") + strings.Count(string(notice), " . entretien"); named != restricted {
		t.Errorf("NOTICE names %d values, the model restricts %d", named, restricted)
	}
}
