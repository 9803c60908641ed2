package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"capzero/internal/access"
	"capzero/internal/account"
	"capzero/internal/challenge"
)

// A ModerationPage is what was reported or hidden on the boards of a city, and who
// may not write any more.
type ModerationPage struct {
	Page
	Messages []ModeratedView
	Blocks   []BlockView
	Whys     []Whyword
	Done     string
	Refused  string
}

// A ModeratedView is one message, with what became of it.
type ModeratedView struct {
	Team   string
	Author string // empty once they are forgotten
	Text   string // empty where its author took it back before anybody read it
	When   string
	State  string
	Events []string // "Anne a signalé ce message lundi : insulte."
	Wait   bool     // the city has not decided
	Hidden bool

	CanHide bool
	Path    string // what begins where it is decided
	Block   string // where its author is blocked; empty where they are, or are gone
}

// A BlockView is somebody who may not write on a board.
type BlockView struct {
	Name, Team, Words string
	Path              string
}

// A Whyword is a reason to choose from.
type Whyword struct{ Value, Words string }

// hand is who asks, as those are shown it whose teams and messages they look after.
func (s *server) hand(r *http.Request) access.Hand {
	return sessionOf(r).Hand(s.City, account.EditCity)
}

// moderation answers GET /equipes/messages.
func (s *server) moderation(w http.ResponseWriter, r *http.Request) error {
	p := ModerationPage{}
	if r.URL.Query().Has("fait") {
		p.Done = s.locale(r).T("moderation.done")
	}
	return s.renderModeration(w, r, http.StatusOK, p)
}

func (s *server) renderModeration(w http.ResponseWriter, r *http.Request, status int, p ModerationPage) (err error) {
	if p.Page, err = s.homesPage(r, "moderation.title"); err != nil {
		return err
	}
	p.Path = "/equipes/messages"
	all, err := s.Challenge.Moderated(r.Context(), s.hand(r))
	if err != nil {
		return err
	}
	blocks, err := s.Challenge.Blocks(r.Context(), s.hand(r))
	if err != nil {
		return err
	}
	names, err := s.Accounts.Names(r.Context(), involved(all, blocks)...)
	if err != nil {
		return err
	}
	for _, m := range all {
		p.Messages = append(p.Messages, s.moderatedView(p.Page, m, names, isBlocked(blocks, m)))
	}
	for _, b := range blocks {
		p.Blocks = append(p.Blocks, s.blockView(p.Page, b, names))
	}
	for _, why := range challenge.Whys() {
		p.Whys = append(p.Whys, Whyword{string(why), p.T("board.why_" + string(why))})
	}
	return s.render(w, r, status, p.Page, moderationPage(p))
}

