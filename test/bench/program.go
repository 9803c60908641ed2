package main

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/PuerkitoBio/goquery"

	"capzero/test/program"
	"capzero/test/visitor"
)

const (
	starts      = 3
	resultPages = 200
	// certaintyRounds is how often intervals are drawn and a question is chosen.
	certaintyRounds = 15
	drawnParts      = "/resultat?precision=parties"
	settle          = 10 * time.Second // until the collector has given back what starting took
	household       = "mehdi"
	smallDemo       = 96 // households
)

// ProgramReport is what the running program costs.
type ProgramReport struct {
	FirstPage time.Duration // median: from start of the process to the whole home page
	ResultCPU time.Duration // processor time of one result page: load, compute, render, store
	Journey   []Step
	DrawCPU   time.Duration // of drawing the intervals of a result, with the parts of the page that show them; median
	NextCPU   time.Duration // of choosing the next question; median
	PriceCPU  time.Duration // of one page of all actions: each priced with its interval; median
	// QuestionCPU is of one page of a question, which hardly computes; and both
	// once more with the records in PostgreSQL.
	QuestionCPU, ResultCPUPostgres, QuestionCPUPostgres time.Duration
	SignedIn                                            []SignedInPage
	May                                                 time.Duration // of asking for one permission

	AtRest    uint64 // resident bytes, started and visited, with nobody there
	AfterLoad uint64 // resident bytes after the result pages
	Pages     []PageReport
}

// PageReport is what one page makes travel, compressed, with an empty cache.
type PageReport struct {
	Name     string
	Path     string
	HTML     int // bytes
	Total    int // bytes, with what the page links to
	Requests int
}

// ResultPages is after how many pages AfterLoad was read.
func (ProgramReport) ResultPages() int { return resultPages }

func measureProgram() (ProgramReport, error) {
	r := ProgramReport{SignedIn: signedInPages()}
	data, err := os.MkdirTemp("", "capzero-bench-")
	if err != nil {
		return r, err
	}
	defer os.RemoveAll(data)
	if err := fill(data, smallDemo, 2); err != nil {
		return r, err
	}
	var p *program.Process
	var times []time.Duration
	for i := range starts {
		begin := time.Now()
		if p, err = program.Serve(data); err != nil {
			return r, err
		}
		if _, err := visitor.New(p.URL).Get("/"); err != nil {
			return r, err
		}
		times = append(times, time.Since(begin))
		if i < starts-1 {
			if err := p.Stop(); err != nil {
				return r, err
			}
		}
	}
	defer p.Stop()
	r.FirstPage = median(times)
	if err := r.measureRunning(p); err != nil {
		return r, err
	}
	if r.May, err = measureMay(); err != nil {
		return r, err
	}
	return r, r.measurePostgres()
}

// fill makes the records at a place those of a demo.
func fill(place string, households, weeks int) error {
	args := append([]string{"demo", "--households", strconv.Itoa(households), "--weeks", strconv.Itoa(weeks)}, program.Records(place)...)
	if _, stderr, err := program.Run(context.Background(), args...); err != nil {
		return fmt.Errorf("capzero demo: %w\n%s", err, stderr)
	}
	return nil
}

func (r *ProgramReport) measureRunning(p *program.Process) error {
	time.Sleep(settle)
	var err error
	if r.AtRest, err = resident(p.PID()); err != nil {
		return err
	}
	v := visitor.New(p.URL)
	if err := v.RunScripts(); err != nil {
		return err
	}
	if r.Journey, err = walk(v, p.PID()); err != nil {
		return err
	}
	if err := r.measureCertainty(v, p.PID()); err != nil {
		return err
	}
	if r.ResultCPU, err = pageCPU(v, p.PID(), "/resultat", resultPages); err != nil {
		return err
	}
	if r.QuestionCPU, err = pageCPU(v, p.PID(), questionPage, resultPages); err != nil {
		return err
	}
	if r.AfterLoad, err = resident(p.PID()); err != nil {
		return err
	}
	for _, page := range []PageReport{
		{Name: "Accueil", Path: "/"},
		{Name: "Question", Path: "/mesurer/question/logement/surface"},
		{Name: "Thèmes", Path: "/mesurer"},
		{Name: "Résultat", Path: "/resultat"},
		{Name: "Gestes", Path: "/gestes"},
		{Name: "Explication", Path: "/resultat/explication/transport"},
		{Name: "Méthode", Path: "/methode"},
	} {
		if err := page.weigh(v); err != nil {
			return err
		}
		r.Pages = append(r.Pages, page)
	}
	return r.measureSignedIn(v, p.PID(), func(p *SignedInPage) *time.Duration { return &p.SQLite })
}

