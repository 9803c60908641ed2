package main

import (
	"math/rand/v2"
	"time"
)

// flatOp is one operation of a program without branches, units, missing answers
// or anything else that a model has.
type flatOp struct {
	op   uint8
	a, b int32
}

// floor is the time of a program of n operations on numbers, in the order in
// which they need each other, each result kept: about what any engine would take
// that visits every operation of a model once.
func floor(n int) time.Duration {
	const inputs = 100
	random := rand.New(rand.NewPCG(2026, 11))
	ops := make([]flatOp, n)
	for i := range ops {
		near := int32(inputs + i)
		ops[i] = flatOp{op: uint8(random.IntN(4)), a: near - 1 - random.Int32N(min(near, 40)), b: random.Int32N(near)}
	}
	slots := make([]float64, inputs+n)
	for i := range inputs {
		slots[i] = random.Float64()
	}
	return medianOf(rounds, func() {
		for i, o := range ops {
			x, y := slots[o.a], slots[o.b]
			switch o.op {
			case 0:
				x += y
			case 1:
				x *= y
			case 2:
				x = min(x, y)
			default:
				x -= y
			}
			slots[inputs+i] = x
		}
	})
}
