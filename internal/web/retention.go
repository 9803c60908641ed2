package web

import (
	"bytes"
	"encoding/csv"
	"net/http"
	"strconv"
	"time"

	"capzero/internal/account"
	"capzero/internal/i18n"
	"capzero/internal/retention"
)

const retentionPath = "/conservation"

// A RetentionPage says how long everything is kept, and when that was last seen to.
type RetentionPage struct {
	Page
	Rules  []RuleView
	Open   []RuleView // what has no end of its own
	Unused []string   // what becomes of accounts that nobody uses
}

// A RuleView is one rule in words.
type RuleView struct {
	What, Said string
	Last, Next string // when it was carried out, and will be; Next may be empty
	Failed     string // the last try; empty where it went well
	Late       bool   // shown to those who look after the program or answer for the data
	Told       string // how many deletions, to those who answer for the data
}

// retention answers GET /conservation.
func (s *server) retention(w http.ResponseWriter, r *http.Request) (err error) {
	var p RetentionPage
	if p.Page, err = s.homesPage(r, "retention.title"); err != nil {
		return err
	}
	p.Path, p.Robots = retentionPath, true
	standings, err := s.Retention.Standings(r.Context())
	if err != nil {
		return err
	}
	by := sessionOf(r)
	counts := by.May(s.City.ID, account.ReadRegister)
	watches := counts || by.May(s.City.ID, account.Operate)
	for _, standing := range standings {
		v := s.ruleView(p.Locale, standing)
		v.Late = watches && standing.Late(s.Now())
		if counts {
			v.Told = s.toldOf(p.Locale, standing.Run)
		}
		p.Rules = append(p.Rules, v)
	}
	for _, id := range []retention.ID{retention.WithAccount, retention.WithHousehold, retention.WithChallenge} {
		p.Open = append(p.Open, RuleView{What: whatIsKept(p.Locale, id), Said: s.untilWhen(p.Locale, id)})
	}
	p.Unused = s.unusedAccounts(p.Locale)
	return s.render(w, r, http.StatusOK, p.Page, retentionPage(p))
}

func (s *server) ruleView(l *i18n.Locale, r retention.Standing) RuleView {
	now := s.Now()
	v := RuleView{What: whatIsKept(l, r.ID), Said: s.untilWhen(l, r.ID), Last: l.T("retention.never")}
	switch {
	case r.Every == 0:
		v.Last = l.T("retention.always")
	case !r.Last.IsZero():
		v.Last = l.Ago(s.moment(r.Last), s.moment(now))
	}
	if next := r.Next(); next.After(now) {
		v.Next = l.T("retention.next", "ahead", l.Ago(s.moment(next), s.moment(now)))
	}
	if !r.Failed.IsZero() {
		v.Failed = l.T("retention.failed", "ago", l.Ago(s.moment(r.Failed), s.moment(now)))
	}
	return v
}

// whatIsKept names what a rule is about.
func whatIsKept(l *i18n.Locale, id retention.ID) string { return l.T("retention.what." + string(id)) }

// untilWhen says how long it is kept.
func (s *server) untilWhen(l *i18n.Locale, id retention.ID) string {
	key := "retention.rule." + string(id)
	if rule, has := retention.Of(s.City).Get(id); has {
		return l.T(key, "keep", rule.Keep.Words(l))
	}
	return l.T(key)
}

// toldOf says how many deletions there were, in elevens.
func (s *server) toldOf(l *i18n.Locale, r retention.Run) string {
	if r.Since.IsZero() {
		return ""
	}
	since := l.ShortDate(s.moment(r.Since))
	if r.Told() == 0 {
		return l.T("retention.told_few", "least", retention.CountedBy, "date", since)
	}
	return l.T("retention.told", "count", r.Told(), "date", since)
}

// unusedAccounts says what the rule of inactive accounts has no room for.
func (s *server) unusedAccounts(l *i18n.Locale) []string {
	months := func(n int) string { return retention.Span{Months: n}.Words(l) }
	return []string{
		l.T("retention.unused_mail"),
		l.T("retention.unused_season", "months", months(s.City.Retention.OrUsual().AfterSeasonMonths)),
		l.T("retention.unused_unreachable", "months", months(account.UnreachableMonths)),
		l.T("retention.unused_staff"),
	}
}

// retentionTable answers GET /conservation/tableau.csv.
func (s *server) retentionTable(w http.ResponseWriter, r *http.Request) error {
	standings, err := s.Retention.Standings(r.Context())
	if err != nil {
		return err
	}
	var b bytes.Buffer
	c := csv.NewWriter(&b)
	l := s.locale(r)
	rows := [][]string{{"regle", "quoi", "duree", "finalite", "toutes_les_heures", "dernier_passage", "echec"}}
	for _, rule := range standings {
		rows = append(rows, []string{
			string(rule.ID), whatIsKept(l, rule.ID), s.untilWhen(l, rule.ID), l.T("purpose." + rule.Purpose + ".name"),
			hoursOf(rule.Every), momentOf(rule.Last), momentOf(rule.Failed),
		})
	}
	if err := c.WriteAll(rows); err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "text/csv; charset=utf-8")
	h.Set("Content-Disposition", `attachment; filename="conservation.csv"`)
	h.Set("Cache-Control", "private, no-cache")
	_, err = w.Write(b.Bytes())
	return err
}

// hoursOf and momentOf are empty where there is nothing to say.
func hoursOf(d time.Duration) string {
	if d == 0 {
		return ""
	}
	return strconv.Itoa(int(d.Hours()))
}

func momentOf(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// troubledRules counts the rules that are late or could not be carried out.
func (s *server) troubledRules(r *http.Request) (n int, err error) {
	standings, err := s.Retention.Standings(r.Context())
	for _, rule := range standings {
		if rule.Late(s.Now()) || !rule.Failed.IsZero() {
			n++
		}
	}
	return n, err
}
