package steering

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"capzero/internal/challenge"
	"capzero/internal/household"
	"capzero/internal/stats"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

const monday challenge.Week = "2026-09-07"

// season begins on that Monday; missions start with its fourth week.
func season() challenge.Season {
	plan := challenge.UsualPlan("Défi", monday)
	plan.Waves = 1
	return challenge.Season{ID: "S1", City: "issy", Number: 1, Plan: plan}
}

// chronicle is of a Wednesday of a week of the season, counted from 1.
func chronicle(week int, all ...challenge.Told) challenge.Chronicle {
	return challenge.Chronicle{Season: season(), Today: monday.Plus(week - 1).First().Plus(2), Households: all}
}

// did is a household that did a mission in some weeks of the season, counted from 1.
func did(id int, weeks ...int) challenge.Told {
	t := challenge.Told{
		ID: household.ID(fmt.Sprintf("H%03d", id)), Since: monday, Starts: monday.Plus(3), Channel: challenge.CityChannel,
		Zone: "fort", Adults: 2, Missions: make([]int, 24), Weighings: make([]int, 24),
	}
	for _, w := range weeks {
		t.Missions[w-1] = 1
	}
	return t
}

// many are households alike.
func many(n int, of func(i int) challenge.Told) (all []challenge.Told) {
	for i := range n {
		all = append(all, of(i))
	}
	return all
}

func from(first, last int) (weeks []int) {
	for w := first; w <= last; w++ {
		weeks = append(weeks, w)
	}
	return weeks
}

func TestFewAreNotCounted(t *testing.T) {
	for n, want := range map[int]Count{0: {}, 1: {Few: true}, 10: {Few: true}, 11: {N: 11}} {
		if got := countOf(n); got != want {
			t.Errorf("%d: %+v", n, got)
		}
	}
}

func TestWhatIsHiddenDoesNotFollowFromTheRest(t *testing.T) {
	for _, tt := range []struct {
		name  string
		sizes []int
		want  []bool
	}{
		{"enough everywhere", []int{11, 30, 12}, []bool{false, false, false}},
		{"nobody is no secret", []int{0, 30}, []bool{false, false}},
		{"one small part takes the next with it", []int{40, 3, 12}, []bool{false, true, true}},
		{"two small ones are enough together", []int{40, 6, 12, 5}, []bool{false, true, false, true}},
		{"two very small ones are not", []int{40, 2, 12, 5}, []bool{false, true, true, true}},
		{"the only part", []int{4}, []bool{true}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := hidden(tt.sizes); !slices.Equal(got, tt.want) {
				t.Errorf("%v hides %v, want %v", tt.sizes, got, tt.want)
			}
		})
	}
}

// TestHiddenPartsAreNeverFewTogether: of any sizes.
func TestHiddenPartsAreNeverFewTogether(t *testing.T) {
	random := rand.New(rand.NewPCG(6, 9))
	for range 5000 {
		sizes := make([]int, 1+random.IntN(8))
		all, together := 0, 0
		for i := range sizes {
			sizes[i] = random.IntN(25)
			all += sizes[i]
		}
		for i, hide := range hidden(sizes) {
			if sizes[i] > 0 && sizes[i] < LeastHouseholds && !hide {
				t.Fatalf("%v shows a part of %d", sizes, sizes[i])
			}
			if hide {
				together += sizes[i]
			}
		}
		if together > 0 && together < LeastHouseholds && together < all {
			t.Fatalf("%v hides %d together", sizes, together)
		}
	}
}

func TestAnAdultIsEngagedOnce(t *testing.T) {
	c := chronicle(9, many(20, func(i int) challenge.Told { return did(i, 4) })...)
	measured := map[string]bool{}
	var doers []challenge.Doer
	add := func(n int, footprint bool, weeks ...int) {
		for range n {
			d := challenge.Doer{Person: fmt.Sprint("p", len(doers))}
			for _, w := range weeks {
				d.Weeks = append(d.Weeks, monday.Plus(w-1))
			}
			measured[d.Person] = footprint
			doers = append(doers, d)
		}
	}
	add(14, true, 4, 5)  // engaged, and not active any more
	add(12, true, 5, 9)  // engaged and active
	add(13, true, 6)     // one week only: six is the first of the last four
	add(20, false, 8, 9) // no footprint
	got := engagement(c, periodOf([]challenge.Season{c.Season}, c.Season), doers, measured, 8)
	want := Engagement{
		Target: 300, SignedUp: Count{Few: true}, Households: Count{N: 20}, Enrolled: Count{N: 40}, Engaged: Count{N: 26},
		Active: Count{N: 45}, From: monday, To: monday.Plus(38),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want, +got):\n%s", diff)
	}
}