// involved are the people of some messages and blocks, each once.
func involved(all []challenge.Moderated, blocks []challenge.Blocked) (ids []string) {
	add := func(id string) {
		if id != "" && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	for _, m := range all {
		add(m.Author)
		for _, e := range m.Events {
			add(e.By)
		}
	}
	for _, b := range blocks {
		add(b.Person)
		add(b.By)
	}
	return ids
}

func isBlocked(blocks []challenge.Blocked, m challenge.Moderated) bool {
	return slices.ContainsFunc(blocks, func(b challenge.Blocked) bool { return b.Team == m.Team.ID && b.Person == m.Author })
}

func (s *server) moderatedView(p Page, m challenge.Moderated, names map[string]string, blocked bool) ModeratedView {
	at := "/equipes/messages/" + url.PathEscape(m.Team.ID)
	v := ModeratedView{
		Team: m.Team.Name, Author: s.calledBy(p, names, m.Author), Text: m.Text, When: p.Moment(s.moment(m.At)),
		State: p.T("moderation.state_" + string(m.State)), Wait: m.Waits(),
		Hidden:  m.State != challenge.Visible && m.State != challenge.Removed,
		CanHide: m.State != challenge.Removed && m.State != challenge.HiddenByCity, Path: at + "/" + strconv.Itoa(m.Number),
	}
	if m.Author != "" && !blocked {
		v.Block = at + "/auteurs/" + url.PathEscape(m.Author) + "/bloquer"
	}
	for _, e := range m.Events {
		v.Events = append(v.Events, s.eventWords(p, e, names))
	}
	return v
}

// calledBy is how somebody is called for the staff of a city, empty for who is
// forgotten.
func (s *server) calledBy(p Page, names map[string]string, id string) string {
	if id == "" {
		return ""
	}
	return cmp.Or(names[id], p.T("team.nameless"))
}

// eventWords says who did what to a message, when and why.
func (s *server) eventWords(p Page, e challenge.BoardEvent, names map[string]string) string {
	words := p.T("moderation.event_"+string(e.Kind), "name", isolated(cmp.Or(s.calledBy(p, names, e.By), p.T("moderation.gone"))),
		"when", p.Moment(s.moment(e.At)))
	if e.Why != "" {
		words += " " + p.T("moderation.because", "why", p.T("board.why_"+string(e.Why)))
	}
	return words
}

func (s *server) blockView(p Page, b challenge.Blocked, names map[string]string) BlockView {
	return BlockView{
		Name: s.calledBy(p, names, b.Person), Team: b.Name,
		Words: p.T("moderation.blocked_by", "name", isolated(cmp.Or(s.calledBy(p, names, b.By), p.T("moderation.gone"))), "when", p.Moment(s.moment(b.At))) +
			" " + p.T("moderation.because", "why", p.T("board.why_"+string(b.Why))),
		Path: "/equipes/messages/" + url.PathEscape(b.Team) + "/auteurs/" + url.PathEscape(b.Person) + "/debloquer",
	}
}

// cityHides answers POST /equipes/messages/{team}/{number}/masquer.
func (s *server) cityHides(w http.ResponseWriter, r *http.Request) error {
	return s.decideOn(w, r, func(number int, why challenge.Why) error {
		return s.Challenge.CityHides(r.Context(), s.hand(r), r.PathValue("team"), number, why)
	})
}

// cityRestores answers POST /equipes/messages/{team}/{number}/remettre.
func (s *server) cityRestores(w http.ResponseWriter, r *http.Request) error {
	return s.decideOn(w, r, func(number int, _ challenge.Why) error {
		return s.Challenge.CityRestores(r.Context(), s.hand(r), r.PathValue("team"), number)
	})
}

// decideOn decides about the message that an address names.
func (s *server) decideOn(w http.ResponseWriter, r *http.Request, decide func(int, challenge.Why) error) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	number, err := messageNumber(r)
	if err != nil {
		return err
	}
	return s.afterModeration(w, r, decide(number, challenge.Why(form.Get(challenge.WhyField))))
}

// blockAuthor answers POST /equipes/messages/{team}/auteurs/{person}/bloquer.
func (s *server) blockAuthor(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	why := challenge.Why(form.Get(challenge.WhyField))
	return s.afterModeration(w, r, s.Challenge.Block(r.Context(), s.hand(r), r.PathValue("team"), r.PathValue("person"), why))
}

// unblockAuthor answers POST /equipes/messages/{team}/auteurs/{person}/debloquer.
func (s *server) unblockAuthor(w http.ResponseWriter, r *http.Request) error {
	return s.afterModeration(w, r, s.Challenge.Unblock(r.Context(), s.hand(r), r.PathValue("team"), r.PathValue("person")))
}

// afterModeration leads back to the list, or shows it with what could not be done.
func (s *server) afterModeration(w http.ResponseWriter, r *http.Request, err error) error {
	if said := refusal(r, s.locale(r), err); said != "" {
		return s.renderModeration(w, r, statuses[asFault(err).Kind], ModerationPage{Refused: said})
	}
	if err != nil {
		return err
	}
	seeOther(w, r, "/equipes/messages?fait")
	return nil
}
