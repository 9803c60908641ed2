package demo_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"capzero/internal/app"
	"capzero/internal/challenge"
	"capzero/internal/db"
	"capzero/internal/db/dbtest"
	"capzero/internal/demo"
)

// present is when these cities are looked at: a Thursday.
var present = time.Date(2026, time.November, 26, 20, 0, 0, 0, time.UTC)

// soak says that tests have as long as they like.
var soak = os.Getenv("CAPZERO_SOAK") != ""

// at is the configuration of records at a place.
func at(t *testing.T, place string) app.Config {
	t.Helper()
	c := app.Config{Listen: "127.0.0.1:0", Data: place, Now: func() time.Time { return present }}
	if db.IsAddress(place) {
		c.Data, c.Database = "", place
		c.Key = filepath.Join(t.TempDir(), "capzero.key")
	}
	return c
}

// invented makes a city on the engine of the tests.
func invented(t *testing.T, o demo.Options) (app.Config, app.Demonstration) {
	t.Helper()
	config := at(t, dbtest.Empty(t, dbtest.Engine(t)))
	return config, inventedAt(t, config, o)
}

func inventedAt(t *testing.T, config app.Config, o demo.Options) app.Demonstration {
	t.Helper()
	began := time.Now()
	d, err := app.Demo(t.Context(), config, o)
	must(t, err)
	t.Logf("%d households, %d adults, %d weeks in %v: %d evenings, %d weighings (%d doubted, %d taken back), %d missions written down, "+
		"%d proposals answered, %d messages, %d moves, %d splits, %d erased; no was said to %v",
		d.Households, d.Adults, o.Weeks, time.Since(began).Round(time.Second), d.Evenings, d.Weighings, d.Doubted, d.TakenBack, d.CheckIns,
		d.Answered, d.Messages, d.Moves, d.Splits, d.Erased, d.Refused)
	return d
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// records opens the records of a city.
func records(t *testing.T, config app.Config) *db.DB {
	t.Helper()
	place := config.Data
	if config.Database != "" {
		place = config.Database
	}
	d, err := db.Open(t.Context(), place, config.Now)
	must(t, err)
	t.Cleanup(func() { must(t, d.Close()) })
	return d
}

// rows reads whole numbers and texts of a query, the number last.
func rows(t *testing.T, d *db.DB, query string, each func(texts []string, number int64)) {
	t.Helper()
	must(t, d.Read(context.Background(), func(tx *db.Tx) error {
		found, err := tx.Query(context.Background(), query)
		if err != nil {
			return err
		}
		defer found.Close()
		columns, err := found.Columns()
		if err != nil {
			return err
		}
		for found.Next() {
			texts, number := make([]string, len(columns)-1), int64(0)
			into := make([]any, 0, len(columns))
			for i := range texts {
				into = append(into, &texts[i])
			}
			if err := found.Scan(append(into, &number)...); err != nil {
				return err
			}
			each(texts, number)
		}
		return found.Err()
	}))
}

// grams are sums by what they are of, without those that are zero.
type grams map[string]int64

func (g grams) add(of []string, n int64) {
	key := strings.Join(of, "/")
	if g[key] += n; g[key] == 0 {
		delete(g, key)
	}
}

func (g grams) mustBe(t *testing.T, what string, want grams) {
	t.Helper()
	wrong := 0
	for key, n := range want {
		if g[key] != n {
			t.Errorf("%s: of %s %d are kept, the ledger says %d", what, key, g[key], n)
			wrong++
		}
	}
	for key, n := range g {
		if _, known := want[key]; !known {
			t.Errorf("%s: of %s %d are kept, the ledger has nothing", what, key, n)
			wrong++
		}
	}
	t.Logf("%s: %d sums, %d wrong", what, len(want), wrong)
}

// eventful is a truth in which a lot happens.
func eventful(seed uint64) demo.Truth {
	truth := demo.DefaultTruth(seed)
	truth.Corrects, truth.Moves, truth.Parts, truth.Forgets, truth.LeavesTeam = 0.2, 0.02, 0.04, 0.025, 0.02
	truth.Couple, truth.Late, truth.Eager = 0.8, 0.15, 0.7
	for channel := range truth.Stops {
		truth.Stops[channel] = 0.01
	}
	return truth
}

// Every sum that is kept is what the ledger says, whatever people did: recomputed
// by adding up all entries, one after the other.
func TestSeasonMatchesRecomputation(t *testing.T) {
	o := demo.Options{Households: 60, Weeks: 12, Truth: eventful(6)}
	if soak {
		o.Households, o.Weeks = demo.Households, demo.Weeks
	}
	config, d := invented(t, o)
	for what, n := range map[string]int{
		"corrections": d.Corrected, "moves": d.Moves, "splits": d.Splits, "departures": d.Erased, "missions": d.CheckIns, "messages": d.Messages,
	} {
		if n == 0 {
			t.Errorf("a season without any %s shows nothing", what)
		}
	}
	r := records(t, config)

	kept := map[string]grams{"household": {}, "team": {}}
	rows(t, r, `SELECT scope, of, week, kind, stream, grams FROM tally`, func(of []string, n int64) { kept[of[0]].add(of[1:], n) })
	entries, inCommon, households, teams, persons := 0, int64(0), grams{}, grams{}, grams{}
	rows(t, r, `SELECT household_id, team_id, person_id, rule, week, kind, stream, grams FROM entry`, func(of []string, n int64) {
		entries++
		household, team, person, rule, line := of[0], of[1], of[2], of[3], of[4:]
		households.add(append([]string{household}, line...), n)
		if team != "" {
			teams.add(append([]string{team}, line...), n)
		}
		if strings.HasPrefix(rule, "overlap") { // follows from all that was ticked in the week
			inCommon -= n
			return
		}
		persons.add(append([]string{household, person, rule}, line...), n)
	})
	for of, n := range households {
		if n < 0 && strings.Contains(of, "/carbon/") {
			t.Errorf("%s: what missions have in common takes more off than they avoid: %d g", of, n)
		}
	}
	left := 0
	rows(t, r, `SELECT team_id, week, kind, stream, grams FROM entry_left`, func(of []string, n int64) {
		left++
		teams.add(of, n)
	})
	t.Logf("%d g are what missions of a week had in common", inCommon)
	if inCommon <= 0 {
		t.Error("no missions of a week had anything in common")
	}
	t.Logf("%d entries; %d sums were left to teams by %d who are forgotten", entries, left, d.Erased)
	if soak && left == 0 {
		t.Error("nobody who is forgotten has left anything to a team")
	}
	kept["household"].mustBe(t, "households, by week", households)
	kept["team"].mustBe(t, "teams, by week", teams)
	checkIns(t, r).mustBe(t, "persons, by mission and week", ofWhoStayed(t, r, persons))
}

// A snapshotCut says up to when what was written of a cell is in figures, and in which.
type snapshotCut struct {
	upto              int64
	inZone, inHousing bool
}

// Every figure of the city, of a zone, of flats and of houses is, in every week that
// it was taken, what the ledger says: recomputed entry by entry, from the moments up
// to which each cell is in it. Nobody is erased here: a figure that is out stays.
func TestFiguresOfTheCityMatchRecomputation(t *testing.T) {
	truth := eventful(9)
	truth.Forgets = 0
	o := demo.Options{Households: 90, Weeks: 10, Truth: truth}
	if soak {
		o.Households, o.Weeks = demo.Households, demo.Weeks
	}
	config, _ := invented(t, o)
	r := records(t, config)

	cuts := map[string][]snapshotCut{}
	rows(t, r, `
		SELECT quantity, zone, housing, CAST(in_zone AS TEXT), CAST(in_housing AS TEXT), upto FROM snapshot_cut ORDER BY upto`,
		func(of []string, upto int64) {
			cell := strings.Join(of[:3], "|")
			cuts[cell] = append(cuts[cell], snapshotCut{upto, of[3] == "1", of[4] == "1"})
		})
	type taken struct {
		week string
		at   int64
	}
	var runs []taken
	rows(t, r, `SELECT week, taken_at FROM snapshot_run ORDER BY week`, func(of []string, at int64) { runs = append(runs, taken{of[0], at}) })

	recomputed, waiting := grams{}, 0
	rows(t, r, `
		SELECT e.zone, COALESCE(n.housing, ''), e.kind, e.stream, CAST(e.at AS TEXT), e.grams
		FROM entry e LEFT JOIN enrolment n ON n.season_id = e.season_id AND n.household_id = e.household_id`,
		func(of []string, n int64) {
			zone, housing, quantity := of[0], of[1], of[2]
			if quantity == string(challenge.Waste) {
				quantity = "waste/" + of[3]
			}
			at, err := strconv.ParseInt(of[4], 10, 64)
			must(t, err)
			all := cuts[quantity+"|"+zone+"|"+housing]
			i := slices.IndexFunc(all, func(c snapshotCut) bool { return at <= c.upto })
			if i < 0 {
				waiting++
				return
			}
			for _, run := range runs {
				if all[i].upto > run.at {
					continue
				}
				recomputed.add([]string{run.week, "city", "", quantity}, n)
				if all[i].inZone {
					recomputed.add([]string{run.week, "zone", zone, quantity}, n)
				}
				if all[i].inHousing {
					recomputed.add([]string{run.week, "housing", housing, quantity}, n)
				}
			}
		})
	kept := grams{}
	rows(t, r, `
		SELECT week, scope, of, quantity, grams FROM snapshot WHERE quantity = 'carbon' OR quantity LIKE 'waste/%'`,
		func(of []string, n int64) { kept.add(of, n) })
	kept.mustBe(t, "city, zones, flats and houses, by week", recomputed)
	t.Logf("%d weeks; %d entries are in no figure yet", len(runs), waiting)
	for _, scale := range []string{"/city/", "/zone/", "/housing/"} {
		if !slices.ContainsFunc(slices.Collect(maps.Keys(kept)), func(key string) bool { return strings.Contains(key, scale) }) {
			t.Errorf("there is no figure of scale %s", scale)
		}
	}
	ranked := grams{}
	rows(t, r, `SELECT person_id, kind, tenths FROM ranking_place`, func(of []string, n int64) { ranked.add(of, n) })
	ranked.mustBe(t, "rankings", rankedAgain(t, r))
}

// rankedAgain adds up again what those in the ranking avoided by themselves, in tenths
// of a kilogram, up to when it was counted.
func rankedAgain(t *testing.T, r *db.DB) grams {
	t.Helper()
	sums, tenths := grams{}, grams{}
	rows(t, r, `
		SELECT e.person_id, e.kind, e.grams FROM ranking_run u
		JOIN ranking_entrant n ON n.season_id = u.season_id AND n.entered_at < u.counted_at
		JOIN entry e ON e.season_id = u.season_id AND e.person_id = n.person_id AND e.week < u.week AND e.at <= u.counted_at`,
		func(of []string, n int64) { sums.add(of, n) })
	for of, n := range sums {
		tenths.add([]string{of}, (max(n, 0)+50)/100)
	}
	return tenths
}

// checkIns are what is written down of missions, worth what was kept with it.
func checkIns(t *testing.T, r *db.DB) grams {
	all := grams{}
	rows(t, r, `SELECT household_id, person_id, 'mission/' || mission, week, worth, times * persons FROM check_in`, func(of []string, n int64) {
		var worth challenge.Worth
		must(t, json.Unmarshal([]byte(of[4]), &worth))
		all.add(append(of[:4:4], "carbon", ""), n*worth.GramsCO2e)
		for _, s := range worth.Streams {
			all.add(append(of[:4:4], "waste", s.Stream), n*s.Grams)
		}
	})
	return all
}

// ofWhoStayed leaves out what those did who are forgotten: their household keeps
// its entries, and nobody the check-ins.
func ofWhoStayed(t *testing.T, r *db.DB, persons grams) grams {
	written := map[string]bool{}
	rows(t, r, `SELECT household_id, person_id, 'mission/' || mission, 0 FROM check_in`, func(of []string, _ int64) {
		written[strings.Join(of, "/")] = true
	})
	all := grams{}
	for key, n := range persons {
		parts := strings.Split(key, "/")
		if parts[1] != "" || written[strings.Join(parts[:4], "/")] {
			all[key] = n
		}
	}
	return all
}

// The same seed makes the same city.
func TestSameSeedSameCity(t *testing.T) {
	var first string
	for i, seed := range []uint64{3, 3, 4} {
		config, _ := invented(t, demo.Options{Households: 14, Weeks: 6, Truth: demo.DefaultTruth(seed)})
		r := records(t, config)
		var all strings.Builder
		for _, query := range []string{
			`SELECT household_id, rule, week, kind, stream, grams FROM entry ORDER BY household_id, number`,
			`SELECT household_id, day, stream, method, grams FROM weighing ORDER BY household_id, number`,
			`SELECT person_id, week, mission, answer, number FROM offer ORDER BY person_id, week, number`,
			`SELECT rule, grams FROM city_total ORDER BY rule`,
			`SELECT person_id, name, number FROM ranking_entrant ORDER BY person_id`,
		} {
			n := 0
			rows(t, r, query, func(of []string, number int64) {
				n++
				fmt.Fprintln(&all, of, number)
			})
			if n == 0 {
				t.Errorf("nothing is found by %s", query)
			}
		}
		if i == 0 {
			first = all.String()
		}
		if same := all.String() == first; same != (seed == 3) {
			t.Errorf("seed %d, city %d: the same as the first: %v", seed, i, same)
		}
	}
}
