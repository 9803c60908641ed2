package web

import (
	"cmp"
	"net/http"
	"net/url"
	"strings"

	"capzero/internal/account"
	"capzero/internal/i18n"
)

// shownCards is how many cards the list shows.
const shownCards = 200

// A CardsPage makes cards and lists those that there are.
type CardsPage struct {
	Page
	Cards   []CardView
	Full    bool // there are earlier ones
	Typed   string
	Problem FieldProblem
	Refused string
	Stopped bool
}

// A CardView is a card in the list. Its code is on the paper and nowhere else.
type CardView struct {
	Name  string
	Made  string
	Used  string // empty: never
	Over  string // when it was stopped; empty while it works
	Path  string // what begins where it is changed
	Fresh bool   // it works and was never used
}

// A CardSheet is a card to print. Its code is known to this one page.
type CardSheet struct {
	Page
	Name string
	Code string
	QR   QR
	Site string // where to type the code: "capzero.example.org/carte"
}

// A CardPage asks for the code of a card, or stands between the square that a
// camera read and coming in.
type CardPage struct {
	Page
	Token   string // from the square; empty where the code is typed
	Typed   string
	Problem FieldProblem
}

// cards answers GET /cartes.
func (s *server) cards(w http.ResponseWriter, r *http.Request) error {
	return s.renderCards(w, r, http.StatusOK, CardsPage{Stopped: r.URL.Query().Has("arretee")})
}

func (s *server) renderCards(w http.ResponseWriter, r *http.Request, status int, p CardsPage) error {
	all, err := s.Accounts.Cards(r.Context(), sessionOf(r), s.City.ID, shownCards)
	if err != nil {
		return err
	}
	p.Page, p.Full = s.newPage(r, visitor{}, "cards.title"), len(all) == shownCards
	p.Path = "/cartes"
	for _, c := range all {
		p.Cards = append(p.Cards, s.cardView(p.Locale, c))
	}
	return s.render(w, r, status, p.Page, cardsPage(p))
}

func (s *server) cardView(l *i18n.Locale, c account.Card) CardView {
	v := CardView{
		Name: cmp.Or(c.Name, l.T("team.nameless")),
		Made: l.ShortDate(c.Made.In(s.City.Location())),
		Path: "/cartes/" + url.PathEscape(c.ID),
	}
	if !c.Used.IsZero() {
		v.Used = l.Ago(c.Used, s.Now())
	}
	if !c.Revoked.IsZero() {
		v.Over = l.ShortDate(c.Revoked.In(s.City.Location()))
	}
	v.Fresh = v.Used == "" && v.Over == ""
	return v
}

// makeCard answers POST /cartes with the card to print.
func (s *server) makeCard(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	p := CardsPage{Typed: form.Get(fieldName)}
	made, err := s.Accounts.MakeCard(r.Context(), sessionOf(r), s.City.ID, "", p.Typed)
	if problems := fieldProblems(s.locale(r), err); len(problems) > 0 && !wantsProblem(r) {
		p.Problem = problems[0]
		return s.renderCards(w, r, http.StatusUnprocessableEntity, p)
	}
	if err != nil {
		return err
	}
	return s.renderCardSheet(w, r, made)
}

// replaceCard answers POST /cartes/{id}/refaire with another card to print.
func (s *server) replaceCard(w http.ResponseWriter, r *http.Request) error {
	made, err := s.Accounts.ReplaceCard(r.Context(), sessionOf(r), r.PathValue("id"))
	if said := refusal(r, s.locale(r), err); said != "" {
		return s.renderCards(w, r, statuses[asFault(err).Kind], CardsPage{Refused: said})
	}
	if err != nil {
		return err
	}
	return s.renderCardSheet(w, r, made)
}

// renderCardSheet shows a card the one time that its code is known: it is not
// stored, here or in a cache.
func (s *server) renderCardSheet(w http.ResponseWriter, r *http.Request, made account.PrintedCard) error {
	code, err := newQR(made.Link)
	if err != nil {
		return err
	}
	p := CardSheet{Page: s.newPage(r, visitor{}, "card.sheet_title"), Name: made.Name, Code: made.Code, QR: code}
	p.Path = "/cartes" // the language form leads back with GET
	site, _, _ := strings.Cut(made.Link, account.CardPath)
	p.Site = withoutScheme(site) + "/carte"
	return s.render(w, r, http.StatusOK, p.Page, cardSheet(p))
}

// revokeCard answers POST /cartes/{id}/arreter.
func (s *server) revokeCard(w http.ResponseWriter, r *http.Request) error {
	err := s.Accounts.RevokeCard(r.Context(), sessionOf(r), r.PathValue("id"))
	if said := refusal(r, s.locale(r), err); said != "" {
		return s.renderCards(w, r, statuses[asFault(err).Kind], CardsPage{Refused: said})
	}
	if err != nil {
		return err
	}
	seeOther(w, r, "/cartes?arretee")
	return nil
}

// typeCard answers GET /carte: type the code of a card.
func (s *server) typeCard(w http.ResponseWriter, r *http.Request) error {
	return s.renderCard(w, r, http.StatusOK, CardPage{})
}

// openCard answers GET /carte/{token}. It changes nothing and says nothing of the
// card: a preview of the link does not use it, and a guess tells nothing.
func (s *server) openCard(w http.ResponseWriter, r *http.Request) error {
	return s.renderCard(w, r, http.StatusOK, CardPage{Token: r.PathValue("token")})
}

func (s *server) renderCard(w http.ResponseWriter, r *http.Request, status int, p CardPage) error {
	v, err := s.visitor(r, s.locale(r).Tag())
	if err != nil {
		return err
	}
	p.Page = s.newPage(r, v, "card.title")
	return s.render(w, r, status, p.Page, cardPage(p))
}

// useTypedCard answers POST /carte.
func (s *server) useTypedCard(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	return s.useCard(w, r, form.Get(fieldCode))
}

// useReadCard answers POST /carte/{token}.
func (s *server) useReadCard(w http.ResponseWriter, r *http.Request) error {
	return s.useCard(w, r, r.PathValue("token"))
}

// useCard lets the person of a card in. A code that is wrong is asked for again,
// where it can be typed.
func (s *server) useCard(w http.ResponseWriter, r *http.Request, typed string) error {
	in, err := s.Accounts.UseCard(r.Context(), typed, s.entry(r))
	if problems := fieldProblems(s.locale(r), err); len(problems) > 0 && !wantsProblem(r) {
		return s.renderCard(w, r, statuses[asFault(err).Kind], CardPage{Typed: typed, Problem: problems[0]})
	}
	if err != nil {
		return err
	}
	s.letIn(w, r, in, "/")
	return nil
}

// withoutScheme is an address as people type it.
func withoutScheme(address string) string {
	return strings.TrimPrefix(strings.TrimPrefix(address, "https://"), "http://")
}
