package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"

	"capzero/internal/account"
	"capzero/internal/i18n"
)

// A TeamPage is who does what for the city. Whoever may gives and takes roles
// there.
type TeamPage struct {
	Page
	Groups  []RoleGroup
	Offered []RoleOffer
	Typed   string // an address, as it was refused
	Chosen  string // a role
	Problem FieldProblem
	Refused string // what could not be done
	Given   bool
	Audit   bool // whoever looks may read the journal
}

// A RoleGroup is the people who have one role.
type RoleGroup struct {
	ID      string // "administrator"
	Name    string
	What    string // what the role lets people do
	Holders []HolderView
}

// A HolderView is one person of a group.
type HolderView struct {
	Name    string // or the address of who has not said one
	Email   string // empty where it is the name already
	Since   string
	Through string // how it was given, where that matters
	Path    string // where the role is taken; empty for whom may not
	Me      bool
}

// A RoleOffer is a role to choose.
type RoleOffer struct {
	ID, Name, What string
	Chosen         bool
}

const fieldRole = "role"

// team answers GET /equipe.
func (s *server) team(w http.ResponseWriter, r *http.Request) error {
	return s.renderTeam(w, r, http.StatusOK, TeamPage{Given: r.URL.Query().Has("donne")})
}

func (s *server) renderTeam(w http.ResponseWriter, r *http.Request, status int, p TeamPage) error {
	session := sessionOf(r)
	holders, err := s.Accounts.Holders(r.Context(), session, s.City.ID)
	if err != nil {
		return err
	}
	p.Page = s.newPage(r, visitor{}, "team.title")
	p.Path = "/equipe"
	p.Audit = session.May(s.City.ID, account.ReadAudit)
	grantable := session.Grantable(s.City.ID)
	for _, role := range grantable {
		p.Offered = append(p.Offered, RoleOffer{
			ID: string(role), Name: p.T(role.Key()), What: p.T(role.Key() + "_what"), Chosen: string(role) == p.Chosen,
		})
	}
	p.Groups = roleGroups(p.Locale, holders, func(h account.Holder) HolderView {
		return s.holderView(p.Locale, h, session, slices.Contains(grantable, h.Role))
	})
	return s.render(w, r, status, p.Page, teamPage(p))
}

// roleGroups are the roles that somebody has, those with the most rights first.
func roleGroups(l *i18n.Locale, holders []account.Holder, view func(account.Holder) HolderView) (groups []RoleGroup) {
	for _, role := range slices.Backward(account.Roles()) {
		g := RoleGroup{ID: string(role), Name: l.T(role.Key()), What: l.T(role.Key() + "_what")}
		for _, h := range holders {
			if h.Role == role {
				g.Holders = append(g.Holders, view(h))
			}
		}
		if len(g.Holders) > 0 {
			groups = append(groups, g)
		}
	}
	return groups
}

func (s *server) holderView(l *i18n.Locale, h account.Holder, session account.Session, takeable bool) HolderView {
	v := HolderView{
		Name:  cmp.Or(h.Person.Name, h.Person.Email.Typed, l.T("team.nameless")),
		Since: l.ShortDate(h.Since.In(s.City.Location())),
		Me:    h.Person.ID == session.Person.ID,
	}
	if v.Name != h.Person.Email.Typed {
		v.Email = h.Person.Email.Typed
	}
	if key, ok := throughKeys[h.Through]; ok {
		v.Through = l.T(key)
	}
	if takeable {
		v.Path = "/equipe/" + string(h.Role) + "/" + url.PathEscape(h.Person.ID) + "/retirer"
	}
	return v
}

// throughKeys are the ways to a role that a colleague did not give.
var throughKeys = map[string]string{
	"command":     "team.through_command",
	"first_start": "team.through_first",
	"provider":    "team.through_provider",
}

// giveRole answers POST /equipe.
func (s *server) giveRole(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	p := TeamPage{Typed: form.Get(fieldEmail), Chosen: form.Get(fieldRole)}
	err = s.Accounts.Grant(r.Context(), sessionOf(r), s.City.ID, p.Typed, account.Role(p.Chosen))
	if problems := fieldProblems(s.locale(r), err); len(problems) > 0 && !wantsProblem(r) {
		p.Problem = problems[0]
		return s.renderTeam(w, r, statuses[asFault(err).Kind], p)
	}
	if err != nil {
		return err
	}
	seeOther(w, r, "/equipe?donne")
	return nil
}

// takeRole answers POST /equipe/{role}/{person}/retirer. Whoever takes their own
// last one has nothing to do on the page any more.
func (s *server) takeRole(w http.ResponseWriter, r *http.Request) error {
	session, person := sessionOf(r), r.PathValue("person")
	err := s.Accounts.Revoke(r.Context(), session, s.City.ID, person, account.Role(r.PathValue("role")))
	if said := refusal(r, s.locale(r), err); said != "" {
		return s.renderTeam(w, r, statuses[asFault(err).Kind], TeamPage{Refused: said})
	}
	if err != nil {
		return err
	}
	if person == session.Person.ID {
		seeOther(w, r, "/compte")
		return nil
	}
	seeOther(w, r, "/equipe")
	return nil
}
