package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"capzero/internal/fault"
	"capzero/internal/footprint"
	"capzero/internal/household"
	"capzero/internal/i18n"
)

// A HomeForm is what a form says of a home, as it was typed, with what is wrong.
type HomeForm struct {
	Zone, Housing             string
	Persons, Children, Nights string
	From                      string
	Problem                   FieldProblem
	Short                     bool // only what a household begins with
}

// A DwellingPage asks for a home: a first one, the same one corrected, or the one
// that the household moves to.
type DwellingPage struct {
	Page
	HomeForm
	Heading string
	Lead    string
	Action  string
	Button  string
	Moves   bool // asks from which day
}

// typedHome reads the fields of a home from a form.
func typedHome(form url.Values) HomeForm {
	return HomeForm{
		Zone: form.Get(household.ZoneField), Housing: form.Get(household.HousingField),
		Persons: form.Get(household.PersonsField), Children: form.Get(household.ChildrenField),
		Nights: form.Get(household.NightsAwayField), From: form.Get(household.FromField),
	}
}

// filledHome is the form of a home that is known.
func filledHome(h household.Home) HomeForm {
	return HomeForm{
		Zone: h.Zone, Housing: string(h.Housing), Persons: strconv.Itoa(h.Persons),
		Children: strconv.Itoa(h.Children), Nights: strconv.Itoa(h.NightsAway),
	}
}

// home is what the form says. Whether it can be is not judged here.
func (f HomeForm) home(cityID string, l *i18n.Locale) (household.Home, error) {
	h := household.Home{City: cityID, Zone: f.Zone, Housing: household.Housing(f.Housing)}
	for _, n := range []struct {
		field, typed string
		into         *int
	}{
		{household.PersonsField, f.Persons, &h.Persons},
		{household.ChildrenField, f.Children, &h.Children},
		{household.NightsAwayField, f.Nights, &h.NightsAway},
	} {
		v, ok := wholeNumber(n.typed, l)
		if !ok {
			return h, fault.At(n.field, fault.Invalid, "household.number_unreadable")
		}
		*n.into = v
	}
	return h, nil
}

// wholeNumber reads a number of people, nights or places. An empty field is none.
func wholeNumber(typed string, l *i18n.Locale) (int, bool) {
	if strings.TrimSpace(typed) == "" {
		return 0, true
	}
	v, ok := l.ParseNumber(typed)
	if !ok || v != float64(int(v)) || v < -1000 || v > 1000 {
		return 0, false
	}
	return int(v), true
}

// newHousehold answers GET /foyer/nouveau, with what was said already of the home.
func (s *server) newHousehold(w http.ResponseWriter, r *http.Request) error {
	f := HomeForm{Persons: "1"}
	if holder := s.holder(r); holder != nil {
		said, err := s.Footprint.HomeSaid(r.Context(), holder)
		if err != nil && fault.KindOf(err) != fault.Unauthenticated {
			return err
		}
		f = f.knowing(said)
	}
	return s.renderNewHousehold(w, r, http.StatusOK, f)
}

// knowing fills in what an assessment says of the home.
func (f HomeForm) knowing(said footprint.HomeSaid) HomeForm {
	switch {
	case said.Flat:
		f.Housing = string(household.Flat)
	case said.House:
		f.Housing = string(household.House)
	}
	if said.Persons > 0 {
		f.Persons = strconv.Itoa(said.Persons)
	}
	return f
}

func (s *server) renderNewHousehold(w http.ResponseWriter, r *http.Request, status int, f HomeForm) error {
	f.Short = true
	return s.renderDwelling(w, r, status, DwellingPage{HomeForm: f, Action: "/foyer/nouveau"},
		"household.new_title", "household.new_lead", "household.create")
}

// renderDwelling shows a form about a home, with its texts.
func (s *server) renderDwelling(w http.ResponseWriter, r *http.Request, status int, p DwellingPage, heading, lead, button string) error {
	var err error
	if p.Page, err = s.homesPage(r, heading); err != nil {
		return err
	}
	p.Path, p.Heading, p.Lead, p.Button = p.Action, p.T(heading), p.T(lead), p.T(button)
	return s.render(w, r, status, p.Page, dwellingPage(p))
}