// measureCertainty draws intervals and chooses questions for answers that are
// others each time, so that nothing is remembered.
func (r *ProgramReport) measureCertainty(v *visitor.Visitor, pid int) error {
	var draws, choices, prices []time.Duration
	for i := range certaintyRounds {
		if err := answerAnew(v, 60+i); err != nil {
			return err
		}
		for _, m := range []struct {
			times *[]time.Duration
			f     func() error
		}{
			{&draws, func() error { return shows(v, drawnParts, "#certitude .range") }},
			{&choices, func() error { return leadsToAQuestion(v) }},
			{&prices, func() error { return shows(v, "/gestes", "main .range") }},
		} {
			took, err := cpuOf(pid, m.f)
			if err != nil {
				return err
			}
			*m.times = append(*m.times, took)
		}
	}
	r.DrawCPU, r.NextCPU, r.PriceCPU = median(draws), median(choices), median(prices)
	return nil
}

// answerAnew says that the home has so many square metres.
func answerAnew(v *visitor.Visitor, squareMetres int) error {
	question, err := v.Get("/mesurer/question/logement/surface")
	if err != nil {
		return err
	}
	page, err := v.Send(question, url.Values{"value": {strconv.Itoa(squareMetres)}})
	if err == nil && page.Status != http.StatusOK {
		err = fmt.Errorf("%d m² were refused: %s", squareMetres, page.Error())
	}
	return err
}

func shows(v *visitor.Visitor, path, selector string) error {
	page, err := v.Get(path)
	if err == nil && page.Doc.Find(selector).Length() == 0 {
		err = fmt.Errorf("%s shows no %s", path, selector)
	}
	return err
}

func leadsToAQuestion(v *visitor.Visitor) error {
	path, err := v.Leads("/mesurer/suivante")
	if err == nil && !strings.HasPrefix(path, "/mesurer/question/") {
		err = fmt.Errorf("no question comes next, but %q", path)
	}
	return err
}

// cpuOf is the processor time that the program spends while f runs.
func cpuOf(pid int, f func() error) (time.Duration, error) {
	before, err := processorTime(pid)
	if err != nil {
		return 0, err
	}
	if err := f(); err != nil {
		return 0, err
	}
	after, err := processorTime(pid)
	return after - before, err
}

// pageCPU is the processor time that the program spends on one of n pages.
func pageCPU(v *visitor.Visitor, pid int, path string, n int) (time.Duration, error) {
	took, err := cpuOf(pid, func() error {
		for range n {
			page, err := v.Get(path)
			if err != nil {
				return err
			}
			if page.Status != http.StatusOK {
				return fmt.Errorf("%s answered %d", path, page.Status)
			}
		}
		return nil
	})
	return took / time.Duration(n), err
}

// processorTime is the time that the threads of a process ran, from the
// scheduler's own count.
func processorTime(pid int) (time.Duration, error) {
	files, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", pid))
	if err != nil || len(files) == 0 {
		return 0, fmt.Errorf("process %d: no scheduler statistics: %v", pid, err)
	}
	var total time.Duration
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return 0, err
		}
		ran, _, _ := strings.Cut(string(text), " ")
		ns, err := strconv.ParseInt(ran, 10, 64)
		if err != nil {
			return 0, fmt.Errorf("%s: %w", file, err)
		}
		total += time.Duration(ns)
	}
	return total, nil
}

// resident is the memory of a process that is in RAM, in bytes.
func resident(pid int) (uint64, error) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(status)) {
		if value, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			var kib uint64
			_, err := fmt.Sscan(value, &kib)
			return kib * 1024, err
		}
	}
	return 0, fmt.Errorf("process %d: no VmRSS", pid)
}

// weigh fills in what the page and all that it links to make travel.
func (p *PageReport) weigh(v *visitor.Visitor) error {
	page, err := v.Get(p.Path)
	if err != nil {
		return err
	}
	if page.Status != 200 {
		return fmt.Errorf("%s answered %d", p.Path, page.Status)
	}
	p.HTML, p.Total, p.Requests = page.Wire, page.Wire, 1
	for _, path := range needs(page) {
		if strings.HasPrefix(path, "data:") {
			continue
		}
		linked, err := v.Get(path)
		if err != nil {
			return err
		}
		p.Total += linked.Wire
		p.Requests++
	}
	return nil
}

// needs lists what a page links to and a browser fetches with it, each once.
func needs(page *visitor.Page) []string {
	seen := map[string]bool{}
	page.Doc.Find(`link[rel=stylesheet], link[rel=icon], script[src], img[src]`).Each(func(_ int, s *goquery.Selection) {
		seen[s.AttrOr("href", s.AttrOr("src", ""))] = true
	})
	return slices.Sorted(maps.Keys(seen))
}