func TestNineMonthsHoldTheSeasonsThatBeginInThem(t *testing.T) {
	at := func(id string, weeks int) challenge.Season {
		s := season()
		s.ID, s.From = id, monday.Plus(weeks)
		return s
	}
	all := []challenge.Season{at("third", 52), at("first", 0), at("second", 26), at("fourth", 80)}
	for _, tt := range []struct {
		until challenge.Season
		from  int
		want  []string
	}{
		{at("first", 0), 0, []string{"first"}},
		{at("second", 26), 0, []string{"first", "second"}},
		{at("third", 52), 52, []string{"third"}},
		{at("fourth", 80), 52, []string{"third", "fourth"}},
	} {
		p := periodOf(all, tt.until)
		if p.from != monday.Plus(tt.from) || !slices.Equal(p.seasons, tt.want) {
			t.Errorf("in the %s season: %+v, want from week %d on %v", tt.until.ID, p, tt.from, tt.want)
		}
	}
}

func TestAHouseholdLeavesWithTheFourthWeekItMisses(t *testing.T) {
	for _, tt := range []struct {
		name  string
		told  challenge.Told
		begun bool
		want  stats.Life
	}{
		{"there each week", did(1, from(4, 12)...), true, stats.Life{Length: 8}},
		{"misses three and comes back", did(1, 4, 5, 9, 10, 11), true, stats.Life{Length: 8}},
		{"misses four after two", did(1, 4, 5), true, stats.Life{Length: 6, Left: true}},
		{"comes back too late", did(1, 4, 9, 10, 11), true, stats.Life{Length: 5, Left: true}},
		{"never comes", did(1), true, stats.Life{Length: 4, Left: true}},
		{"did something in the baseline only", did(1, 1, 2, 3), true, stats.Life{Length: 4, Left: true}},
		{"has missed three so far", did(1, from(4, 8)...), true, stats.Life{Length: 8}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, begun := lifeOf(tt.told, chronicle(12)) // eleven weeks are over, eight of them with missions
			if got != tt.want || begun != tt.begun {
				t.Errorf("%+v %v, want %+v", got, begun, tt.want)
			}
		})
	}
	if _, begun := lifeOf(did(1, 4), chronicle(4)); begun {
		t.Error("a household whose first week is not over was seen for a while")
	}
}

// TestRetentionByChannel: of forty households of one channel half leave after
// the fourth week; nobody of another does; a third has seven of them.
func TestRetentionByChannel(t *testing.T) {
	var all []challenge.Told
	for i := range 40 {
		told := did(i, from(4, 15)...)
		if i%2 == 0 {
			told = did(i)
		}
		all = append(all, told)
	}
	for i := range 30 {
		told := did(100+i, from(4, 15)...)
		told.Channel, told.Since = challenge.SchoolChannel, monday.Plus(5)
		all = append(all, told)
	}
	for i := range 11 {
		told := did(200+i, from(4, 15)...)
		told.Channel = challenge.StreetChannel
		all = append(all, told)
	}
	r := retention(chronicle(16, all...))
	if got := r.All.Last(); r.All.Households.N != 81 || got.Week != 4 || math.Abs(got.Share-61.0/81) > 1e-9 || got.Low >= got.Share || got.High <= got.Share {
		t.Errorf("of all %+v", r.All)
	}
	var names []string
	for _, c := range r.ByChannel {
		names = append(names, c.Of)
	}
	if !slices.Equal(names, []string{"city", "school", "street"}) || len(r.ByMonth) != 2 || r.ByMonth[1].Of != "2026-10" {
		t.Fatalf("channels %v, months %+v", names, r.ByMonth)
	}
	if got := r.ByChannel[0].Last().Share; got != 0.5 {
		t.Errorf("of the city's channel %v stay", got)
	}
	if got := r.ByChannel[1]; len(got.Points) != 0 || got.Last().Share != 1 || got.Weeks != 12 {
		t.Errorf("of the school's channel: %+v", got)
	}
	if !r.Tested || r.Degree != 2 || r.Chance > 0.001 {
		t.Errorf("channels differ by chance: %+v", r)
	}
	few := retention(chronicle(16, all[:7]...))
	if !few.All.Households.Few || few.All.Points != nil || few.ByChannel[0].Points != nil || few.Tested {
		t.Errorf("of seven households %+v", few)
	}
}

