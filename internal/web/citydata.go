package web

import (
	"net/http"
	"strconv"
	"time"

	"capzero/internal/access"
	"capzero/internal/account"
	"capzero/internal/household"
	"capzero/internal/mydata"
)

const cityDataPath = "/donnees-de-la-ville"

// AssessmentVersion and AssessmentDay are those of the impact assessment that goes with
// this program, docs/dpia.md.
const (
	AssessmentVersion = "1.0"
	AssessmentDay     = "2026-11-26"
)

// A CityDataPage is for who answers for the data of a city: how people's requests are
// served, what is allowed and what is held, in numbers that are about nobody.
type CityDataPage struct {
	Page
	Requests []RequestsView
	Trouble  string // what somebody has to look after; empty where nothing is
	Agreed   []CountLine
	Held     []CountLine
	Looks    []CountLine
	Backups  BackupsView
	Register string // its version
	DPIA     string
	Operates bool // whoever looks may open the page of the operator
	Audits   bool
}

// A RequestsView is how requests of one kind were served.
type RequestsView struct {
	ID, Title string
	None      string // empty where there are some
	Served    string // "12 sur 12"
	Lines     []CountLine
}

// A CountLine is how much there is of something.
type CountLine struct{ Name, Count string }

// cityData answers GET /donnees-de-la-ville.
func (s *server) cityData(w http.ResponseWriter, r *http.Request) error {
	p, err := s.cityDataPage(r)
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, p.Page, cityDataPage(p))
}

// cityDataTable answers GET /donnees-de-la-ville/tableau.csv.
func (s *server) cityDataTable(w http.ResponseWriter, r *http.Request) error {
	p, err := s.cityDataPage(r)
	if err != nil {
		return err
	}
	table := [][]string{{p.T("citydata.part"), p.T("citydata.what"), p.T("citydata.count")}}
	add := func(part string, lines []CountLine) {
		for _, l := range lines {
			table = append(table, []string{part, l.Name, l.Count})
		}
	}
	for _, q := range p.Requests {
		if q.Served != "" {
			add(q.Title, []CountLine{{p.T("citydata.served"), q.Served}})
		}
		add(q.Title, q.Lines)
	}
	add(p.T("citydata.agreed"), p.Agreed)
	add(p.T("citydata.held"), p.Held)
	add(p.T("citydata.looks"), p.Looks)
	add(p.T("citydata.papers"), []CountLine{{p.T("citydata.register"), p.Register}, {p.T("citydata.dpia"), p.DPIA}})
	return sendColumns(w, "donnees-de-la-ville", table)
}

func (s *server) cityDataPage(r *http.Request) (p CityDataPage, err error) {
	if p.Page, err = s.homesPage(r, "citydata.title"); err != nil {
		return p, err
	}
	p.Path = cityDataPath
	all, err := s.MyData.Statement(r.Context(), s.City.ID, s.wordings())
	if err != nil {
		return p, err
	}
	p.Requests = []RequestsView{
		p.requests("exports", p.T("citydata.exports"), all.Exports, s.Now()),
		p.requests("erasures", p.T("citydata.erasures"), all.Erasures, s.Now()),
	}
	if p.Trouble, err = s.requestTrouble(r, p.Page, all); err != nil {
		return p, err
	}
	p.counts(s, all)
	p.Backups = s.backupsView(p.Locale)
	p.papers(s, sessionOf(r))
	return p, nil
}

// wordings are the texts that people say yes or no to today.
func (s *server) wordings() (all []mydata.Wording) {
	for purpose, versions := range s.Consents.Asked() {
		for _, version := range versions {
			all = append(all, mydata.Wording{Purpose: string(purpose), Version: version})
		}
	}
	return all
}

// requests are those of one kind in words.
func (p CityDataPage) requests(id, title string, of mydata.Requests, now time.Time) RequestsView {
	v := RequestsView{ID: id, Title: title}
	if of.Asked == 0 && of.Waiting == 0 {
		v.None = p.T("citydata.requests_none")
		return v
	}
	number := func(n int) string { return p.Number(float64(n), 0) }
	v.Served = p.T("citydata.served_of", "served", number(of.Served), "asked", number(of.Asked))
	if of.Served > 0 {
		v.Lines = append(v.Lines,
			CountLine{p.T("citydata.median"), p.took(of.Median)}, CountLine{p.T("citydata.slowest"), p.took(of.Slowest)})
	}
	if of.Failed > 0 {
		v.Lines = append(v.Lines, CountLine{p.T("citydata.failed"), number(of.Failed)})
	}
	if of.Waiting > 0 {
		v.Lines = append(v.Lines,
			CountLine{p.T("citydata.waiting"), number(of.Waiting)}, CountLine{p.T("citydata.oldest"), p.Ago(of.Oldest, now)})
	}
	return v
}

