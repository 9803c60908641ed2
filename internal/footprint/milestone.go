package footprint

import "time"

// A Milestone is an assessment as it stood on one day, kept by its household to
// look back at. Nothing of it but its name ever changes.
type Milestone struct {
	Number         int // 1 for the first of an assessment
	Name           string
	At             time.Time
	Models         Models
	Readable       bool // false where the program does not have its models any more
	Questions      int  // questions answered, "je ne sais pas" not counted
	KgCO2ePerYear  float64
	WasteKgPerWeek float64
}

const (
	// MostMilestones is how many an assessment may have: one a month for two
	// years, and no more than a page of them that stays light.
	MostMilestones = 24
	// LongestName is how many characters a name may have.
	LongestName = 60
	// restFor is how long nobody has to have answered before an answer begins a
	// new assessment of life, and the former one is kept by itself.
	restFor = 30 * 24 * time.Hour
)

// A storedMilestone is a milestone as the database holds it.
type storedMilestone struct {
	Number    int64
	Name      string
	Revision  int64
	Models    Models
	KeptAt    int64
	Questions int64
	Answers   map[string]*string // by rule; nil is "je ne sais pas"
	Amounts   grams
}

// rows returns the kept answers the way the table answer holds them. Each was
// given to the models of the milestone, or carried over to them.
func (m storedMilestone) rows(modelOf func(rule string) string) []storedAnswer {
	rows := make([]storedAnswer, 0, len(m.Answers))
	for rule, value := range m.Answers {
		row := storedAnswer{Rule: rule, Model: modelOf(rule)}
		if value != nil {
			row.Value, row.Known = *value, true
		}
		rows = append(rows, row)
	}
	return rows
}

// keepable writes answers as a milestone holds them.
func keepable(as answers) map[string]*string {
	kept := make(map[string]*string, len(as))
	for rule, a := range as {
		kept[rule] = nil
		if text, known := a.stored(); known {
			kept[rule] = &text
		}
	}
	return kept
}
