package footprint

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"math"
)

// An influence says how far the answer to each question moves each line of a
// footprint: question → line → kgCO2e per person and year, the mean absolute
// change between answered and not, over the random households of the study in
// docs/questions.md.
type influence map[string]map[string]float64

//go:embed influence.json
var influenceFile []byte

func readInfluence(data []byte) (influence, error) {
	var all influence
	if err := json.Unmarshal(data, &all); err != nil {
		return nil, fmt.Errorf("influence: %w", err)
	}
	return all, nil
}

// lineShares says on what each line rests. For one line, every question that
// applies to this household and moves the line weighs as much as its measured
// influence on it. The questions that have a real answer make the share of
// Answers. Those that the engine still reports missing from the total, "je ne
// sais pas" included, make the share of Averages. A line that no question moves
// is Common.
func (r *reading) lineShares(lines []string, weights influence) map[string]Shares {
	answered, missing := map[string]float64{}, map[string]float64{}
	for _, q := range r.questions {
		moved, ok := weights[q.Rule]
		if !ok {
			continue
		}
		side := missing
		switch {
		case r.answers[q.Rule].known() && r.applies(q):
			side = answered
		case r.score(q) == 0 || !r.applies(q):
			continue
		}
		for line, kg := range moved {
			side[line] += kg
		}
	}
	shares := make(map[string]Shares, len(lines))
	for _, line := range lines {
		shares[line] = share(answered[line], missing[line])
	}
	return shares
}

func share(answered, missing float64) Shares {
	total := answered + missing
	if total == 0 {
		return Shares{Common: 1}
	}
	return Shares{Answers: answered / total, Averages: missing / total}
}

// together weighs the shares of lines by their amounts.
func together(lines []Line) Shares {
	var sum Shares
	var weight float64
	for _, l := range lines {
		w := math.Abs(l.Amount)
		sum.Answers += w * l.Shares.Answers
		sum.Averages += w * l.Shares.Averages
		sum.Common += w * l.Shares.Common
		weight += w
	}
	if weight == 0 {
		return Shares{Common: 1}
	}
	return Shares{
		Answers:  sum.Answers / weight,
		Averages: sum.Averages / weight,
		Common:   sum.Common / weight,
	}
}
