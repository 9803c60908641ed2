package web

import (
	"net/http"
	"strconv"
	"time"

	"capzero/internal/fault"
	"capzero/internal/footprint"
)

// A MilestonesPage lists the bilans that a household has kept.
type MilestonesPage struct {
	Page
	Milestones []MilestoneView // the newest first
	Timeline   Timeline        // empty with fewer than two
}

// A MilestoneView is a bilan of the list.
type MilestoneView struct {
	footprint.Milestone
	Day   string
	Since string // where it is compared with the one before, empty for the oldest
}

// Path is the page of a bilan, or what changes it.
func (v MilestoneView) Path(what string) string {
	path := "/bilans/" + strconv.Itoa(v.Number)
	if what != "" {
		path += "/" + what
	}
	return path
}

// A MilestonePage is one bilan, to name or to delete.
type MilestonePage struct {
	Page
	MilestoneView
	Others  []OtherMilestone
	Typed   string // what the field of its name holds
	Problem string // at that field
}

// An OtherMilestone is a bilan to compare one with.
type OtherMilestone struct {
	Name string
	Path string
}

// milestones answers GET /bilans.
func (s *server) milestones(w http.ResponseWriter, r *http.Request) error {
	p, err := s.milestonesPage(r)
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, p.Page, milestonesPage(p))
}

func (s *server) milestonesPage(r *http.Request) (MilestonesPage, error) {
	holder, err := s.needAnswers(r)
	if err != nil {
		return MilestonesPage{}, err
	}
	kept, err := s.Footprint.Milestones(r.Context(), holder)
	if err != nil {
		return MilestonesPage{}, err
	}
	p := MilestonesPage{Page: s.newPage(r, visitor{started: true}, "milestones.title")}
	p.Path = "/bilans"
	for i, m := range kept {
		v := MilestoneView{Milestone: m, Day: p.Date(m.At.In(s.City.Location()))}
		if i+1 < len(kept) {
			v.Since = shiftPath(kept[i+1].Number, m.Number)
		}
		p.Milestones = append(p.Milestones, v)
	}
	p.Timeline = p.timeline(kept)
	return p, nil
}

// keep answers POST /bilans: the household keeps its bilan as it stands.
func (s *server) keep(w http.ResponseWriter, r *http.Request) error {
	return s.changeResult(w, r, s.Footprint.Keep, "/bilans")
}

// nameMilestone answers POST /bilans/{number}/nom.
func (s *server) nameMilestone(w http.ResponseWriter, r *http.Request) error {
	holder, number, err := s.ofMilestone(r, "number")
	if err != nil {
		return err
	}
	form, err := readForm(r)
	if err != nil {
		return err
	}
	name := form.Get(footprint.NameField)
	err = s.Footprint.NameMilestone(r.Context(), holder, number, name)
	if problems := fieldProblems(s.locale(r), err); len(problems) > 0 && !wantsProblem(r) {
		return s.refuseName(w, r, number, name, problems[0].Message)
	}
	if err != nil {
		return err
	}
	seeOther(w, r, "/bilans")
	return nil
}

// milestone answers GET /bilans/{number}: one bilan, to name or to delete.
func (s *server) milestone(w http.ResponseWriter, r *http.Request) error {
	_, number, err := s.ofMilestone(r, "number")
	if err != nil {
		return err
	}
	p, err := s.milestonePage(r, number)
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, p.Page, milestonePage(p))
}

func (s *server) milestonePage(r *http.Request, number int) (MilestonePage, error) {
	all, err := s.milestonesPage(r)
	if err != nil {
		return MilestonePage{}, err
	}
	var p MilestonePage
	for _, m := range all.Milestones {
		if m.Number == number {
			p.MilestoneView, p.Typed = m, m.Name
			continue
		}
		p.Others = append(p.Others, OtherMilestone{
			Name: all.name(m.Milestone), Path: shiftPath(min(number, m.Number), max(number, m.Number)),
		})
	}
	if p.Milestone.Number == 0 {
		return p, fault.New(fault.NotFound, "error.milestone_unknown")
	}
	p.Page = s.newPage(r, visitor{started: true}, "milestone.title", "name", all.name(p.Milestone))
	p.Page.Path = p.MilestoneView.Path("")
	return p, nil
}

// refuseName shows the form again with what was typed.
func (s *server) refuseName(w http.ResponseWriter, r *http.Request, number int, name, problem string) error {
	p, err := s.milestonePage(r, number)
	if err != nil {
		return err
	}
	p.Typed, p.Problem = name, problem
	return s.render(w, r, http.StatusUnprocessableEntity, p.Page, milestonePage(p))
}

// dropMilestone answers POST /bilans/{number}/supprimer.
func (s *server) dropMilestone(w http.ResponseWriter, r *http.Request) error {
	holder, number, err := s.ofMilestone(r, "number")
	if err != nil {
		return err
	}
	if err := s.Footprint.DropMilestone(r.Context(), holder, number); err != nil {
		return err
	}
	seeOther(w, r, "/bilans")
	return nil
}

// ofMilestone reads whose milestone a request is about, and which.
func (s *server) ofMilestone(r *http.Request, name string) (footprint.Holder, int, error) {
	holder, err := s.needAnswers(r)
	if err != nil {
		return nil, 0, err
	}
	number, err := strconv.ParseInt(r.PathValue(name), 10, 32)
	if err != nil || number < 1 {
		return nil, 0, fault.New(fault.NotFound, "error.milestone_unknown")
	}
	return holder, int(number), nil
}

// milestoneTable is the table under the chart, for a spreadsheet.
func (s *server) milestoneTable(w http.ResponseWriter, r *http.Request) error {
	p, err := s.milestonesPage(r)
	if err != nil {
		return err
	}
	var table [][]string
	for _, m := range p.Milestones {
		day := m.At.In(s.City.Location()).Format(time.DateOnly)
		table = append(table,
			[]string{day, strconv.FormatFloat(m.KgCO2ePerYear, 'f', 3, 64), "kgCO2e/personne/an"},
			[]string{day, strconv.FormatFloat(m.WasteKgPerWeek, 'f', 3, 64), "kg/personne/semaine"})
	}
	return sendTable(w, "bilans.csv", table)
}
