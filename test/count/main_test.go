package main

import (
	"strings"
	"testing"
)

func TestReportCountsAndShowsWhatTestsSay(t *testing.T) {
	events := `{"Action":"run","Package":"p","Test":"TestA"}
{"Action":"output","Package":"p","Test":"TestA","Output":"=== RUN   TestA\n"}
{"Action":"output","Package":"p","Test":"TestA","Output":"said by A\n"}
{"Action":"output","Package":"p","Test":"TestA","Output":"--- PASS: TestA (0.00s)\n"}
{"Action":"pass","Package":"p","Test":"TestA"}
{"Action":"output","Package":"p","Test":"TestB","Output":"said by B\n"}
{"Action":"fail","Package":"p","Test":"TestB"}
{"Action":"skip","Package":"p","Test":"TestC"}
{"Action":"output","Package":"p","Output":"FAIL p 0.1s\n"}
{"Action":"fail","Package":"p"}
{"Action":"build-output","ImportPath":"q","Output":"q.go:1: no\n"}
not an event
`
	var total tally
	var out strings.Builder
	newReport(&total, &out).read(strings.NewReader(events))
	if got, want := total.String(), "1 passed, 1 failed, 1 skipped"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := out.String(), "said by A\nsaid by B\nFAIL p 0.1s\nq.go:1: no\nnot an event\n"; got != want {
		t.Errorf("shown:\n%swant:\n%s", got, want)
	}
}

func TestReportShowsTheSlowest(t *testing.T) {
	events := `{"Action":"pass","Package":"p","Test":"TestA","Elapsed":7}
{"Action":"pass","Package":"p","Test":"TestB/part","Elapsed":80}
{"Action":"fail","Package":"q","Test":"TestB","Elapsed":90.4}
{"Action":"pass","Package":"q","Test":"TestC","Elapsed":0.2}
`
	var out strings.Builder
	r := newReport(new(tally), &out)
	r.read(strings.NewReader(events))
	r.showSlowest()
	if got, want := out.String(), "    90 s  q TestB\n     7 s  p TestA\n"; got != want {
		t.Errorf("shown:\n%swant:\n%s", got, want)
	}
}

func TestRunThatDoesNotBuildIsAFailure(t *testing.T) {
	var total tally
	var out strings.Builder
	total.run([]string{"./no/such/package"}, &out)
	if total.failed == 0 || !strings.Contains(out.String(), "no/such/package") {
		t.Errorf("%v, and it says %q", total, out.String())
	}
}

func TestVariablesComeFirst(t *testing.T) {
	args := []string{"A=b", "C=d=e", "-race", "-run=X", "./a"}
	environment, rest := divide(args)
	if len(environment) != 2 || environment[1] != "C=d=e" || len(rest) != 3 || rest[0] != "-race" {
		t.Errorf("got %q and %q", environment, rest)
	}
	if got := manner(args); got != "A=b C=d=e with the race detector" {
		t.Errorf("it is said to be %q", got)
	}
	if got := manner([]string{"./..."}); got != "plain" {
		t.Errorf("a plain run is said to be %q", got)
	}
}

func TestSplit(t *testing.T) {
	runs := split([]string{"./...", "--", "-race", "./a"})
	if len(runs) != 2 || runs[0][0] != "./..." || runs[1][1] != "./a" {
		t.Errorf("got %q", runs)
	}
}
