package challenge

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"capzero/internal/household"

	"github.com/google/go-cmp/cmp"
)

func TestSizesOfProposedTeams(t *testing.T) {
	for households := range 400 {
		total, least, most := 0, mostProposed, leastProposed
		for _, size := range sizesOf(households) {
			total, least, most = total+size, min(least, size), max(most, size)
		}
		left := households - total
		if least < leastProposed || most > mostProposed || left < 0 {
			t.Errorf("%d households make %v", households, sizesOf(households))
		}
		if left >= leastProposed || households >= 16 && left > 0 {
			t.Errorf("of %d households %d are left over: %v", households, left, sizesOf(households))
		}
	}
}

// The same households are grouped in the same way in whatever order they are read,
// and each is in one group, with others of its zone and wave.
func TestGroupingIsReproducible(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for seed := range int64(50) {
		var all []candidate
		where := map[household.ID]neighbourhood{}
		for i := range random.IntN(150) {
			c := candidate{household.ID(fmt.Sprint("h", i)), neighbourhood{fmt.Sprint("z", random.IntN(3)), Wave(1 + random.IntN(2))}}
			all = append(all, c)
			where[c.household] = c.neighbourhood
		}
		groups, waiting := group(seed, all)
		random.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		again, _ := group(seed, all)
		if diff := cmp.Diff(groups, again, cmp.AllowUnexported(grouping{}, neighbourhood{})); diff != "" {
			t.Fatal(diff)
		}
		grouped := map[household.ID]bool{}
		for _, g := range groups {
			for _, id := range g.households {
				if grouped[id] || where[id] != g.neighbourhood {
					t.Errorf("%s of %v is in a group of %v", id, where[id], g.neighbourhood)
				}
				grouped[id] = true
			}
		}
		if len(grouped)+waiting != len(all) {
			t.Errorf("%d grouped and %d waiting of %d", len(grouped), waiting, len(all))
		}
	}
}

// A proposal is answered by each household, and nobody is in a team without that.
func TestProposingTeams(t *testing.T) {
	w := newWorld(t)
	season := w.season(t)
	for i := range 20 {
		w.family(t, fmt.Sprint("p", i), 1, 0)
	}
	propose := func(want Proposals) {
		t.Helper()
		would, teams, err := w.Foresee(t.Context(), "issy", season)
		if err != nil || would != want || len(teams) != want.Teams {
			t.Errorf("foreseen: %+v, %+v, %v; want %+v", would, teams, err, want)
		}
		for _, team := range teams {
			if team.Zone != "fort" || team.Starts != firstWeek.Plus(3) || team.Households < leastProposed {
				t.Errorf("a team is foreseen as %+v", team)
			}
		}
		got, err := w.ProposeTeams(t.Context(), officerOf("issy"), season)
		if err != nil || got != want {
			t.Errorf("proposed: %+v, %v; want %+v", got, err, want)
		}
	}
	propose(Proposals{}) // nobody has begun
	w.goTo(4, 0)
	w.forms(t, "p0", "Les Voisins")
	_, err := w.homes.Leave(t.Context(), "p1")
	must(t, err)
	propose(Proposals{Teams: 2, Households: 18})
	propose(Proposals{}) // again: all have one open
	if all, err := w.Teams(t.Context(), "issy", season); err != nil || len(all) != 1 {
		t.Errorf("the city sees %+v, %v", all, err)
	}
	answers, asked := map[ProposalAnswer][]string{}, map[string]int{}
	for i := 2; i < 20; i++ {
		person := fmt.Sprint("p", i)
		proposal, found, err := w.Proposal(t.Context(), person)
		if err != nil || !found || proposal.Zone != "fort" {
			t.Fatalf("%s is proposed %+v, %v", person, proposal, err)
		}
		answer := []ProposalAnswer{ProposalYes, ProposalNo, ProposalLater}[asked[proposal.ID]%3]
		asked[proposal.ID]++
		for range 2 { // pressed twice
			must(t, w.AnswerProposal(t.Context(), person, proposal.ID, answer, Joining{}))
		}
		answers[answer] = append(answers[answer], person)
		if e := w.standing(t, person); (e.Team == proposal.ID) != (answer == ProposalYes) {
			t.Errorf("%s said %s and is in %q", person, answer, e.Team)
		}
		wantFault(t, w.AnswerProposal(t.Context(), "p0", proposal.ID, ProposalYes, Joining{}), "teams.proposal_none")
	}
	all, err := w.Teams(t.Context(), "issy", season)
	if err != nil || len(all) != 3 || all[0].Name != "Issy 2" || all[1].Name != "Issy 3" || all[1].Asked == "" || all[1].Animator != "" {
		t.Errorf("the city sees %+v, %v", all, err)
	}
	w.goTo(6, 0)
	propose(Proposals{Waiting: len(answers[ProposalLater])})
	for i := 20; i < 24; i++ {
		w.family(t, fmt.Sprint("p", i), 1, 0)
	}
	propose(Proposals{Teams: 1, Households: len(answers[ProposalLater]) + 4})
	wantFault(t, w.AnswerProposal(t.Context(), "p20", "x", ProposalNo, Joining{}), "teams.proposal_none")
	wantFault(t, w.AnswerProposal(t.Context(), "p20", "x", "maybe", Joining{}), "teams.answer_unknown")
	_, err = w.ProposeTeams(t.Context(), officerOf("prijedor"), season)
	wantFault(t, err, "season.none")
	_, _, err = w.Foresee(t.Context(), "prijedor", season)
	wantFault(t, err, "season.none")
}
