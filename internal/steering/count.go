package steering

import (
	"cmp"
	"slices"
)

// LeastHouseholds is how many have to be in a figure, people or households.
const LeastHouseholds = 11

// level is the confidence of the intervals here.
const level = 0.9

// A Count is how many there are. Where they are few and not none, that is all that
// is said.
type Count struct {
	N   int  `json:"n"`
	Few bool `json:"few,omitempty"`
}

func countOf(n int) Count {
	if n > 0 && n < LeastHouseholds {
		return Count{Few: true}
	}
	return Count{N: n}
}

// none reports whether there is nobody.
func (c Count) none() bool { return c.N == 0 && !c.Few }

// shown reports whether there are enough to say something about them.
func (c Count) shown() bool { return c.N >= LeastHouseholds }

// hidden says which parts of a whole are not to be shown, given how many are in
// each: the small ones, and as many of the next as it takes for those that are
// hidden not to be few together. Else they would follow from the sum.
func hidden(sizes []int) []bool {
	hide := make([]bool, len(sizes))
	order := make([]int, len(sizes))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(sizes[a], sizes[b]) })
	together := 0
	for _, i := range order {
		if sizes[i] > 0 && (sizes[i] < LeastHouseholds || 0 < together && together < LeastHouseholds) {
			hide[i] = true
			together += sizes[i]
		}
	}
	return hide
}

// partsOf are the counts of the parts of a whole.
func partsOf(sizes []int) []Count {
	counts := make([]Count, len(sizes))
	for i, hide := range hidden(sizes) {
		if counts[i] = (Count{N: sizes[i]}); hide {
			counts[i] = Count{Few: true}
		}
	}
	return counts
}

// Grams are an amount that came from so many households, hidden with them.
type Grams struct {
	N   int64 `json:"n"`
	Few bool  `json:"few,omitempty"`
}

func gramsOf(n int64, hide bool) Grams {
	if hide {
		return Grams{Few: true}
	}
	return Grams{N: n}
}

// An Interval is where a figure lies nine times in ten.
type Interval struct {
	Known bool    `json:"known"`
	Low   float64 `json:"low,omitempty"`
	High  float64 `json:"high,omitempty"`
}
