package web

import (
	"net/http"
	"net/url"
	"slices"

	"capzero/internal/fault"
	"capzero/internal/footprint"
	"capzero/internal/household"
	"capzero/internal/i18n"
)

// A SharingView is one thing of a person's own, and who else sees it.
type SharingView struct {
	Thing  household.Thing
	Name   string
	Seen   string // by whom, in words; empty: by nobody else
	Unseen string // who lives there and does not see what others see
}

// The fields of the form that shares, and what it does.
const (
	fieldThing = "quoi"
	fieldShow  = "montrer"
)

func sharingViews(p Page, sharings household.Sharings) (all []SharingView) {
	for _, thing := range household.Things() {
		v := SharingView{Thing: thing, Name: p.T("household.thing_" + string(thing))}
		if sharings.On && sharings.Shares(thing) {
			v.Seen = p.names(readers(sharings.Mine, thing))
			v.Unseen = p.names(sharings.Unseen[thing])
		}
		all = append(all, v)
	}
	return all
}

// readers are those who see a thing.
func readers(mine []household.Sharing, thing household.Thing) (all []household.Person) {
	for _, sh := range mine {
		if sh.Thing == thing {
			all = append(all, sh.Reader)
		}
	}
	return all
}

// names joins the names of people.
func (p Page) names(people []household.Person) string {
	var all []string
	for _, person := range people {
		all = append(all, p.named(person.Name))
	}
	return p.List(all)
}

func showsSomething(sharings household.Sharings, person string) bool {
	return slices.ContainsFunc(sharings.Theirs, func(sh household.Sharing) bool { return sh.Owner.ID == person })
}

func housematePath(person string) string { return "/foyer/personnes/" + url.PathEscape(person) }

// setSharing answers POST /foyer/partage: one thing is shown, or is not any more. Who
// has not agreed to sharing is led to where one does.
func (s *server) setSharing(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	thing := household.Thing(form.Get(fieldThing))
	if form.Get(fieldShow) == yesSaid {
		err = s.Households.Share(r.Context(), me(r), thing)
	} else {
		err = s.Households.Unshare(r.Context(), me(r), thing)
	}
	switch {
	case isFault(err, "household.sharing_off") && !wantsProblem(r):
		seeOther(w, r, choicePath(household.SharingAtHome, "/foyer"))
		return nil
	case err != nil:
		return err
	}
	seeOther(w, r, "/foyer#partage")
	return nil
}

// A HousematePage is what another adult of the household lets one see.
type HousematePage struct {
	Page
	Name      string
	Footprint bool // shared
	Measured  bool // there is one
	Total     Figure
	Waste     Figure
	Bars      []Bar
	Unsure    bool // some of these figures have no interval yet
	Answers   bool // shared
	Themes    []HousemateTheme
}

// A HousemateTheme is what somebody answered about a part of life.
type HousemateTheme struct {
	Name      string
	Questions []footprint.QuestionLine
}

// housemate answers GET /foyer/personnes/{id}. Who shares nothing is not there,
// like who does not exist.
func (s *server) housemate(w http.ResponseWriter, r *http.Request) error {
	sharings, err := s.Households.Sharings(r.Context(), me(r))
	if err != nil {
		return err
	}
	owner := r.PathValue("id")
	var p HousematePage
	for _, sh := range sharings.Theirs {
		if sh.Owner.ID != owner {
			continue
		}
		p.Name = sh.Owner.Name
		p.Footprint = p.Footprint || sh.Thing == household.Footprint
		p.Answers = p.Answers || sh.Thing == household.PersonalAnswers
	}
	if !p.Footprint && !p.Answers {
		return fault.New(fault.NotFound, "error.not_shared")
	}
	return s.renderHousemate(w, r, footprint.Person(owner), p)
}

func (s *server) renderHousemate(w http.ResponseWriter, r *http.Request, owner footprint.Person, p HousematePage) (err error) {
	if p.Page, err = s.homesPage(r, "housemate.title"); err != nil {
		return err
	}
	p.Name = p.personName(p.Name)
	if p.Footprint {
		err = s.fillFootprint(r, &p, owner)
	}
	if err == nil && p.Answers {
		err = s.fillAnswers(r, &p, owner)
	}
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, p.Page, housematePage(p))
}

// fillFootprint adds the footprint of an owner who shares it, if there is one.
func (s *server) fillFootprint(r *http.Request, p *HousematePage, owner footprint.Person) error {
	seen, err := s.Footprint.SharedResult(r.Context(), footprint.Person(me(r)), owner, p.Tag())
	if isFault(err, "error.not_shared") {
		return nil // not measured yet, or taken back this very moment
	}
	if err != nil || !seen.Complete || !seen.Carbon.Known {
		return err
	}
	p.Measured = true
	p.Total = yearlyTonnes(p.Locale, seen.Carbon.Amount, seen.Carbon.Interval, notDrawn)
	p.Waste = weeklyKg(p.Locale, seen.Waste.Amount, seen.Waste.Interval, notDrawn)
	p.Bars = seenBars(p.Locale, seen.Categories)
	p.Unsure = p.Total.Range == "" || p.Waste.Range == "" ||
		slices.ContainsFunc(p.Bars, func(b Bar) bool { return b.Known && b.Range == "" })
	return nil
}

// seenBars draws somebody else's amounts of carbon: nothing of them opens, since
// how they came about would tell what was answered.
func seenBars(l *i18n.Locale, lines []footprint.Line) []Bar {
	var seen []footprint.Line
	for _, line := range lines {
		line = named(l, line)
		line.Rule = ""
		seen = append(seen, line)
	}
	return plainBars(seen, "answers", func(line footprint.Line) Figure {
		return yearlyTonnes(l, line.Amount, line.Interval, notDrawn)
	})
}

// fillAnswers adds the personal answers of an owner who shares them.
func (s *server) fillAnswers(r *http.Request, p *HousematePage, owner footprint.Person) error {
	themes, err := s.Footprint.SharedAnswers(r.Context(), footprint.Person(me(r)), owner, p.Tag())
	if isFault(err, "error.not_shared") {
		return nil
	}
	for _, t := range themes {
		p.Themes = append(p.Themes, HousemateTheme{Name: themeName(p.Locale, t.Theme), Questions: t.Questions})
	}
	return err
}
