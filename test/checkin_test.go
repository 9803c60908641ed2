package test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"
)

// often are missions that may be done several times a week, and how often.
var often = map[string]int{"cafe-en-moins": 7, "boeuf-vegetarien": 2, "courses-sans-voiture": 5}

// A diary is what one person was told that the program has kept, and what they sent
// last, of which they do not know.
type diary struct {
	*home
	times   map[string]int // by mission
	sent    map[string]int // after which no answer came
	weights map[int]bool   // in grams; false where no answer came
	next    int
}

// TestCheckInSurvivesKill: whatever was acknowledged before a power cut is there
// after it, once, and the sums are those of the ledger. What was not acknowledged may
// be there, once.
func TestCheckInSurvivesKill(t *testing.T) {
	const kills = 20
	s := openStreet(t, 6)
	diaries := s.diaries()
	for cut := range kills {
		var writing sync.WaitGroup
		for i, d := range diaries {
			random := rand.New(rand.NewPCG(uint64(cut), uint64(i)))
			writing.Go(func() { d.write(t, s, random) })
		}
		time.Sleep(time.Duration(100+20*cut) * time.Millisecond)
		if err := s.Kill(); err != nil {
			t.Fatal(err)
		}
		writing.Wait()
		s.open(t)
		for _, d := range diaries {
			d.check(t, s)
		}
		s.checkSums(t)
	}
	ticks, weights, unknown := 0, 0, 0
	for _, d := range diaries {
		ticks += len(d.times)
		for _, known := range d.weights {
			if known {
				weights++
			} else {
				unknown++
			}
		}
	}
	t.Logf("%d kills, %d missions and %d weighings kept, %d weighings were sent and not acknowledged", kills, ticks, weights, unknown)
	if weights < kills {
		t.Errorf("only %d weighings were acknowledged: the program was killed too early", weights)
	}
}

// diaries are those of everybody, without a word yet.
func (s *street) diaries() (all []*diary) {
	for _, h := range s.homes {
		all = append(all, &diary{home: h, times: map[string]int{}, sent: map[string]int{}, weights: map[int]bool{}})
	}
	return all
}

// write sends one thing after the other until the program does not answer.
func (d *diary) write(t *testing.T, s *street, random *rand.Rand) {
	for {
		err := d.send(s, random)
		if errors.Is(err, errNotTaken) {
			t.Error(err)
		}
		if err != nil {
			return
		}
	}
}

// send sends one thing or the other.
func (d *diary) send(s *street, random *rand.Rand) error {
	if random.IntN(2) == 0 {
		return d.tick(s, random)
	}
	return d.weigh(s)
}

func (d *diary) tick(s *street, random *rand.Rand) error {
	for mission, most := range often { // any one
		times := random.IntN(most + 1)
		d.sent[mission] = times
		err := s.tick(d.home, mission, times)
		if err == nil {
			d.times[mission] = times
			delete(d.sent, mission)
		}
		return err
	}
	return nil
}

func (d *diary) weigh(s *street) error {
	d.next++
	grams := 1000 + d.next
	d.weights[grams] = false
	err := s.weigh(d.home, grams)
	d.weights[grams] = err == nil
	return err
}

// check holds what is stored against the diary, and takes over what it did not know.
func (d *diary) check(t *testing.T, s *street) {
	t.Helper()
	stored := map[string]int{}
	s.query(t, func(r row) error {
		var mission string
		var times int
		err := r.Scan(&mission, &times)
		stored[mission] = times
		return err
	}, `SELECT mission, times FROM check_in WHERE household_id = ? AND week = ?`, string(d.id), string(s.week))
	for mission := range often {
		sent, unknown := d.sent[mission]
		if got := stored[mission]; got != d.times[mission] && !(unknown && got == sent) {
			t.Errorf("%s is stored %d times, acknowledged %d", mission, got, d.times[mission])
		}
		d.times[mission] = stored[mission]
	}
	clear(d.sent)

	kept := map[int]int{}
	s.query(t, func(r row) error {
		var grams int
		err := r.Scan(&grams)
		kept[grams]++
		return err
	}, `SELECT grams FROM weighing WHERE household_id = ? AND undone_at IS NULL`, string(d.id))
	for grams, acknowledged := range d.weights {
		if n := kept[grams]; n > 1 || acknowledged && n == 0 {
			t.Errorf("%d g are stored %d times, acknowledged: %v", grams, n, acknowledged)
		}
		delete(kept, grams)
	}
	if len(kept) > 0 {
		t.Errorf("nobody has sent %v", kept)
	}
}

// checkSums adds the ledger up beside the program.
func (s *street) checkSums(t *testing.T) {
	t.Helper()
	const of = `SELECT COALESCE(SUM(grams), 0) FROM `
	entries, sums := countIn(t, s.place, of+`entry`), countIn(t, s.place, of+`tally WHERE scope = 'household'`)
	if entries != sums {
		t.Errorf("the ledger holds %d g, the sums of the households %d g", entries, sums)
	}
	checkIns := 0
	s.query(t, func(r row) error {
		var c storedCheckIn
		err := r.Scan(&c.times, &c.persons, &c.worth)
		checkIns += c.grams(t)
		return err
	}, `SELECT times, persons, worth FROM check_in`)
	inCommon := countIn(t, s.place, of+`entry WHERE rule = 'overlap'`)
	if entries != checkIns+inCommon {
		t.Errorf("the ledger holds %d g, the check-ins are worth %d g, of which %d g in common", entries, checkIns, -inCommon)
	}
}

// TestASundayEvening: everybody ticks at once, some of them from two phones. None is
// lost, none is counted twice.
func TestASundayEvening(t *testing.T) {
	households, each := 40, 25
	if soak {
		households = 1000
	}
	s := openStreet(t, households)
	type told struct {
		home    *home
		mission string
		times   int
	}
	var all []told
	for _, h := range s.homes {
		for n := range each {
			mission := []string{"cafe-en-moins", "boeuf-vegetarien", "courses-sans-voiture", "repas-vegetalien", "linge-a-l-air"}[n%5]
			all = append(all, told{h, mission, 1 + n%2})
		}
	}
	rand.New(rand.NewPCG(1, 2)).Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	var sending sync.WaitGroup
	begin, start := time.Now(), make(chan struct{})
	for _, a := range all {
		sending.Go(func() {
			<-start
			if err := s.tick(a.home, a.mission, a.times); err != nil {
				t.Error(err)
			}
		})
	}
	close(start)
	sending.Wait()
	t.Logf("%d check-ins of %d households at once: %v", len(all), households, time.Since(begin).Round(time.Millisecond))
	s.checkSums(t)
	if n, want := countIn(t, s.place, `SELECT COUNT(*) FROM check_in WHERE times > 0`), 5*households; n != want {
		t.Errorf("%d missions of households are stored, %d were ticked", n, want)
	}
	if grams := countIn(t, s.place, fmt.Sprintf(`SELECT COALESCE(SUM(grams), 0) FROM entry WHERE week = '%s'`, s.week)); grams <= 0 {
		t.Errorf("all of it is worth %d g", grams)
	}
}
