package app

import (
	"context"
	"slices"
	"testing"
	"time"

	"capzero/internal/backup"
	"capzero/internal/city"
	"capzero/internal/db"
	"capzero/internal/db/dbtest"
	"capzero/internal/job"
	"capzero/internal/mydata"
	"capzero/internal/retention"
)

// A calendar is a village whose clock tests move.
type calendar struct {
	village
	now *time.Time
}

func openCalendar(t *testing.T, place string, change func(*Config)) calendar {
	t.Helper()
	now := time.Date(2026, time.November, 23, 18, 0, 0, 0, time.UTC)
	config := at(place)
	config.Now = func() time.Time { return now }
	if change != nil {
		change(&config)
	}
	a, err := New(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return calendar{village{a, t}, &now}
}

// rules are those of the village.
func (c calendar) rules() retention.Rules {
	c.Helper()
	cities, err := city.Load()
	c.must(err)
	return retention.Of(cities[defaultCity])
}

// standing is how it stands with a rule.
func (c calendar) standing(id retention.ID) retention.Standing {
	c.Helper()
	all, err := c.kept.Standings(c.Context())
	c.must(err)
	i := slices.IndexFunc(all, func(s retention.Standing) bool { return s.ID == id })
	if i < 0 {
		c.Fatalf("nothing is known of rule %s", id)
	}
	return all[i]
}

// TestEveryRuleHasItsJob: a rule without one would be a promise.
func TestEveryRuleHasItsJob(t *testing.T) {
	c := openCalendar(t, dbtest.Place(t), func(c *Config) { c.Backups = t.TempDir() })
	every := map[string]time.Duration{}
	for _, k := range c.kinds() {
		every[k.Name()] = k.Interval()
	}
	for _, rule := range c.rules() {
		if rule.ID == retention.DoneJobs { // the queue does it, see package job
			continue
		}
		if interval := every[rule.Job]; interval <= 0 || interval > rule.Every {
			t.Errorf("rule %s: the job %q runs every %v, and should every %v", rule.ID, rule.Job, interval, rule.Every)
		}
	}
	if kept := time.Duration(backup.Usual.Weeks) * 7 * 24 * time.Hour; kept != retention.BackupFor {
		t.Errorf("backups are kept for %v, and the rule says %v", kept, retention.BackupFor)
	}
}

// TestEverythingAboutPeopleHasAnEnd: each kind of thing that is held has a rule, whose
// tables have it, or goes with an account, a household or the challenge.
func TestEverythingAboutPeopleHasAnEnd(t *testing.T) {
	c := openCalendar(t, dbtest.Place(t), nil)
	rules, things := c.rules(), map[string]bool{}
	for _, g := range mydata.Groups() {
		for _, thing := range g.Things {
			things[thing.Table] = true
			switch thing.Until {
			case retention.WithAccount, retention.WithHousehold, retention.WithChallenge:
				continue
			}
			if rule, known := rules.Get(thing.Until); !known {
				t.Errorf("%s: %q is no rule", thing.Name, thing.Until)
			} else if rule.ID != retention.Inactive && thing.Table != "team" && !slices.Contains(rule.Tables, thing.Table) {
				t.Errorf("%s: rule %s does not delete from %s", thing.Name, rule.ID, thing.Table)
			}
		}
	}
	for _, rule := range rules {
		for _, table := range rule.Tables {
			if !things[table] && mydata.LeftTables()[table] == "" {
				t.Errorf("rule %s deletes from %s, which is nothing of people", rule.ID, table)
			}
		}
	}
}

// A plant puts a row there whose rule counts from a moment, under a name.
type plant func(c calendar, name string, from time.Time)

// sown are the rows of each rule that a job deletes by their age alone, with how to see
// that one is there.
func sown() map[retention.ID]struct {
	plant plant
	find  string
} {
	person := func(c calendar, id string) { c.comes(id + "-person") }
	return map[retention.ID]struct {
		plant plant
		find  string
	}{
		retention.Answers: {func(c calendar, name string, from time.Time) {
			c.write(`INSERT INTO assessment (id, token_hash, city_id, revision, created_at, active_at) VALUES (?, ?, 'issy', 0, 1, ?)`, name, name, from.Unix())
		}, `SELECT COUNT(*) FROM assessment WHERE id = ?`},
		retention.Devices: {func(c calendar, name string, from time.Time) {
			person(c, name)
			c.write(`INSERT INTO session (id, token_hash, earlier_until, person_id, device, stale, created_at, seen_at, expires_at)
				VALUES (?, ?, 0, ?, '', 0, 1, ?, ?)`, name, name, name+"-person", from.Unix(), from.Add(retention.SessionFor).Unix())
		}, `SELECT COUNT(*) FROM session WHERE id = ?`},
		retention.SignIns: {func(c calendar, name string, from time.Time) {
			c.write(`INSERT INTO sign_in (id, email, email_key, language, person_id, code_hash, wrong_codes, created_at, expires_at)
				VALUES (?, '', '', 'fr', '', '', 0, 1, ?)`, name, from.Unix())
		}, `SELECT COUNT(*) FROM sign_in WHERE id = ?`},
		retention.Ceremonies: {func(c calendar, name string, from time.Time) {
			c.write(`INSERT INTO ceremony (id, kind, person_id, data, created_at, expires_at) VALUES (?, 'login', '', '', 1, ?)`, name, from.Unix())
		}, `SELECT COUNT(*) FROM ceremony WHERE id = ?`},
		retention.Budgets: {func(c calendar, name string, from time.Time) {
			c.write(`INSERT INTO budget (name, owed_until) VALUES (?, ?)`, name, from.UnixMilli())
		}, `SELECT COUNT(*) FROM budget WHERE name = ?`},
		retention.Mails: {func(c calendar, name string, from time.Time) {
			c.write(`INSERT INTO mail (id, reason, kind, person_id, prompt, sealed, state, attempts, problem, queued_at, due_at, until_at)
				VALUES (?, ?, 'sign_in', '', 0, '', 'sent', 1, '', ?, 0, 1)`, name, name, from.Unix())
		}, `SELECT COUNT(*) FROM mail WHERE id = ?`},
		retention.Takeouts: {func(c calendar, name string, from time.Time) {
			c.write(`INSERT INTO takeout (id, person_id, language, state, done, steps, asked_at, bytes, sealed) VALUES (?, ?, 'fr', 'asked', 0, 1, ?, 0, '')`,
				name, name, from.Unix())
		}, `SELECT COUNT(*) FROM takeout WHERE id = ?`},
		retention.Receipts: {func(c calendar, name string, from time.Time) {
			c.write(`INSERT INTO erasure (reference, erased_at, cleaned_at) VALUES (?, 1, ?)`, name, from.Unix())
		}, `SELECT COUNT(*) FROM erasure WHERE reference = ?`},
		retention.Requests: {func(c calendar, name string, from time.Time) {
			c.write(`INSERT INTO data_request (id, asked_at, ended_at, outcome) VALUES (?, ?, ?, 'ready')`, name, from.Unix(), from.Unix())
		}, `SELECT COUNT(*) FROM data_request WHERE id = ?`},
		retention.Accesses: {func(c calendar, name string, from time.Time) {
			c.write(`INSERT INTO staff_access (person_id, day, by_person, role, what, city_id, times) VALUES (?, ?, 'claire', 'officer', 'card_made', 'issy', 1)`,
				name, from.Format(time.DateOnly))
		}, `SELECT COUNT(*) FROM staff_access WHERE person_id = ?`},
		retention.Reasons: {func(c calendar, name string, from time.Time) {
			c.write(`INSERT INTO job_reason (reason, noted_at) VALUES (?, ?)`, name, from.Unix())
		}, `SELECT COUNT(*) FROM job_reason WHERE reason = ?`},
		retention.Invitations: {func(c calendar, name string, from time.Time) {
			c.write(`INSERT INTO household (id, created_at) VALUES (?, 1)`, name)
			c.write(`INSERT INTO invitation (id, household_id, number, kind, verifier_hash, made_by, made_at, expires_at, places, failures, ended)
				VALUES (?, ?, 1, 'link', '', '', 1, ?, 1, 0, '')`, name, name, from.Unix())
		}, `SELECT COUNT(*) FROM invitation WHERE id = ?`},
		retention.TeamLinks: {func(c calendar, name string, from time.Time) {
			c.teams(name, from)
			c.write(`INSERT INTO team_link (hash, team_id, made_by, made_at, expires_at) VALUES (?, ?, '', 1, ?)`, name, name, from.Unix())
		}, `SELECT COUNT(*) FROM team_link WHERE hash = ?`},
		retention.Moderation: {func(c calendar, name string, from time.Time) {
			c.teams(name, from)
			c.write(`INSERT INTO board_message (team_id, number, person_id, household_id, text, at) VALUES (?, 1, 'anne', 'home', 'Bonjour', 1)`, name)
			c.write(`INSERT INTO board_event (team_id, number, message, kind, by_person, household_id, why, at) VALUES (?, 1, 1, 'city', '', '', 'insult', ?)`,
				name, from.Unix())
		}, `SELECT COUNT(*) FROM board_message WHERE team_id = ?`},
		retention.Rankings: {func(c calendar, name string, from time.Time) {
			c.seasons(name, from)
			c.write(`INSERT INTO ranking_entrant (season_id, person_id, name, number, household_id, text_version, entered_at) VALUES (?, ?, ?, 0, 'home', ?, 1)`,
				name, name, name, c.rankingText())
		}, `SELECT COUNT(*) FROM ranking_entrant WHERE season_id = ?`},
		retention.SeasonDetails: {func(c calendar, name string, from time.Time) {
			c.seasons(name, from)
			c.write(`INSERT INTO enrolment (season_id, household_id, enrolled_at, channel, housing, zone, stratum, number, wave, team_id)
				VALUES (?, ?, 1, 'mouth', 'flat', '', '', 0, 1, '')`, name, name)
		}, `SELECT COUNT(*) FROM enrolment WHERE season_id = ?`},
	}
}

// seasons makes one that ended in the week of a moment.
func (c calendar) seasons(id string, ended time.Time) {
	c.Helper()
	monday := ended.AddDate(0, 0, -(int(ended.Weekday())+6)%7)
	var number int
	c.must(c.records.Read(c.Context(), func(tx *db.Tx) error {
		return tx.QueryRow(c.Context(), `SELECT COUNT(*) + 1 FROM season`).Scan(&number)
	}))
	c.write(`INSERT INTO season (id, city_id, number, name, from_week, weeks, baseline_weeks, waves, wave_gap, waste_target, carbon_target, seed, created_at)
		VALUES (?, 'issy', ?, 'Défi', ?, 10, 3, 1, 0, 20, 10, 1, 1)`, id, number, monday.AddDate(0, 0, -70).Format(time.DateOnly))
}

// teams makes one of a season that is not over for long.
func (c calendar) teams(id string, from time.Time) {
	c.Helper()
	c.seasons(id, from)
	c.write(`INSERT INTO team (id, season_id, name, zone, wave, number, animator, asked, aim_households, aim_carbon, aim_waste, formed_by, created_at)
		VALUES (?, ?, 'Les Voisins', '', 1, 0, '', '', 0, 0, 0, '', 1)`, id, id)
}

// rankingText is the version of the text that people say yes to.
func (c calendar) rankingText() string {
	c.Helper()
	switches, err := c.homes.consents.Switches(c.Context(), "anybody", "fr")
	c.must(err)
	for _, s := range switches {
		if s.Purpose == "ranking" {
			return s.Version
		}
	}
	c.Fatal("there is no text of rankings")
	return ""
}

// does does the job of a rule, as the queue would.
func (c calendar) does(rule retention.Rule) error {
	c.Helper()
	jobs := map[string]func(context.Context) error{
		"footprint.purge":   func(ctx context.Context) error { return c.purge(ctx, job.Job[purge]{}) },
		"accounts.inactive": func(ctx context.Context) error { return c.tendInactive(ctx, job.Job[tendInactive]{}) },
		"seasons.reduce":    func(ctx context.Context) error { return c.reduceSeasons(ctx, job.Job[reduceSeasons]{}) },
		"rankings.count":    func(ctx context.Context) error { return c.countRankings(ctx, job.Job[countRankings]{}) },
		"boards.purge":      func(ctx context.Context) error { return c.purgeBoards(ctx, job.Job[purgeBoards]{}) },
		"invitations.purge": func(ctx context.Context) error { return c.purgeInvitations(ctx, job.Job[purgeInvitations]{}) },
		"accounts.purge":    func(ctx context.Context) error { return c.purgeAccounts(ctx, job.Job[purgeAccounts]{}) },
		"mails.purge":       func(ctx context.Context) error { return c.purgeMails(ctx, job.Job[purgeMails]{}) },
		"takeout.purge":     func(ctx context.Context) error { return c.purgeTakeouts(ctx, job.Job[purgeTakeouts]{}) },
		"accesses.purge":    func(ctx context.Context) error { return c.purgeAccesses(ctx, job.Job[purgeAccesses]{}) },
		"job.forget":        func(ctx context.Context) error { return c.forget(ctx, job.Job[forget]{}) },
		"records.copy":      func(ctx context.Context) error { return c.backups.nightly(ctx) },
	}
	return jobs[rule.Job](c.Context())
}

// TestEveryRuleIsCarriedOut: what is a little older than its rule goes, what is a little
// younger stays, and it is noted. Accounts that nobody uses take weeks, and have a test
// of their own; backups are files.
func TestEveryRuleIsCarriedOut(t *testing.T) {
	dbtest.OnBothPlaces(t, func(t *testing.T, place string) {
		c := openCalendar(t, place, func(c *Config) { c.Backups = t.TempDir() })
		rows := sown()
		for _, rule := range c.rules() {
			if rule.Job == "" {
				continue
			}
			row, planted := rows[rule.ID]
			if planted {
				slack := time.Hour
				switch {
				case rule.ID == retention.Accesses:
					slack = 25 * time.Hour // a day of the city
				case rule.Keep.Months > 0 && rule.ID != retention.Receipts && rule.ID != retention.Requests:
					slack = 9 * 24 * time.Hour // seasons end on Sundays
				}
				row.plant(c, "old-"+string(rule.ID), rule.Keep.Before(*c.now).Add(-slack))
				row.plant(c, "young-"+string(rule.ID), rule.Keep.Before(*c.now).Add(slack))
			}
			if c.standing(rule.ID).Last.Equal(*c.now) {
				*c.now = c.now.Add(time.Second) // another rule of the same job
			}
			c.must(c.does(rule))
			if rule.ID == retention.Inactive || rule.ID == retention.Backups {
				continue
			}
			if !planted {
				t.Errorf("rule %s: nothing shows that it is carried out", rule.ID)
				continue
			}
			if s := c.standing(rule.ID); !s.Last.Equal(c.now.Truncate(time.Second)) || s.Deleted == 0 {
				t.Errorf("rule %s: it is noted %+v", rule.ID, s.Run)
			}
			for name, want := range map[string]int{"old-": 0, "young-": 1} {
				if got := c.found(row.find, name+string(rule.ID)); got != want {
					t.Errorf("rule %s: of %s there are %d rows, want %d", rule.ID, name, got, want)
				}
			}
		}
		if s := c.standing(retention.Backups); s.Last.IsZero() {
			t.Error("the backups are not noted")
		}
	})
}

func (c calendar) found(query, name string) (n int) {
	c.Helper()
	c.must(c.records.Read(c.Context(), func(tx *db.Tx) error { return tx.QueryRow(c.Context(), query, name).Scan(&n) }))
	return n
}

// TestAnUnusedAccountGoesTheWayOfErasing: with a receipt, a line in the journal, and
// nothing left of it. Whoever has an address is kept where no mail leaves.
func TestAnUnusedAccountGoesTheWayOfErasing(t *testing.T) {
	dbtest.OnBothPlaces(t, func(t *testing.T, place string) {
		c := openCalendar(t, place, nil)
		for _, id := range []string{"card", "mail"} {
			c.comes(id)
			c.write(`UPDATE person SET created_at = ? WHERE id = ?`, c.now.Unix(), id)
		}
		c.write(`UPDATE person SET email = '', email_key = NULL WHERE id = 'card'`)
		c.lives("card")
		c.must(c.measures.StartOf(t.Context(), "card", defaultCity))
		rule, _ := c.rules().Get(retention.Inactive)
		day := func() {
			*c.now = c.now.AddDate(0, 0, 1)
			c.must(c.does(rule))
		}
		*c.now = c.now.AddDate(0, 36, -3)
		c.must(c.does(rule))
		for range 20 {
			day()
		}
		if c.count("person") != 2 {
			t.Fatal("somebody is erased within three weeks")
		}
		for range 20 {
			day()
		}
		if held := c.held("card"); held != "" || c.count("household") != 0 {
			t.Errorf("of who has a card there are %s", held)
		}
		if n := c.count("erasure"); n != 1 {
			t.Errorf("there are %d receipts", n)
		}
		if n := c.count("erased"); n == 0 {
			t.Error("the journal does not know of it")
		}
		if c.held("mail") == "" {
			t.Error("somebody with an address is erased without a mail")
		}
		if s := c.standing(retention.Inactive); s.Deleted != 1 || !s.Last.Equal(c.now.Truncate(time.Second)) {
			t.Errorf("it is noted %+v", s.Run)
		}
	})
}

// TestAFailedRuleIsNoted: by the job that could not carry it out.
func TestAFailedRuleIsNoted(t *testing.T) {
	c := openCalendar(t, dbtest.Place(t), nil)
	c.must(c.kept.Failed(t.Context(), "boards.purge"))
	for _, id := range []retention.ID{retention.Moderation, retention.TeamLinks} {
		if s := c.standing(id); s.Failed.IsZero() {
			t.Errorf("rule %s: nothing is noted", id)
		}
	}
	c.must(c.purgeBoards(t.Context(), job.Job[purgeBoards]{}))
	if s := c.standing(retention.Moderation); !s.Failed.IsZero() || s.Last.IsZero() {
		t.Errorf("carried out, it is %+v", s.Run)
	}
}
