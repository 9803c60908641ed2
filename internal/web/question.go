package web

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"capzero/internal/fault"
	"capzero/internal/footprint"
	"capzero/internal/i18n"
)

// A QuestionPage is one question with what was answered, what is wrong with it
// and the figure so far.
type QuestionPage struct {
	Page
	footprint.Screen
	In       footprint.Input // what the form is filled with
	Problems []FieldProblem
	Action   string // where the form is posted
	BackPath string
	Then     after
	Sure     Precision
	Conflict bool // a number and a row were both chosen: ask which
	Unusual  Unusual
}

// A FieldProblem is a sentence at a field.
type FieldProblem struct {
	Field   string
	Message string
}

// An Unusual is an answer that is asked about before it is taken.
type Unusual struct {
	Sentence string // empty where nothing is asked
	Given    string // what the button confirms
}

// question answers GET /mesurer/question/{rule...}.
func (s *server) question(w http.ResponseWriter, r *http.Request) error {
	holder, err := s.needAnswers(r)
	if err != nil {
		return err
	}
	lang := s.locale(r).Tag()
	screen, err := s.Footprint.Screen(r.Context(), holder, ruleOf(r.PathValue("rule")), lang)
	if err != nil {
		return err
	}
	return s.renderQuestion(w, r, http.StatusOK, screen, screen.Given, nil)
}

// answer answers POST /mesurer/question/{rule...}.
func (s *server) answer(w http.ResponseWriter, r *http.Request) error {
	holder, err := s.needAnswers(r)
	if err != nil {
		return err
	}
	form, err := readForm(r)
	if err != nil {
		return err
	}
	l, rule := s.locale(r), ruleOf(r.PathValue("rule"))
	screen, err := s.Footprint.Screen(r.Context(), holder, rule, l.Tag())
	if err != nil {
		return err
	}
	in, err := parseAnswer(form, screen, l)
	if err != nil {
		return s.refuse(w, r, screen, in, err)
	}
	in.Confirmed = form.Get(footprint.ConfirmField)
	next, err := s.Footprint.Answer(r.Context(), holder, rule, l.Tag(), in)
	if err != nil {
		return s.refuse(w, r, screen, in, err)
	}
	path, err := s.afterAnswer(r, holder, screen, next)
	if err != nil {
		return err
	}
	s.prolong(w, holder)
	seeOther(w, r, path)
	return nil
}

// afterAnswer is the page that follows an answer.
func (s *server) afterAnswer(r *http.Request, t footprint.Holder, screen footprint.Screen, next string) (string, error) {
	switch parseAfter(r.URL.Query().Get("suite")) {
	case afterList:
		return "/mesurer#" + themeID(screen.Theme), nil
	case afterResult:
		return "/resultat", nil
	case afterBest:
		return s.bestPath(r, t, screen.Rule)
	case afterTheme:
		next, err := s.Footprint.NextIn(r.Context(), t, screen.Theme, screen.Rule)
		if err != nil || next == "" {
			return "/mesurer#" + themeID(screen.Theme), err
		}
		return questionPath(next, afterTheme), nil
	}
	if next == "" {
		return "/resultat", nil
	}
	return questionPath(next, afterOpening), nil
}

// best answers GET /mesurer/suivante: on to the question that tells most.
func (s *server) best(w http.ResponseWriter, r *http.Request) error {
	holder, err := s.needAnswers(r)
	if err != nil {
		return err
	}
	path, err := s.bestPath(r, holder, "")
	if err != nil {
		return err
	}
	seeOther(w, r, path)
	return nil
}

// bestPath leads to the question that would narrow the footprint most per second
// of a person's time, and to the result where none would.
func (s *server) bestPath(r *http.Request, t footprint.Holder, after string) (string, error) {
	rule, err := s.Footprint.NextBest(r.Context(), t, after)
	if err != nil || rule == "" {
		return "/resultat", err
	}
	return questionPath(rule, afterBest), nil
}

// refuse shows the form again, with what was typed, if the fault is about it.
func (s *server) refuse(w http.ResponseWriter, r *http.Request, screen footprint.Screen, in footprint.Input, err error) error {
	problems := fieldProblems(s.locale(r), err)
	if len(problems) == 0 || wantsProblem(r) {
		return err
	}
	if odd, ok := errors.AsType[*footprint.Unusual](err); ok {
		p := s.questionPage(r, screen, in, nil)
		p.Unusual = Unusual{Sentence: problems[0].Message, Given: odd.Given}
		return s.render(w, r, http.StatusUnprocessableEntity, p.Page, questionPage(p))
	}
	return s.renderQuestion(w, r, http.StatusUnprocessableEntity, screen, in, problems)
}

