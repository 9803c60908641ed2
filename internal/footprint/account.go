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
	Rules        grams         `json:"rules,omitempty"` // by category
}

// A lostAnswer keeps an answer that could not be brought over, with the words
// that the household knew it by in each language: the models that asked for it
// may be gone when they are read.
type lostAnswer struct {
	Rule   string               `json:"rule"` // as in lost
	Values map[string]string    `json:"values"`
	Again  string               `json:"again,omitempty"`
	Theme  Theme                `json:"theme"`
	Words  map[string]lostWords `json:"words,omitempty"` // by language
	Grams  int64                `json:"grams,omitempty"` // what the earlier footprint moves by without it
}

type lostWords struct {
	Question string `json:"question"`
	Answer   string `json:"answer"`
	// The languages that they are in, where the models had them in no other.
	QuestionLang string `json:"questionLang,omitempty"`
	AnswerLang   string `json:"answerLang,omitempty"`
}

// A figureMoved is a figure of the model with its two values.
type figureMoved struct {
	Rule     string `json:"rule"`
	Before   stated `json:"before"`
	After    stated `json:"after"`
	Grams    int64  `json:"grams"`
	Category string `json:"category"`
}

// A stated value is a number, a text or a yes or no, as it is stored.
type stated struct {
	Number float64 `json:"n,omitempty"`
	Unit   string  `json:"u,omitempty"`
	Text   string  `json:"t,omitempty"`
	YesNo  string  `json:"b,omitempty"`
}

func stateOf(v publicodes.Value) stated {
	switch {
	case v.Kind == publicodes.KindText:
		return stated{Text: v.Text}
	case v.Kind == publicodes.KindBoolean && v.Bool:
		return stated{YesNo: yes}
	case v.Kind == publicodes.KindBoolean:
		return stated{YesNo: no}
	}
	return stated{Number: v.Number, Unit: v.Unit}
}

// value is the inverse of stateOf.
func (s stated) value() publicodes.Value {
	switch {
	case s.Text != "":
		return publicodes.Value{Kind: publicodes.KindText, Text: s.Text}
	case s.YesNo != "":
		return publicodes.Value{Kind: publicodes.KindBoolean, Bool: s.YesNo == yes}
	}
	return publicodes.Value{Kind: publicodes.KindNumber, Number: s.Number, Unit: s.Unit}
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

func magnitude(grams int64) int64 { return max(grams, -grams) }
