package web

import (
	"encoding/json"
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
	Conflict bool // a number and a row were both chosen: ask which
}

// A FieldProblem is a sentence at a field.
type FieldProblem struct {
	Field   string
	Message string
}

// A Row is one large radio button or check box.
type Row struct {
	ID      string
	Type    string // "radio" or "checkbox"
	Name    string
	Value   string
	Label   string
	Help    string
	Checked bool
	Alone   bool   // a check box that excludes all others
	Fill    string // the fields a suggestion fills, as JSON, for the script
}

// question answers GET /mesurer/question/{rule...}.
func (s *server) question(w http.ResponseWriter, r *http.Request) error {
	token, err := s.needAnswers(r)
	if err != nil {
		return err
	}
	lang := s.locale(r).Tag()
	screen, err := s.Footprint.Screen(r.Context(), token, ruleOf(r.PathValue("rule")), lang)
	if err != nil {
		return err
	}
	return s.renderQuestion(w, r, http.StatusOK, screen, screen.Given, nil)
}

// answer answers POST /mesurer/question/{rule...}.
func (s *server) answer(w http.ResponseWriter, r *http.Request) error {
	token, err := s.needAnswers(r)
	if err != nil {
		return err
	}
	form, err := readForm(r)
	if err != nil {
		return err
	}
	l, rule := s.locale(r), ruleOf(r.PathValue("rule"))
	screen, err := s.Footprint.Screen(r.Context(), token, rule, l.Tag())
	if err != nil {
		return err
	}
	in, err := parseAnswer(form, screen, l)
	if err != nil {
		return s.refuse(w, r, screen, in, err)
	}
	next, err := s.Footprint.Answer(r.Context(), token, rule, l.Tag(), in)
	if err != nil {
		return s.refuse(w, r, screen, in, err)
	}
	path, err := s.afterAnswer(r, token, screen, next)
	if err != nil {
		return err
	}
	seeOther(w, r, path)
	return nil
}

