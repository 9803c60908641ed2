package test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"capzero/models"
	"capzero/publicodes"
	"capzero/test/program"
)

// The figures in docs/models.md are those of the models in this program.
func TestModelsPageIsTrue(t *testing.T) {
	page, err := os.ReadFile("../docs/models.md")
	if err != nil {
		t.Fatal(err)
	}
	holds := func(line string) {
		if !strings.Contains(string(page), "\n"+line+"\n") {
			t.Errorf("docs/models.md has no line\n%s", line)
		}
	}
	library, err := models.Open("")
	if err != nil {
		t.Fatal(err)
	}
	packages := map[string]string{"4.10.2": currentPackage, "4.8.1": earlierPackage}
	releases, err := library.Releases()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range releases[:len(releases)/2] {
		line := "| " + r.Region
		for _, r.Version = range library.Versions() {
			line += " | " + grouped(nobody(t, published(t, packages[r.Version], r.Region)), 6) + " | " + mended(t, library, r)
		}
		holds(line + " |")
	}
	effectOfOverlay(t, library, holds)
}

// published is the file of a region, as npm has it.
func published(t *testing.T, npmPackage, region string) publicodes.Source {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(program.Root(), "node_modules", rulesOf(npmPackage, region, "fr")))
	if err != nil {
		t.Fatal(err)
	}
	return publicodes.Source{Name: region + ".json", Data: data}
}

// mended is what a region weighs with the figures that it has lost.
func mended(t *testing.T, library *models.Library, r models.Release) string {
	t.Helper()
	if r.Region == models.Home {
		return "used as published"
	}
	var err error
	if r.Overlay, err = models.Overlay("overlay-regions"); err != nil {
		t.Fatal(err)
	}
	sources, err := library.Sources(r, "fr")
	if err != nil {
		return "refused"
	}
	return grouped(nobody(t, sources...), 6)
}

// effectOfOverlay compares the published personas with and without overlay-fr.
func effectOfOverlay(t *testing.T, library *models.Library, holds func(line string)) {
	t.Helper()
	overlay, err := models.Overlay("overlay-fr")
	if err != nil {
		t.Fatal(err)
	}
	var compiled [2]*publicodes.Model
	for i, name := range []string{"", overlay} {
		sources, err := library.Sources(models.Release{Version: library.Current(), Region: models.Home, Overlay: name}, "fr")
		if err != nil {
			t.Fatal(err)
		}
		if compiled[i], err = publicodes.Compile(sources...); err != nil {
			t.Fatal(err)
		}
	}
	data, err := os.ReadFile(filepath.Join(program.Root(), "node_modules", currentPackage, "public", "personas-fr.json"))
	if err != nil {
		t.Fatal(err)
	}
	var personas map[string]struct{ Situation publicodes.Situation }
	if err := json.Unmarshal(data, &personas); err != nil {
		t.Fatal(err)
	}
	for name, persona := range personas {
		holds("| " + strings.TrimPrefix(name, "personas . ") +
			effect(compiled, persona.Situation, "'carbone'", 1) + effect(compiled, persona.Situation, "'eau'", 0) + " |")
	}
}

// effect is what a persona weighs with both models, and the difference.
func effect(compiled [2]*publicodes.Model, answers publicodes.Situation, metric string, decimals int) string {
	var amounts [2]float64
	for i, model := range compiled {
		e := model.NewEvaluator()
		answers["métrique"] = metric
		_ = e.SetSituation(answers) // as on the public site, what is unknown is left out
		v, err := e.Evaluate("bilan")
		if err != nil || v.Kind != publicodes.KindNumber {
			return " | no result | no result | "
		}
		amounts[i] = v.Number
	}
	change := fmt.Sprintf("%+.1f%%", 100*(amounts[1]/amounts[0]-1))
	return " | " + grouped(amounts[0], decimals) + " | " + grouped(amounts[1], decimals) + " | " + strings.ReplaceAll(change, "-", "−")
}

// nobody is what a household weighs that has answered nothing.
func nobody(t *testing.T, sources ...publicodes.Source) float64 {
	t.Helper()
	model, err := publicodes.Compile(sources...)
	if err != nil {
		t.Fatal(err)
	}
	v, err := model.NewEvaluator().Evaluate("bilan")
	if err != nil || v.Kind != publicodes.KindNumber {
		t.Fatalf("%s: bilan is %+v, %v", sources[0].Name, v, err)
	}
	return v.Number
}

// grouped writes a number with commas between thousands.
func grouped(v float64, decimals int) string {
	whole, fraction, _ := strings.Cut(strconv.FormatFloat(v, 'f', decimals, 64), ".")
	for at := len(whole) - 3; at > 0; at -= 3 {
		whole = whole[:at] + "," + whole[at:]
	}
	if fraction != "" {
		whole += "." + fraction
	}
	return whole
}
