package models

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"capzero/publicodes"
)

// folderOf makes a folder of files.
func folderOf(t *testing.T, files map[string]string) string {
	t.Helper()
	folder := t.TempDir()
	for name, text := range files {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

func metaOf(version string) string {
	return `{"name": "` + packageName + `", "version": "` + version + `"}`
}

func TestAFolderAddsVersions(t *testing.T) {
	const rules = `{"bilan": {"valeur": "12 kgCO2e/an"}}`
	folder := folderOf(t, map[string]string{
		"new/package.json":                          metaOf("4.15.0"),
		"new/public/co2-model.FR-lang.fr.json":      rules,
		"new/public/co2-model.PL-lang.fr.json":      rules,
		"new/public/migration.json":                 `{"keysToMigrate": {"a": "b"}, "valuesToMigrate": {}}`,
		"old/package.json":                          metaOf("4.9.1"),
		"old/public/co2-model.FR-lang.fr.json":      rules,
		"old/public/co2-model.FR-lang.fr-opti.json": rules,
		"same/package.json":                         metaOf("4.8.1"),
		"nosgestesclimat-4.9.1.tgz":                 "left by npm pack",
	})
	l := open(t, folder)
	if got := l.Versions(); !slices.Equal(got, []string{"4.15.0", "4.10.2", "4.9.1", "4.8.1"}) {
		t.Errorf("versions are %v", got)
	}
	if l.Current() != "4.10.2" {
		t.Errorf("a folder made %s current", l.Current())
	}
	releases, err := l.Releases()
	if err != nil || releases[1].String() != "nosgestesclimat 4.15.0 PL" || len(releases) != 2+23+1+23 {
		t.Errorf("%d releases, first %v, %v", len(releases), releases[:2], err)
	}
	for _, region := range []string{"FR", "PL"} {
		sources, err := l.Sources(Release{Version: "4.15.0", Region: region}, "fr")
		if err != nil {
			t.Fatal(err)
		}
		if got := bilan(t, sources); got != 12 {
			t.Errorf("%s weighs %v", region, got)
		}
	}
	if _, err := l.Sources(Release{Version: "4.8.1", Region: "FR"}, "fr"); err != nil {
		t.Errorf("the version of the program is not taken from the program: %v", err)
	}
	table, err := l.Migration("4.15.0")
	if err != nil {
		t.Fatal(err)
	}
	if name, kept := table.Rule("a"); name != "b" || !kept {
		t.Errorf("a is %q, %t", name, kept)
	}
	if _, err := l.Migration("4.9.1"); err == nil || !strings.Contains(err.Error(), "4.9.1: public/migration.json: no such file") {
		t.Errorf("a package without a table: %v", err)
	}
}

// A package that npm unpacked is taken as it is, also where the folder is the
// package, or leads to it.
func TestARealPackageIsTakenAsItIs(t *testing.T) {
	real, err := filepath.Abs(installed["4.8.1"])
	if err != nil {
		t.Fatal(err)
	}
	linked := t.TempDir()
	if err := os.Symlink(real, filepath.Join(linked, "package")); err != nil {
		t.Fatal(err)
	}
	for _, folder := range []string{real, linked} {
		further, err := unpacked(folder)
		if err != nil || len(further) != 1 || further[0].version() != "4.8.1" {
			t.Fatalf("%s: %v, %v", folder, further, err)
		}
		regions, err := further[0].regions()
		if err != nil || len(regions) != 23 || regions[0] != "FR" || regions[1] != "BE" {
			t.Errorf("regions are %v, %v", regions, err)
		}
		rules, err := further[0].rules("FR", "en")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := publicodes.Compile(publicodes.Source{Name: "rules.json", Data: rules}); err != nil {
			t.Error(err)
		}
	}
}

func TestFoldersThatCannotBeUsedAreRefused(t *testing.T) {
	big := strings.Repeat(" ", maxMeta+1)
	for name, tt := range map[string]struct {
		files map[string]string
		want  string
	}{
		"it is empty":               {nil, "there is no unpacked package"},
		"a package that is packed":  {map[string]string{"model.tgz": "x"}, "there is no unpacked package"},
		"a folder of other things":  {map[string]string{"photos/me.jpg": "x"}, "photos: no unpacked npm package: package.json: no such file"},
		"another package":           {map[string]string{"x/package.json": `{"name": "left-pad", "version": "1.0.0"}`}, `x: the package is "left-pad"`},
		"no version":                {map[string]string{"x/package.json": metaOf("latest")}, `x: package.json: "latest" is no version`},
		"a version that is a path":  {map[string]string{"x/package.json": metaOf("../4")}, "is no version"},
		"package.json is no JSON":   {map[string]string{"x/package.json": "{"}, "x: package.json: unexpected end"},
		"package.json is a folder":  {map[string]string{"x/package.json/y": ""}, "package.json is no file"},
		"package.json is too large": {map[string]string{"x/package.json": metaOf("4.9.1") + big}, "package.json is larger than 1 MB"},
	} {
		t.Run(name, func(t *testing.T) {
			folder := folderOf(t, tt.files)
			_, err := Open(folder)
			if err == nil || !strings.Contains(err.Error(), tt.want) || !strings.Contains(err.Error(), folder) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
	if _, err := Open(filepath.Join(t.TempDir(), "nothing")); err == nil || !strings.Contains(err.Error(), "nothing: no such file") {
		t.Errorf("a folder that is not there: %v", err)
	}
	many := map[string]string{}
	for i := range maxPackages + 1 {
		many[strings.Repeat("x", i+1)+"/package.json"] = metaOf("4.9.1")
	}
	if _, err := Open(folderOf(t, many)); err == nil || !strings.Contains(err.Error(), "more than 100 packages") {
		t.Errorf("too many packages: %v", err)
	}
}

func TestAPackageWithoutModelsIsNamed(t *testing.T) {
	l := open(t, folderOf(t, map[string]string{"x/package.json": metaOf("4.9.1")}))
	if _, err := l.Releases(); err == nil || err.Error() != "carbon model 4.9.1: public: no such file or directory" {
		t.Errorf("got %v", err)
	}
}

func TestFilesOfAPackageThatCannotBeUsedAreRefused(t *testing.T) {
	for name, tt := range map[string]struct{ rules, polish, want string }{
		"no rules":            {"", "", `no carbon model 4.9.1 for region "PL"`},
		"rules too large":     {"{}", strings.Repeat(" ", maxRules+1), "larger than 10 MB"},
		"a cut file":          {"{}", "{", "unexpected end of JSON"},
		"no rules of France":  {"", "{}", `no carbon model 4.9.1 for region "FR"`},
		"France is a text":    {`"x"`, "{}", "cannot unmarshal string"},
		"France is too large": {strings.Repeat(" ", maxRules+1), "{}", "larger than 10 MB"},
	} {
		t.Run(name, func(t *testing.T) {
			files := map[string]string{"x/package.json": metaOf("4.9.1")}
			if tt.rules != "" {
				files["x/public/co2-model.FR-lang.fr.json"] = tt.rules
			}
			if tt.polish != "" {
				files["x/public/co2-model.PL-lang.fr.json"] = tt.polish
			}
			_, err := open(t, folderOf(t, files)).Sources(Release{Version: "4.9.1", Region: "PL"}, "fr")
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}
