// Findings checks the published carbon model, its personas and our own waste
// model, and writes what is found with our judgement.
//
//	go run ./test/findings -write docs/model-findings.md
package main

import (
	"context"
	_ "embed"
	"fmt"
	"io"
	"os"
	"text/template"

	"capzero/internal/app"
	"capzero/models"
	"capzero/models/check"
	"capzero/publicodes"
	"capzero/test/page"
)

// personas come with the package of the model.
const personas = "node_modules/@incubateur-ademe/nosgestesclimat/public/personas-fr.json"

//go:embed report.md.tmpl
var layout string

func main() { page.Main("findings", write) }

func write(w io.Writer) error {
	data, err := os.ReadFile(personas)
	if err != nil {
		return fmt.Errorf("the personas of the model: %w; run make generate first", err)
	}
	o := check.Options{
		Seed:       1,
		Situations: []publicodes.Source{{Name: "personas-fr.json", Data: data}},
		Progress:   func(string, int, int) {},
	}
	found, _, err := app.CheckModel(context.Background(), o, nil)
	if err != nil {
		return err
	}
	version, err := models.CarbonVersion()
	if err != nil {
		return err
	}
	return report(w, version, found)
}

// group is the findings of one kind.
type group struct {
	Title, About string
	Items        []item
}

type item struct {
	check.Finding
	Shown    string // the answers that show it
	Judgment string
}

func report(out io.Writer, version string, found []check.Finding) error {
	var groups []group
	errors, warnings, notes := 0, 0, 0
	for _, k := range kinds {
		g := group{Title: k.title, About: k.about}
		for _, f := range found {
			if f.Kind != k.kind {
				continue
			}
			switch f.Severity {
			case check.Error:
				errors++
			case check.Warning:
				warnings++
			default:
				notes++
			}
			i := item{Finding: f, Judgment: judgments[string(f.Kind)+": "+f.Rule]}
			if f.Situation != nil {
				i.Shown = check.Answers(f.Situation)
			}
			g.Items = append(g.Items, i)
		}
		if len(g.Items) > 0 {
			groups = append(groups, g)
		}
	}
	listed := 0
	for _, g := range groups {
		listed += len(g.Items)
	}
	if listed != len(found) {
		return fmt.Errorf("%d findings are of a kind that the report does not list", len(found)-listed)
	}
	return template.Must(template.New("report").Parse(layout)).Execute(out, struct {
		Version                 string
		Errors, Warnings, Notes int
		Groups                  []group
	}{version, errors, warnings, notes, groups})
}
