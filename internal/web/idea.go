package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"capzero/internal/account"
	"capzero/internal/challenge"
	"capzero/internal/fault"
	"capzero/internal/footprint"
	"capzero/internal/i18n"
	"capzero/internal/idea"
)

// Ideas is what the pages ask of package idea.
type Ideas interface {
	Names() idea.Known
	Propose(ctx context.Context, by, cityID string, d idea.Draft) (number int, err error)
	Decide(ctx context.Context, by, cityID string, number int, to idea.State, why string) error
	Ideas(ctx context.Context, cityID string) ([]idea.Idea, error)
	Idea(ctx context.Context, cityID string, number int) (idea.Idea, []idea.Step, error)
}

const ideasPath = "/idees"

// An IdeasPage lists what facilitators proposed and what the city did.
type IdeasPage struct {
	Page
	Lines []IdeaLine
}

// An IdeaLine is an idea in the list.
type IdeaLine struct {
	Title, Path, State, Why, Day string
	Class                        string
}

// An IdeaPage is one idea: what it says, where it stands, what happened to it.
type IdeaPage struct {
	Page
	IdeaLine
	idea.Draft
	Facts   []Fact
	Steps   []string // what happened, as sentences
	Decides bool     // whoever looks may decide
	Next    []Decision
	Typed   string // a reason, as it was refused
	Problem FieldProblem
	Refused string
	Done    string
}

// A Fact is a line about an idea.
type Fact struct{ Name, Words string }

// A Decision is one that the city can take.
type Decision struct {
	Path, Button, What string
	Reason             bool // it wants one
}

// ideas answers GET /idees.
func (s *server) ideas(w http.ResponseWriter, r *http.Request) error {
	page, err := s.homesPage(r, "idea.title")
	if err != nil {
		return err
	}
	all, err := s.Ideas.Ideas(r.Context(), s.City.ID)
	if err != nil {
		return err
	}
	p := IdeasPage{Page: page}
	for _, i := range all {
		p.Lines = append(p.Lines, ideaLine(page, i))
	}
	return s.render(w, r, http.StatusOK, page, ideasPage(p))
}

func ideaPath(number int) string { return ideasPath + "/" + strconv.Itoa(number) }

func ideaLine(p Page, i idea.Idea) IdeaLine {
	return IdeaLine{
		Title: i.Title, Path: ideaPath(i.Number), State: p.T("idea.state_" + string(i.State)), Why: i.Why,
		Day: p.day(i.At), Class: string(i.State),
	}
}

// idea answers GET /idees/{number}.
func (s *server) idea(w http.ResponseWriter, r *http.Request) error {
	return s.renderIdea(w, r, http.StatusOK, nil)
}

func (s *server) renderIdea(w http.ResponseWriter, r *http.Request, status int, refusal *fault.Error) error {
	i, steps, err := s.findIdea(r)
	if err != nil {
		return err
	}
	page, err := s.homesPage(r, "idea.title")
	if err != nil {
		return err
	}
	page.Path = ideaPath(i.Number)
	p := IdeaPage{Page: page, IdeaLine: ideaLine(page, i), Draft: i.Draft, Decides: sessionOf(r).May(s.City.ID, account.EditCity)}
	p.Facts, p.Next = s.ideaFacts(page, i), decisions(page, i)
	if p.Steps, err = s.ideaSteps(r, page, steps); err != nil {
		return err
	}
	if r.URL.Query().Has("fait") {
		p.Done = page.T("idea.saved")
	}
	p.refuse(r, refusal)
	return s.render(w, r, status, page, ideaPage(p))
}

// refuse says what was wrong with a decision.
func (p *IdeaPage) refuse(r *http.Request, f *fault.Error) {
	if f == nil {
		return
	}
	message := p.T(f.Key, f.Args...)
	p.Typed = r.PostForm.Get(idea.ReasonField)
	if f.Field == idea.ReasonField {
		p.Problem = FieldProblem{Field: f.Field, Message: message}
	} else {
		p.Refused = message
	}
}

func (s *server) findIdea(r *http.Request) (idea.Idea, []idea.Step, error) {
	number, err := strconv.Atoi(r.PathValue("number"))
	if err != nil {
		return idea.Idea{}, nil, fault.New(fault.NotFound, "idea.unknown")
	}
	return s.Ideas.Idea(r.Context(), s.City.ID, number)
}

