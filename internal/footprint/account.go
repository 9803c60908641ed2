package footprint

import (
	"cmp"
	"slices"

	"capzero/publicodes"
)

// An account is what is stored of a recalculation beside its versions. Masses
// are in grams, so that the causes add up to the difference exactly.
type account struct {
	Before       grams         `json:"before"`
	After        grams         `json:"after"`
	Traced       bool          `json:"traced"` // the causes below are known
	Answered     int64         `json:"answered,omitempty"`
	Lost         []lostAnswer  `json:"lost,omitempty"`
	Figures      []figureMoved `json:"figures,omitempty"`
	OtherFigures int64         `json:"other_figures,omitempty"`
	OtherCount   int           `json:"other_count,omitempty"`
	Rules        int64         `json:"rules,omitempty"`
}

// A lostAnswer keeps an answer that could not be brought over, with the words
// that the household knew it by in each language: the models that asked for it
// may be gone when they are read.
type lostAnswer struct {
	lost
	Theme Theme                `json:"theme"`
	Words map[string]lostWords `json:"words,omitempty"` // by language
	Grams int64                `json:"grams,omitempty"` // what the answer moved the footprint by when it went
}

type lostWords struct {
	Question string `json:"question"`
	Answer   string `json:"answer"`
}

// A figureMoved is a figure of the model with its two values.
type figureMoved struct {
	Rule     string           `json:"rule"`
	Before   publicodes.Value `json:"before"`
	After    publicodes.Value `json:"after"`
	Grams    int64            `json:"grams"`
	Category string           `json:"category,omitempty"`
}

const (
	// shownFigures is how many figures are worth reading at once.
	shownFigures = 5
	// leastFigure in grams: below it, a figure reads "0 kg".
	leastFigure = 500
)

// keepFigures sorts the figures, keeps those that matter and adds up the rest.
func (a *account) keepFigures(all []figureMoved) {
	slices.SortStableFunc(all, func(x, y figureMoved) int {
		return cmp.Compare(magnitude(y.Grams), magnitude(x.Grams))
	})
	for _, f := range all {
		if len(a.Figures) < shownFigures && magnitude(f.Grams) >= leastFigure {
			a.Figures = append(a.Figures, f)
			continue
		}
		a.OtherFigures += f.Grams
		a.OtherCount++
	}
}

// remainder is what the other causes leave of the difference.
func (a *account) remainder() int64 {
	left := a.After[carbonTotal] - a.Before[carbonTotal] - a.Answered - a.OtherFigures
	for _, l := range a.Lost {
		left -= l.Grams
	}
	for _, f := range a.Figures {
		left -= f.Grams
	}
	return left
}

func magnitude(grams int64) int64 { return max(grams, -grams) }