func TestWeeksOfActivity(t *testing.T) {
	all := many(12, func(i int) challenge.Told { return did(i, 2) })
	all = append(all, many(5, func(i int) challenge.Told { return did(20+i, 3) })...)
	all[0].Weighings[1] = 3
	got := activity(chronicle(3, all...))
	want := Activity{Weeks: []WeekActivity{
		{Week: monday, Over: true},
		{Week: monday.Plus(1), Over: true, Households: Count{N: 12}, Missions: 12, Weighings: 3},
		{Week: monday.Plus(2), Households: Count{Few: true}},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want, +got):\n%s", diff)
	}
	over, current := got.Latest()
	if over.Week != monday.Plus(1) || current.Week != monday.Plus(2) {
		t.Errorf("the latest are %v and %v", over, current)
	}
}

func avoids(t challenge.Told, lines ...challenge.LineGrams) challenge.Told {
	t.Avoided = lines
	return t
}

func TestWhatWasAvoidedIsOfEverybodyWhoseMissionsBegan(t *testing.T) {
	all := many(30, func(i int) challenge.Told {
		grams := int64(1000 * (i % 3)) // 20 of them avoided something
		return avoids(did(i, 4), challenge.LineGrams{Kind: challenge.Carbon, Evidence: challenge.Declared, Grams: grams})
	})
	waiting := did(99)
	waiting.Starts = monday.Plus(12)
	all = append(all, waiting)
	all[1].Avoided = append(all[1].Avoided, challenge.LineGrams{Kind: challenge.Waste, Evidence: challenge.Weighed, Grams: 700})
	sure := func(k challenge.Kind, e challenge.Evidence) Interval { return Interval{Known: true, Low: 1, High: 2} }
	got := avoided(chronicle(9, all...), sure)
	want := Avoided{Started: Count{N: 30}, Lines: []AvoidedLine{
		{
			Kind: challenge.Carbon, Evidence: challenge.Declared, Households: Count{N: 20}, Grams: Grams{N: 30000},
			Sure: Interval{true, 1, 2}, Mean: 1000, Bounds: Interval{true, 742.4, 1257.6},
		},
		{Kind: challenge.Waste, Households: Count{Few: true}, Grams: Grams{Few: true}},
	}}
	if diff := cmp.Diff(want, got, cmpopts.EquateApprox(0, 0.1)); diff != "" {
		t.Errorf("(-want, +got):\n%s", diff)
	}
	all[2].Avoided = append(all[2].Avoided, challenge.LineGrams{Kind: challenge.Carbon, Evidence: challenge.Metered, Grams: 500})
	if got := avoided(chronicle(9, all...), sure).Lines[0]; got.Evidence != AnyEvidence || got.Grams.N != 30500 || got.Households.N != 20 {
		t.Errorf("with a meter that one household read: %+v", got)
	}
}

func TestWasteIsOfThoseWhoWeighed(t *testing.T) {
	weighed := func(week int, kg float64, weeks float64) challenge.WeighedWeek {
		return challenge.WeighedWeek{Stream: challenge.Residual, Week: monday.Plus(week - 1), Grams: int64(1000 * kg), PersonWeeks: weeks}
	}
	all := many(12, func(i int) challenge.Told {
		told := did(i)
		told.Weighed = []challenge.WeighedWeek{weighed(2, 90, 2), weighed(7, 4, 2), weighed(8, 8, 2)} // the first is too long ago
		return told
	})
	away := did(50)
	away.Weighed = []challenge.WeighedWeek{weighed(8, 5, 0)} // nobody was there
	glass := did(51)
	glass.Weighed = []challenge.WeighedWeek{{Stream: challenge.Glass, Week: monday.Plus(7), Grams: 900, PersonWeeks: 1}}
	got := waste(chronicle(9, append(all, away, glass)...))
	want := Waste{From: monday.Plus(4), To: monday.Plus(7), Lines: []WasteLine{
		{Stream: challenge.Residual, Households: Count{N: 12}, Kg: 3, Bounds: Interval{true, 3, 3}},
		{Stream: challenge.Glass, Households: Count{Few: true}},
	}}
	if diff := cmp.Diff(want, got, cmpopts.EquateApprox(0, 1e-9)); diff != "" {
		t.Errorf("(-want, +got):\n%s", diff)
	}
}

