package main

import (
	"fmt"
	"strings"
	"time"

	"capzero/test/visitor"
)

// furtherQuestions is how many questions the persona goes on with after its
// first result.
const furtherQuestions = 3

// A Step is something that a persona does, with what it costs.
type Step struct {
	Name     string
	Pages    int
	CPU      time.Duration // of the program
	Bytes    int           // that travel, compressed, without what the browser has already
	Requests int
}

// A walker goes through the program as a person with a browser does: what it has
// fetched once it does not fetch again.
type walker struct {
	*visitor.Visitor
	pid   int
	have  map[string]bool // what the browser keeps
	steps []Step
}

// walk is the journey of a persona, from the home page to its actions.
func walk(v *visitor.Visitor, pid int) ([]Step, error) {
	truth, err := visitor.Household(household)
	if err != nil {
		return nil, err
	}
	w := &walker{Visitor: v, pid: pid, have: map[string]bool{}}
	var page *visitor.Page
	open := func(path string) func() (*visitor.Page, error) {
		return func() (*visitor.Page, error) { return v.Get(path) }
	}
	answer := func() (*visitor.Page, error) {
		touches, _, err := truth.Answer(page)
		if err != nil {
			return nil, err
		}
		return v.Send(page, visitor.Fields(touches))
	}
	if _, err = w.step("Accueil", open("/")); err != nil {
		return nil, err
	}
	if page, err = w.step("Commencer", v.Start); err != nil {
		return nil, err
	}
	for page.IsQuestion() {
		name := "Une question de l’ouverture"
		if page, err = w.step(name, answer); err != nil {
			return nil, err
		}
	}
	if _, err = w.step("Résultat", open("/resultat")); err != nil {
		return nil, err
	}
	if _, err = w.step("Ses intervalles, après la page", open(drawnParts)); err != nil {
		return nil, err
	}
	for range furtherQuestions {
		if page, err = w.step("Choisir la question suivante, et la poser", open("/mesurer/suivante")); err != nil {
			return nil, err
		}
		if page, err = w.step("Y répondre", answer); err != nil {
			return nil, err
		}
	}
	var list *visitor.Page
	if list, err = w.step("Tous les gestes, avec leurs intervalles", open("/gestes")); err != nil {
		return nil, err
	}
	first := list.Link(`main a[href^="/gestes/"]`)
	if first == "" {
		return nil, fmt.Errorf("%s lists no action", list.Path)
	}
	for _, then := range []struct{ name, path string }{
		{"Un geste", first},
		{"Et si…", "/resultat/et-si?voiture-km=5000"},
		{"Explication d’une ligne", "/resultat/explication/transport"},
	} {
		if _, err = w.step(then.name, open(then.path)); err != nil {
			return nil, err
		}
	}
	if _, err = w.step("Garder ce bilan", func() (*visitor.Page, error) { return v.Post("/bilans", nil) }); err != nil {
		return nil, err
	}
	return w.steps, nil
}

// step does one thing and adds what it costs to the last step if that has the
// same name.
func (w *walker) step(name string, do func() (*visitor.Page, error)) (page *visitor.Page, err error) {
	took, err := cpuOf(w.pid, func() error {
		page, err = do()
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if page.Status != 200 {
		return nil, fmt.Errorf("%s: %s answered %d", name, page.Path, page.Status)
	}
	bytes, requests, err := w.load(page)
	if err != nil {
		return nil, err
	}
	if last := len(w.steps) - 1; last < 0 || w.steps[last].Name != name {
		w.steps = append(w.steps, Step{Name: name})
	}
	s := &w.steps[len(w.steps)-1]
	s.Pages, s.CPU, s.Bytes, s.Requests = s.Pages+1, s.CPU+took, s.Bytes+bytes, s.Requests+requests
	return page, nil
}

// load fetches what a page needs and the browser does not have.
func (w *walker) load(page *visitor.Page) (bytes, requests int, err error) {
	bytes, requests = page.Wire, 1
	for _, path := range needs(page) {
		if w.have[path] || strings.HasPrefix(path, "data:") {
			continue
		}
		w.have[path] = true
		linked, err := w.Get(path)
		if err != nil {
			return 0, 0, err
		}
		bytes, requests = bytes+linked.Wire, requests+1
	}
	return bytes, requests, nil
}

// Each is the processor time of one page of a step.
func (s Step) Each() time.Duration { return s.CPU / time.Duration(s.Pages) }

// EachBytes are the bytes of one page of a step.
func (s Step) EachBytes() int { return s.Bytes / s.Pages }

// JourneyCPU is the processor time of the whole journey.
func (r ProgramReport) JourneyCPU() (total time.Duration) {
	for _, s := range r.Journey {
		total += s.CPU
	}
	return total
}

// JourneyBytes are the bytes of the whole journey.
func (r ProgramReport) JourneyBytes() (total int) {
	for _, s := range r.Journey {
		total += s.Bytes
	}
	return total
}
