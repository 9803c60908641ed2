// Count runs go test, shows what failed and the figures that tests log, and
// ends with one line:
//
//	412 passed, 0 failed, 2 skipped
//
// Its arguments are those of go test, after variables of the environment if there
// are any (NAME=value). Several runs, separated by --, are counted together, and
// the time of each is shown, and its slowest tests. The exit code is 1 when anything failed, even what is not a
// test, such as a package that does not build.
package main

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"
)

func main() {
	var total tally
	runs := split(os.Args[1:])
	for i, args := range runs {
		began := time.Now()
		total.run(args, os.Stdout)
		fmt.Printf("part %d of %d, %s: %.0f s\n", i+1, len(runs), manner(args), time.Since(began).Seconds())
	}
	fmt.Println(total)
	if total.failed > 0 {
		os.Exit(1)
	}
}

// split cuts the arguments at each --.
func split(args []string) [][]string {
	var runs [][]string
	for {
		i := slices.Index(args, "--")
		if i < 0 {
			return append(runs, args)
		}
		runs, args = append(runs, args[:i]), args[i+1:]
	}
}

// divide parts the variables of the environment from the arguments of go test.
func divide(args []string) (environment, rest []string) {
	n := slices.IndexFunc(args, func(arg string) bool {
		return strings.HasPrefix(arg, "-") || !strings.Contains(arg, "=")
	})
	if n < 0 {
		n = len(args)
	}
	return args[:n], args[n:]
}

// manner says in what way a run differs from a plain one.
func manner(args []string) string {
	environment, rest := divide(args)
	if slices.Contains(rest, "-race") {
		environment = append(slices.Clone(environment), "with the race detector")
	}
	if len(environment) == 0 {
		return "plain"
	}
	return strings.Join(environment, " ")
}

// A tally counts tests by how they ended.
type tally struct{ passed, failed, skipped int }

func (t tally) String() string {
	return fmt.Sprintf("%d passed, %d failed, %d skipped", t.passed, t.failed, t.skipped)
}

// run runs go test once and shows it on out. A run that fails without a failed test counts as one.
func (t *tally) run(args []string, out io.Writer) {
	before := t.failed
	environment, rest := divide(args)
	cmd := exec.Command("go", append([]string{"test", "-json"}, rest...)...)
	cmd.Env = append(os.Environ(), environment...)
	events, err := cmd.StdoutPipe()
	if err == nil {
		cmd.Stderr = cmd.Stdout // one reader: what is no event is shown as it is
		err = cmd.Start()
	}
	if err != nil {
		fmt.Fprintln(out, err)
		t.failed++
		return
	}
	r := newReport(t, out)
	r.read(events)
	r.showSlowest()
	if err := cmd.Wait(); err != nil && t.failed == before {
		fmt.Fprintln(out, err)
		t.failed++
	}
}

// An event is one line of go test -json.
type event struct {
	Action     string
	Package    string
	ImportPath string // of a build event
	Test       string
	Elapsed    float64 // seconds
	Output     string
}

// A report turns events into counts, and into what is worth reading.
type report struct {
	*tally
	out    io.Writer
	output map[string][]string // by package and test, until its end is known
	timed  []event             // the tests that ended, without their parts
}

func newReport(t *tally, out io.Writer) *report {
	return &report{tally: t, out: out, output: map[string][]string{}}
}

func (r *report) read(events io.Reader) {
	lines := bufio.NewScanner(events)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var e event
		if json.Unmarshal(lines.Bytes(), &e) != nil {
			fmt.Fprintln(r.out, lines.Text()) // go test says something itself
			continue
		}
		r.take(e)
	}
}

func (r *report) take(e event) {
	of := e.Package + " " + e.Test
	switch {
	case e.Action == "build-output":
		fmt.Fprint(r.out, e.Output)
	case e.Action == "output" && isFrame(e.Output):
	case e.Action == "output" && e.Test == "":
		fmt.Fprint(r.out, e.Output) // the line of a package, and what its TestMain says
	case e.Action == "output":
		r.output[of] = append(r.output[of], e.Output)
	case e.Test != "":
		r.end(e.Action, of)
		if e.Elapsed > 0 && !strings.Contains(e.Test, "/") {
			r.timed = append(r.timed, e)
		}
	}
}

// showSlowest lists the tests that took longest: those to look at first when
// the whole takes too long.
func (r *report) showSlowest() {
	const shown, worthShowing = 25, 5 // tests, seconds
	slices.SortStableFunc(r.timed, func(a, b event) int { return cmp.Compare(b.Elapsed, a.Elapsed) })
	for _, e := range r.timed[:min(shown, len(r.timed))] {
		if e.Elapsed < worthShowing {
			return
		}
		fmt.Fprintf(r.out, "%6.0f s  %s %s\n", e.Elapsed, e.Package, e.Test)
	}
}

// isFrame reports whether go test only says that something begins or passed.
func isFrame(line string) bool {
	return line == "PASS\n" || strings.HasPrefix(line, "=== ") ||
		strings.HasPrefix(strings.TrimLeft(line, " "), "--- PASS")
}

// end counts a test that ended, and shows what it said.
func (r *report) end(action, of string) {
	switch action {
	case "pass":
		r.passed++
	case "skip":
		r.skipped++
	case "fail":
		r.failed++
	default:
		return // run, pause, cont
	}
	for _, line := range r.output[of] {
		fmt.Fprint(r.out, line)
	}
	delete(r.output, of)
}
