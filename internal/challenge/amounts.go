package challenge

import (
	"cmp"
	_ "embed"
	"encoding/json"
	"fmt"
	"math"
	"slices"
)

// A Likeness is something that people can picture, with what one of it weighs. Its
// words are the text "amount." + ID of the catalogues.
type Likeness struct {
	ID     string  `json:"id"`
	Kind   Kind    `json:"kind"`
	Grams  float64 `json:"grams"` // of CO2e, or of waste
	Source string  `json:"source"`
	Date   string  `json:"date"`
}

//go:embed amounts.json
var amountsFile []byte

// Likenesses lists what kilograms are compared with. There is one list, so that a
// kilogram is worth the same on every page.
func Likenesses() ([]Likeness, error) {
	var all []Likeness
	if err := json.Unmarshal(amountsFile, &all); err != nil {
		return nil, fmt.Errorf("amounts: %w", err)
	}
	for _, l := range all {
		if l.ID == "" || l.Kind != Carbon && l.Kind != Waste || l.Grams <= 0 || l.Source == "" || l.Date == "" {
			return nil, fmt.Errorf("amounts: %q has no kind, weight, source or date", l.ID)
		}
	}
	return all, nil
}

// An Amount is how many of something kilograms come to.
type Amount struct {
	Likeness
	Number float64
}

const (
	// leastAmount and mostAmount are the numbers that one can picture, easyAmount the
	// one that is easiest, and shownAmounts how many lines are worth reading.
	leastAmount, mostAmount = 1, 1000
	easyAmount              = 20
	shownAmounts            = 2
)

// Amounts says what grams of a ledger come to: at most two lines, those whose number
// is easiest to picture, the larger thing first. There may be none.
func Amounts(all []Likeness, k Kind, grams int64) []Amount {
	var fitting []Amount
	for _, l := range all {
		if n := float64(grams) / l.Grams; l.Kind == k && n >= leastAmount && n <= mostAmount {
			fitting = append(fitting, Amount{l, n})
		}
	}
	slices.SortStableFunc(fitting, func(a, b Amount) int { return cmp.Compare(a.far(), b.far()) })
	fitting = fitting[:min(len(fitting), shownAmounts)]
	slices.SortStableFunc(fitting, func(a, b Amount) int { return cmp.Compare(a.Number, b.Number) })
	return fitting
}

// far is how far a number is from an easy one, as a proportion.
func (a Amount) far() float64 { return math.Abs(math.Log(a.Number / easyAmount)) }
