// Package stats holds the estimators behind what pages say about certainty. It is
// pure: numbers in, numbers out, no clock and no randomness but what a name fixes.
package stats
