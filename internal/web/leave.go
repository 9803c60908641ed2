package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"capzero/internal/fault"
	"capzero/internal/household"
)

// A LeavePage asks whether somebody really leaves, and says what happens then.
type LeavePage struct {
	Page
	Last bool // the household ends with them
	Kids bool // children are listed in it
}

// leaving answers GET /foyer/quitter.
func (s *server) leaving(w http.ResponseWriter, r *http.Request) error {
	h, err := s.myHousehold(r)
	if err != nil {
		return err
	}
	p := LeavePage{Last: len(h.Adults()) == 1, Kids: len(h.Children()) > 0}
	if p.Page, err = s.homesPage(r, "leave.title"); err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, p.Page, leavePage(p))
}

// leave answers POST /foyer/quitter.
func (s *server) leave(w http.ResponseWriter, r *http.Request) error {
	return s.changeHousehold(w, r, "/foyer?fait=quitte", func() error {
		_, err := s.Households.Leave(r.Context(), me(r))
		return err
	})
}

// A SplitPage asks who goes with somebody, and where to.
type SplitPage struct {
	Page
	HomeForm
	Children []Pick
	Adults   []Pick
}

// A Pick is somebody who may come along.
type Pick struct {
	Number int
	Name   string
	Chosen bool
}

// The fields of the form that splits a household.
const (
	fieldChildren = "enfant"
	fieldAdults   = "adulte"
)

// splitting answers GET /foyer/separer.
func (s *server) splitting(w http.ResponseWriter, r *http.Request) error {
	return s.renderSplit(w, r, http.StatusOK, HomeForm{Persons: "1", Children: "0", Nights: "0"}, household.Parting{})
}

func (s *server) renderSplit(w http.ResponseWriter, r *http.Request, status int, f HomeForm, chosen household.Parting) error {
	h, err := s.myHousehold(r)
	if err != nil {
		return err
	}
	if len(h.Adults()) < 2 {
		return fault.New(fault.Conflict, "household.split_alone")
	}
	p := SplitPage{HomeForm: f}
	if p.Page, err = s.homesPage(r, "split.title"); err != nil {
		return err
	}
	p.Path = "/foyer/separer"
	for _, m := range h.Children() {
		p.Children = append(p.Children, Pick{m.Number, childName(p.Page, m), slices.Contains(chosen.Children, m.Number)})
	}
	for _, m := range h.Adults() {
		if m.Person != me(r) {
			p.Adults = append(p.Adults, Pick{m.Number, p.personName(m.Name), slices.Contains(chosen.Adults, m.Number)})
		}
	}
	return s.render(w, r, status, p.Page, splitPage(p))
}

// split answers POST /foyer/separer.
func (s *server) split(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	parting := household.Parting{Children: picked(form, fieldChildren), Adults: picked(form, fieldAdults)}
	return s.takeHome(w, r, "/foyer?fait=separe", func(h household.Home, _ household.Day) error {
		parting.Home = countingTicked(h, len(parting.Children))
		_, err := s.Households.Split(r.Context(), me(r), parting)
		return err
	}, func(w http.ResponseWriter, r *http.Request, status int, f HomeForm) error {
		return s.renderSplit(w, r, status, f, parting)
	})
}

// countingTicked counts the children who were ticked where the form says that there
// are none: whoever ticks a child has said that it comes along.
func countingTicked(h household.Home, ticked int) household.Home {
	if h.Children == 0 && ticked > 0 {
		h.Children, h.Persons = ticked, max(h.Persons, ticked+1)
	}
	return h
}

// picked reads the numbers of the boxes that are ticked. What is no number is
// nobody's, which the household says.
func picked(form url.Values, field string) (numbers []int) {
	for _, typed := range form[field] {
		n, err := strconv.Atoi(typed)
		if err != nil {
			n = 0
		}
		numbers = append(numbers, n)
	}
	return numbers
}

// A ProposalView is a household that somebody was asked to come along to.
type ProposalView struct {
	ID string
	By string
}

func proposalViews(p Page, list []household.Invited) (all []ProposalView) {
	for _, in := range list {
		all = append(all, ProposalView{ID: in.ID, By: p.named(in.By)})
	}
	return all
}

// A ProposalPage asks whether somebody comes along.
type ProposalPage struct {
	Page
	ProposalView
	Leaves bool
}

// proposal answers GET /foyer/propositions/{id}.
func (s *server) proposal(w http.ResponseWriter, r *http.Request) error {
	all, err := s.Households.Proposals(r.Context(), me(r))
	if err != nil {
		return err
	}
	for _, in := range all {
		if in.ID != r.PathValue("id") {
			continue
		}
		p := ProposalPage{Leaves: in.Leaves}
		if p.Page, err = s.homesPage(r, "proposal.title"); err != nil {
			return err
		}
		p.ProposalView = ProposalView{ID: in.ID, By: p.named(in.By)}
		return s.render(w, r, http.StatusOK, p.Page, proposalPage(p))
	}
	return fault.New(fault.NotFound, "household.invitation_unknown")
}

// follow answers POST /foyer/propositions/{id}/suivre.
func (s *server) follow(w http.ResponseWriter, r *http.Request) error {
	return s.changeHousehold(w, r, "/foyer?fait=rejoint", func() error {
		_, err := s.Households.Follow(r.Context(), me(r), r.PathValue("id"))
		return err
	})
}

// decline answers POST /foyer/propositions/{id}/refuser.
func (s *server) decline(w http.ResponseWriter, r *http.Request) error {
	return s.changeHousehold(w, r, "/foyer?fait=refusee", func() error {
		return s.Households.Decline(r.Context(), me(r), r.PathValue("id"))
	})
}

// row is the box of somebody who may come along.
func (p Pick) row(field string) Row {
	number := strconv.Itoa(p.Number)
	return Row{ID: field + "-" + number, Type: "checkbox", Name: field, Value: number, Label: p.Name, Checked: p.Chosen}
}
