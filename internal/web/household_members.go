package web

import (
	"net/http"
	"strconv"

	"capzero/internal/fault"
	"capzero/internal/household"
)

// A ChildrenPage lists the children of a household and takes one more.
type ChildrenPage struct {
	Page
	Children []ChildView
	Typed    string
	Problem  FieldProblem
}

// children answers GET /foyer/enfants.
func (s *server) children(w http.ResponseWriter, r *http.Request) error {
	return s.renderChildren(w, r, http.StatusOK, ChildrenPage{})
}

func (s *server) renderChildren(w http.ResponseWriter, r *http.Request, status int, p ChildrenPage) error {
	h, err := s.myHousehold(r)
	if err != nil {
		return err
	}
	if p.Page, err = s.homesPage(r, "household.children"); err != nil {
		return err
	}
	p.Path, p.Children = "/foyer/enfants", childViews(p.Page, h)
	return s.render(w, r, status, p.Page, childrenPage(p))
}

// addChild answers POST /foyer/enfants.
func (s *server) addChild(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	name := form.Get(household.NameField)
	err = s.Households.AddChild(r.Context(), me(r), name)
	if problems := problemsAt(s.locale(r), err, household.NameField); len(problems) > 0 && !wantsProblem(r) {
		return s.renderChildren(w, r, http.StatusUnprocessableEntity, ChildrenPage{Typed: name, Problem: problems[0]})
	}
	if err != nil {
		return err
	}
	seeOther(w, r, "/foyer/enfants")
	return nil
}

// A ChildPage is one child, to rename or to take out.
type ChildPage struct {
	Page
	ChildView
	Typed   string
	Problem FieldProblem
}

// child answers GET /foyer/enfants/{number}.
func (s *server) child(w http.ResponseWriter, r *http.Request) error {
	return s.renderChild(w, r, http.StatusOK, func(p *ChildPage, m household.Member) { p.Typed = m.Name })
}

func (s *server) renderChild(w http.ResponseWriter, r *http.Request, status int, fill func(*ChildPage, household.Member)) error {
	h, err := s.myHousehold(r)
	if err != nil {
		return err
	}
	number, err := numberOf(r)
	if err != nil {
		return err
	}
	for _, m := range h.Children() {
		if m.Number != number {
			continue
		}
		p := ChildPage{}
		if p.Page, err = s.homesPage(r, "household.child_title"); err != nil {
			return err
		}
		p.Path = "/foyer/enfants/" + strconv.Itoa(number)
		p.ChildView = ChildView{Number: number, Name: childName(p.Page, m)}
		fill(&p, m)
		return s.render(w, r, status, p.Page, childPage(p))
	}
	return errMemberUnknown
}

var errMemberUnknown = fault.New(fault.NotFound, "household.member_unknown")

// numberOf reads which child or absence of a household a request is about.
func numberOf(r *http.Request) (int, error) {
	n, err := strconv.ParseInt(r.PathValue("number"), 10, 32)
	if err != nil || n < 1 {
		return 0, fault.New(fault.NotFound, "error.not_found")
	}
	return int(n), nil
}

// renameChild answers POST /foyer/enfants/{number}.
func (s *server) renameChild(w http.ResponseWriter, r *http.Request) error {
	number, err := numberOf(r)
	if err != nil {
		return err
	}
	form, err := readForm(r)
	if err != nil {
		return err
	}
	name := form.Get(household.NameField)
	err = s.Households.RenameChild(r.Context(), me(r), number, name)
	if problems := fieldProblems(s.locale(r), err); len(problems) > 0 && !wantsProblem(r) {
		return s.renderChild(w, r, http.StatusUnprocessableEntity, func(p *ChildPage, _ household.Member) {
			p.Typed, p.Problem = name, problems[0]
		})
	}
	if err != nil {
		return err
	}
	seeOther(w, r, "/foyer/enfants")
	return nil
}

// removeChild answers POST /foyer/enfants/{number}/retirer.
func (s *server) removeChild(w http.ResponseWriter, r *http.Request) error {
	number, err := numberOf(r)
	if err != nil {
		return err
	}
	return s.changeHousehold(w, r, "/foyer/enfants", func() error {
		return s.Households.RemoveChild(r.Context(), me(r), number)
	})
}

// An AbsencesPage lists when the household was away, and takes one more.
type AbsencesPage struct {
	Page
	Absences   []AbsenceView
	Left, Back string
	Problem    FieldProblem
}

// An AbsenceView is an absence in words.
type AbsenceView struct {
	Number int
	Left   string
	Back   string
}

func absenceViews(p Page, list []household.Absence) (all []AbsenceView) {
	for _, a := range list {
		all = append(all, AbsenceView{Number: a.Number, Left: p.ShortDate(a.Left.Time()), Back: p.ShortDate(a.Back.Time())})
	}
	return all
}

// absences answers GET /foyer/absences.
func (s *server) absences(w http.ResponseWriter, r *http.Request) error {
	return s.renderAbsences(w, r, http.StatusOK, AbsencesPage{})
}

func (s *server) renderAbsences(w http.ResponseWriter, r *http.Request, status int, p AbsencesPage) error {
	h, err := s.myHousehold(r)
	if err != nil {
		return err
	}
	if p.Page, err = s.homesPage(r, "household.absences"); err != nil {
		return err
	}
	p.Path, p.Absences = "/foyer/absences", absenceViews(p.Page, h.Absences)
	return s.render(w, r, status, p.Page, absencesPage(p))
}

// addAbsence answers POST /foyer/absences.
func (s *server) addAbsence(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	p := AbsencesPage{Left: form.Get(household.LeftField), Back: form.Get(household.BackField)}
	err = s.Households.AddAbsence(r.Context(), me(r), household.Day(p.Left), household.Day(p.Back))
	if problems := problemsAt(s.locale(r), err, household.LeftField); len(problems) > 0 && !wantsProblem(r) {
		p.Problem = problems[0]
		return s.renderAbsences(w, r, http.StatusUnprocessableEntity, p)
	}
	if err != nil {
		return err
	}
	seeOther(w, r, "/foyer/absences")
	return nil
}

// removeAbsence answers POST /foyer/absences/{number}/retirer.
func (s *server) removeAbsence(w http.ResponseWriter, r *http.Request) error {
	number, err := numberOf(r)
	if err != nil {
		return err
	}
	return s.changeHousehold(w, r, "/foyer/absences", func() error {
		return s.Households.RemoveAbsence(r.Context(), me(r), number)
	})
}
