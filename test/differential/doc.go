// Package differential tries the engine on small random models.
//
// A model is made from a seed, always the same one: [Generate] plans some rules
// with names inside each other, gives each a kind of value and a rank, and writes
// formulas that speak of rules of a lower rank, mostly with kinds and units that
// fit. All mechanisms occur, with all that may stand around a formula; one model
// in eight is wild, where kinds need not fit and rules may need each other.
// Each model comes with a few situations: nothing answered, everything, a part,
// and odd answers.
//
//	CAPZERO_SEED=4711 CAPZERO_MODELS=1 go test ./test/differential -v
//
// runs one seed.
package differential
