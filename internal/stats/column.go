package stats

import (
	"hash/fnv"
	"math/rand/v2"
)

// Column returns n numbers between 0 and 1, the middles of n equal parts in an
// order that name alone decides: a Latin hypercube has one such column for each
// thing that is drawn (McKay, Beckman and Conover 1979, doi:10.1080/00401706.1979.10489755).
// The same name and n always give the same column. These are common random
// numbers: two results that differ in one answer differ by that answer and not by
// the luck of the draw.
func Column(name string, n int) []float64 {
	random := named(name)
	column := make([]float64, n)
	for i, place := range random.Perm(n) {
		column[i] = (float64(place) + 0.5) / float64(n)
	}
	return column
}

// named is a source of random numbers that begins where name says.
func named(name string) *rand.Rand {
	h := fnv.New64a()
	h.Write([]byte(name))
	return rand.New(rand.NewPCG(h.Sum64(), uint64(len(name))))
}
