package batch

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime"
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
lait:
  formule: tasses * 3
  unité: cl/jour
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
		{Values: map[string]any{"eau": 1., "sucre": 20., "thé": true, "sorte": "vert"}, Units: map[string]string{}, Missing: []string{}, Errors: map[string]string{}},
		{Values: map[string]any{"eau": .25, "sucre": nil, "thé": false, "sorte": "noir"}, Units: map[string]string{}, Missing: []string{}, Errors: map[string]string{}},
		{Values: map[string]any{"eau": .5, "sucre": 10., "thé": true, "sorte": "vert"}, Units: map[string]string{}, Missing: []string{"tasses"}, Errors: map[string]string{}},
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

func TestValuesHaveTheirUnits(t *testing.T) {
	got := run(t, []string{"lait", "eau", "thé"}, `{"situation":{"tasses":4}}`)[0]
	if diff := cmp.Diff(map[string]string{"lait": "cl/jour"}, got.Units); diff != "" {
		t.Error(diff)
	}
}

// The order of the answers is that of the lines, though lines take unequal time.
func TestManyLinesKeepTheirOrder(t *testing.T) {
	var lines strings.Builder
	for i := range 5000 {
		if i%7 == 0 {
			fmt.Fprintf(&lines, "{%s\n", strings.Repeat(" ", i)) // broken, and long to read
		} else {
			fmt.Fprintf(&lines, "{\"situation\":{\"tasses\":%d}}\n", i)
		}
	}
	got := run(t, []string{"eau"}, lines.String())
	if len(got) != 5000 {
		t.Fatalf("%d answers", len(got))
	}
	for i, o := range got {
		if i%7 == 0 && o.Errors[""] == "" || i%7 != 0 && o.Values["eau"] != float64(i)/4 {
			t.Fatalf("line %d gives %+v", i, o)
		}
	}
}

// However long the stream, only a few lines are in memory.
func TestStreamsNeedLittleMemory(t *testing.T) {
	line := []byte(`{"situation":{"tasses":"` + strings.Repeat(" ", 1<<18) + `3"}}` + "\n")
	in := &repeated{line: line, left: 400}
	peak := uint64(0)
	out := writerFunc(func(p []byte) (int, error) {
		var now runtime.MemStats
		runtime.ReadMemStats(&now)
		peak = max(peak, now.HeapAlloc)
		return len(p), nil
	})
	if err := Run(model(t), []string{"eau"}, in, out); err != nil {
		t.Fatal(err)
	}
	if peak > 60<<20 {
		t.Errorf("400 lines of 256 kB took %d MB", peak>>20)
	}
}

// repeated reads the same line over and over.
type repeated struct {
	line []byte
	at   int
	left int
}

func (r *repeated) Read(p []byte) (int, error) {
	if r.left == 0 {
		return 0, io.EOF
	}
	n := copy(p, r.line[r.at:])
	if r.at += n; r.at == len(r.line) {
		r.at, r.left = 0, r.left-1
	}
	return n, nil
}

type writerFunc func(p []byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }

func TestClosedOutputEndsWithItsError(t *testing.T) {
	closed := errors.New("nobody reads any more")
	err := Run(model(t), []string{"eau"}, &repeated{line: []byte("{}\n"), left: 1 << 30}, writerFunc(func([]byte) (int, error) { return 0, closed }))
	if !errors.Is(err, closed) {
		t.Errorf("got %v", err)
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
