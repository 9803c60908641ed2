package footprint

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"
	"time"

	"capzero/internal/db"
	"capzero/internal/fault"
)

// A town is people who live together, as the tests say.
type town map[Person]string // their household

func (w town) others(_ context.Context, _ *db.Tx, person string) ([]string, error) {
	var all []string
	for other, home := range w {
		if string(other) != person && home != "" && home == w[Person(person)] {
			all = append(all, string(other))
		}
	}
	slices.Sort(all)
	return all, nil
}

// newTown is a service for people with accounts.
func newTown(t testing.TB, c *clock) (*Service, town) {
	t.Helper()
	s, w := newSmall(t, c), town{}
	s.others = w.others
	return s, w
}

// arrive makes a person live in a household, which may be none.
func (w town) arrive(t testing.TB, s *Service, p Person, home string) {
	t.Helper()
	w[p] = home
	if home == "" {
		return
	}
	if err := s.db.Write(t.Context(), func(tx *db.Tx) error { return s.Joined(t.Context(), tx, string(p)) }); err != nil {
		t.Fatal(err)
	}
}

func begin(t testing.TB, s *Service, p Person) Person {
	t.Helper()
	if err := s.StartOf(t.Context(), string(p), "issy"); err != nil {
		t.Fatal(err)
	}
	return p
}

func claim(t testing.TB, s *Service, token Token, p Person) {
	t.Helper()
	if err := s.Claim(t.Context(), token, string(p)); err != nil {
		t.Fatal(err)
	}
}

// told are the answers of a holder, by rule.
func told(t testing.TB, s *Service, h Holder) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := s.db.Read(t.Context(), func(tx *db.Tx) error {
		a, err := h.find(t.Context(), tx)
		if err != nil {
			return err
		}
		rows, err := readAnswers(t.Context(), tx, a.ID)
		for _, row := range rows {
			all[row.Rule] = row.Value
		}
		return err
	})
	if fault.KindOf(err) == fault.Unauthenticated {
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	return all
}

const (
	ofHome   = "logement . habitants"
	ofPerson = "transport . voiture . km"
)

func TestWhatIsAskedOfAHomeIsAskedOnce(t *testing.T) {
	s, w := newTown(t, newClock())
	anne, marc := begin(t, s, "anne"), Person("marc")
	w.arrive(t, s, anne, "home")
	give(t, s, anne, ofHome, Input{Value: "3"})
	give(t, s, anne, ofPerson, Input{Value: "9000"})
	w.arrive(t, s, marc, "home")
	begin(t, s, marc)
	if got := told(t, s, marc); got[ofHome] != "3" || len(got) != 1 {
		t.Errorf("who comes to live there finds %v", got)
	}
	give(t, s, marc, ofHome, Input{Value: "4"})
	give(t, s, marc, ofPerson, Input{Value: "100"})
	if got := told(t, s, anne); got[ofHome] != "4" || got[ofPerson] != "9000" {
		t.Errorf("the other one now has %v", got)
	}
	w.arrive(t, s, marc, "")
	give(t, s, anne, ofHome, Input{Value: "1"})
	if got := told(t, s, marc); got[ofHome] != "4" {
		t.Errorf("who has left has %v", got)
	}
}

func TestWhoWasThereBeforeHasTheLastWordAboutTheHome(t *testing.T) {
	s, w := newTown(t, newClock())
	anne, marc := begin(t, s, "anne"), begin(t, s, "marc")
	w.arrive(t, s, anne, "home")
	give(t, s, anne, ofHome, Input{Value: "3"})
	give(t, s, marc, ofHome, Input{Value: "1"})
	give(t, s, marc, "déchets . compost", Input{Value: "oui"})
	w.arrive(t, s, marc, "home")
	if got := told(t, s, marc); got[ofHome] != "3" {
		t.Errorf("the newcomer has %v", got)
	}
	if got := told(t, s, anne); got[ofHome] != "3" || got["déchets . compost"] != "oui" {
		t.Errorf("who was there has %v", got)
	}
}

func TestAHouseholdCountsOnceInItsCity(t *testing.T) {
	s, w := newTown(t, newClock())
	anne, marc := begin(t, s, "anne"), begin(t, s, "marc")
	finish(t, s, anne)
	finish(t, s, marc)
	checkTotals(t, s, "issy", 2)
	w.arrive(t, s, anne, "home")
	w.arrive(t, s, marc, "home")
	checkTotals(t, s, "issy", 1)
	give(t, s, marc, ofPerson, Input{Value: "100"})
	finish(t, s, marc)
	checkTotals(t, s, "issy", 1)
	if err := s.Erase(t.Context(), anne); err != nil {
		t.Fatal(err)
	}
	checkTotals(t, s, "issy", 0)
	give(t, s, marc, ofPerson, Input{Value: "200"})
	result(t, s, marc)
	checkTotals(t, s, "issy", 1)
}

func TestWhatWasTypedWithoutAnAccountIsKept(t *testing.T) {
	s, _ := newTown(t, newClock())
	token := start(t, s)
	give(t, s, token, ofPerson, Input{Value: "9000"})
	before := finish(t, s, token)
	claim(t, s, token, "anne")
	claim(t, s, token, "anne") // a second tab
	after := result(t, s, Person("anne"))
	if after.Carbon.KgCO2ePerYear != before.Carbon.KgCO2ePerYear || after.Questions != before.Questions {
		t.Errorf("%.1f kg after %d answers, before %.1f after %d",
			after.Carbon.KgCO2ePerYear, after.Questions, before.Carbon.KgCO2ePerYear, before.Questions)
	}
	if _, err := s.Result(t.Context(), token, "fr"); fault.KindOf(err) != fault.Unauthenticated {
		t.Errorf("the token still opens it: %v", err)
	}
	checkTotals(t, s, "issy", 1)
}

