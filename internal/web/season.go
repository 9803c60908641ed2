package web

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"

	"capzero/internal/challenge"
	"capzero/internal/fault"
	"capzero/internal/household"
	"capzero/internal/i18n"
)

// A SeasonsPage lists the seasons of a city for those who plan them.
type SeasonsPage struct {
	Page
	Seasons []SeasonLine
	Done    string
}

// A SeasonLine is a season in the list.
type SeasonLine struct {
	SeasonView
	Path  string
	Phase string
}

// A SeasonForm is what a form says of a season, as it was typed.
type SeasonForm struct {
	Name, From, Weeks, Baseline, Waves, Gap, Waste, Carbon string
	Problem                                                FieldProblem
}

// A PlanPage asks for a season.
type PlanPage struct {
	Page
	SeasonForm
	Heading string
	Action  string
	Begun   bool // only its name and its end can change
	Refused string
}

var seasonPhases = map[challenge.Phase]string{
	challenge.Coming: "season.coming", challenge.Baseline: "season.in_baseline", challenge.Running: "season.running",
	challenge.Closing: "season.closing", challenge.Closed: "season.closed",
}

// seasons answers GET /saisons.
func (s *server) seasons(w http.ResponseWriter, r *http.Request) error {
	page, err := s.homesPage(r, "season.title")
	if err != nil {
		return err
	}
	all, err := s.Challenge.Seasons(r.Context(), s.City.ID)
	if err != nil {
		return err
	}
	p := SeasonsPage{Page: page}
	today := s.today()
	for _, season := range all {
		p.Seasons = append(p.Seasons, SeasonLine{
			SeasonView: seasonView(page, season), Path: "/saisons/" + season.ID, Phase: page.T(seasonPhases[season.PhaseOn(today)]),
		})
	}
	if r.URL.Query().Has("fait") {
		p.Done = page.T("season.saved")
	}
	return s.render(w, r, http.StatusOK, page, seasonsPage(p))
}

// today is the day in the city.
func (s *server) today() household.Day { return household.DayOf(s.Now(), s.City.Location()) }

// newSeason answers GET /saisons/nouvelle: the usual season, from the next Monday
// but one.
func (s *server) newSeason(w http.ResponseWriter, r *http.Request) error {
	from := challenge.WeekOf(s.today()).Plus(2)
	plan := challenge.UsualPlan(s.locale(r).T("season.usual_name", "year", strconv.Itoa(from.First().Time().Year())), from)
	return s.renderPlan(w, r, http.StatusOK, PlanPage{SeasonForm: filledSeason(plan), Action: "/saisons/nouvelle"})
}

// season answers GET /saisons/{id}.
func (s *server) season(w http.ResponseWriter, r *http.Request) error {
	season, err := s.findSeason(r)
	if err != nil {
		return err
	}
	return s.renderPlan(w, r, http.StatusOK, s.planOf(season))
}

func (s *server) planOf(season challenge.Season) PlanPage {
	return PlanPage{
		SeasonForm: filledSeason(season.Plan), Action: "/saisons/" + season.ID,
		Begun: season.PhaseOn(s.today()) != challenge.Coming,
	}
}

func (s *server) findSeason(r *http.Request) (challenge.Season, error) {
	all, err := s.Challenge.Seasons(r.Context(), s.City.ID)
	if err != nil {
		return challenge.Season{}, err
	}
	for _, season := range all {
		if season.ID == r.PathValue("id") {
			return season, nil
		}
	}
	return challenge.Season{}, fault.New(fault.NotFound, "error.not_found")
}

func (s *server) renderPlan(w http.ResponseWriter, r *http.Request, status int, p PlanPage) error {
	heading := "season.change"
	if p.Action == "/saisons/nouvelle" {
		heading = "season.new"
	}
	var err error
	if p.Page, err = s.homesPage(r, heading); err != nil {
		return err
	}
	p.Path, p.Heading = p.Action, p.T(heading)
	return s.render(w, r, status, p.Page, planPage(p))
}

