package entry

import (
	"strings"
	"testing"

	"capzero/publicodes"
	"capzero/publicodes/syntax"
)

// A list is a set of one entry under a root.
type list struct {
	root  string
	entry Entry
}

func (l list) Root() string { return l.root }

func (l list) Rules(part Part) []Rule {
	return RulesOf(l.entry.ID, l.entry.Needs, l.entry.Changes, part)
}

// listOf reads one entry as the files have it.
func listOf(t *testing.T, root, id, text string) list {
	t.Helper()
	r := Reader{File: "a.yaml", Root: root}
	entries, err := r.Entries(publicodes.Source{Name: "a.yaml", Data: []byte(id + ":\n" + text)})
	if err != nil {
		t.Fatal(err)
	}
	e := r.New(entries[0])
	for _, key := range entries[0].Value.Pairs {
		if known, err := r.Key(&e, key); err != nil || !known {
			t.Fatalf("%s: known %v, %v", key.Key, known, err)
		}
	}
	return list{root: root, entry: e}
}

var model = publicodes.Source{Name: "m.yaml", Data: []byte("sac: 3\n")}

func TestTwoSetsMayHaveEntriesOfOneName(t *testing.T) {
	good := listOf(t, "gestes", "jeter-moins", "  carbone:\n    sac: sac - 1\n")
	bad := listOf(t, "missions", "jeter-moins", "  carbone:\n    sac: poubelle - 1\n")
	compiled, err := Compile(Carbon, []Set{good, bad}, model)
	if err != nil {
		t.Fatal(err)
	}
	if !good.entry.KnownTo(compiled, compiled) || bad.entry.KnownTo(compiled, compiled) {
		t.Error("want the one that the model can take, and not the other of the same name")
	}
	if v, err := compiled.NewEvaluator().Evaluate("gestes . jeter-moins . carbone 1"); err != nil || v.Number != 2 {
		t.Errorf("the new value is %v, %v", v, err)
	}
}

func TestEachModelTakesItsFormulas(t *testing.T) {
	both := listOf(t, "gestes", "jeter-moins", "  carbone:\n    sac: sac - 1\n  déchets:\n    sac: sac - 2\n")
	for part, want := range map[Part]float64{Carbon: 2, Waste: 1} {
		compiled, err := Compile(part, []Set{both}, model)
		if err != nil {
			t.Fatal(err)
		}
		v, err := compiled.NewEvaluator().Evaluate("gestes . jeter-moins . " + part.String() + " 1")
		if err != nil || v.Number != want {
			t.Errorf("%s: %v, %v, want %v", part, v, err, want)
		}
	}
}

func TestCompileAllNamesEveryFormulaThatAModelRefuses(t *testing.T) {
	bad := listOf(t, "missions", "jeter-moins", "  si:\n    - { carbone: panier > 0, sinon: rien }\n  carbone:\n    sac: poubelle - 1\n")
	_, err := CompileAll(Carbon, []Set{bad}, nil, model)
	var rules []string
	for _, refused := range Refused(err) {
		rules = append(rules, refused.Rule)
	}
	if got := strings.Join(rules, ", "); got != "missions . jeter-moins . condition 1, missions . jeter-moins . carbone 1" {
		t.Errorf("refused %s", got)
	}
}

func TestAFormulaIsWrittenAsItStands(t *testing.T) {
	l := listOf(t, "gestes", "jeter-moins", "  si:\n    - { carbone: sac > 0, sinon: rien }\n  carbone:\n    sac: { valeur: sac * 0.5, plancher: 0 }\n")
	if got := l.entry.Needs[0].Formula(); got != "sac > 0" {
		t.Errorf("need %q", got)
	}
	if got := l.entry.Changes[0].Formula(); got != `{"valeur":"sac * 0.5","plancher":0}` {
		t.Errorf("change %q", got)
	}
	if got := asJSON(&syntax.Node{Kind: syntax.String, Text: `a < "b"`}); got != `"a < \"b\""` {
		t.Errorf("a text with signs is %s", got)
	}
	if place := l.entry.Changes[0].Place; place != "a.yaml:5:5" {
		t.Errorf("the change stands at %s", place)
	}
}
