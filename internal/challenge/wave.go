package challenge

import (
	"hash/fnv"
	"math/rand/v2"
)

// A Wave is when a household starts its missions: 1 for the first to start.
type Wave int

// A Stratum is households that are drawn among themselves, so that each wave has
// as many flats and as many who came by a poster as the others.
type Stratum string

// stratumOf is the stratum of a household that joins a season by itself.
func stratumOf(housing, channel string) Stratum { return Stratum(housing + "/" + channel) }

// teamStratum is that of the teams which were formed before: one is drawn whole.
const teamStratum Stratum = "team"

// draw is the wave of the n-th of a stratum, counted from 0: in permuted blocks,
// so that each wave has the same number of them after every block. A block holds
// each wave twice; in a shorter one the last to come could tell their wave before
// they join. The draw depends on nothing but its arguments: that of a whole season
// can be made again from its seed, and nothing that happens later changes it.
//
// Pocock, Clinical Trials: A Practical Approach, 1983, chapter 5.
func draw(seed int64, s Stratum, n, waves int) Wave {
	block := 2 * waves
	random := rand.New(rand.NewPCG(uint64(seed), streamOf(s, n/block)))
	return Wave(1 + random.Perm(block)[n%block]%waves)
}

// streamOf is the stream of random numbers of one block.
func streamOf(s Stratum, block int) uint64 {
	h := fnv.New64a()
	h.Write([]byte(s))
	return h.Sum64() + uint64(block)
}
