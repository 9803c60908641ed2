package test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"capzero/publicodes"
	"capzero/test/program"
)

// earlierPackage is the name under which package.json pins an earlier version.
const earlierPackage = "nosgestesclimat-4.8.1"

// rulesOf is the published file of a region, below node_modules.
func rulesOf(npmPackage, region, lang string) string {
	return npmPackage + "/public/co2-model." + region + "-lang." + lang + ".json"
}

const currentPackage = "@incubateur-ademe/nosgestesclimat"

// TestOtherModelsMatchReference compares every rule of a persona, for carbon and
// water, in other regions, in English and in an earlier version: Switzerland,
// Canada and Polynesia change other rules each. The files are taken as published,
// also where the program refuses to measure anybody with them. A usual run leaves out
// Canada, Polynesia and the earlier Switzerland.
func TestOtherModelsMatchReference(t *testing.T) {
	t.Parallel() // the npm engine takes one core
	files := []string{rulesOf(currentPackage, "CH", "fr"), rulesOf(currentPackage, "UK", "en")}
	// In the earlier version oil and wood ask a rule that names itself.
	earlier := []string{"sylviane"}
	if soak {
		files = append(files, rulesOf(currentPackage, "CA", "fr"), rulesOf(currentPackage, "PF", "fr"), rulesOf(earlierPackage, "CH", "fr"))
		earlier = append(earlier, "yoram", "nolan")
	}
	compareModels(t, []string{"yoram"}, files...)
	compareModels(t, earlier, rulesOf(earlierPackage, "FR", "fr"))
}

// TestEveryRegionMatchesReference compares what a household weighs that has
// answered nothing: the total, its categories and every action, with what they
// lack. A usual run asks about every third.
func TestEveryRegionMatchesReference(t *testing.T) {
	t.Parallel() // the npm engine takes one core
	files, err := filepath.Glob(filepath.Join(program.Root(), "node_modules", rulesOf(currentPackage, "[A-Z][A-Z]", "fr")))
	if err != nil || len(files) != 23 {
		t.Fatalf("%d regions, %v", len(files), err)
	}
	var some []string
	for i, file := range files {
		if soak || i%3 == 0 {
			some = append(some, currentPackage+"/public/"+filepath.Base(file))
		}
	}
	compareModels(t, []string{"nobody"}, some...)
}

// compareModels compares some personas in several models.
func compareModels(t *testing.T, personas []string, files ...string) {
	t.Helper()
	of := map[string][]goldenRun{}
	for _, run := range goldenRuns(t, "--personas", strings.Join(personas, ","), "--models", strings.Join(files, ",")) {
		of[run.Model] = append(of[run.Model], run)
	}
	for _, file := range files {
		runs := of[file]
		if len(runs) != 2*len(personas) {
			t.Fatalf("%d runs of %s", len(runs), file)
		}
		t.Run(strings.TrimSuffix(filepath.Base(file), ".json"), func(t *testing.T) {
			data, err := os.ReadFile(filepath.Join(program.Root(), "node_modules", file))
			if err != nil {
				t.Fatal(err)
			}
			model, err := publicodes.Compile(publicodes.Source{Name: filepath.Base(file), Data: data})
			if err != nil {
				t.Fatal(err)
			}
			compareRuns(t, model, runs)
		})
	}
}