// afterAnswer is the page that follows an answer.
func (s *server) afterAnswer(r *http.Request, t footprint.Token, screen footprint.Screen, next string) (string, error) {
	switch parseAfter(r.URL.Query().Get("suite")) {
	case afterList:
		return "/mesurer#" + themeID(screen.Theme), nil
	case afterResult:
		return "/resultat", nil
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

// refuse shows the form again, with what was typed, if the fault is about it.
func (s *server) refuse(w http.ResponseWriter, r *http.Request, screen footprint.Screen, in footprint.Input, err error) error {
	problems := fieldProblems(s.locale(r), err)
	if len(problems) == 0 || wantsProblem(r) {
		return err
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
	p.BackPath = backPath(p)
	p.Conflict = len(problems) > 0 && screen.Form == footprint.Number && in.Value != "" && r.PostForm.Has(fieldRow)
	return s.render(w, r, status, p.Page, questionPage(p))
}

// backPath is where "Retour" leads.
func backPath(p QuestionPage) string {
	switch p.Then {
	case afterTheme, afterList:
		return "/mesurer#" + themeID(p.Theme)
	case afterResult:
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

// Rows are the answers to choose from: the possibilities, or what spares typing
// a number, and always "Je ne sais pas" among them.
func (p QuestionPage) Rows() []Row {
	var rows []Row
	switch p.Form {
	case footprint.YesNo:
		rows = p.possibilities([]footprint.Option{
			{Value: "oui", Label: p.T("answer.yes")},
			{Value: "non", Label: p.T("answer.no")},
		})
	case footprint.Choice:
		rows = p.possibilities(p.Choices)
	default:
		rows = p.suggestionRows()
	}
	return append(rows, p.unknownRow(len(rows) > 0))
}

func (p QuestionPage) possibilities(options []footprint.Option) []Row {
	rows := make([]Row, len(options))
	for i, o := range options {
		rows[i] = Row{
			ID: rowID(i), Type: "radio", Name: fieldRow, Value: rowPossibility + o.Value,
			Label: o.Label, Help: plainText(o.Help), Checked: !p.In.Unknown && p.In.Value == o.Value,
		}
	}
	return rows
}

func (p QuestionPage) suggestionRows() []Row {
	var rows []Row
	if p.Conflict {
		rows = append(rows, Row{
			ID: "f-typed", Type: "radio", Name: fieldRow, Value: rowTyped,
			Label: p.T("question.keep_typed", "value", p.In.Value),
		})
	}
	for i, s := range p.Suggestions {
		rows = append(rows, Row{
			ID: rowID(i), Type: "radio", Name: fieldRow, Value: rowSuggestion + s.Label,
			Label: capitalised(sober(s.Label)), Help: p.suggestionHelp(s),
			Checked: p.In.Suggestion == s.Label, Fill: fill(p.Question, s),
		})
	}
	return rows
}

func (p QuestionPage) suggestionHelp(s footprint.Suggestion) string {
	if p.Form != footprint.Number {
		return ""
	}
	value := p.Amount(s.Value)
	if strings.Contains(s.Label, value) {
		return "" // the label says it already: "5 l/100km"
	}
	if unit := p.UnitWords(p.Question.Unit, s.Value); unit != "" {
		value += "\u00a0" + unit
	}
	return value
}

// fill writes the fields that a suggestion fills, for the script.
func fill(q footprint.Question, s footprint.Suggestion) string {
	fields := map[string]string{}
	if q.Form == footprint.Number {
		fields[fieldValue] = plainNumber(s.Value)
	}
	for rule, v := range s.Values {
		fields[fieldOf(rule)] = plainNumber(v)
	}
	data, _ := json.Marshal(fields) // a map of texts always encodes
	return string(data)
}

// unknownRow is "Je ne sais pas", as large as any other answer. Alone it is a
// check box, which can be unticked without a script.
func (p QuestionPage) unknownRow(among bool) Row {
	row := Row{
		ID: "f-unknown", Type: "checkbox", Name: fieldUnknown, Value: "1", Alone: true,
		Label: p.T("answer.unknown"), Help: p.T("question.unknown_help"), Checked: p.In.Unknown,
	}
	if p.Typical != "" {
		row.Help = p.T("question.unknown_typical", "typical", p.Typical)
	}
	if among {
		row.Type, row.Name, row.Value, row.Alone = "radio", fieldRow, rowUnknown, false
	}
	return row
}

// Boxes are the options of a Selection to tick, with "none of these" last.
func (p QuestionPage) Boxes() []Row {
	rows := make([]Row, 0, len(p.Options)+1)
	for _, o := range p.Options {
		rows = append(rows, Row{
			ID: p.ID(o.Rule), Type: "checkbox", Name: fieldOf(o.Rule), Value: "oui",
			Label: o.Label, Help: plainText(o.Help), Checked: p.In.Values[o.Rule] != "" && p.In.Values[o.Rule] != "non",
		})
	}
	return append(rows, p.noneRow()...)
}

func (p QuestionPage) noneRow() []Row {
	if !offersNone(p.Question) {
		return nil
	}
	return []Row{{
		ID: "f-none", Type: "checkbox", Name: fieldNone, Value: "1", Alone: true,
		Label: p.T("answer.none"), Checked: p.In.Value == footprint.NoneOfThese,
	}}
}

// offersNone reports whether a mosaic may be answered with "none of these".
func offersNone(q footprint.Question) bool {
	return q.None && (q.Form == footprint.Selection || q.Form == footprint.Counts)
}

// UnitWords returns a unit in words. A count of the thing that is asked about
// needs none.
func (p QuestionPage) UnitWords(unit string, value float64) string {
	return p.Locale.Unit(unit, value)
}

// InOpening reports whether the question is asked as one of the first.
func (p QuestionPage) InOpening() bool { return p.Number > 0 && p.Then == afterOpening }

// Progress is where one is: in the opening, or in a theme.
func (p QuestionPage) Progress() string {
	theme := themeName(p.Locale, p.Theme)
	if !p.InOpening() {
		return theme
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

func rowID(i int) string { return "f-row-" + strconv.Itoa(i) }

func capitalised(s string) string {
	for i, r := range s {
		return strings.ToUpper(string(r)) + s[i+len(string(r)):]
	}
	return s
}

// countHelp is what stands under the name of a line of a mosaic: the model's
// words, or the unit counted in.
func countHelp(p QuestionPage, o footprint.Option) string {
	help, unit := plainText(o.Help), ""
	if p.commonUnit() == "" {
		unit = p.UnitWords(o.Unit, 2)
	}
	if help == "" || unit == "" {
		return help + unit
	}
	return help + " · " + unit
}

// commonUnit is the unit of every line of a mosaic, empty if they differ: said
// once, it need not be said at each.
func (p QuestionPage) commonUnit() string {
	for _, o := range p.Options {
		if o.Unit != p.Options[0].Unit {
			return ""
		}
	}
	if len(p.Options) == 0 {
		return ""
	}
	return p.Options[0].Unit
}

func answersPercent(s footprint.Shares) int {
	answers, _, _ := percents(s)
	return answers
}

// join lists ids for an attribute, leaving out those that are empty.
func join(ids ...string) string {
	return strings.Join(strings.Fields(strings.Join(ids, " ")), " ")
}
