// Package draw draws the households that could have given certain answers, so
// that a figure can be said with the interval in which it lies.
//
// A household that says that it drives 10,000 km a year and nothing else is one of
// many. In each draw
//
//   - a question without an answer is answered as some household in France would,
//     given what this one answered and what was drawn before (package priors);
//   - an answer is what the household said, or near it: a yearly mileage from
//     memory is off by a fifth, a "yes" is wrong three times in a hundred;
//   - an emission factor of the model is multiplied by what its uncertainty
//     allows, independently of the others: the second approach of the IPCC
//     Guidelines 2006, volume 1, chapter 3, Monte Carlo simulation.
//
// All draws go through the model in lanes. What comes out is the distribution of
// the figure over those households:
//
//	sampler := draw.New(set, 1000, carbon, waste)
//	sample := sampler.Draw(situation)
//	figures := sample.Evaluate(carbon, "bilan")
//	low, high := figures[0].Interval()
//
// Every question and factor has its own column of quantiles, which its name alone
// decides. These are common random numbers: the same answers always give the same
// interval, and one more answer changes what it is about and nothing else.
package draw