func TestZonesHideWhatWouldFollowFromTheOthers(t *testing.T) {
	var all []challenge.Told
	for i := range 60 {
		told := avoids(did(i, 8), challenge.LineGrams{Kind: challenge.Carbon, Evidence: challenge.Declared, Grams: 100})
		if told.Zone = "fort"; i >= 35 {
			told.Zone = "centre"
		}
		if i >= 55 {
			told.Zone, told.Missions[7] = "hauts", 0
		}
		all = append(all, told)
	}
	all[0].Avoided = append(all[0].Avoided, challenge.LineGrams{Kind: challenge.Carbon, Evidence: challenge.Metered, Grams: 77})
	c := chronicle(9, all...)
	got := zones(c)
	want := Zones{Lines: []ZoneLine{
		{Zone: "centre", Enrolled: Count{Few: true}, Active: Count{N: 20}, Carbon: Grams{Few: true}},
		{Zone: "fort", Enrolled: Count{N: 35}, Active: Count{N: 35}, Carbon: Grams{N: 3577}},
		{Zone: "hauts", Enrolled: Count{Few: true}, Carbon: Grams{Few: true}},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want, +got):\n%s", diff)
	}
}

func TestTeamsThatSlowDownComeFirst(t *testing.T) {
	in := func(team string, n int, weeks ...int) []challenge.Told {
		return many(n, func(i int) challenge.Told {
			told := did(i, weeks...)
			told.Team = team
			return told
		})
	}
	c := chronicle(12, slices.Concat(in("A", 8, from(4, 11)...), in("B", 6, from(4, 7)...), in("C", 3, from(8, 11)...))...)
	for id, animator := range map[string]string{"A": "anne", "B": "", "C": "zoe"} {
		c.Teams = append(c.Teams, challenge.TeamState{
			Team: challenge.Team{ID: id, Name: "Équipe " + id, Zone: "fort", Wave: 1, Animator: animator}, Households: len(in(id, 1)) * 8,
		})
	}
	got := teams(c)
	want := Teams{Compared: true, Lines: []TeamLine{
		{Team: "Équipe B", Zone: "fort", Households: 8, Alone: true, Before: 6, Lately: 0},
		{Team: "Équipe A", Zone: "fort", Households: 8, Before: 8, Lately: 8},
		{Team: "Équipe C", Zone: "fort", Households: 8, Before: 0, Lately: 3},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want, +got):\n%s", diff)
	}
	if early := teams(chronicle(10)); early.Compared {
		t.Error("two times four weeks are not over")
	}
}

func TestMissionsOfFewHouseholdsAreOnlyCounted(t *testing.T) {
	c := chronicle(9)
	mission := func(id string, involved, by int) challenge.MissionTold {
		return challenge.MissionTold{
			Mission: id, Offered: 20, Done: by, Other: 1, Never: 2, Later: 3, To: involved, By: by, Involved: involved,
			GramsOf: map[challenge.Kind]int64{challenge.Carbon: int64(by) * 500},
		}
	}
	c.Missions = []challenge.MissionTold{mission("peu", 30, 4), mission("rare", 5, 5), mission("repas", 40, 25), mission("velo", 40, 12)}
	got := missions(c)
	want := Missions{Few: 1, Lines: []MissionLine{
		{Mission: "repas", Offered: 20, Done: 25, Other: 1, Never: 2, Later: 3, By: Count{N: 25}, Carbon: Grams{N: 12500}},
		{Mission: "peu", Offered: 20, Done: 4, Other: 1, Never: 2, Later: 3, By: Count{Few: true}, Carbon: Grams{Few: true}, Waste: Grams{Few: true}},
		{Mission: "velo", Offered: 20, Done: 12, Other: 1, Never: 2, Later: 3, By: Count{Few: true}, Carbon: Grams{Few: true}, Waste: Grams{Few: true}},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want, +got):\n%s", diff)
	}
}
