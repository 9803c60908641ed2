package web

import (
	"cmp"
	"net/http"
	"strings"

	"capzero/internal/account"
	"capzero/internal/i18n"
)

// auditAll is what the address has where participants are listed as well.
const auditAll = "tout"

// shownEvents is how many entries the journal shows.
const shownEvents = 200

// An AuditPage is who gave and took which right.
type AuditPage struct {
	Page
	Entries []AuditEntry
	Comings int  // entries of participants who came and went by themselves
	All     bool // they are among the entries
	Full    bool // there are earlier ones
}

// An AuditEntry is one right that was given or taken, as a sentence.
type AuditEntry struct {
	Number int
	When   string
	Words  string
	How    string // where nobody was signed in
}

// audit answers GET /equipe/journal.
func (s *server) audit(w http.ResponseWriter, r *http.Request) error {
	everything := r.URL.Query().Has(auditAll)
	audit, err := s.Accounts.Audit(r.Context(), sessionOf(r), s.City.ID, everything, shownEvents)
	if err != nil {
		return err
	}
	named, err := s.namesOf(r, audit.Events)
	if err != nil {
		return err
	}
	p := AuditPage{
		Page: s.newPage(r, visitor{}, "audit.title"), Comings: audit.Comings,
		All: everything, Full: len(audit.Events) == shownEvents,
	}
	for _, e := range audit.Events {
		entry := AuditEntry{
			Number: e.Number,
			When:   p.Moment(e.At.In(s.City.Location())),
			Words:  named.sentence(p.Locale, e),
		}
		if key, ok := throughKeys[e.Through]; ok {
			entry.How = p.T(key)
		}
		p.Entries = append(p.Entries, entry)
	}
	return s.render(w, r, http.StatusOK, p.Page, auditPage(p))
}

// auditNames are how the people and organisations of a journal are called, by
// their ids.
type auditNames struct{ people, organisations map[string]string }

// namesOf finds them. Somebody without a name is called by their address where
// whoever reads sees it on the page of the team as well.
func (s *server) namesOf(r *http.Request, events []account.Event) (n auditNames, err error) {
	ids := map[string]bool{}
	for _, e := range events {
		ids[e.Person], ids[e.By] = true, true
	}
	delete(ids, "")
	list := make([]string, 0, len(ids))
	for id := range ids {
		list = append(list, id)
	}
	if n.people, err = s.Accounts.Names(r.Context(), list...); err != nil {
		return n, err
	}
	if session := sessionOf(r); session.May(s.City.ID, account.GrantFacilitators) {
		holders, err := s.Accounts.Holders(r.Context(), session, s.City.ID)
		if err != nil {
			return n, err
		}
		for _, h := range holders {
			n.people[h.Person.ID] = cmp.Or(h.Person.Name, h.Person.Email.Typed)
		}
	}
	organisations, err := s.Accounts.Organisations(r.Context(), s.City.ID)
	n.organisations = map[string]string{}
	for _, o := range organisations {
		n.organisations[o.ID] = o.Name
	}
	return n, err
}

// sentence says an entry: "Anne a donné à Marc le rôle « animation »."
func (n auditNames) sentence(l *i18n.Locale, e account.Event) string {
	somebody := l.T("audit.somebody")
	by, whom := cmp.Or(n.people[e.By], capitalised(somebody)), cmp.Or(n.people[e.Person], somebody)
	if e.By == "" || e.By == e.Person { // the sentence begins with them
		whom = cmp.Or(n.people[e.Person], capitalised(somebody))
	}
	organisation := cmp.Or(n.organisations[e.Organisation], l.T("audit.closed_one"))
	sort, what, _ := strings.Cut(e.What, ":")
	switch {
	case sort == "role" && e.By == "":
		return l.T(either(e.Granted, "audit.role_received", "audit.role_lost"), "whom", whom, "role", l.T(account.Role(what).Key()))
	case sort == "role" && e.By == e.Person:
		return l.T(either(e.Granted, "audit.role_received", "audit.role_left"), "whom", whom, "role", l.T(account.Role(what).Key()))
	case sort == "role":
		return l.T(either(e.Granted, "audit.role_given", "audit.role_taken"), "by", by, "whom", whom, "role", l.T(account.Role(what).Key()))
	case sort == "member" && e.By == e.Person:
		return l.T("audit.member_left", "whom", whom, "organisation", organisation)
	case sort == "member":
		return l.T(either(e.Granted, "audit.member_added", "audit.member_removed"), "by", by, "whom", whom, "organisation", organisation)
	case sort == "trust":
		return l.T(either(e.Granted, "audit.trusted", "audit.withdrawn"), "by", by, "organisation", organisation, "what", l.T(permissionKey(account.Permission(what))))
	}
	return l.T("audit.closed", "by", by, "organisation", organisation)
}

// either is one of two keys.
func either(first bool, yes, no string) string {
	if first {
		return yes
	}
	return no
}

// permissionKey is the name of a permission in the catalogues.
func permissionKey(p account.Permission) string { return "permission." + string(p) }