// fieldProblems returns the faults of err that belong to a field.
func fieldProblems(l *i18n.Locale, err error) []FieldProblem {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		var all []FieldProblem
		for _, e := range joined.Unwrap() {
			all = append(all, fieldProblems(l, e)...)
		}
		return all
	}
	f, ok := errors.AsType[*fault.Error](err)
	if !ok || f.Field == "" {
		return nil
	}
	return []FieldProblem{{Field: f.Field, Message: l.T(f.Key, f.Args...)}}
}

func (s *server) renderQuestion(w http.ResponseWriter, r *http.Request, status int, screen footprint.Screen, in footprint.Input, problems []FieldProblem) error {
	p := s.questionPage(r, screen, in, problems)
	return s.render(w, r, status, p.Page, questionPage(p))
}

// Essential reports whether open questions are no longer worth asking.
func (p QuestionPage) Essential() bool {
	return p.Sure.Drawn && p.Estimate.Narrowable <= footprint.Essential
}

func (s *server) questionPage(r *http.Request, screen footprint.Screen, in footprint.Input, problems []FieldProblem) QuestionPage {
	title := "question.title"
	if len(problems) > 0 {
		title = "question.title_error"
	}
	p := QuestionPage{
		Page:     s.newPage(r, visitor{}, title, "question", plainText(screen.Text)),
		Screen:   screen,
		In:       in,
		Problems: problems,
		Action:   r.URL.RequestURI(),
		Then:     parseAfter(r.URL.Query().Get("suite")),
	}
	p.Asking = true
	p.Sure = newPrecision(p.Locale, estimateMeasure(screen.Estimate))
	p.BackPath = backPath(p)
	p.Conflict = len(problems) > 0 && screen.Form == footprint.Number && in.Value != "" && r.PostForm.Has(fieldRow)
	return p
}

// backPath is where "Retour" leads.
func backPath(p QuestionPage) string {
	switch p.Then {
	case afterTheme, afterList:
		return "/mesurer#" + themeID(p.Theme)
	case afterResult, afterBest:
		return "/resultat"
	}
	if p.Back == "" {
		return "/"
	}
	return questionPath(p.Back, afterOpening)
}

// Problem returns the sentence at a field, empty if there is none.
func (p QuestionPage) Problem(field string) string {
	for _, problem := range p.Problems {
		if problem.Field == field {
			return problem.Message
		}
	}
	return ""
}

// DescribedBy lists the ids of what describes a field.
func (p QuestionPage) DescribedBy(field string) string {
	if p.Problem(field) == "" {
		return ""
	}
	return p.problemID(field)
}

// ID is the id of a field. Names of rules hold what ids had better not, so the
// options of a mosaic are counted.
func (p QuestionPage) ID(field string) string {
	for i, o := range p.Options {
		if o.Rule == field {
			return "f-option-" + strconv.Itoa(i)
		}
	}
	return "f-" + field
}

func (p QuestionPage) problemID(field string) string { return "p-" + p.ID(field) }

// FirstID is the id of the field that the summary of problems leads to.
func (p QuestionPage) FirstID(field string) string {
	if field != fieldValue || p.Form == footprint.Number {
		return p.ID(field)
	}
	switch p.Form {
	case footprint.Choice, footprint.YesNo:
		return p.Rows()[0].ID
	}
	if len(p.Options) > 0 {
		return p.ID(p.Options[0].Rule)
	}
	return "question"
}

// InOpening reports whether the question is asked as one of the first.
func (p QuestionPage) InOpening() bool { return p.Number > 0 && p.Then == afterOpening }

// Progress is where one is: in the opening, or in a theme.
func (p QuestionPage) Progress() string {
	theme := themeName(p.Locale, p.Theme)
	if !p.InOpening() {
		return theme
	}
	if p.Of == 0 { // how many are still to come depends on the answers
		return p.T("question.progress_open", "theme", theme, "number", p.Number)
	}
	return p.T("question.progress", "theme", theme, "number", p.Number, "of", p.Of)
}

// Done is how far the opening is, in percent.
func (p QuestionPage) Done() float64 {
	if p.Of == 0 {
		return 0
	}
	return 100 * float64(p.Number-1) / float64(p.Of)
}

func capitalised(s string) string {
	for i, r := range s {
		return strings.ToUpper(string(r)) + s[i+len(string(r)):]
	}
	return s
}

// join lists ids for an attribute, leaving out those that are empty.
func join(ids ...string) string {
	return strings.Join(strings.Fields(strings.Join(ids, " ")), " ")
}
