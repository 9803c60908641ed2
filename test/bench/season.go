package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"capzero/test/program"
	"capzero/test/visitor"
)

const (
	// A season is measured in a city that a room can hold, and in one of the size of
	// the real one.
	fewHouseholds, manyHouseholds = 320, 70_000
	seasonWeeks                   = 12
	seasonRounds                  = 9 // of all the work, in one city and then in the other
	perRound                      = 8 // times that each work is done in a round
	stepsInto                     = "foyer@example.org"
)

// SeasonReport is what a season costs in a small and in a large city, with the
// records in SQLite.
type SeasonReport struct {
	Demo      time.Duration // making the city of `make run`
	Few, Many int           // households
	Work      []SeasonWork
	Own       OwnReport // in the large city

	Figures, Ranking CityReads // of a large city
	FiguresSummed    float64   // the same without snapshots: the ledger, per second
}

// CityReads is how often per second something is read, and how often its bare rows.
type CityReads struct{ Ours, Raw float64 }

// SeasonWork is one thing that people do in a season: the processor time of our own
// process, medians over the rounds.
type SeasonWork struct {
	Name      string
	Few, Many time.Duration
	bar       time.Duration // zero for none
}

// Ratio is the large city's share of the small one's.
func (w SeasonWork) Ratio() float64 { return float64(w.Many) / float64(w.Few) }

// A seasonCity is a running city with somebody who has signed in.
type seasonCity struct {
	process *program.Process
	visitor *visitor.Visitor
	tick    string // path of a mission of this week
	ticked  bool
	grams   int
}

func measureSeason() (r SeasonReport, err error) {
	r.Few, r.Many = fewHouseholds, manyHouseholds
	if r.Demo, err = timeOfDemo(); err != nil {
		return r, err
	}
	if err := r.measureReads(); err != nil {
		return r, err
	}
	return r, r.measureWork()
}