func filledSeason(p challenge.Plan) SeasonForm {
	return SeasonForm{
		Name: p.Name, From: string(p.From), Weeks: strconv.Itoa(p.Weeks), Baseline: strconv.Itoa(p.BaselineWeeks),
		Waves: strconv.Itoa(p.Waves), Gap: strconv.Itoa(p.WaveGap), Waste: strconv.Itoa(p.WasteTarget), Carbon: strconv.Itoa(p.CarbonTarget),
	}
}

func typedSeason(form url.Values) SeasonForm {
	return SeasonForm{
		Name: form.Get(challenge.NameField), From: form.Get(challenge.FromField), Weeks: form.Get(challenge.WeeksField),
		Baseline: form.Get(challenge.BaselineField), Waves: form.Get(challenge.WavesField), Gap: form.Get(challenge.WaveGapField),
		Waste: form.Get(challenge.WasteTargetField), Carbon: form.Get(challenge.CarbonTargetField),
	}
}

// plan is what the form says. Whether it can be is not judged here.
func (f SeasonForm) plan(l *i18n.Locale) (challenge.Plan, error) {
	p := challenge.Plan{Name: f.Name, From: challenge.Week(f.From)}
	for _, n := range []struct {
		field, typed string
		into         *int
	}{
		{challenge.WeeksField, f.Weeks, &p.Weeks}, {challenge.BaselineField, f.Baseline, &p.BaselineWeeks},
		{challenge.WavesField, f.Waves, &p.Waves}, {challenge.WaveGapField, f.Gap, &p.WaveGap},
		{challenge.WasteTargetField, f.Waste, &p.WasteTarget}, {challenge.CarbonTargetField, f.Carbon, &p.CarbonTarget},
	} {
		v, ok := wholeNumber(n.typed, l)
		if !ok {
			return p, fault.At(n.field, fault.Invalid, "household.number_unreadable")
		}
		*n.into = v
	}
	return p, nil
}

// planSeason answers POST /saisons/nouvelle.
func (s *server) planSeason(w http.ResponseWriter, r *http.Request) error {
	return s.takePlan(w, r, PlanPage{Action: "/saisons/nouvelle"}, func(p challenge.Plan) error {
		_, err := s.Challenge.PlanSeason(r.Context(), me(r), s.City.ID, p)
		return err
	})
}

// changeSeason answers POST /saisons/{id}.
func (s *server) changeSeason(w http.ResponseWriter, r *http.Request) error {
	season, err := s.findSeason(r)
	if err != nil {
		return err
	}
	return s.takePlan(w, r, s.planOf(season), func(p challenge.Plan) error {
		if s.planOf(season).Begun { // the form has no other fields then
			kept := season.Plan
			kept.Name, kept.Weeks = p.Name, p.Weeks
			p = kept
		}
		return s.Challenge.ChangeSeason(r.Context(), me(r), s.City.ID, season.ID, p)
	})
}

// takePlan reads a season from a form and does something with it. What is wrong is
// shown at its field, with all that was typed.
func (s *server) takePlan(w http.ResponseWriter, r *http.Request, p PlanPage, do func(challenge.Plan) error) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	p.SeasonForm = typedSeason(form)
	plan, err := p.plan(s.locale(r))
	if err == nil {
		err = do(plan)
	}
	if err == nil {
		seeOther(w, r, "/saisons?fait")
		return nil
	}
	f, ok := errors.AsType[*fault.Error](err)
	if !ok || wantsProblem(r) || f.Kind != fault.Invalid && f.Kind != fault.Conflict {
		return err
	}
	message := s.locale(r).T(f.Key, f.Args...)
	if p.Problem = (FieldProblem{Field: f.Field, Message: message}); f.Field == "" {
		p.Refused = message
	}
	return s.renderPlan(w, r, statuses[f.Kind], p)
}
