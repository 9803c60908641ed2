package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
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
	actionPages = 20
	settle      = 10 * time.Second // until the collector has given back what starting took
	household   = "mehdi"
)

// ProgramReport is what the running program costs.
type ProgramReport struct {
	FirstPage time.Duration // median: from start of the process to the whole home page
	ResultCPU time.Duration // processor time of one result page: load, compute, render, store
	PriceCPU  time.Duration // of one page of all actions: each priced with its interval
	// QuestionCPU is of one page of a question, which hardly computes; and both
	// once more with the records in PostgreSQL.
	QuestionCPU, ResultCPUPostgres, QuestionCPUPostgres time.Duration

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
	var r ProgramReport
	data, err := os.MkdirTemp("", "capzero-bench-")
	if err != nil {
		return r, err
	}
	defer os.RemoveAll(data)
	if _, stderr, err := program.Run(context.Background(), "demo", "--data", data); err != nil {
		return r, fmt.Errorf("capzero demo: %w\n%s", err, stderr)
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
	return r, r.measurePostgres()
}

func (r *ProgramReport) measureRunning(p *program.Process) error {
	time.Sleep(settle)
	var err error
	if r.AtRest, err = resident(p.PID()); err != nil {
		return err
	}
	v := visitor.New(p.URL)
	truth, err := visitor.Household(household)
	if err != nil {
		return err
	}
	if _, err := v.Measure(truth); err != nil {
		return err
	}
	if r.ResultCPU, err = pageCPU(v, p.PID(), "/resultat", resultPages); err != nil {
		return err
	}
	if r.QuestionCPU, err = pageCPU(v, p.PID(), questionPage, resultPages); err != nil {
		return err
	}
	if r.PriceCPU, err = pageCPU(v, p.PID(), "/gestes", actionPages); err != nil {
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
	return nil
}

// pageCPU is the processor time that the program spends on one of n pages.
func pageCPU(v *visitor.Visitor, pid int, path string, n int) (time.Duration, error) {
	before, err := processorTime(pid)
	if err != nil {
		return 0, err
	}
	for range n {
		page, err := v.Get(path)
		if err != nil {
			return 0, err
		}
		if page.Status != http.StatusOK {
			return 0, fmt.Errorf("%s answered %d", path, page.Status)
		}
	}
	after, err := processorTime(pid)
	return (after - before) / time.Duration(n), err
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
	seen := map[string]bool{}
	page.Doc.Find(`link[rel=stylesheet], link[rel=icon], script[src], img[src]`).Each(func(_ int, s *goquery.Selection) {
		seen[s.AttrOr("href", s.AttrOr("src", ""))] = true
	})
	for path := range seen {
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