// createHousehold answers POST /foyer/nouveau.
func (s *server) createHousehold(w http.ResponseWriter, r *http.Request) error {
	return s.takeHome(w, r, "/foyer?fait=cree", func(h household.Home, _ household.Day) error {
		_, err := s.Households.Create(r.Context(), me(r), h)
		return err
	}, s.renderNewHousehold)
}

// takeHome reads a home from a form and does something with it. What is wrong with
// it is shown at its field.
func (s *server) takeHome(w http.ResponseWriter, r *http.Request, done string, change func(household.Home, household.Day) error,
	again func(http.ResponseWriter, *http.Request, int, HomeForm) error) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	typed := typedHome(form)
	home, err := typed.home(s.City.ID, s.locale(r))
	if err == nil {
		err = change(home, household.Day(typed.From))
	}
	if problems := fieldProblems(s.locale(r), err); len(problems) > 0 && !wantsProblem(r) {
		typed.Problem = problems[0]
		return again(w, r, http.StatusUnprocessableEntity, typed)
	}
	if err != nil {
		return err
	}
	seeOther(w, r, done)
	return nil
}

// dwelling answers GET /foyer/logement: the home as it is, to correct it.
func (s *server) dwelling(w http.ResponseWriter, r *http.Request) error {
	h, err := s.myHousehold(r)
	if err != nil {
		return err
	}
	return s.renderCorrection(w, r, http.StatusOK, filledHome(h.Home.Home))
}

func (s *server) renderCorrection(w http.ResponseWriter, r *http.Request, status int, f HomeForm) error {
	return s.renderDwelling(w, r, status, DwellingPage{HomeForm: f, Action: "/foyer/logement"},
		"household.correct_title", "household.correct_lead", "household.save")
}

// correctDwelling answers POST /foyer/logement.
func (s *server) correctDwelling(w http.ResponseWriter, r *http.Request) error {
	return s.takeHome(w, r, "/foyer?fait=corrige", func(h household.Home, _ household.Day) error {
		return s.Households.Correct(r.Context(), me(r), h)
	}, s.renderCorrection)
}

// moving answers GET /foyer/demenager: the same people, somewhere else.
func (s *server) moving(w http.ResponseWriter, r *http.Request) error {
	h, err := s.myHousehold(r)
	if err != nil {
		return err
	}
	f := filledHome(h.Home.Home)
	f.Housing, f.Zone = "", ""
	return s.renderMoving(w, r, http.StatusOK, f)
}

func (s *server) renderMoving(w http.ResponseWriter, r *http.Request, status int, f HomeForm) error {
	return s.renderDwelling(w, r, status, DwellingPage{HomeForm: f, Action: "/foyer/demenager", Moves: true},
		"household.move_title", "household.move_lead", "household.move")
}

// move answers POST /foyer/demenager.
func (s *server) move(w http.ResponseWriter, r *http.Request) error {
	return s.takeHome(w, r, "/foyer?fait=demenage", func(h household.Home, from household.Day) error {
		return s.Households.Move(r.Context(), me(r), h, from)
	}, s.renderMoving)
}

// stay answers POST /foyer/demenager/annuler.
func (s *server) stay(w http.ResponseWriter, r *http.Request) error {
	return s.changeHousehold(w, r, "/foyer?fait=reste", func() error { return s.Households.Stay(r.Context(), me(r)) })
}

// housingRows are the sorts of homes to choose from.
func housingRows(p Page, f HomeForm) (rows []Row) {
	for _, h := range household.Housings() {
		rows = append(rows, Row{
			ID: "l-" + string(h), Type: "radio", Name: household.HousingField, Value: string(h),
			Label: p.T("household.housing_" + string(h)), Checked: f.Housing == string(h),
		})
	}
	return rows
}

// described are the attributes of a field with words under its name, and with
// what is wrong before them.
func described(problem FieldProblem, field, words string) templ.Attributes {
	if problem.Field != field {
		return templ.Attributes{"aria-describedby": words}
	}
	return templ.Attributes{"aria-invalid": "true", "aria-describedby": "p-" + field + " " + words}
}
