package retention_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"capzero/internal/city"
	"capzero/internal/db"
	"capzero/internal/db/dbtest"
	"capzero/internal/i18n"
	"capzero/internal/retention"
)

func locales(t *testing.T) *i18n.Catalogues {
	t.Helper()
	catalogues, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	return catalogues
}

func TestSpansInWords(t *testing.T) {
	l := locales(t).Locale("fr")
	for want, span := range map[string]retention.Span{
		"30 jours":   {Time: retention.AnswersFor},
		"90 jours":   {Time: retention.SessionFor},
		"4 semaines": {Time: retention.BackupFor},
		"7 jours":    {Time: retention.TakeoutFor},
		"1 jour":     {Time: retention.SignInFor},
		"3 mois":     {Months: retention.RankingMonths},
		"2 ans":      {Months: 24},
		"1 an":       {Months: 12},
		"18 mois":    {Months: 18},
	} {
		if got := strings.ReplaceAll(span.Words(l), "\u00a0", " "); got != want {
			t.Errorf("%+v is %q, want %q", span, got, want)
		}
	}
}

func TestSpansGoByTheCalendar(t *testing.T) {
	at := time.Date(2026, time.March, 1, 12, 0, 0, 0, time.UTC)
	span := retention.Span{Months: 24}
	if before := span.Before(at); before != time.Date(2024, time.March, 1, 12, 0, 0, 0, time.UTC) || span.After(before) != at {
		t.Errorf("two years before is %v", before)
	}
}

func TestRulesHaveWordsAndTheirCity(t *testing.T) {
	catalogues := locales(t)
	seen := map[retention.ID]bool{}
	of := city.City{Retention: city.Retention{InactiveMonths: 18}}
	for _, r := range retention.Of(of) {
		if seen[r.ID] {
			t.Errorf("there are two rules %s", r.ID)
		}
		seen[r.ID] = true
		for _, tag := range catalogues.Tags() {
			for _, key := range []string{"retention.what.", "retention.rule."} {
				if !catalogues.Locale(tag).Has(key + string(r.ID)) {
					t.Errorf("%s: no words for %s%s", tag, key, r.ID)
				}
			}
		}
	}
	if got := retention.Of(of).Keep(retention.Inactive); got.Months != 18 {
		t.Errorf("the city keeps accounts for %+v", got)
	}
	if got := retention.Of(of).Keep(retention.SeasonDetails); got.Months != 24 {
		t.Errorf("it keeps details of a season for %+v", got)
	}
}

// said are durations as texts say them that cannot take them from the rules: people
// have said yes to them, or they stand in the middle of something else. Who changes a
// rule finds these texts, and says here how the new duration is said.
var said = map[time.Duration]map[string][]string{
	30 * 24 * time.Hour:      {"fr": {"30 jours", "trente jours"}, "en": {"30 days", "thirty days"}, "sr": {"30 dana", "trideset dana"}},
	3 * 30 * 24 * time.Hour:  {"fr": {"trois mois"}, "en": {"three months"}, "sr": {"tri meseca"}},
	12 * 30 * 24 * time.Hour: {"fr": {"un an"}, "en": {"a year", "one year"}, "sr": {"godinu dana"}},
}

func TestTextsSayTheDurationsOfTheRules(t *testing.T) {
	catalogues := locales(t)
	months := func(n int) time.Duration { return time.Duration(n) * 30 * 24 * time.Hour }
	for key, duration := range map[string]time.Duration{
		"privacy.long_is":          retention.AnswersFor,
		"error.session_gone":       retention.AnswersFor,
		"milestones.how":           retention.AnswersFor,
		"board.hidden_by_animator": retention.ModerationFor,
		"board.hidden_by_city":     retention.ModerationFor,
		"board.hidden_by_reports":  retention.ModerationFor,
		"board.remove_what":        retention.ModerationFor,
		"moderation.lead":          retention.ModerationFor,
		"purpose.ranking.kept":     months(retention.RankingMonths),
	} {
		words, known := said[duration]
		if !known {
			t.Errorf("%s: say in this test how %v is said, and change the text", key, duration)
			continue
		}
		for lang, ways := range words {
			text := strings.ReplaceAll(catalogues.Locale(lang).T(key), "\u00a0", " ")
			found := false
			for _, way := range ways {
				found = found || strings.Contains(text, way)
			}
			if !found {
				t.Errorf("%s: %s says %q, and the rule %q", lang, key, text, ways)
			}
		}
	}
}

