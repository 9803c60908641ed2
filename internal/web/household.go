package web

import (
	"cmp"
	"net/http"
	"time"

	"capzero/internal/fault"
	"capzero/internal/household"
)

// A Zone is a part of the city that a home may be in.
type Zone struct {
	ID   string
	Name string
}

// A HouseholdPage is the household that somebody lives in, or the ways into one.
type HouseholdPage struct {
	Page
	Lives       bool
	Done        string // what was just done, in words; empty if nothing
	Home        HomeView
	Next        *HomeView // where it will move
	Adults      []AdultView
	Children    []ChildView
	Invitations []InvitationView // the open ones
	Proposals   []ProposalView
	Sharing     []SharingView
	SharingOff  bool // the person's consent to sharing is missing
	Absences    []AbsenceView
}

// Alone says that no other adult of the household has an account.
func (p HouseholdPage) Alone() bool { return len(p.Adults) < 2 }

// A HomeView is a home in words.
type HomeView struct {
	From    string // the day, for one that is yet to come
	Housing string
	Zone    string // empty where it is not known
	Persons int
	Kids    int
	Nights  int // away, a week
}

// An AdultView is an adult of the household as another one sees them.
type AdultView struct {
	Name  string
	Me    bool
	Shows string // where what they share is read, empty if they share nothing
}

// A ChildView is a child of the household.
type ChildView struct {
	Number int
	Name   string
}

// household answers GET /foyer.
func (s *server) household(w http.ResponseWriter, r *http.Request) error {
	p, err := s.householdPage(r)
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, p.Page, householdPage(p))
}

func (s *server) householdPage(r *http.Request) (HouseholdPage, error) {
	h, lives, err := s.Households.Of(r.Context(), me(r))
	if err != nil {
		return HouseholdPage{}, err
	}
	p := HouseholdPage{Lives: lives}
	if p.Page, err = s.homesPage(r, "household.title"); err != nil {
		return p, err
	}
	p.Path = "/foyer"
	if key, ok := householdDone[r.URL.Query().Get("fait")]; ok {
		p.Done = p.T(key)
	}
	proposals, err := s.Households.Proposals(r.Context(), me(r))
	if err != nil {
		return p, err
	}
	p.Proposals = proposalViews(p.Page, proposals)
	if !lives {
		return p, nil
	}
	p.Home, p.Absences, p.Children = s.homeView(p.Page, h.Home), absenceViews(p.Page, h.Absences), childViews(p.Page, h)
	if h.Next != nil {
		next := s.homeView(p.Page, *h.Next)
		p.Next = &next
	}
	return p, s.fillHousehold(r, &p, h)
}

// fillHousehold adds the invitations that are open and what is shown to whom.
func (s *server) fillHousehold(r *http.Request, p *HouseholdPage, h household.Household) error {
	all, err := s.Households.Invitations(r.Context(), me(r))
	if err != nil {
		return err
	}
	p.Invitations = s.openInvitations(p.Page, all)
	sharings, err := s.Households.Sharings(r.Context(), me(r))
	if err != nil {
		return err
	}
	p.SharingOff, p.Sharing = !sharings.On, sharingViews(p.Page, sharings)
	p.Adults = adultViews(p.Page, h.Adults(), sharings, me(r))
	return nil
}

// householdDone are the things that the page of a household says were done, by
// what its address says.
var householdDone = map[string]string{
	"cree":     "household.done_created",
	"rejoint":  "household.done_joined",
	"corrige":  "household.done_corrected",
	"demenage": "household.done_moved",
	"reste":    "household.done_stays",
	"retiree":  "household.done_withdrawn",
	"quitte":   "household.done_left",
	"separe":   "household.done_split",
	"refusee":  "household.done_declined",
}

// me is the person who asks.
func me(r *http.Request) string { return sessionOf(r).Person.ID }

// homesPage makes the frame of a page about households.
func (s *server) homesPage(r *http.Request, title string, args ...any) (Page, error) {
	v, err := s.visitor(r, s.locale(r).Tag())
	return s.newPage(r, v, title, args...), err
}

// myHousehold returns where who asks lives, or the fault that leads to making or
// joining one.
func (s *server) myHousehold(r *http.Request) (household.Household, error) {
	h, found, err := s.Households.Of(r.Context(), me(r))
	if err == nil && !found {
		err = errNoHousehold
	}
	return h, err
}

var errNoHousehold = fault.New(fault.NotFound, "household.none")

// changeHousehold does one thing that a form with nothing but a button asks for.
func (s *server) changeHousehold(w http.ResponseWriter, r *http.Request, done string, change func() error) error {
	if err := change(); err != nil {
		return err
	}
	seeOther(w, r, done)
	return nil
}

func (s *server) homeView(p Page, h household.Period) HomeView {
	return HomeView{
		From: p.dayWords(h.From), Housing: p.T("household.housing_" + string(h.Housing)), Zone: s.zoneName(h.Zone),
		Persons: h.Persons, Kids: h.Children, Nights: h.NightsAway,
	}
}

func (s *server) zoneName(id string) string {
	for _, z := range s.Zones {
		if z.ID == id {
			return z.Name
		}
	}
	return ""
}

// dayWords is a day of the calendar in words. A day has no time zone.
func (p Page) dayWords(d household.Day) string { return p.Date(d.Time()) }

// moment is a moment in the city's day.
func (s *server) moment(t time.Time) time.Time { return t.In(s.City.Location()) }

// personName is what an adult is called, also without a name.
func (p Page) personName(name string) string { return cmp.Or(name, p.T("household.no_name")) }

// named is what an adult is called inside a sentence, apart from it: a name that
// is written from right to left turns nothing around it.
func (p Page) named(name string) string { return "\u2068" + p.personName(name) + "\u2069" }

func childViews(p Page, h household.Household) (all []ChildView) {
	for _, c := range h.Children() {
		all = append(all, ChildView{Number: c.Number, Name: childName(p, c)})
	}
	return all
}

func adultViews(p Page, adults []household.Member, sharings household.Sharings, person string) (all []AdultView) {
	for _, a := range adults {
		v := AdultView{Name: p.personName(a.Name), Me: a.Person == person}
		if showsSomething(sharings, a.Person) {
			v.Shows = housematePath(a.Person)
		}
		all = append(all, v)
	}
	return all
}

// childName is what a child is called, also without a name.
func childName(p Page, m household.Member) string {
	return cmp.Or(m.Name, p.T("household.child_no_name"))
}
