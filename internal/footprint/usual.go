package footprint

import (
	_ "embed"
	"encoding/json"
	"fmt"
)

// A usual amount is what people answer: one answer, or several added up, maybe
// for each person of the home. What lies outside is asked about once and taken
// when it is confirmed: the bounds of the model say what cannot be, these what
// is more often a slip than the truth. A check of several rules finds answers
// that contradict each other.
type usual struct {
	Sum     []string `json:"sum"`           // rules of questions or of lines of a mosaic
	Per     string   `json:"per,omitempty"` // the rule to divide by
	Low     *float64 `json:"low,omitempty"`
	High    *float64 `json:"high,omitempty"`
	Key     string   `json:"key"`     // the sentence: the catalogue's text "unusual." + Key
	Because string   `json:"because"` // where the bounds come from, for whoever changes them
}

//go:embed usual.json
var usualFile []byte

// readUsual reads the checks, and refuses what cannot check anything.
func readUsual(data []byte) ([]usual, error) {
	var all []usual
	if err := json.Unmarshal(data, &all); err != nil {
		return nil, fmt.Errorf("usual answers: %w", err)
	}
	for i, u := range all {
		switch {
		case len(u.Sum) == 0 || u.Key == "" || u.Because == "":
			return nil, fmt.Errorf("usual answers: check %d has no rule, no sentence or no reason", i+1)
		case u.Low == nil && u.High == nil || u.Low != nil && u.High != nil && *u.Low >= *u.High:
			return nil, fmt.Errorf("usual answers: check %d (%s) lets everything or nothing through", i+1, u.Sum[0])
		}
	}
	return all, nil
}