// decisions are what the city can do with an idea.
func decisions(p Page, i idea.Idea) []Decision {
	decision := func(to, key string, reason bool) Decision {
		return Decision{Path: ideaPath(i.Number) + "/" + to, Button: p.T("idea." + key), What: p.T("idea." + key + "_what"), Reason: reason}
	}
	publish := decision("publier", "publish", false)
	switch i.State {
	case idea.Proposed:
		return []Decision{publish, decision("refuser", "decline", true)}
	case idea.Published:
		return []Decision{decision("retirer", "withdraw", true)}
	}
	return []Decision{publish}
}

// ideaSteps are what happened to an idea, each with who did it and when.
func (s *server) ideaSteps(r *http.Request, p Page, steps []idea.Step) ([]string, error) {
	ids := map[string]bool{}
	for _, step := range steps {
		ids[step.By] = true
	}
	delete(ids, "")
	list := make([]string, 0, len(ids))
	for id := range ids {
		list = append(list, id)
	}
	names, err := s.Accounts.Names(r.Context(), list...)
	said := make([]string, len(steps))
	for i, step := range steps {
		who := names[step.By]
		if who == "" {
			who = p.T("audit.somebody")
		}
		said[i] = p.T("idea.step_"+string(step.To), "who", who, "date", p.day(step.At))
		if step.Why != "" {
			said[i] += " " + p.T("idea.because", "why", step.Why)
		}
	}
	return said, err
}

// publishIdea answers POST /idees/{number}/publier.
func (s *server) publishIdea(w http.ResponseWriter, r *http.Request) error {
	return s.decideIdea(w, r, idea.Published)
}

// declineIdea answers POST /idees/{number}/refuser.
func (s *server) declineIdea(w http.ResponseWriter, r *http.Request) error {
	return s.decideIdea(w, r, idea.Declined)
}

// withdrawIdea answers POST /idees/{number}/retirer.
func (s *server) withdrawIdea(w http.ResponseWriter, r *http.Request) error {
	return s.decideIdea(w, r, idea.Withdrawn)
}

func (s *server) decideIdea(w http.ResponseWriter, r *http.Request, to idea.State) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	i, _, err := s.findIdea(r)
	if err == nil {
		err = s.Ideas.Decide(r.Context(), me(r), s.City.ID, i.Number, to, form.Get(idea.ReasonField))
	}
	if err == nil {
		seeOther(w, r, ideaPath(i.Number)+"?fait")
		return nil
	}
	f, ok := errors.AsType[*fault.Error](err)
	if !ok || wantsProblem(r) || f.Kind != fault.Invalid && f.Kind != fault.Conflict {
		return err
	}
	return s.renderIdea(w, r, statuses[f.Kind], f)
}

// ideaFacts are what a mission is, besides its texts.
func (s *server) ideaFacts(p Page, i idea.Idea) []Fact {
	facts := []Fact{
		{p.T("idea.theme"), p.T("idea.theme_" + wordKey(idea.Themes, i.Theme))}, {p.T("idea.effort"), p.T("idea.effort_" + strconv.Itoa(i.Effort))},
		{p.T("idea.cost"), p.T("idea.cost_" + wordKey(idea.Costs, i.Cost))}, {p.T("idea.rhythm"), p.T("idea.rhythm_" + wordKey(idea.Rhythms, i.Rhythm))},
		{p.T("idea.for"), p.T("idea.for_" + wordKey(idea.Doers, i.For))}, {p.T("idea.times"), strconv.Itoa(i.Times)},
		{p.T("idea.evidence"), p.T("idea.evidence_" + wordKey(idea.Evidences, i.Evidence))},
	}
	return append(facts, s.worthFacts(p, i)...)
}

// worthFacts are what its kilograms follow from.
func (s *server) worthFacts(p Page, i idea.Idea) (facts []Fact) {
	labels := s.questionLabels(p.Tag())
	for _, c := range i.Changes {
		facts = append(facts, Fact{p.T("idea.change"), p.T("idea.change_words", "question", labels[c.Question], "how", p.T("idea.how_"+string(c.How)), "amount", p.Amount(c.Amount))})
	}
	switch i.Worth {
	case idea.OfStream:
		facts = append(facts, Fact{p.T("idea.stream"), p.T("idea.stream_words", "stream", p.T("stream."+i.Stream), "kg", p.Amount(i.Kg))})
	case idea.WithoutFigure:
		facts = append(facts, Fact{p.T("idea.none"), p.T("idea.none_" + wordKey(s.Ideas.Names().Reasons, i.Reason))})
	}
	if i.Need != nil {
		facts = append(facts, Fact{p.T("idea.need"), p.T("idea.need_words", "question", labels[i.Need.Question], "amount", p.Amount(i.Need.AtLeast))})
	}
	return facts
}

