package web

import (
	"cmp"
	"net/http"
	"slices"
	"time"

	"capzero/internal/fault"
	"capzero/internal/footprint"
	"capzero/internal/household"
	"capzero/internal/i18n"
)

// A ZoneView is a part of the city that a home may be in.
type ZoneView struct {
	ID      string
	Name    string
	Foreign footprint.Foreign
}

// zones are the parts of the city, none where it has none.
func (p Page) zones() []ZoneView {
	var all []ZoneView
	for _, z := range p.City.Zones {
		name, in := p.City.ZoneName(z, p.Tag())
		all = append(all, ZoneView{ID: z.ID, Name: name, Foreign: p.written(in)})
	}
	return all
}

// zone is one of them; its name is empty where it is not known.
func (p Page) zone(id string) ZoneView {
	i := slices.IndexFunc(p.zones(), func(z ZoneView) bool { return z.ID == id })
	if i < 0 {
		return ZoneView{}
	}
	return p.zones()[i]
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
	Zone    ZoneView
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
	p.Home, p.Absences, p.Children = homeView(p.Page, h.Home), absenceViews(p.Page, h.Absences), childViews(p.Page, h)
	if h.Next != nil {
		next := homeView(p.Page, *h.Next)
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

func homeView(p Page, h household.Period) HomeView {
	return HomeView{
		From: p.dayWords(h.From), Housing: p.T("household.housing_" + string(h.Housing)), Zone: p.zone(h.Zone),
		Persons: h.Persons, Kids: h.Children, Nights: h.NightsAway,
	}
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

// problemsAt are the faults of a form. One that belongs to no field, since there
// are too many of something, stands at the first one: what was typed stays.
func problemsAt(l *i18n.Locale, err error, first string) []FieldProblem {
	if problems := fieldProblems(l, err); len(problems) > 0 || !expected(err) {
		return problems
	}
	f := asFault(err)
	if f.Kind != fault.Conflict && f.Kind != fault.Limited {
		return nil
	}
	return []FieldProblem{{Field: first, Message: l.T(f.Key, f.Args...)}}
}
