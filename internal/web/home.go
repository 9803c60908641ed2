package web

import (
	"net/http"

	"capzero/internal/challenge"
	"capzero/internal/fault"
	"capzero/internal/footprint"
)

// A HomePage has one sentence, one button and the city's living number.
type HomePage struct {
	Page
	Started bool
	Done    bool
	Next    string // where a measure under way continues
	Number  CityView
	Living  *LivingView // nil while there is none
}

// A LivingView is what a city avoided since its season began.
type LivingView struct {
	Carbon, Waste *Figure
	Who           string
}

// living is the city's living number, from its last snapshot.
func (s *server) living(r *http.Request, p Page) (*LivingView, error) {
	snap, _, found, err := s.Challenge.CitySnapshot(r.Context(), s.City.ID)
	if err != nil || !found {
		return nil, err
	}
	claims := claimsOf(snap)
	if len(claims) == 0 {
		return nil, nil
	}
	v := &LivingView{Who: p.T("home.living_who", "count", snap.Households(), "date", p.ShortDate(snap.Week.First().Time()))}
	if c, shown := claims[challenge.Carbon]; shown {
		f := claimFigure(p.Locale, c, carbonUnit)
		v.Carbon = &f
	}
	if c, shown := claims[challenge.Waste]; shown {
		f := claimFigure(p.Locale, c, wasteUnit)
		v.Waste = &f
	}
	return v, nil
}

// A CityView is the city's number as pages show it.
type CityView struct {
	footprint.CityNumber
	Published bool // false while too few households have measured
	Bars      []Bar
	Total     Figure
	Waste     Figure
}

func (s *server) home(w http.ResponseWriter, r *http.Request) error {
	lang := s.locale(r).Tag()
	v, err := s.visitor(r, lang)
	if err != nil {
		return err
	}
	number, err := s.cityView(r)
	if err != nil {
		return err
	}
	p := HomePage{
		Page:    s.newPage(r, v, "home.title"),
		Started: v.started,
		Done:    v.done(),
		Next:    questionPath(v.next, afterOpening),
		Number:  number,
	}
	p.Wide, p.Robots = true, true
	if p.Living, err = s.living(r, p.Page); err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, p.Page, homePage(p))
}

// A CityPage is the city's number with how it is made.
type CityPage struct {
	Page
	Number CityView
}

func (s *server) cityNumber(w http.ResponseWriter, r *http.Request) error {
	v, err := s.visitor(r, s.locale(r).Tag())
	if err != nil {
		return err
	}
	number, err := s.cityView(r)
	if err != nil {
		return err
	}
	p := CityPage{Page: s.newPage(r, v, "city.title", "city", s.City.Name), Number: number}
	p.Robots = true
	return s.render(w, r, http.StatusOK, p.Page, cityPage(p))
}

func (s *server) cityView(r *http.Request) (CityView, error) {
	l := s.locale(r)
	n, published, err := s.Footprint.City(r.Context(), s.City.ID, l.Tag())
	if err != nil {
		return CityView{}, err
	}
	return CityView{
		CityNumber: n, Published: published, Bars: cityBars(l, n.Mean),
		Total: yearlyTonnes(l, n.TotalMeanKgCO2ePerYear, footprint.Interval{}, cityMean),
		Waste: weeklyKg(l, n.WasteMeanKgPerWeek, footprint.Interval{}, cityMean),
	}, nil
}

// start answers POST /mesurer. A browser that measures already goes on where it
// is: it counts once.
func (s *server) start(w http.ResponseWriter, r *http.Request) error {
	lang := s.locale(r).Tag()
	v, err := s.visitor(r, lang)
	if err != nil {
		return err
	}
	if !v.started {
		if v, err = s.begin(w, r, lang); err != nil {
			return err
		}
	}
	if v.done() {
		seeOther(w, r, "/resultat")
		return nil
	}
	seeOther(w, r, questionPath(v.next, afterOpening))
	return nil
}

// begin opens a new assessment and gives its key to the browser.
func (s *server) begin(w http.ResponseWriter, r *http.Request, lang string) (visitor, error) {
	holder, err := s.newHolder(r)
	if err != nil {
		return visitor{}, err
	}
	next, err := s.Footprint.First(r.Context(), holder, lang)
	if err != nil {
		return visitor{}, err
	}
	s.prolong(w, holder)
	return visitor{holder: holder, started: true, next: next}, nil
}

// newHolder opens an assessment for who asks.
func (s *server) newHolder(r *http.Request) (footprint.Holder, error) {
	session := sessionOf(r)
	if !session.SignedIn() {
		return s.Footprint.Start(r.Context(), s.City.ID)
	}
	person := session.Person.ID
	return footprint.Person(person), s.Footprint.StartOf(r.Context(), person, s.City.ID)
}

// needAnswers returns who asks for a page that only those have who have begun to
// measure, or the fault that offers to start.
func (s *server) needAnswers(r *http.Request) (footprint.Holder, error) {
	if h := s.holder(r); h != nil {
		return h, nil
	}
	return nil, fault.New(fault.Unauthenticated, "error.no_session")
}
