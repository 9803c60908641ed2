package web

import (
	"net/http"
	"strconv"

	"capzero/internal/challenge"
	"capzero/internal/fault"
	"capzero/internal/i18n"
)

// A BoardPage is the messages of a team.
type BoardPage struct {
	Page
	Messages []MessageView
	Older    string // where older ones are; empty without
	Newest   bool   // the page begins with the newest one
	Blocked  bool
	MayHide  bool
	Typed    string
	Problem  FieldProblem
	Done     string
	Refused  string
}

// A MessageView is one message in words.
type MessageView struct {
	Number   int
	Author   string // empty for a household that hides, or is gone
	Mine     bool
	Text     string
	When     string
	Notice   string // for its author: that it is hidden, and by whom
	Why      string // it is hidden for
	Reported bool
}

// Path is where something is done about it.
func (m MessageView) Path(what string) string {
	return "/mon-equipe/messages/" + strconv.Itoa(m.Number) + "/" + what
}

// A WhyPage asks what is wrong with a message.
type WhyPage struct {
	Page
	Message MessageView
	Hides   bool // the animator hides it; else it is reported
	Rows    []Row
	Problem FieldProblem
}

const fieldBefore = "avant"

// boardDone are the things that the page says were done.
var boardDone = map[string]string{
	"signale": "board.done_reported", "masque": "board.done_hidden", "retire": "board.done_removed",
}

// board answers GET /mon-equipe/messages.
func (s *server) board(w http.ResponseWriter, r *http.Request) error {
	p := BoardPage{}
	if key, ok := boardDone[r.URL.Query().Get("fait")]; ok {
		p.Done = s.locale(r).T(key)
	}
	return s.renderBoard(w, r, http.StatusOK, p)
}

func (s *server) renderBoard(w http.ResponseWriter, r *http.Request, status int, p BoardPage) error {
	below, _ := strconv.Atoi(r.URL.Query().Get(fieldBefore)) // what is no number is the newest
	board, err := s.Challenge.Board(r.Context(), me(r), below)
	if err != nil {
		return toMyTeam(w, r, err)
	}
	if p.Page, err = s.homesPage(r, "board.title"); err != nil {
		return err
	}
	p.Path, p.Newest = "/mon-equipe/messages", below <= 0
	p.Blocked, p.MayHide = board.Blocked, board.MayHide
	for _, m := range board.Messages {
		p.Messages = append(p.Messages, s.messageView(p.Page, m))
	}
	if board.More && len(board.Messages) > 0 {
		p.Older = p.Path + "?" + fieldBefore + "=" + strconv.Itoa(board.Messages[len(board.Messages)-1].Number)
	}
	return s.render(w, r, status, p.Page, boardPage(p))
}

func (s *server) messageView(p Page, m challenge.Message) MessageView {
	v := MessageView{
		Number: m.Number, Author: m.Author, Mine: m.Mine, Text: m.Text, Reported: m.Reported,
		When: p.Ago(s.moment(m.At), s.moment(s.Now())),
	}
	if key := m.State.Notice(); key != "" {
		v.Notice = p.T(key)
		if m.Why != "" {
			v.Why = p.T("board.why_" + string(m.Why))
		}
	}
	return v
}

// newest is the last message that a team reads, nil where there is none.
func (s *server) newest(p Page, b challenge.Board) *MessageView {
	for _, m := range b.Messages {
		if m.State == challenge.Visible {
			v := s.messageView(p, m)
			return &v
		}
	}
	return nil
}

// post answers POST /mon-equipe/messages. What was typed stays, whatever is wrong.
func (s *server) post(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	typed := form.Get(challenge.MessageField)
	_, err = s.Challenge.Post(r.Context(), me(r), typed)
	if problem, known := messageProblem(s.locale(r), err); known && !wantsProblem(r) {
		return s.renderBoard(w, r, statuses[asFault(err).Kind], BoardPage{Typed: typed, Problem: problem})
	}
	if err != nil {
		return err
	}
	seeOther(w, r, "/mon-equipe/messages")
	return nil
}

// messageProblem is why a message was not taken, for the place where it was typed.
func messageProblem(l *i18n.Locale, err error) (FieldProblem, bool) {
	if !expected(err) || saidByTeam[asFault(err).Key] {
		return FieldProblem{}, false
	}
	switch f := asFault(err); f.Kind {
	case fault.Invalid, fault.Limited, fault.Forbidden:
		return FieldProblem{Field: challenge.MessageField, Message: l.T(f.Key, f.Args...)}, true
	}
	return FieldProblem{}, false
}

