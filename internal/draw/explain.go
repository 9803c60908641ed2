package draw

import (
	"math"

	"capzero/internal/stats"
)

// bins is how many levels the numbers of a question are told apart by: enough for
// the shape of what they do, few enough to have some draws in each.
const bins = 8

// Explains is the share of the variance of a figure that true answers to some
// questions would take away: those of one screen, one after the other, each from
// what the ones before have left. It is between 0 and 1.
func (s *Sample) Explains(f Figure, rules ...string) float64 {
	y := f.computed()
	total := stats.Variance(y)
	if total == 0 || len(y) < 3 {
		return 0
	}
	left := 1.0
	for _, rule := range rules {
		column, ok := s.columns[rule]
		if !ok {
			continue
		}
		levels := levelsOf(column, f)
		share := stats.Explained(levels, y)
		if share == 0 {
			continue
		}
		left *= 1 - share
		y = stats.Residual(levels, y)
	}
	return 1 - left
}

// levelsOf puts the answers of the draws that compute into levels.
func levelsOf(column []any, f Figure) []int {
	var numbers []float64
	var levels []int
	seen := map[any]int{}
	for i, answer := range column {
		if math.IsNaN(f.Draws[i]) {
			continue
		}
		if v, ok := number(answer); ok {
			numbers = append(numbers, v)
			continue
		}
		if _, ok := seen[answer]; !ok {
			seen[answer] = len(seen)
		}
		levels = append(levels, seen[answer])
	}
	if len(numbers) > 0 {
		return stats.Bins(numbers, bins)
	}
	return levels
}

// Narrows is the share of the variance of a figure that answers to some questions
// can be expected to take away: what true answers would, less what is lost by
// answers being imprecise.
func (s *Sample) Narrows(f Figure, rules ...string) float64 {
	share := s.Explains(f, rules...)
	if share == 0 {
		return 0
	}
	worst := 1.0
	for _, rule := range rules {
		if q := s.sampler.byRule[rule]; q != nil {
			worst = min(worst, q.reliability(s.columns[rule]))
		}
	}
	return share * worst
}

// reliability is the part of the variance of answers that is due to what is true:
// the correlation squared between what is said and what is so.
func (q *question) reliability(column []any) float64 {
	var numbers []float64
	for _, answer := range column {
		if v, ok := number(answer); ok {
			numbers = append(numbers, v)
		}
	}
	if len(numbers) == 0 {
		return (1 - q.wrong) * (1 - q.wrong)
	}
	mean, variance := stats.Mean(numbers), stats.Variance(numbers)
	noise := (math.Exp(q.spread*q.spread) - 1) * (variance + mean*mean)
	if variance+noise == 0 {
		return 0
	}
	return variance / (variance + noise)
}
