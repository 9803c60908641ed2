package household

import (
	"fmt"
	"io"
	"strings"

	"capzero/internal/city"
)

// WriteRegisterText writes the register as a document to read, in Markdown: a section
// for each processing.
func (c *Consents) WriteRegisterText(w io.Writer, of city.City, lang string) error {
	l, r := c.locales.Locale(lang), c.Register(of, lang)
	var b strings.Builder
	line := func(key, words string) { fmt.Fprintf(&b, "- **%s**: %s\n", l.T(key), words) }
	officer := r.Officer.String()
	if officer == "" {
		officer = l.T("register.officer_missing")
	}
	fmt.Fprintf(&b, "# %s\n\n%s\n\n", l.T("register.title"), l.T("register.lead"))
	line("register.controller", r.Controller.Name+", <"+r.Controller.URL+">")
	line("register.officer", officer)
	line("register.transfers", r.Transfers)
	line("register.security", r.Security)
	line("register.version", r.Version())
	for _, row := range r.Rows {
		t := row.Text
		fmt.Fprintf(&b, "\n## %s\n\n", t.Name)
		for _, of := range []struct{ key, words string }{
			{"register.what", t.What}, {"register.basis", t.Basis}, {"register.people", t.People},
			{"register.data", t.Data}, {"register.sees", t.Sees}, {"register.kept", t.Kept},
		} {
			line(of.key, of.words)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}
