package footprint

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
)

// openingLength is the most questions that stand between someone and a first
// result. Fifteen would come little closer (docs/questions.md), and nearly half
// of the published personas would tap and type more than forty-five times.
const openingLength = 13

// An opener is one question that the opening may ask. The file lists openers in
// the order of the conversation; Rank says which ones are asked when more apply
// than there is room for: 1 is the most worth asking. Both come from the study kept in
// docs/questions.md.
type opener struct {
	Rule string `json:"rule"`
	Rank int    `json:"rank"`
}

//go:embed opening.json
var openingFile []byte

func readOpening(data []byte) ([]opener, error) {
	var all []opener
	if err := json.Unmarshal(data, &all); err != nil {
		return nil, fmt.Errorf("opening: %w", err)
	}
	return all, nil
}

// opening lists the questions of this household's opening in the order of the
// conversation: those already answered, then the best ranked of the others that
// apply and matter, so many at most. An answer can bring questions in or take
// them out, never make the opening longer.
func (r *reading) opening(openers []opener, most int) []*Question {
	var chosen, candidates []opener
	for _, o := range openers {
		q, ok := r.byRule[o.Rule]
		if !ok || !r.applies(q) {
			continue
		}
		if _, answered := r.answers[o.Rule]; answered {
			chosen = append(chosen, o)
		} else if r.open(q) {
			candidates = append(candidates, o)
		}
	}
	slices.SortStableFunc(candidates, func(a, b opener) int { return a.Rank - b.Rank })
	room := max(most-len(chosen), 0)
	chosen = append(chosen, candidates[:min(room, len(candidates))]...)

	var questions []*Question
	for _, o := range openers {
		if slices.Contains(chosen, o) {
			questions = append(questions, r.byRule[o.Rule])
		}
	}
	return questions
}

// firstOpen returns the first question of the opening without an answer.
func (r *reading) firstOpen(opening []*Question) (*Question, bool) {
	for _, q := range opening {
		if _, answered := r.answers[q.Rule]; !answered {
			return q, true
		}
	}
	return nil, false
}
