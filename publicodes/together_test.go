package publicodes_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"capzero/publicodes"
	"capzero/publicodes/syntax"
)

// program is a model of the language tests with the situations and the rules of
// its cases.
type program struct {
	model      *publicodes.Model
	situations []publicodes.Situation
	rules      []string
}

// eachModel gives the programs of the language tests that compile.
func eachModel(t *testing.T, run func(t *testing.T, p program)) {
	for folder, o := range map[string]publicodes.Options{
		"testdata/language": {}, "testdata/filtered": {FilterPossibilities: true},
	} {
		eachProgram(t, folder, func(t *testing.T, text string) {
			parts := strings.Split(text, "\n---\n")
			model, err := o.Compile(publicodes.Source{Name: "test.yaml", Data: []byte(parts[0])})
			if err != nil {
				return
			}
			p := program{model: model, situations: []publicodes.Situation{{}}}
			for _, part := range parts[1:] {
				c, err := syntax.Decode("case.yaml", []byte(part))
				if err != nil {
					t.Fatal(err)
				}
				p.add(c)
			}
			run(t, p)
		})
	}
}

func (p *program) add(c *syntax.Node) {
	rule := c.Get("rule")
	if rule == nil {
		return
	}
	if _, known := p.model.Rule(rule.Text); known && !slices.Contains(p.rules, rule.Text) {
		p.rules = append(p.rules, rule.Text)
	}
	s := situationOf(c.Get("situation"))
	if p.model.NewEvaluator().SetSituation(s) == nil {
		p.situations = append(p.situations, s)
	}
}

// outcomes are what an evaluator says of each rule of the program, asked in
// their order: whether a rule applies may be told by its value when that is
// known, which the reference does too.
func (p program) outcomes(e *publicodes.Evaluator) []string {
	var all []string
	for _, rule := range p.rules {
		v, err := e.Evaluate(rule)
		all = append(all, fmt.Sprintf("%s: %v %v", rule, v, err))
	}
	return all
}

// TestAnswersOneByOne goes through the situations of each program by changing
// one answer after the other, there and back: what comes out must be what a new
// evaluator says.
func TestAnswersOneByOne(t *testing.T) {
	eachModel(t, func(t *testing.T, p program) {
		changing := p.model.NewEvaluator()
		before := publicodes.Situation{}
		there := slices.Clone(p.situations)
		slices.Reverse(there)
		for _, s := range append(there, p.situations...) {
			move(t, changing, before, s)
			before = s
			e := p.model.NewEvaluator()
			if err := e.SetSituation(s); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(p.outcomes(e), p.outcomes(changing)); diff != "" {
				t.Errorf("with %v (-new evaluator +changed answers):\n%s", s, diff)
			}
		}
	})
}

// move changes the answers of an evaluator from one situation to another.
func move(t *testing.T, e *publicodes.Evaluator, from, to publicodes.Situation) {
	t.Helper()
	for rule := range from {
		if _, stays := to[rule]; !stays {
			if err := e.SetAnswer(rule, nil); err != nil {
				t.Fatal(err)
			}
		}
	}
	for rule, v := range to {
		if err := e.SetAnswer(rule, v); err != nil {
			t.Fatal(err)
		}
	}
}

// TestSituationsTogether evaluates the situations of each program as lanes.
func TestSituationsTogether(t *testing.T) {
	eachModel(t, func(t *testing.T, p program) {
		lanes := p.model.NewLanes(len(p.situations))
		if err := lanes.SetSituation(nil); err != nil {
			t.Fatal(err)
		}
		columns := map[string][]any{}
		for i, s := range p.situations {
			for rule, v := range s {
				if columns[rule] == nil {
					columns[rule] = make([]any, len(p.situations))
				}
				columns[rule][i] = v
			}
		}
		for rule, values := range columns {
			if err := lanes.Draw(rule, values); err != nil {
				if strings.Contains(err.Error(), "not formulas") {
					t.Skip("an answer is a formula")
				}
				t.Fatal(err)
			}
		}
		for _, rule := range p.rules {
			err := lanes.Evaluate(rule, func(lane int, v publicodes.Value, err error) {
				e := p.model.NewEvaluator()
				if err := e.SetSituation(p.situations[lane]); err != nil {
					t.Fatal(err)
				}
				want, wantErr := e.Evaluate(rule)
				if v != want || fmt.Sprint(err) != fmt.Sprint(wantErr) {
					t.Errorf("%s with %v: %v %v, alone %v %v", rule, p.situations[lane], v, err, want, wantErr)
				}
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	})
}
