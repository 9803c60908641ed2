package web

import (
	"net/http"
	"time"

	"capzero/internal/mydata"
)

// The pages of what a person has a right to.
const (
	myDataPath  = "/mes-donnees"
	erasePath   = myDataPath + "/effacer"
	receiptPath = myDataPath + "/recu/"
)

// fieldReference of the form that erases is what its erasure will be called.
const fieldReference = "reference"

// An ErasePage says what goes with somebody, what stays and of whom, and asks once.
type ErasePage struct {
	Page
	mydata.Leaving
	Reference string // of what is about to be asked for
	Problem   string // at the box that confirms
}

// erasing answers GET /mes-donnees/effacer.
func (s *server) erasing(w http.ResponseWriter, r *http.Request) error {
	return s.renderErase(w, r, http.StatusOK, ErasePage{Reference: mydata.NewReference()})
}

func (s *server) renderErase(w http.ResponseWriter, r *http.Request, status int, p ErasePage) (err error) {
	if p.Page, err = s.homesPage(r, "erase.title"); err != nil {
		return err
	}
	p.Path = erasePath
	if p.Leaving, err = s.MyData.Leaving(r.Context(), me(r)); err != nil {
		return err
	}
	return s.render(w, r, status, p.Page, erasePage(p))
}

// erase answers POST /mes-donnees/effacer. Who presses twice has no session at the
// second time, and is shown the receipt of the first.
func (s *server) erase(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	reference := form.Get(fieldReference)
	if !sessionOf(r).SignedIn() {
		if _, err := s.MyData.Receipt(r.Context(), reference); err != nil {
			return errSignInFirst
		}
		seeOther(w, r, receiptPath+reference)
		return nil
	}
	if form.Get(fieldConfirm) != yesSaid {
		return s.renderErase(w, r, http.StatusUnprocessableEntity,
			ErasePage{Reference: mydata.NewReference(), Problem: s.locale(r).T("privacy.confirm_missing")})
	}
	receipt, err := s.MyData.Erase(r.Context(), me(r), reference)
	if err != nil {
		return err
	}
	s.signed.clear(w)
	s.cookie.clear(w)
	seeOther(w, r, receiptPath+receipt.Reference)
	return nil
}

// A ReceiptPage says what was erased, and when.
type ReceiptPage struct {
	Page
	Reference string
	At        string
	Cleaned   string // since when the files hold nothing of it; empty until then
}

// receipt answers GET /mes-donnees/recu/{reference}.
func (s *server) receipt(w http.ResponseWriter, r *http.Request) error {
	found, err := s.MyData.Receipt(r.Context(), r.PathValue("reference"))
	if err != nil {
		return err
	}
	p := ReceiptPage{Reference: found.Reference}
	if p.Page, err = s.homesPage(r, "receipt.title"); err != nil {
		return err
	}
	p.At = p.Moment(found.At.In(s.City.Location()))
	if found.Cleaned != (time.Time{}) {
		p.Cleaned = p.Moment(found.Cleaned.In(s.City.Location()))
	}
	return s.render(w, r, http.StatusOK, p.Page, receiptPage(p))
}