// reporting answers GET /mon-equipe/messages/{number}/signaler.
func (s *server) reporting(w http.ResponseWriter, r *http.Request) error {
	return s.renderWhy(w, r, http.StatusOK, WhyPage{})
}

// hiding answers GET /mon-equipe/messages/{number}/masquer.
func (s *server) hiding(w http.ResponseWriter, r *http.Request) error {
	return s.renderWhy(w, r, http.StatusOK, WhyPage{Hides: true})
}

func (s *server) renderWhy(w http.ResponseWriter, r *http.Request, status int, p WhyPage) error {
	number, err := messageNumber(r)
	if err != nil {
		return err
	}
	board, err := s.Challenge.Board(r.Context(), me(r), number+1)
	if err != nil {
		return toMyTeam(w, r, err)
	}
	switch {
	case len(board.Messages) == 0 || board.Messages[0].Number != number:
		return errNoMessage
	case p.Hides && !board.MayHide:
		return fault.New(fault.Forbidden, "teams.not_animator")
	}
	title := "board.report_title"
	if p.Hides {
		title = "board.hide_title"
	}
	if p.Page, err = s.homesPage(r, title); err != nil {
		return err
	}
	p.Page.Path = r.URL.Path
	p.Message, p.Rows = s.messageView(p.Page, board.Messages[0]), whyRows(p.Page)
	return s.render(w, r, status, p.Page, whyPage(p))
}

var errNoMessage = fault.New(fault.NotFound, "board.unknown")

// messageNumber is the number of the message that an address names.
func messageNumber(r *http.Request) (int, error) {
	number, err := strconv.Atoi(r.PathValue("number"))
	if err != nil || number <= 0 {
		return 0, errNoMessage
	}
	return number, nil
}

// whyRows are what can be wrong with a message.
func whyRows(p Page) (rows []Row) {
	for _, why := range challenge.Whys() {
		rows = append(rows, Row{
			ID: "motif-" + string(why), Type: "radio", Name: challenge.WhyField, Value: string(why), Label: p.T("board.why_" + string(why)),
		})
	}
	return rows
}

// report answers POST /mon-equipe/messages/{number}/signaler.
func (s *server) report(w http.ResponseWriter, r *http.Request) error {
	return s.moderate(w, r, WhyPage{}, "signale", func(number int, why challenge.Why) error {
		return s.Challenge.ReportMessage(r.Context(), me(r), number, why)
	})
}

// hide answers POST /mon-equipe/messages/{number}/masquer.
func (s *server) hide(w http.ResponseWriter, r *http.Request) error {
	return s.moderate(w, r, WhyPage{Hides: true}, "masque", func(number int, why challenge.Why) error {
		return s.Challenge.HideMessage(r.Context(), me(r), number, why)
	})
}

// unpost answers POST /mon-equipe/messages/{number}/retirer.
func (s *server) unpost(w http.ResponseWriter, r *http.Request) error {
	number, err := messageNumber(r)
	if err != nil {
		return err
	}
	return s.afterBoard(w, r, "retire", s.Challenge.RemoveMessage(r.Context(), me(r), number))
}

// moderate does something to a message for a reason, which is asked again where it
// is missing.
func (s *server) moderate(w http.ResponseWriter, r *http.Request, p WhyPage, done string, do func(int, challenge.Why) error) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	number, err := messageNumber(r)
	if err != nil {
		return err
	}
	err = do(number, challenge.Why(form.Get(challenge.WhyField)))
	if problems := fieldProblems(s.locale(r), err); len(problems) > 0 && !wantsProblem(r) {
		p.Problem = problems[0]
		return s.renderWhy(w, r, http.StatusUnprocessableEntity, p)
	}
	return s.afterBoard(w, r, done, err)
}

// afterBoard leads back to the board, or shows it with what could not be done.
func (s *server) afterBoard(w http.ResponseWriter, r *http.Request, done string, err error) error {
	if said := refusal(r, s.locale(r), err); said != "" && !saidByTeam[asFault(err).Key] {
		return s.renderBoard(w, r, statuses[asFault(err).Kind], BoardPage{Refused: said})
	}
	if err != nil {
		return err
	}
	seeOther(w, r, "/mon-equipe/messages?fait="+done)
	return nil
}

// whyAction is where the reason goes.
func whyAction(p WhyPage) string {
	if p.Hides {
		return p.Message.Path("masquer")
	}
	return p.Message.Path("signaler")
}