// measureWork does what people do, in a city of each size.
func (r *SeasonReport) measureWork() error {
	place, err := os.MkdirTemp("", "capzero-bench-season-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(place)
	few, many := filepath.Join(place, "few"), filepath.Join(place, "many")
	if err := fill(few, fewHouseholds, seasonWeeks); err != nil {
		return err
	}
	if err := errors.Join(copyFolder(few, many), grow(context.Background(), many, manyHouseholds)); err != nil {
		return err
	}
	cities, err := openCities(few, many)
	for _, c := range cities {
		defer c.process.Stop()
	}
	if err != nil {
		return err
	}
	tasks := []task{
		{SeasonWork{Name: "my week"}, func(c *seasonCity) error { return c.opens("/semaine") }},
		{SeasonWork{Name: "a check-in", bar: 3 * time.Millisecond}, (*seasonCity).checkIn},
		{SeasonWork{Name: "a weighing"}, (*seasonCity).weigh},
		{SeasonWork{Name: "the page of the team"}, func(c *seasonCity) error { return c.opens("/mon-equipe") }},
	}
	if r.Work, err = measureTasks(cities, tasks); err != nil {
		return err
	}
	r.Own, err = measureOwn(cities[1], many)
	return err
}

// A task is some work with how it is done once.
type task struct {
	SeasonWork
	do func(*seasonCity) error
}

// measureTasks does all work again and again, in one city and then in the other, so
// that what else the machine does meets all of it alike.
func measureTasks(cities []*seasonCity, tasks []task) (works []SeasonWork, err error) {
	times := make([][2][]time.Duration, len(tasks))
	for range seasonRounds {
		for i, t := range tasks {
			for size, c := range cities {
				took, err := t.measure(c)
				if err != nil {
					return nil, fmt.Errorf("%s: %w", t.Name, err)
				}
				times[i][size] = append(times[i][size], took)
			}
		}
	}
	for i, t := range tasks {
		t.Few, t.Many = median(times[i][0]), median(times[i][1])
		works = append(works, t.SeasonWork)
	}
	return works, nil
}

// measure is the processor time of doing it once.
func (t task) measure(c *seasonCity) (time.Duration, error) {
	took, err := cpuOf(c.process.PID(), func() error {
		for range perRound {
			if err := t.do(c); err != nil {
				return err
			}
		}
		return nil
	})
	return took / perRound, err
}

// Bar is what the work may take, in words; empty for no bar.
func (w SeasonWork) Bar() string {
	if w.bar == 0 {
		return ""
	}
	return "≤ " + milliseconds(w.bar) + "; "
}

// timeOfDemo makes the city that `make run` shows.
func timeOfDemo() (time.Duration, error) {
	place, err := os.MkdirTemp("", "capzero-bench-demo-")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(place)
	if _, err := program.Binary(); err != nil {
		return 0, err
	}
	began := time.Now()
	err = fill(place, fewHouseholds, 24)
	return time.Since(began), err
}

func openCities(places ...string) (cities []*seasonCity, err error) {
	for _, place := range places {
		c := &seasonCity{grams: 1000}
		if c.process, err = program.Serve(place); err != nil {
			return cities, err
		}
		cities = append(cities, c)
		c.visitor = visitor.New(c.process.URL)
		if err := c.stepIn(); err != nil {
			return cities, err
		}
	}
	for _, c := range cities { // what it does at its start is not people's
		if err := idle(c.process.PID()); err != nil {
			return cities, err
		}
	}
	return cities, nil
}

// stepIn signs in as the household that a demo keeps for whoever looks around.
func (c *seasonCity) stepIn() error {
	if _, err := c.visitor.Post("/entrer", url.Values{"email": {stepsInto}}); err != nil {
		return err
	}
	link, err := linkOfMail(c.visitor)
	if err != nil {
		return err
	}
	if _, err := c.visitor.Post(link, nil); err != nil {
		return err
	}
	page, err := c.visitor.Get("/semaine")
	if err != nil {
		return err
	}
	c.tick = page.Doc.Find(`form.ticking`).First().AttrOr("action", "")
	_, c.ticked = page.Doc.Find(`form.ticking button[aria-pressed=true]`).First().Attr("class")
	if c.tick == "" {
		return fmt.Errorf("%s has nothing to tick", page.Path)
	}
	return nil
}

func (c *seasonCity) opens(path string) error {
	page, err := c.visitor.Get(path)
	if err == nil && (page.Status != http.StatusOK || page.Path != path) {
		err = fmt.Errorf("%s led to %s, %d", path, page.Path, page.Status)
	}
	return err
}

// checkIn ticks a mission, and the next time takes it back.
func (c *seasonCity) checkIn() error {
	c.ticked = !c.ticked
	times := "0"
	if c.ticked {
		times = "1"
	}
	return c.tells(c.tick, url.Values{"fois": {times}})
}

// weigh weighs another bag each time, and means it: so many in a day are asked about.
func (c *seasonCity) weigh() error {
	c.grams += 10
	today := time.Now().Format(time.DateOnly)
	return c.tells("/peser", url.Values{
		"poids": {fmt.Sprintf("%d,%02d", c.grams/1000, c.grams%1000/10)}, "flux": {"residual"}, "jour": {today},
		"confirme": {fmt.Sprintf("residual %s %d", today, c.grams)},
	})
}

func (c *seasonCity) tells(path string, form url.Values) error {
	status, err := c.visitor.Tell(path, form)
	if err == nil && status != http.StatusSeeOther {
		err = fmt.Errorf("%s answered %d", path, status)
	}
	return err
}

// idle waits until a process has hardly anything to do.
func idle(pid int) error {
	const (
		within = 5 * time.Minute
		little = 20 * time.Millisecond // of a second
	)
	for deadline := time.Now().Add(within); time.Now().Before(deadline); {
		took, err := cpuOf(pid, func() error { time.Sleep(time.Second); return nil })
		if err != nil || took < little {
			return err
		}
	}
	return fmt.Errorf("the program is still busy after %v", within)
}

var readsPerSecond = regexp.MustCompile(`(?m)^Benchmark[^/]+/(\S+?)(?:-\d+)?\s.*\s([0-9.]+) reads/s`)

// readsOf are how often per second the parts of a benchmark of a large city read what
// they read.
func readsOf(benchmark string, parts ...string) (map[string]float64, error) {
	cmd := exec.Command("go", "test", "-run", "^$", "-bench", "^"+benchmark+"$", "./internal/challenge")
	cmd.Dir = program.Root()
	out, err := cmd.CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("%v: %w\n%s", cmd, err, out)
	}
	reads := map[string]float64{}
	for _, line := range readsPerSecond.FindAllStringSubmatch(string(out), -1) {
		if reads[line[1]], err = strconv.ParseFloat(line[2], 64); err != nil {
			return nil, err
		}
	}
	for _, part := range parts {
		if reads[part] == 0 {
			return nil, fmt.Errorf("%s says nothing of %s:\n%s", strings.Join(cmd.Args, " "), part, out)
		}
	}
	return reads, nil
}

// measureReads reads the figures and the ranking of a large city, by the benchmarks
// beside them.
func (r *SeasonReport) measureReads() error {
	figures, err := readsOf("BenchmarkCitySnapshot", "read", "raw", "from_the_ledger")
	if err != nil {
		return err
	}
	ranking, err := readsOf("BenchmarkRanking", "read,_entered", "read,_not_entered", "raw")
	if err != nil {
		return err
	}
	r.Figures = CityReads{figures["read"], figures["raw"]}
	r.FiguresSummed = figures["from_the_ledger"]
	r.Ranking = CityReads{min(ranking["read,_entered"], ranking["read,_not_entered"]), ranking["raw"]}
	return nil
}