// questionLabels are the questions that a mission may change the answer of, by rule.
func (s *server) questionLabels(lang string) map[string]string {
	labels := map[string]string{}
	for _, q := range s.Footprint.NumberQuestions(lang) {
		labels[q.Rule] = q.Text
	}
	return labels
}

// wordKey is the number of a word of the data among those that there are: its name
// in the catalogues.
func wordKey(words []string, word string) string { return strconv.Itoa(slices.Index(words, word) + 1) }

// An IdeaFormPage asks for a mission.
type IdeaFormPage struct {
	Page
	Form    url.Values
	Problem FieldProblem
	Refused string
	Selects []IdeaSelect // theme to evidence
	Worths  []IdeaOption
	Reasons IdeaSelect
	Streams IdeaSelect
	Changes [2]IdeaChange
	Needs   IdeaSelect
}

// An IdeaSelect is one choice of the form.
type IdeaSelect struct {
	Field, Label string
	Options      []IdeaOption
}

// An IdeaOption is one thing to choose.
type IdeaOption struct {
	Value, Label string
	Chosen       bool
}

// An IdeaChange is one answer that changes.
type IdeaChange struct {
	Number        string
	Question, How IdeaSelect
}

// newIdea answers GET /idees/nouvelle.
func (s *server) newIdea(w http.ResponseWriter, r *http.Request) error {
	return s.renderIdeaForm(w, r, http.StatusOK, url.Values{idea.TimesField: {"1"}, idea.WorthField: {string(idea.OfAnswers)}}, nil)
}

// proposeIdea answers POST /idees/nouvelle.
func (s *server) proposeIdea(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	draft, err := typedIdea(form, s.locale(r))
	number := 0
	if err == nil {
		number, err = s.Ideas.Propose(r.Context(), me(r), s.City.ID, draft)
	}
	if err == nil {
		seeOther(w, r, ideaPath(number)+"?fait")
		return nil
	}
	f, ok := errors.AsType[*fault.Error](err)
	if !ok || wantsProblem(r) || f.Kind != fault.Invalid {
		return err
	}
	return s.renderIdeaForm(w, r, statuses[f.Kind], form, f)
}

func (s *server) renderIdeaForm(w http.ResponseWriter, r *http.Request, status int, form url.Values, refusal *fault.Error) error {
	page, err := s.homesPage(r, "idea.new")
	if err != nil {
		return err
	}
	page.Path = ideasPath + "/nouvelle"
	p := IdeaFormPage{Page: page, Form: form}
	p.choices(s.Ideas.Names(), s.Footprint.NumberQuestions(page.Tag()))
	if refusal != nil {
		message := page.T(refusal.Key, refusal.Args...)
		if p.Problem = (FieldProblem{Field: refusal.Field, Message: message}); refusal.Field == "" {
			p.Refused = message
		}
	}
	return s.render(w, r, status, page, ideaFormPage(p))
}

// choices fills what can be chosen, with what was chosen before.
func (p *IdeaFormPage) choices(known idea.Known, questions []footprint.Question) {
	for _, of := range []struct {
		field, key string
		words      []string
	}{
		{idea.ThemeField, "theme", idea.Themes}, {idea.EffortField, "effort", []string{"1", "2", "3"}}, {idea.CostField, "cost", idea.Costs},
		{idea.RhythmField, "rhythm", idea.Rhythms}, {idea.ForField, "for", idea.Doers}, {idea.EvidenceField, "evidence", idea.Evidences},
	} {
		p.Selects = append(p.Selects, p.selection(of.field, of.key, of.words))
	}
	for _, worth := range []idea.Worth{idea.OfAnswers, idea.OfStream, idea.WithoutFigure} {
		p.Worths = append(p.Worths, IdeaOption{string(worth), p.T("idea.worth_" + string(worth)), p.Form.Get(idea.WorthField) == string(worth)})
	}
	p.Reasons = p.selection(idea.WhyNoneField, "none", known.Reasons)
	p.Streams = IdeaSelect{Field: idea.StreamField, Label: p.T("idea.stream")}
	for _, stream := range challenge.Streams() {
		p.Streams.Options = append(p.Streams.Options, p.option(idea.StreamField, string(stream), p.T("stream."+string(stream))))
	}
	for i := range p.Changes {
		n := strconv.Itoa(i + 1)
		p.Changes[i] = IdeaChange{Number: n, Question: p.questions(idea.QuestionField+n, "idea.question", questions), How: IdeaSelect{Field: idea.HowField + n, Label: p.T("idea.how")}}
		for _, how := range idea.Hows() {
			p.Changes[i].How.Options = append(p.Changes[i].How.Options, p.option(idea.HowField+n, string(how), p.T("idea.how_"+string(how))))
		}
	}
	p.Needs = p.questions(idea.NeedField, "idea.need", questions)
}

