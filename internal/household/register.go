package household

import (
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"io"

	"capzero/internal/city"
)

// A Register is the record of processing activities of a city: article 30 of the
// GDPR.
type Register struct {
	City       string // name
	Controller city.Operator
	Officer    city.Contact // the data protection officer; without a name where the city has not said
	Transfers  string       // to third countries
	Security   string       // what protects the data
	Rows       []RegisterRow
}

// A RegisterRow is one processing.
type RegisterRow struct {
	Purpose Purpose
	Basis   Basis
	Text    PurposeText
	Version string // of the text
}

// Register is what a city does with personal data, in one language.
func (c *Consents) Register(of city.City, lang string) Register {
	l := c.locales.Locale(lang)
	r := Register{
		City: of.Name, Controller: of.Operator, Officer: of.DataOfficer,
		Transfers: l.T("register.transfers_none"), Security: l.T("register.security_what"),
	}
	for _, f := range register() {
		w := c.wordings[f.Purpose][l.Tag()]
		r.Rows = append(r.Rows, RegisterRow{Purpose: f.Purpose, Basis: f.Basis, Text: w.Text, Version: w.Version})
	}
	return r
}

// Version changes with any word of any processing.
func (r Register) Version() string {
	h := sha256.New()
	for _, row := range r.Rows {
		io.WriteString(h, row.Version+"\n") // a hash takes everything
	}
	return hex.EncodeToString(h.Sum(nil)[:4])
}

// Columns are the headings of the table, in one language.
func (c *Consents) Columns(lang string) []string {
	l := c.locales.Locale(lang)
	return []string{
		l.T("register.name"), l.T("register.what"), l.T("register.basis"), l.T("register.people"),
		l.T("register.data"), l.T("register.sees"), l.T("register.kept"),
		l.T("register.transfers"), l.T("register.security"), l.T("register.controller"), l.T("register.officer"), l.T("register.version"),
	}
}

// WriteRegister writes the register as CSV with commas, one processing a line.
func (c *Consents) WriteRegister(w io.Writer, of city.City, lang string) error {
	out := csv.NewWriter(w)
	if err := out.Write(c.Columns(lang)); err != nil {
		return err
	}
	r := c.Register(of, lang)
	controller := r.Controller.Name + " (" + r.Controller.URL + ")"
	officer := r.Officer.String()
	if officer == "" {
		officer = c.locales.Locale(lang).T("register.officer_missing")
	}
	for _, row := range r.Rows {
		t := row.Text
		err := out.Write([]string{
			t.Name, t.What, t.Basis, t.People, t.Data, t.Sees, t.Kept,
			r.Transfers, r.Security, controller, officer, row.Version,
		})
		if err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}
