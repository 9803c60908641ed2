package web

import (
	"net/http"
	"strconv"
	"time"

	"capzero/internal/fault"
	"capzero/internal/i18n"
	"capzero/internal/job"
	"capzero/internal/notify"
)

// shownJobs and shownTroubles are how many are listed of each sort.
const (
	shownJobs     = 50
	shownTroubles = 20
)

// A BackstagePage is what an operator looks after: whether the program can
// serve, what it has still to do, and how the mails are doing.
type BackstagePage struct {
	Page
	Healthy   bool
	Refused   string
	Waiting   []JobView
	Failed    []JobView
	Mails     []MailCount
	Troubled  []TroubleView
	Backups   BackupsView
	LateRules int // of how long things are kept
	HasQueue  bool
	HasMails  bool
}

// A BackupsView is how the backups are. Its words are empty where there is nothing to
// say.
type BackupsView struct {
	Fine             bool   // nobody has to look
	Said             string // in one sentence
	Last, Size, Kept string
	Rehearsed        string
}

// A JobView is one job of the queue.
type JobView struct {
	Path  string // what begins where it is changed
	Kind  string
	Args  string // ids only
	State string // in words
	Tries string
	Error string // of the last attempt
}

// A MailCount is how many mails are in a state.
type MailCount struct {
	State string
	Count int
}

// A TroubleView is a mail that did not go well. It says neither for whom nor what.
type TroubleView struct {
	Kind, State, When, Problem string
	Tries                      int
}

// backstage answers GET /coulisses.
func (s *server) backstage(w http.ResponseWriter, r *http.Request) error {
	return s.renderBackstage(w, r, http.StatusOK, BackstagePage{})
}

func (s *server) renderBackstage(w http.ResponseWriter, r *http.Request, status int, p BackstagePage) error {
	p.Page = s.newPage(r, visitor{}, "backstage.title")
	p.Path = "/coulisses"
	p.Healthy = s.Ready == nil || s.Ready(r.Context()) == nil
	p.Backups = s.backupsView(p.Locale)
	var err error
	if p.LateRules, err = s.troubledRules(r); err != nil {
		return err
	}
	if err := s.addJobs(r, &p); err != nil {
		return err
	}
	if err := s.addMails(r, &p); err != nil {
		return err
	}
	return s.render(w, r, status, p.Page, backstagePage(p))
}

// backupsView says how the backups are.
func (s *server) backupsView(l *i18n.Locale) BackupsView {
	if s.Backups == nil {
		return BackupsView{Said: l.T("backstage.backups_off")}
	}
	status, now := s.Backups.Status(), s.Now()
	var v BackupsView
	if !status.Last.Moment.IsZero() {
		v.Last = l.Ago(status.Last.Moment, now)
		v.Size = l.T("backup.size", "megabytes", l.Number(float64(status.Last.Size)/1e6, 1))
		v.Kept = l.Number(float64(status.Files), 0)
		v.Rehearsed = l.T("backstage.never")
	}
	if !status.Rehearsal.At.IsZero() {
		v.Rehearsed = l.Ago(status.Rehearsal.At, now)
	}
	switch {
	case status.Problem != nil:
		v.Said = l.T("backstage.backups_lost")
	case status.Files == 0:
		v.Said = l.T("backstage.backups_none")
	case status.Late(now):
		v.Said = l.T("backstage.backups_late")
	case status.Doubtful(now):
		v.Said = l.T("backstage.backups_doubtful")
	default:
		v.Fine, v.Said = true, l.T("backstage.backups_fine")
	}
	return v
}

func (s *server) addJobs(r *http.Request, p *BackstagePage) error {
	if s.Jobs == nil {
		return nil
	}
	p.HasQueue = true
	waiting, err := s.Jobs.Waiting(r.Context(), shownJobs)
	if err != nil {
		return err
	}
	failed, err := s.Jobs.Failed(r.Context(), shownJobs)
	for _, j := range waiting {
		p.Waiting = append(p.Waiting, jobView(p.Locale, j, waitingState(p.Locale, j, s.Now())))
	}
	for _, j := range failed {
		p.Failed = append(p.Failed, jobView(p.Locale, j, p.T("backstage.gave_up", "ago", p.Ago(j.Next, s.Now()))))
	}
	return err
}

func jobView(l *i18n.Locale, j job.Listed, state string) JobView {
	v := JobView{
		Path: "/coulisses/" + strconv.FormatInt(j.ID, 10), Kind: j.Kind, State: state, Error: j.Error,
		Tries: l.T("backstage.tries", "count", j.Attempts, "most", j.Most),
	}
	if j.Args != "{}" {
		v.Args = j.Args
	}
	return v
}

// waitingState says what becomes of a job next.
func waitingState(l *i18n.Locale, j job.Listed, now time.Time) string {
	switch wait := j.Next.Sub(now); {
	case j.Running:
		return l.T("backstage.running")
	case wait < time.Minute:
		return l.T("backstage.due")
	default:
		return l.T("backstage.due_in", "duration", l.Duration(wait))
	}
}

// mailStates are the states of mails in the order in which they are shown.
var mailStates = []notify.State{
	notify.Waiting, notify.Sending, notify.Sent, notify.Kept, notify.Uncertain, notify.Refused, notify.Late,
}

func (s *server) addMails(r *http.Request, p *BackstagePage) error {
	if s.Outbox == nil {
		return nil
	}
	p.HasMails = true
	box, err := s.Outbox.Outbox(r.Context(), shownTroubles)
	for _, state := range mailStates {
		if n := box.Counts[state]; n > 0 {
			p.Mails = append(p.Mails, MailCount{State: p.T(mailStateKey(state)), Count: n})
		}
	}
	for _, m := range box.Troubled {
		p.Troubled = append(p.Troubled, TroubleView{
			Kind: m.Kind, State: p.T(mailStateKey(m.State)), When: p.Ago(m.QueuedAt, s.Now()),
			Problem: m.Problem, Tries: m.Attempts,
		})
	}
	return err
}

// mailStateKey is the name of a state in the catalogues.
func mailStateKey(state notify.State) string { return "outbox." + string(state) }

// retryJob answers POST /coulisses/{id}/reessayer.
func (s *server) retryJob(w http.ResponseWriter, r *http.Request) error {
	return s.changeJob(w, r, func(id int64) error { return s.Jobs.Retry(r.Context(), id) })
}

// dropJob answers POST /coulisses/{id}/retirer.
func (s *server) dropJob(w http.ResponseWriter, r *http.Request) error {
	return s.changeJob(w, r, func(id int64) error { return s.Jobs.Drop(r.Context(), id) })
}

func (s *server) changeJob(w http.ResponseWriter, r *http.Request, change func(id int64) error) error {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil || s.Jobs == nil {
		return fault.New(fault.NotFound, "error.job_unknown")
	}
	err = change(id)
	if said := refusal(r, s.locale(r), err); said != "" {
		return s.renderBackstage(w, r, statuses[asFault(err).Kind], BackstagePage{Refused: said})
	}
	if err != nil {
		return err
	}
	seeOther(w, r, "/coulisses")
	return nil
}