// A watch is a service with a clock that tests move.
type watch struct {
	*retention.Service
	*testing.T
	db  *db.DB
	now time.Time
}

func newWatch(t *testing.T) *watch {
	w := &watch{T: t, now: time.Date(2026, time.November, 23, 18, 0, 0, 0, time.UTC)}
	w.db = dbtest.Open(t, func() time.Time { return w.now })
	w.Service = retention.New(w.db, retention.Of(city.City{}))
	w.must(w.Begin(t.Context()))
	return w
}

func (w *watch) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

func (w *watch) notes(deleted int64, ended bool) error {
	return w.db.Write(w.Context(), func(tx *db.Tx) error {
		return retention.Note(w.Context(), tx, retention.Mails, deleted, ended)
	})
}

func (w *watch) mails() retention.Standing {
	w.Helper()
	all, err := w.Standings(w.Context())
	w.must(err)
	for _, s := range all {
		if s.ID == retention.Mails {
			return s
		}
	}
	w.Fatal("there is no rule of mails")
	return retention.Standing{}
}

func TestARuleFromItsFirstDayOn(t *testing.T) {
	w := newWatch(t)
	begun := w.now
	if s := w.mails(); !s.Last.IsZero() || s.Late(w.now) || !s.Next().IsZero() || s.Told() != 0 {
		t.Errorf("in the beginning it is %+v", s)
	}
	w.now = begun.Add(4 * time.Hour)
	if s := w.mails(); !s.Late(w.now) {
		t.Error("a rule that was never carried out is not late")
	}
	w.must(w.notes(8, false)) // one batch
	if s := w.mails(); !s.Last.IsZero() || s.Deleted != 8 {
		t.Errorf("in the middle of a round it is %+v", s)
	}
	w.must(w.Failed(t.Context(), "mails.purge"))
	if s := w.mails(); s.Failed != w.now || !s.Last.IsZero() {
		t.Errorf("after a failure it is %+v", s)
	}
	w.now = w.now.Add(time.Minute)
	w.must(w.notes(5, true))
	s := w.mails()
	if s.Last != w.now || !s.Failed.IsZero() || s.Deleted != 13 || s.Told() != 11 || s.Late(w.now) || s.Next() != w.now.Add(time.Hour) {
		t.Errorf("carried out, it is %+v", s)
	}
	w.must(w.Begin(t.Context())) // the program starts again
	if again := w.mails(); again.Run != s.Run {
		t.Errorf("after a start it is %+v", again)
	}
	w.must(w.Failed(t.Context(), "mails.purge"))
	if s := w.mails(); s.Failed.IsZero() || s.Last.IsZero() {
		t.Errorf("failed again, it is %+v", s)
	}
}

func TestWhatIsUndoneIsNotNoted(t *testing.T) {
	w := newWatch(t)
	undone := errors.New("undone")
	err := w.db.Write(t.Context(), func(tx *db.Tx) error {
		if err := retention.Note(context.WithoutCancel(t.Context()), tx, retention.Mails, 3, true); err != nil {
			return err
		}
		return undone
	})
	if !errors.Is(err, undone) {
		t.Fatal(err)
	}
	if s := w.mails(); !s.Last.IsZero() || s.Deleted != 0 {
		t.Errorf("it is %+v", s)
	}
}
