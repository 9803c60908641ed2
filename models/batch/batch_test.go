package batch

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"capzero/publicodes"
)

const rules = `
tasses:
  question: Combien de tasses par jour ?
  par défaut: 2
thé:
  question: Du thé ?
  par défaut: oui
sorte:
  question: Lequel ?
  une possibilité:
    - noir:
    - vert:
  par défaut: "'vert'"
eau:
  formule: tasses * 0.25
sucre:
  applicable si: thé
  formule: tasses * 5
impossible:
  formule: 1 / (tasses - 3)
inconnu:
  question: Sans défaut ?
`

func model(t testing.TB) *publicodes.Model {
	t.Helper()
	m, err := publicodes.Compile(publicodes.Source{Name: "tea.yaml", Data: []byte(rules)})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// run answers lines and decodes what comes back.
func run(t *testing.T, names []string, lines string) []output {
	t.Helper()
	var out bytes.Buffer
	if err := Run(model(t), names, strings.NewReader(lines), &out); err != nil {
		t.Fatal(err)
	}
	var all []output
	for line := range strings.Lines(out.String()) {
		var o output
		if err := json.Unmarshal([]byte(line), &o); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		all = append(all, o)
	}
	return all
}

func TestEachLineHasItsAnswerInOrder(t *testing.T) {
	got := run(t, []string{"eau", "sucre", "thé", "sorte"}, `{"situation":{"tasses":4}}
{"situation":{"tasses":"1","thé":"non","sorte":"'noir'"}}
{"situation":{}}`)
	want := []output{
		{Values: map[string]any{"eau": 1., "sucre": 20., "thé": true, "sorte": "vert"}, Missing: []string{}, Errors: map[string]string{}},
		{Values: map[string]any{"eau": .25, "sucre": nil, "thé": false, "sorte": "noir"}, Missing: []string{}, Errors: map[string]string{}},
		{Values: map[string]any{"eau": .5, "sucre": 10., "thé": true, "sorte": "vert"}, Missing: []string{"tasses"}, Errors: map[string]string{}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestWhatIsNotDefinedIsLeftOut(t *testing.T) {
	got := run(t, []string{"inconnu"}, `{"situation":{}}`)[0]
	if len(got.Values) != 0 || len(got.Errors) != 0 || !cmp.Equal(got.Missing, []string{"inconnu"}) {
		t.Errorf("got %+v", got)
	}
}

func TestErrorsStandUnderTheirRuleAndStopNothing(t *testing.T) {
	got := run(t, []string{"impossible", "eau", "rien"}, `{"situation":{"tasses":3,"aucune règle":1,"sorte":"'bleu'"}}`)[0]
	for _, rule := range []string{"impossible", "rien", "aucune règle", "sorte"} {
		if got.Errors[rule] == "" {
			t.Errorf("no error for %q in %v", rule, got.Errors)
		}
	}
	if got.Values["eau"] != .75 {
		t.Errorf("the other rule gives %v", got.Values["eau"])
	}
}

func TestBrokenLinesAreAnswered(t *testing.T) {
	long := `{"situation":{"tasses":"` + strings.Repeat("1", maxLine) + `"}}`
	got := run(t, []string{"eau"}, "{\n\n[1]\n"+long+"\n\"text\"\n{\"situation\":{\"tasses\":8}}\n")
	if len(got) != 6 {
		t.Fatalf("%d answers to 6 lines", len(got))
	}
	for i, o := range got[:5] {
		if o.Errors[""] == "" || o.Values == nil || o.Missing == nil {
			t.Errorf("line %d gives %+v", i+1, o)
		}
	}
	if got[5].Values["eau"] != 2. {
		t.Errorf("after the broken lines comes %+v", got[5])
	}
}

func TestAnswersDoNotWaitForTheNextLine(t *testing.T) {
	in, write := io.Pipe()
	read, out := io.Pipe()
	go func() { out.CloseWithError(Run(model(t), []string{"eau"}, in, out)) }()
	go io.WriteString(write, "{\"situation\":{}}\n")

	answered := make(chan struct{})
	go func() {
		read.Read(make([]byte, 1))
		close(answered)
		io.Copy(io.Discard, read)
	}()
	select {
	case <-answered:
	case <-time.After(10 * time.Second):
		t.Error("no answer while the stream is open")
	}
	write.Close()
}

func TestFailingReaderEndsWithItsError(t *testing.T) {
	failure := errors.New("the cable is out")
	err := Run(model(t), []string{"eau"}, io.MultiReader(strings.NewReader("{}\n"), failing{failure}), io.Discard)
	if !errors.Is(err, failure) {
		t.Errorf("got %v", err)
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }
