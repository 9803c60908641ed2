package web

import (
	"encoding/json"
	"net/http"
	"net/url"

	"capzero/internal/account"
	"capzero/internal/fault"
)

// A KeysView is the passkeys of an account, on its page.
type KeysView struct {
	Keys    []KeyView
	Typed   string // name of a new one, as it was refused
	Problem string // with a new one
	Refused string // what could not be done with one that there is
}

// A KeyView is one passkey.
type KeyView struct {
	Path    string // what begins where it is changed
	Name    string
	Made    string
	Used    string // empty: never
	Typed   string // another name, as it was refused
	Problem string // with that name
	Last    bool   // the person asked to remove their only way in: are they sure?
}

// The fields by which a browser hands over what a device has answered.
const (
	fieldCeremony = "ceremonie"
	fieldResponse = "reponse"
	fieldSure     = "sur"
)

// addKeys adds the passkeys of a person to the page of their account. What a form
// has put there already stays.
func (s *server) addKeys(r *http.Request, p *AccountPage) error {
	keys, err := s.Accounts.Passkeys(r.Context(), sessionOf(r))
	if err != nil {
		return err
	}
	changed := map[string]KeyView{}
	for _, k := range p.Keys.Keys {
		changed[k.Path] = k
	}
	p.Keys.Keys = nil
	for _, k := range keys {
		v := changed[keyPath(k.ID)]
		v.Path, v.Name, v.Made = keyPath(k.ID), k.Name, p.ShortDate(k.Created.In(s.City.Location()))
		if v.Problem == "" || v.Last {
			v.Typed = k.Name
		}
		if !k.Used.IsZero() {
			v.Used = p.Ago(k.Used, s.Now())
		}
		p.Keys.Keys = append(p.Keys.Keys, v)
	}
	return nil
}

func keyPath(id string) string { return "/compte/cles/" + url.PathEscape(id) }

// beginPasskey answers POST /compte/cles/debut with what the script hands to the
// device.
func (s *server) beginPasskey(w http.ResponseWriter, r *http.Request) error {
	begun, err := s.Accounts.BeginPasskey(r.Context(), sessionOf(r))
	return writeCeremony(w, begun, err)
}

// beginPasskeyLogin answers POST /entrer/cle/debut.
func (s *server) beginPasskeyLogin(w http.ResponseWriter, r *http.Request) error {
	begun, err := s.Accounts.BeginPasskeyLogin(r.Context(), s.entry(r))
	return writeCeremony(w, begun, err)
}

func writeCeremony(w http.ResponseWriter, begun account.Ceremony, err error) error {
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Cache-Control", "no-store")
	return json.NewEncoder(w).Encode(struct {
		ID      string          `json:"id"`
		Options json.RawMessage `json:"options"`
	}{begun.ID, begun.Options})
}

// keepPasskey answers POST /compte/cles, which the script sends once the device
// has made a passkey.
func (s *server) keepPasskey(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	typed := form.Get(fieldName)
	err = s.Accounts.FinishPasskey(r.Context(), sessionOf(r), form.Get(fieldCeremony), []byte(form.Get(fieldResponse)), typed)
	if said := refusal(r, s.locale(r), err); said != "" {
		return s.renderAccount(w, r, statuses[asFault(err).Kind], AccountPage{Keys: KeysView{Typed: typed, Problem: said}})
	}
	if err != nil {
		return err
	}
	seeOther(w, r, "/compte#cles")
	return nil
}

// renamePasskey answers POST /compte/cles/{id}/nom.
func (s *server) renamePasskey(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	id, typed := r.PathValue("id"), form.Get(fieldName)
	err = s.Accounts.RenamePasskey(r.Context(), sessionOf(r), id, typed)
	return s.keyChanged(w, r, err, KeyView{Path: keyPath(id), Typed: typed})
}

// removePasskey answers POST /compte/cles/{id}/retirer.
func (s *server) removePasskey(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	id := r.PathValue("id")
	err = s.Accounts.RemovePasskey(r.Context(), sessionOf(r), id, form.Get(fieldSure) == "oui")
	return s.keyChanged(w, r, err, KeyView{Path: keyPath(id), Last: asFault(err).Key == "error.last_way_in"})
}

// keyChanged shows the account again after a passkey was changed, or says at the
// passkey why it was not.
func (s *server) keyChanged(w http.ResponseWriter, r *http.Request, err error, k KeyView) error {
	said := refusal(r, s.locale(r), err)
	switch {
	case err == nil:
		seeOther(w, r, "/compte#cles")
		return nil
	case said == "":
		return err
	}
	var keys KeysView
	if fault.KindOf(err) == fault.NotFound {
		keys.Refused = said
	} else {
		k.Problem = said
		keys.Keys = []KeyView{k}
	}
	return s.renderAccount(w, r, statuses[asFault(err).Kind], AccountPage{Keys: keys})
}

// usePasskey answers POST /entrer/cle, which the script sends with what a device
// has answered.
func (s *server) usePasskey(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	next := nextPath(form.Get(fieldNext))
	in, err := s.Accounts.FinishPasskeyLogin(r.Context(), form.Get(fieldCeremony), []byte(form.Get(fieldResponse)), s.entry(r))
	if f := asFault(err); err != nil && f.Kind != fault.Internal && !wantsProblem(r) {
		return s.renderSignIn(w, r, statuses[f.Kind], SignInPage{Next: next, Refused: s.locale(r).T(f.Key, f.Args...)})
	}
	if err != nil {
		return err
	}
	s.letIn(w, r, in, next)
	return nil
}
