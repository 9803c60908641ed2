// Command bench measures what the program promises about speed, memory and
// weight, beside the npm engine on the same machine in the same run:
//
//	go run ./test/bench                          prints the report
//	go run ./test/bench -write docs/benchmarks.md  writes it
//
// Figures of one run compare with each other; figures of two runs, on shared
// machines, do not. That is why the promises about the engine are ratios.
package main

import (
	_ "embed"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"strings"
	"text/template"
	"time"

	"capzero/test/program"
)

// ratioAtLeast is the promise about one bilan. It is the only figure that fails
// a run: the others depend on the machine.
const ratioAtLeast = 1000

func main() {
	path := flag.String("write", "", "file to write the report to; empty prints it")
	flag.Parse()
	if err := run(*path); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// A Report is one run.
type Report struct {
	Date    time.Time
	Machine string
	Go      string
	Engine  EngineReport
	Program ProgramReport
	NPM     NPMReport
	Work    WorkReport
	Season  SeasonReport
}

func run(path string) error {
	defer program.Remove()
	report := Report{Date: time.Now().UTC(), Machine: machine(), Go: runtime.Version()}
	var err error
	if report.NPM, err = measureNPM(); err != nil {
		return err
	}
	if report.Engine, err = measureEngine(); err != nil {
		return err
	}
	if report.Work, err = measureWork(report.NPM, report.Engine.carbon); err != nil {
		return err
	}
	if report.Program, err = measureProgram(); err != nil {
		return err
	}
	if report.Season, err = measureSeason(); err != nil {
		return err
	}
	out := os.Stdout
	if path != "" {
		if out, err = os.Create(path); err != nil {
			return err
		}
		defer out.Close()
	}
	if err := report.write(out); err != nil {
		return err
	}
	if ratio := report.Ratio(); ratio < ratioAtLeast {
		return fmt.Errorf("one bilan is %.0f times faster than the npm engine, promised are %d", ratio, ratioAtLeast)
	}
	return nil
}

//go:embed report.md.tmpl
var layout string

func (r Report) write(w io.Writer) error {
	t, err := template.New("report").Funcs(template.FuncMap{
		"ms":    milliseconds,
		"mb":    func(bytes uint64) string { return fmt.Sprintf("%.1f MB", float64(bytes)/1e6) },
		"kb":    func(bytes int) string { return fmt.Sprintf("%.1f kB", float64(bytes)/1000) },
		"kilo":  func(bytes uint64) float64 { return float64(bytes) / 1000 },
		"us":    func(d time.Duration) string { return fmt.Sprintf("%.1f µs", float64(d)/float64(time.Microsecond)) },
		"s":     func(d time.Duration) string { return fmt.Sprintf("%.1f s", d.Seconds()) },
		"part":  func(a, b time.Duration) string { return fmt.Sprintf("%.2f", float64(a)/float64(b)) },
		"tenth": func(v float64) string { return fmt.Sprintf("%.1f", v) },
		"int":   func(v float64) string { return fmt.Sprintf("%.0f", v) },
	}).Parse(layout)
	if err != nil {
		return err
	}
	return t.Execute(w, r)
}

// milliseconds are written with three digits that mean something.
func milliseconds(d time.Duration) string {
	ms := float64(d) / float64(time.Millisecond)
	if ms >= 100 {
		return fmt.Sprintf("%.0f ms", ms)
	}
	return fmt.Sprintf("%.3g ms", ms)
}

// Ratio is how many times faster one bilan is than with the npm engine: the
// median over the personas.
func (r Report) Ratio() float64 {
	return r.medianRatio(func(p PersonaReport) Pair { return p.Bilan })
}

// CitizenRatio is the same for all that a citizen's page asks for.
func (r Report) CitizenRatio() float64 {
	return r.medianRatio(func(p PersonaReport) Pair { return p.Citizen })
}

func (r Report) medianRatio(of func(PersonaReport) Pair) float64 {
	var ratios []float64
	for _, p := range r.Work.Personas {
		ratios = append(ratios, of(p).Ratio())
	}
	return median(ratios)
}

// Distance is how many times the floor some work takes.
func (r Report) Distance(of time.Duration) float64 { return float64(of) / float64(r.Work.Floor) }

// Bilan is the median over the personas, with our engine.
func (r Report) Bilan() time.Duration {
	return r.medianTime(func(p PersonaReport) Pair { return p.Bilan })
}

// Citizen is the same for all that a citizen's page asks for.
func (r Report) Citizen() time.Duration {
	return r.medianTime(func(p PersonaReport) Pair { return p.Citizen })
}

// Draw is one of many draws in lanes.
func (r Report) Draw() time.Duration { return r.Work.Lanes / time.Duration(r.Work.Draws) }

func (r Report) medianTime(of func(PersonaReport) Pair) time.Duration {
	var times []time.Duration
	for _, p := range r.Work.Personas {
		times = append(times, of(p).Ours)
	}
	return median(times)
}

// machine says on what the figures were taken, without naming it.
func machine() string {
	model := "unknown processor"
	if info, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		for line := range strings.Lines(string(info)) {
			if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "model name" {
				model = strings.TrimSpace(value)
				break
			}
		}
	}
	return fmt.Sprintf("%d shared cores, %s, %s/%s", runtime.NumCPU(), model, runtime.GOOS, runtime.GOARCH)
}

func median[T time.Duration | float64](values []T) T {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}
