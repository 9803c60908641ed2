package idea

import (
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"capzero/internal/fault"
	"capzero/internal/household"
)

// A Draft is a mission as a form describes it, with the fields of the data.
type Draft struct {
	Title    string    `json:"title"`
	About    string    `json:"about"` // why one would do it
	Steps    [3]string `json:"steps"`
	Theme    string    `json:"theme"`
	Effort   int       `json:"effort"` // 1 to 3
	Cost     string    `json:"cost"`
	Rhythm   string    `json:"rhythm"`
	For      string    `json:"for"`
	Times    int       `json:"times"` // that may count in a week
	Evidence string    `json:"evidence"`
	Source   string    `json:"source"`
	Note     string    `json:"note,omitempty"` // what is assumed

	Worth   Worth    `json:"worth"`
	Reason  string   `json:"reason,omitempty"` // WithoutFigure: why it has none
	Changes []Change `json:"changes,omitempty"`
	Stream  string   `json:"stream,omitempty"` // OfStream: "glass"
	Kg      float64  `json:"kg,omitempty"`     // less of it, for one person and week
	Need    *Need    `json:"need,omitempty"`
}

// A Worth is what the kilograms of a mission follow from.
type Worth string

// What they follow from.
const (
	WithoutFigure Worth = "none"
	OfAnswers     Worth = "answers" // answers of the carbon model that change
	OfStream      Worth = "stream"  // kilograms of a stream of waste
)

// A Change is another answer to a question that asks for a number.
type Change struct {
	Question string  `json:"question"` // a rule of the carbon model
	How      How     `json:"how"`
	Amount   float64 `json:"amount"` // in the unit of the question, or percent
}

// How an answer changes.
type How string

// The ways.
const (
	Less    How = "less"
	More    How = "more"
	Percent How = "percent" // so many percent less
	Becomes How = "becomes"
)

// Hows lists them in the order of the form.
func Hows() []How { return []How{Less, More, Percent, Becomes} }

// A Need is what an answer has to be at least for the mission to apply.
type Need struct {
	Question string  `json:"question"`
	AtLeast  float64 `json:"atLeast"`
}

// The words of the data, in the order of the form.
var (
	Themes    = []string{"alimentation", "mobilité", "logement", "objets", "déchets", "eau", "ensemble"}
	Costs     = []string{"économise", "gratuit", "un peu", "beaucoup"}
	Rhythms   = []string{"semaine", "une fois"}
	Doers     = []string{"personne", "foyer"}
	Evidences = []string{"déclarée", "pesée", "relevée", "présence"}
)

// The fields of the form.
const (
	TitleField    = "titre"
	AboutField    = "pourquoi"
	StepField     = "etape" // with 1 to 3 after it
	ThemeField    = "theme"
	EffortField   = "effort"
	CostField     = "cout"
	RhythmField   = "rythme"
	ForField      = "pour"
	TimesField    = "fois"
	EvidenceField = "preuve"
	SourceField   = "source"
	NoteField     = "note"
	WorthField    = "chiffre"
	WhyNoneField  = "sans-chiffre"
	QuestionField = "question" // with 1 or 2 after it
	HowField      = "change"
	AmountField   = "combien"
	StreamField   = "flux"
	KgField       = "kilos"
	NeedField     = "besoin"
	AtLeastField  = "au-moins"
)

const (
	longestTitle = 100
	longestText  = 400
	mostTimes    = 21
	mostAmount   = 1e6
	// mostKg is more than a person throws away of everything in a week.
	mostKg = 10
)

// tidied is the draft with each of its texts on one line.
func (d Draft) tidied() Draft {
	for _, text := range []*string{&d.Title, &d.About, &d.Steps[0], &d.Steps[1], &d.Steps[2], &d.Source, &d.Note, &d.Reason} {
		*text, _ = household.Clean(strings.Join(strings.Fields(*text), " "))
	}
	return d
}

// check says what a form lacks, in the words of people; whether the models take it
// is for the lint. Known are the questions and streams that there are.
func (d Draft) check(known Known) error {
	for _, text := range []struct {
		field, typed string
		most         int
	}{
		{TitleField, d.Title, longestTitle}, {AboutField, d.About, longestText}, {StepField + "1", d.Steps[0], longestText},
		{StepField + "2", d.Steps[1], longestText}, {StepField + "3", d.Steps[2], longestText}, {SourceField, d.Source, longestText},
	} {
		if text.typed == "" {
			return fault.At(text.field, fault.Invalid, missing(text.field))
		}
		if utf8.RuneCountInString(text.typed) > text.most {
			return fault.At(text.field, fault.Invalid, "idea.text_long", "max", text.most)
		}
	}
	if utf8.RuneCountInString(d.Note) > longestText {
		return fault.At(NoteField, fault.Invalid, "idea.text_long", "max", longestText)
	}
	if !strings.HasPrefix(d.Source, "https://") {
		return fault.At(SourceField, fault.Invalid, "idea.source_address")
	}
	return firstFault(d.checkWords(), d.checkWorth(known))
}