func TestTheNewerAnswerHoldsWhereBothWereGiven(t *testing.T) {
	c := newClock()
	s, w := newTown(t, c)
	anne, marc := begin(t, s, "anne"), begin(t, s, "marc")
	w.arrive(t, s, anne, "home")
	w.arrive(t, s, marc, "home")
	give(t, s, anne, ofPerson, Input{Value: "1000"})
	finish(t, s, anne)
	keep(t, s, anne)

	c.pass(time.Hour)
	token := start(t, s)
	give(t, s, token, ofPerson, Input{Value: "2000"})
	give(t, s, token, ofHome, Input{Value: "5"})
	c.pass(time.Hour)
	give(t, s, anne, ofPerson, Input{Value: "3000"})
	finish(t, s, token)
	keep(t, s, token)
	claim(t, s, token, anne)
	if got := told(t, s, anne); got[ofPerson] != "3000" || got[ofHome] != "5" {
		t.Errorf("the person has %v", got)
	}
	if got := told(t, s, marc); got[ofHome] != "5" || got[ofPerson] == "3000" {
		t.Errorf("who lives there too has %v", got)
	}
	if n := len(milestones(t, s, anne)); n != 2 {
		t.Errorf("%d bilans are left of 2", n)
	}
	checkTotals(t, s, "issy", 1)
}

func TestAnswersOfAPersonOutliveThoseOfABrowser(t *testing.T) {
	c := newClock()
	s, _ := newTown(t, c)
	anne := begin(t, s, "anne")
	give(t, s, anne, ofPerson, Input{Value: "1000"})
	start(t, s)
	c.pass(KeptFor + time.Hour)
	if n, err := s.Purge(t.Context()); n != 1 || err != nil {
		t.Errorf("%d were deleted: %v", n, err)
	}
	if got := told(t, s, anne); got[ofPerson] != "1000" {
		t.Errorf("the person has %v", got)
	}
}

// TestHomesAndPeopleStayApart lets people answer, claim, come together and part at
// random. Those who live together always agree about the home, nobody ever has a
// personal answer that they did not give, and each household counts once.
func TestHomesAndPeopleStayApart(t *testing.T) {
	for seed := range uint64(6) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			random := rand.New(rand.NewPCG(seed, 4))
			c := newClock()
			s, w := newTown(t, c)
			people := []Person{"anne", "marc", "zoé", "li"}
			given := map[Person]string{} // the last personal answer of each
			for step := range 80 {
				c.pass(time.Minute)
				p := people[random.IntN(len(people))]
				value := strconv.Itoa(step + 1)
				switch random.IntN(7) {
				case 0:
					w.arrive(t, s, p, []string{"", "a", "b"}[random.IntN(3)])
				case 1:
					token := start(t, s)
					give(t, s, token, ofPerson, Input{Value: value})
					give(t, s, token, ofHome, Input{Value: strconv.Itoa(1 + random.IntN(6))})
					claim(t, s, token, p)
					given[p] = value
				case 2:
					finish(t, s, begin(t, s, p))
					if _, ok := given[p]; !ok {
						given[p] = ""
					}
				case 3:
					if err := s.Erase(t.Context(), p); err == nil {
						delete(given, p)
					}
				case 4:
					give(t, s, begin(t, s, p), ofHome, Input{Value: strconv.Itoa(1 + random.IntN(6))})
				default:
					give(t, s, begin(t, s, p), ofPerson, Input{Value: value})
					given[p] = value
				}
				checkApart(t, s, w, given)
			}
			counted := map[string]bool{}
			for p := range given {
				if home := w[p]; home != "" {
					counted[home] = true
				} else {
					counted[string(p)] = true
				}
			}
			for _, p := range slices.Sorted(maps.Keys(given)) {
				c.pass(25 * time.Hour)
				finish(t, s, p)
			}
			checkTotals(t, s, "issy", int64(len(counted)))
		})
	}
}

func checkApart(t *testing.T, s *Service, w town, given map[Person]string) {
	t.Helper()
	homes := map[string]string{}
	for p := range w {
		all := told(t, s, p)
		if want := given[p]; all[ofPerson] != want {
			t.Fatalf("%s has %q as a personal answer and gave %q", p, all[ofPerson], want)
		}
		if w[p] == "" || all == nil {
			continue
		}
		if before, ok := homes[w[p]]; ok && before != all[ofHome] {
			t.Fatalf("those of %q say %q and %q of their home", w[p], before, all[ofHome])
		}
		homes[w[p]] = all[ofHome]
	}
}

// TestTheBranchesAboutTheHomeAreThere in the models, so that a rule that moves in
// a new version does not silently become a person's.
func TestTheBranchesAboutTheHomeAreThere(t *testing.T) {
	v := publishedVoice(t, "fr")
	for _, branch := range slices.Concat(homeBranches, personalBranches) {
		found := slices.ContainsFunc(v.questions, func(q *Question) bool { return inBranch(q.Rule, []string{branch}) })
		if !found {
			t.Errorf("no question is in %q", branch)
		}
	}
	for rule, want := range map[string]bool{
		"logement . surface": true, "logement . vacances . hotel . présent": false,
		"déchets . tri . verre": true, "transport . voiture . km": false, "logements": false,
	} {
		if aboutHome(rule) != want {
			t.Errorf("%s is about the home: %t", rule, !want)
		}
	}
}
