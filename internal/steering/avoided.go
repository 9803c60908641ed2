package steering

import (
	"capzero/internal/challenge"
	"capzero/internal/stats"
)

// An Avoided is what the ledgers of a season say, by kind and evidence. Kinds are
// never added.
type Avoided struct {
	Started Count         `json:"started"` // households whose missions have begun
	Lines   []AvoidedLine `json:"lines"`
}

// An AvoidedLine is one kind on one sort of evidence.
type AvoidedLine struct {
	Kind       challenge.Kind     `json:"kind"`
	Evidence   challenge.Evidence `json:"evidence"`
	Households Count              `json:"households"` // that it comes from
	Grams      Grams              `json:"grams"`
	Sure       Interval           `json:"sure"` // of Grams, what they rest on being uncertain
	// Mean is grams per household whose missions have begun, those that avoided
	// nothing among them, and Bounds its interval from one household to another.
	Mean   float64  `json:"mean"`
	Bounds Interval `json:"bounds"`
}

// AnyEvidence is all sorts of it together.
const AnyEvidence challenge.Evidence = ""

// kinds and evidences are the lines, in the order of the page.
var (
	kinds     = []challenge.Kind{challenge.Carbon, challenge.Waste}
	evidences = []challenge.Evidence{challenge.Declared, challenge.Attended, challenge.Weighed, challenge.Metered}
)

// sureness says how sure the grams of a season are. It belongs to who knows how
// certain the models are.
type sureness func(challenge.Kind, challenge.Evidence) Interval

func avoided(c challenge.Chronicle, sure sureness) (a Avoided) {
	var started []challenge.Told
	for _, t := range c.Households {
		if t.Starts.First() <= c.Today {
			started = append(started, t)
		}
	}
	a.Started = countOf(len(started))
	for _, kind := range kinds {
		a.Lines = append(a.Lines, linesOf(started, kind, sure)...)
	}
	return a
}

// linesOf are the lines of a kind, by evidence. Where few households brought one
// sort of it, all sorts are one line: zones and teams say the sum, and what is
// hidden would follow from it.
func linesOf(started []challenge.Told, kind challenge.Kind, sure sureness) (lines []AvoidedLine) {
	for _, evidence := range evidences {
		line := avoidedLine(started, kind, evidence)
		line.Sure = sure(kind, evidence)
		switch {
		case line.Households.Few:
			return together(started, kind, sure)
		case !line.Households.none():
			lines = append(lines, line)
		}
	}
	return lines
}

func together(started []challenge.Told, kind challenge.Kind, sure sureness) []AvoidedLine {
	line := avoidedLine(started, kind, AnyEvidence)
	line.Sure = sure(kind, AnyEvidence)
	if line.Households.Few {
		line = AvoidedLine{Kind: kind, Households: line.Households, Grams: Grams{Few: true}}
	}
	return []AvoidedLine{line}
}

func avoidedLine(started []challenge.Told, kind challenge.Kind, evidence challenge.Evidence) AvoidedLine {
	l, n := AvoidedLine{Kind: kind, Evidence: evidence}, 0
	each := make([]float64, len(started))
	for i, t := range started {
		grams := gramsOn(t, kind, evidence)
		if each[i] = float64(grams); grams != 0 {
			n++
		}
		l.Grams.N += grams
	}
	l.Mean, l.Bounds.Low, l.Bounds.High, l.Bounds.Known = stats.MeanBounds(each, level)
	l.Bounds.Low = max(0, l.Bounds.Low)
	l.Households = countOf(n)
	return l
}

func gramsOn(t challenge.Told, kind challenge.Kind, evidence challenge.Evidence) (grams int64) {
	for _, l := range t.Avoided {
		if l.Kind == kind && (l.Evidence == evidence || evidence == AnyEvidence) {
			grams += l.Grams
		}
	}
	return grams
}