// missing is what is said of a field that is empty.
func missing(field string) string {
	if field == SourceField {
		return "idea.source_missing"
	}
	return "idea.text_missing"
}

func firstFault(all ...error) error {
	for _, err := range all {
		if err != nil {
			return err
		}
	}
	return nil
}

func (d Draft) checkWords() error {
	for _, word := range []struct {
		field, typed string
		of           []string
	}{
		{ThemeField, d.Theme, Themes}, {CostField, d.Cost, Costs}, {RhythmField, d.Rhythm, Rhythms}, {ForField, d.For, Doers},
		{EvidenceField, d.Evidence, Evidences},
	} {
		if !slices.Contains(word.of, word.typed) {
			return fault.At(word.field, fault.Invalid, "idea.choose")
		}
	}
	switch {
	case d.Effort < 1 || d.Effort > 3:
		return fault.At(EffortField, fault.Invalid, "idea.choose")
	case d.Times < 1 || d.Times > mostTimes:
		return fault.At(TimesField, fault.Invalid, "idea.times_bounds", "max", mostTimes)
	case d.Rhythm == Rhythms[1] && d.Times != 1:
		return fault.At(TimesField, fault.Invalid, "idea.once_times")
	}
	return nil
}

func (d Draft) checkWorth(known Known) error {
	switch d.Worth {
	case WithoutFigure:
		if !slices.Contains(known.Reasons, d.Reason) {
			return fault.At(WhyNoneField, fault.Invalid, "idea.choose")
		}
	case OfStream:
		if known.Streams[d.Stream] == "" {
			return fault.At(StreamField, fault.Invalid, "idea.choose")
		}
		if !(d.Kg > 0 && d.Kg <= mostKg) {
			return fault.At(KgField, fault.Invalid, "idea.kg_bounds", "max", mostKg)
		}
	case OfAnswers:
		return firstFault(d.checkChanges(known), d.checkNeed(known))
	default:
		return fault.At(WorthField, fault.Invalid, "idea.choose")
	}
	return d.checkNeed(known)
}

func (d Draft) checkChanges(known Known) error {
	if len(d.Changes) == 0 {
		return fault.At(QuestionField+"1", fault.Invalid, "idea.change_missing")
	}
	for i, c := range d.Changes {
		of := string(rune('1' + i))
		switch {
		case !known.asks(c.Question) || i > 0 && d.Changes[0].Question == c.Question:
			return fault.At(QuestionField+of, fault.Invalid, "idea.choose")
		case !slices.Contains(Hows(), c.How):
			return fault.At(HowField+of, fault.Invalid, "idea.choose")
		case !(c.Amount >= 0 && c.Amount <= mostAmount) || c.How != Becomes && c.Amount == 0 || c.How == Percent && c.Amount > 100:
			return fault.At(AmountField+of, fault.Invalid, "idea.amount_bounds")
		}
	}
	return nil
}

func (d Draft) checkNeed(known Known) error {
	switch {
	case d.Need == nil:
		return nil
	case !known.asks(d.Need.Question):
		return fault.At(NeedField, fault.Invalid, "idea.choose")
	case math.IsNaN(d.Need.AtLeast) || d.Need.AtLeast < 0 || d.Need.AtLeast > mostAmount:
		return fault.At(AtLeastField, fault.Invalid, "idea.amount_bounds")
	}
	return nil
}

// Known is what a draft may name.
type Known struct {
	Questions []Question        // of the carbon model, that ask for a number
	Streams   map[string]string // rules of the waste model, by the name of the stream
	Reasons   []string          // why a mission has no figure
}

// A Question is one that a mission may change the answer of.
type Question struct{ Rule, Unit string }

func (k Known) asks(rule string) bool {
	return slices.ContainsFunc(k.Questions, func(q Question) bool { return q.Rule == rule })
}

func (k Known) unit(rule string) string {
	for _, q := range k.Questions {
		if q.Rule == rule {
			return q.Unit
		}
	}
	return ""
}
