package footprint

// A Theme is one of the parts of life the questions are grouped by.
type Theme string

// The themes, in the order in which people meet them. The first five are the
// categories of Nos Gestes Climat, the last holds the questions of our own
// waste model.
const (
	Transport       Theme = "transport"
	Food            Theme = "alimentation"
	Housing         Theme = "logement"
	Misc            Theme = "divers"
	SocietalService Theme = "services sociétaux"
	WasteTheme      Theme = "déchets"
)

// Form says how a question is answered.
type Form int

// The forms of a question.
const (
	Choice    Form = iota // one of Choices
	YesNo                 // oui or non
	Number                // one number in Unit, or a suggestion
	Selection             // a mosaic of yes/no options: any number of Options
	Counts                // a mosaic of numbers: one number per Option
)

// A Question is one screen: what is asked, in the reader's language, and every
// way to answer it. Rule is the name in the model ("transport . voiture . km")
// and the key of the stored answer; for a mosaic it is the parent rule and each
// Option has its own.
type Question struct {
	Rule        string
	Theme       Theme
	Form        Form
	Text        string // the question itself, plain text
	Why         string // markdown: why it is asked and how to count; may be empty
	Unit        string // the model's unit, "km" or "h/semaine"; empty for a plain count
	Choices     []Option
	Options     []Option
	None        bool // a mosaic that offers "none of these"
	Suggestions []Suggestion
	Min, Max    *float64 // Number: the bounds, in Unit
	Typical     string   // the value used when one does not know, formatted with its unit; may be empty

	Foreign, WhyForeign, TypicalForeign Foreign
}

// An Option is one row of a Choice or one line of a mosaic.
type Option struct {
	Rule     string // mosaics: the rule this line answers; empty for a Choice
	Value    string // Choice: the value posted and stored; empty for a mosaic
	Label    string
	Help     string
	Unit     string   // Counts: the unit of this line
	Min, Max *float64 // Counts: the bounds of this line

	Foreign, HelpForeign Foreign
}

// A Suggestion fills in a number, or a whole mosaic, at one tap.
type Suggestion struct {
	Label  string
	Value  float64            // Number
	Values map[string]float64 // mosaics, by rule of the option; in a Selection 1 ticks and 0 does not

	Foreign Foreign
}

// An Input is what a person sent for one question, as typed. Nothing in it is
// trusted: [Service.Answer] parses and bounds it against the model.
type Input struct {
	Unknown    bool              // "Je ne sais pas"
	Value      string            // Choice, YesNo ("oui", "non"), Number; [NoneOfThese] for a Selection
	Suggestion string            // label of the suggestion picked, looked at if nothing else is given
	Values     map[string]string // mosaics, by rule of the option: a number, or "oui" for an option ticked
	Confirmed  string            // the answer that the person was asked about and means; see [Unusual]
}

// NoneOfThese is the Value of an Input that ticks no option of a Selection.
// An empty form is a mistake and not an answer, so "none" has to be said.
const NoneOfThese = "aucun"

// A Screen is a question with what surrounds it for one household.
type Screen struct {
	Question
	Answered bool   // answered before, knowingly or not
	Given    Input  // what was answered, to fill the form again
	Back     string // rule of the question before, empty on the first
	Number   int    // place in the opening, from 1; 0 outside the opening
	Of       int    // length of the opening for this household
	Estimate Estimate
}

// An Estimate is the figure so far.
type Estimate struct {
	CarbonKgCO2ePerYear float64
	Known               bool // false where the figure does not compute with these answers
	Interval            Interval
	Narrowable          float64 // of the variance, what answers to the open questions could take away; 0 to 1
	Shares              Shares
}

// Shares says on what a carbon figure rests. The three add up to 1.
type Shares struct {
	Answers  float64 // moved by what this household answered
	Averages float64 // national averages standing in for answers not given
	Common   float64 // the same for everyone: public and market services
}

// ThemeProgress is one line of the page that lists every theme.
type ThemeProgress struct {
	Theme         Theme
	Answered      int
	Total         int     // questions that apply to this household
	Next          string  // rule of the next question to answer, empty when done
	KgCO2ePerYear float64 // what the theme weighs now; 0 for the waste theme
	Questions     []QuestionLine
}

// A QuestionLine is a question in a list, with the answer as a sentence.
type QuestionLine struct {
	Rule     string
	Text     string
	Answer   string // "6 500 km", "Je ne sais pas"; empty if not answered
	Answered bool

	Foreign, AnswerForeign Foreign
}
