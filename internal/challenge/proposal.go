package challenge

import (
	"cmp"
	"hash/fnv"
	"slices"
	"strconv"

	"capzero/internal/household"
)

const (
	leastProposed = 8
	mostProposed  = 12
	usualProposed = 10
)

// A ProposalAnswer is what a household says to a team that it is proposed.
type ProposalAnswer string

// The answers. A no holds for the season; later is asked again with the next
// proposals.
const (
	Unanswered    ProposalAnswer = "open"
	ProposalYes   ProposalAnswer = "yes"
	ProposalNo    ProposalAnswer = "no"
	ProposalLater ProposalAnswer = "later"
)

// A candidate is a household that may be proposed a team.
type candidate struct {
	household household.ID
	neighbourhood
}

// A neighbourhood is where a household lives, and when it starts.
type neighbourhood struct {
	zone string
	wave Wave
}

// A grouping is households that are proposed one team.
type grouping struct {
	neighbourhood
	households []household.ID
}

// group makes teams of eight to twelve of the households that live in one zone and
// start together. Those who are left over wait for others. It depends on nothing
// but its arguments, whatever their order: the same households are grouped in the
// same way again.
func group(seed int64, all []candidate) (groups []grouping, waiting int) {
	all = slices.Clone(all)
	slices.SortFunc(all, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.zone, b.zone), cmp.Compare(a.wave, b.wave),
			cmp.Compare(chanceOfPlace(seed, a.household), chanceOfPlace(seed, b.household)), cmp.Compare(a.household, b.household))
	})
	for len(all) > 0 {
		here := all[0].neighbourhood
		n := slices.IndexFunc(all, func(c candidate) bool { return c.neighbourhood != here })
		if n < 0 {
			n = len(all)
		}
		some, left := groupHere(all[:n])
		groups, waiting, all = append(groups, some...), waiting+left, all[n:]
	}
	return groups, waiting
}

// groupHere groups the households of one neighbourhood in their order.
func groupHere(all []candidate) (groups []grouping, waiting int) {
	for _, size := range sizesOf(len(all)) {
		g := grouping{neighbourhood: all[0].neighbourhood}
		for _, c := range all[:size] {
			g.households = append(g.households, c.household)
		}
		groups, all = append(groups, g), all[size:]
	}
	return groups, len(all)
}

// sizesOf are the sizes of the teams that so many households make: all of them as
// equal as can be, about ten each.
func sizesOf(households int) (sizes []int) {
	teams := min((households+usualProposed/2)/usualProposed, households/leastProposed)
	for ; teams > 0; teams-- {
		size := min((households+teams-1)/teams, mostProposed)
		sizes, households = append(sizes, size), households-size
	}
	return sizes
}

// chanceOfPlace mixes households: those who enrolled together are not proposed
// one team for it.
func chanceOfPlace(seed int64, id household.ID) uint64 {
	h := fnv.New64a()
	h.Write([]byte(strconv.FormatInt(seed, 10) + "/" + string(id)))
	return h.Sum64()
}