// took is how long something was waited for. Most of it takes seconds.
func (p CityDataPage) took(d time.Duration) string {
	switch {
	case d < 2*time.Second:
		return p.T("citydata.instant")
	case d < time.Minute:
		return p.T("citydata.seconds", "count", int(d/time.Second))
	}
	return p.Duration(d)
}

// requestTrouble says what somebody has to look after: a request that waits for too
// long, or work that was given up.
func (s *server) requestTrouble(r *http.Request, p Page, all mydata.Statement) (string, error) {
	if s.Jobs != nil {
		failed, err := s.Jobs.Failed(r.Context(), shownJobs)
		if err != nil {
			return "", err
		}
		for _, j := range failed {
			switch j.Kind {
			case mydata.Make{}.Kind(), mydata.Sweep{}.Kind(), mydata.Clean{}.Kind():
				return p.T("citydata.given_up"), nil
			}
		}
	}
	if all.Exports.Late(s.Now()) || all.Erasures.Late(s.Now()) {
		return p.T("citydata.late"), nil
	}
	return "", nil
}

// counts are what is allowed, held and looked at.
func (p *CityDataPage) counts(s *server, all mydata.Statement) {
	for _, row := range s.Consents.Register(s.City, p.Tag()).Rows {
		if row.Basis == household.Consent {
			p.Agreed = append(p.Agreed, CountLine{row.Text.Name, p.crowd(all.Agreed[string(row.Purpose)])})
		}
	}
	for _, h := range all.Held {
		p.Held = append(p.Held, CountLine{p.T("citydata.held_" + h.Name), p.crowd(h.Count)})
	}
	for _, what := range access.Whats() {
		for _, t := range all.Looks {
			if t.What == what {
				p.Looks = append(p.Looks, CountLine{p.T("looks.count_" + string(what)), p.Number(float64(t.Times), 0)})
			}
		}
	}
}

// crowd is a count that is about nobody.
func (p CityDataPage) crowd(n mydata.Crowd) string {
	if n == 0 {
		return p.T("citydata.few", "least", mydata.Step)
	}
	return p.T("citydata.at_least", "number", p.Number(float64(n), 0))
}

// papers are the documents, and where to go on.
func (p *CityDataPage) papers(s *server, session account.Session) {
	p.Register = s.Consents.Register(s.City, s.City.Languages[0]).Version()
	p.DPIA = AssessmentVersion
	if day, err := time.Parse(time.DateOnly, AssessmentDay); err == nil {
		p.DPIA = p.T("citydata.version_of", "version", AssessmentVersion, "date", p.ShortDate(day))
	}
	p.Operates = session.May(s.City.ID, account.Operate)
	p.Audits = session.May(s.City.ID, account.ReadAudit)
}

const (
	// shownLooks is how many things that staff saw or changed are shown at once, and
	// allLooks how many where somebody asks for all.
	shownLooks, allLooks = 8, 500
	// looksAll is what the address has then.
	looksAll = "regards"
)

// A LookView is what staff saw or changed of who reads it, on one day.
type LookView struct {
	Day, Words, By string
	Changed        bool
}

// looksAt are the last things that staff saw or changed of a person.
func (s *server) looksAt(r *http.Request, p Page) (views []LookView, more bool, err error) {
	most := shownLooks
	if r.URL.Query().Has(looksAll) {
		most = allLooks
	}
	all, err := s.MyData.Looks(r.Context(), me(r), most+1)
	if err != nil {
		return nil, false, err
	}
	if more = len(all) > most; more {
		all = all[:most]
	}
	var ids []string
	for _, a := range all {
		ids = append(ids, a.By)
	}
	names, err := s.Accounts.Names(r.Context(), ids...)
	for _, a := range all {
		views = append(views, lookView(p, a, names[a.By]))
	}
	return views, more, err
}

func lookView(p Page, a access.Access, name string) LookView {
	v := LookView{Day: p.ShortDate(a.Day), Words: p.T("looks.what_" + string(a.What)), Changed: a.What.Changes()}
	role := p.T("looks.role_association")
	if a.Role != access.Association {
		role = p.T(account.Role(a.Role).Key())
	}
	if v.By = p.T("looks.by_somebody", "role", role); name != "" {
		v.By = p.T("looks.by", "name", isolated(name), "role", role)
	}
	if a.Times > 1 {
		v.Words += " " + p.T("looks.times", "number", strconv.Itoa(a.Times))
	}
	return v
}
