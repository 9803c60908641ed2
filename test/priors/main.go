// Priors shows what models/priors-fr says of each question, with its source.
//
//	go run ./test/priors -write docs/priors.md
package main

import (
	_ "embed"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/template"

	"capzero/models"
	"capzero/models/priors"
	"capzero/publicodes"
	"capzero/test/page"
)

//go:embed page.md.tmpl
var layout string

func main() { page.Main("priors", report) }

// A theme is the table of one part of life.
type theme struct {
	Title string
	Rows  []row
}

// A row is one line of a table.
type row struct{ Name, Text, Source string }

// counts says on what the priors rest.
type counts struct{ Seen, Recalled, Large, Left, All int }

// count adds a prior, by the weakest of its sources.
func (c *counts) count(p *priors.Prior) {
	c.All++
	switch {
	case p.Unanswered() != "":
		c.Left++
	case p.Large():
		c.Large++
	case slices.ContainsFunc(p.Sources, func(s *priors.Source) bool { return !s.Seen }):
		c.Recalled++
	default:
		c.Seen++
	}
}

func report(out io.Writer) error {
	set, questions, err := read()
	if err != nil {
		return err
	}
	placed, err := places(questions, set)
	if err != nil {
		return err
	}
	var n counts
	var themes []theme
	for _, q := range questions {
		p, ok := set.Prior(q.Name)
		if !ok {
			continue
		}
		n.count(p)
		title, _, _ := strings.Cut(q.Name, " . ")
		if len(themes) == 0 || themes[len(themes)-1].Title != title {
			themes = append(themes, theme{Title: title})
		}
		last := &themes[len(themes)-1]
		last.Rows = append(last.Rows, shown(q, p))
	}
	parsed, err := template.New("page").Parse(layout)
	if err != nil {
		return err
	}
	return parsed.Execute(out, struct {
		Counts                 counts
		Themes, Places         []theme
		Kinds, Factors, Others []row
	}{n, themes, placed, kinds(set), factors(set.Factors()), factors(set.Classes())})
}

// shown is the line of a question.
func shown(q *publicodes.Rule, p *priors.Prior) row {
	return row{fmt.Sprintf("%s<br>`%s`", cell(q.Question), q.Name), cell(p.String()), evidence(p.Unanswered(), p.Evidence)}
}

// places returns what differs from the country in each place that has priors of
// its own.
func places(questions []*publicodes.Rule, country *priors.Set) ([]theme, error) {
	var all []theme
	for _, place := range []string{"hauts-de-seine"} {
		sources, err := models.Priors(place)
		if err != nil {
			return nil, err
		}
		set, err := priors.Read(sources...)
		if err != nil {
			return nil, err
		}
		differs := theme{Title: place}
		for _, q := range questions {
			p, ok := set.Prior(q.Name)
			if usual, _ := country.Prior(q.Name); ok && p.String() != usual.String() {
				differs.Rows = append(differs.Rows, shown(q, p))
			}
		}
		all = append(all, differs)
	}
	return all, nil
}

// read returns the priors and the questions of both models, those of a theme
// together.
func read() (*priors.Set, []*publicodes.Rule, error) {
	sources, err := models.Priors()
	if err != nil {
		return nil, nil, err
	}
	set, err := priors.Read(sources...)
	if err != nil {
		return nil, nil, err
	}
	library, err := models.Open("")
	if err != nil {
		return nil, nil, err
	}
	carbon, err := library.Sources(models.Release{Version: library.Current(), Region: models.Home}, "fr")
	if err != nil {
		return nil, nil, err
	}
	waste, err := models.Waste("fr")
	if err != nil {
		return nil, nil, err
	}
	var questions []*publicodes.Rule
	for _, of := range [][]publicodes.Source{carbon, waste} {
		m, err := publicodes.Compile(of...)
		if err != nil {
			return nil, nil, err
		}
		questions = append(questions, m.Questions()...)
	}
	if len(questions) == 0 {
		return nil, nil, errors.New("the models ask nothing")
	}
	slices.SortStableFunc(questions, func(a, b *publicodes.Rule) int {
		first, _, _ := strings.Cut(a.Name, " . ")
		second, _, _ := strings.Cut(b.Name, " . ")
		return strings.Compare(first, second)
	})
	return set, questions, nil
}

// evidence shows the sources with how well they are known.
func evidence(unanswered string, e priors.Evidence) string {
	switch {
	case unanswered != "":
		return cell(unanswered)
	case e.Large():
		return "wide: no source found"
	}
	var all []string
	for _, s := range e.Sources {
		known := "from memory"
		if s.Seen {
			known = "seen"
		}
		all = append(all, fmt.Sprintf("[%s %s](%s), %s", cell(s.Publisher), s.Year, s.URL, known))
	}
	return strings.Join(all, "<br>")
}

// cell writes a text on one line of a table.
func cell(text string) string {
	return strings.ReplaceAll(strings.Join(strings.Fields(text), " "), "|", "\\|")
}

func kinds(set *priors.Set) []row {
	var rows []row
	for _, name := range slices.Sorted(maps.Keys(set.Kinds())) {
		k := set.Kinds()[name]
		text := fmt.Sprintf("standard deviation %.0f %%", k.Relative*100)
		if k.Wrong > 0 {
			text = fmt.Sprintf("wrong %.0f times in a hundred", k.Wrong*100)
		}
		rows = append(rows, row{name, text, evidence("", k.Evidence)})
	}
	return rows
}

func factors(of map[string]priors.Factor) []row {
	var rows []row
	for _, name := range slices.Sorted(maps.Keys(of)) {
		rows = append(rows, row{"`" + name + "`", fmt.Sprintf("± %.0f %%", of[name].HalfWidth*100), evidence("", of[name].Evidence)})
	}
	return rows
}