func (p *IdeaFormPage) option(field, value, label string) IdeaOption {
	return IdeaOption{Value: value, Label: label, Chosen: p.Form.Get(field) == value}
}

func (p *IdeaFormPage) selection(field, key string, words []string) IdeaSelect {
	s := IdeaSelect{Field: field, Label: p.T("idea." + key)}
	for i, word := range words {
		s.Options = append(s.Options, p.option(field, word, p.T("idea."+key+"_"+strconv.Itoa(i+1))))
	}
	return s
}

// questions are those that ask for a number, and none.
func (p *IdeaFormPage) questions(field, key string, questions []footprint.Question) IdeaSelect {
	s := IdeaSelect{Field: field, Label: p.T(key), Options: []IdeaOption{p.option(field, "", p.T("idea.no_question"))}}
	for _, q := range questions {
		label := q.Text
		if q.Unit != "" {
			label += " (" + p.Unit(q.Unit, 2) + ")"
		}
		s.Options = append(s.Options, p.option(field, q.Rule, label))
	}
	return s
}

// typedIdea reads the form. Whether it can be a mission is not judged here.
func typedIdea(form url.Values, l *i18n.Locale) (d idea.Draft, err error) {
	d = idea.Draft{
		Title: form.Get(idea.TitleField), About: form.Get(idea.AboutField), Theme: form.Get(idea.ThemeField), Cost: form.Get(idea.CostField),
		Rhythm: form.Get(idea.RhythmField), For: form.Get(idea.ForField), Evidence: form.Get(idea.EvidenceField),
		Source: form.Get(idea.SourceField), Note: form.Get(idea.NoteField), Worth: idea.Worth(form.Get(idea.WorthField)),
	}
	for i := range d.Steps {
		d.Steps[i] = form.Get(idea.StepField + strconv.Itoa(i+1))
	}
	d.Effort, _ = strconv.Atoi(form.Get(idea.EffortField))
	d.Times, _ = strconv.Atoi(form.Get(idea.TimesField))
	switch d.Worth {
	case idea.WithoutFigure:
		d.Reason = form.Get(idea.WhyNoneField)
	case idea.OfStream:
		d.Stream = form.Get(idea.StreamField)
		d.Kg, err = typedAmount(form, idea.KgField, l)
	case idea.OfAnswers:
		d.Changes, err = typedChanges(form, l)
	}
	if question := form.Get(idea.NeedField); question != "" && err == nil {
		d.Need = &idea.Need{Question: question}
		d.Need.AtLeast, err = typedAmount(form, idea.AtLeastField, l)
	}
	return d, err
}

func typedChanges(form url.Values, l *i18n.Locale) (changes []idea.Change, err error) {
	for _, n := range []string{"1", "2"} {
		question := form.Get(idea.QuestionField + n)
		if question == "" {
			continue
		}
		c := idea.Change{Question: question, How: idea.How(form.Get(idea.HowField + n))}
		if c.Amount, err = typedAmount(form, idea.AmountField+n, l); err != nil {
			return nil, err
		}
		changes = append(changes, c)
	}
	return changes, nil
}

func typedAmount(form url.Values, field string, l *i18n.Locale) (float64, error) {
	v, ok := l.ParseNumber(form.Get(field))
	if !ok {
		return 0, fault.At(field, fault.Invalid, "household.number_unreadable")
	}
	return v, nil
}

// ideaAttributes say what stands beside a field: its help, and what is wrong.
func ideaAttributes(problem FieldProblem, field, help string) templ.Attributes {
	if help == "" {
		return problemAttributes(problem, field)
	}
	return described(problem, field, "a-"+field)
}
