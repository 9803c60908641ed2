package footprint

import "time"

// A Report is what a recomputation says of a city. It names nobody, and says
// nothing of fewer than eleven households but how many there are.
type Report struct {
	To       Models
	DryRun   bool
	All      int // results of other models when it began
	Redone   int // by this run; what it would have done, if it only computed
	Already  int // by earlier runs, and by people themselves, to the same models
	WithLost int // of Redone: with answers that could not be brought over
	// NotRedone counts the others by the reason why.
	NotRedone map[Reason]int
	// Shown is false where Redone and Already together are fewer than eleven;
	// what follows is then empty. It covers both.
	Shown       bool
	Carbon      Spread // kgCO2e per person and year
	Waste       Spread // kg per person and week
	Categories  []Change
	MuchChanged int     // footprints that moved by more than 5 %
	Largest     float64 // the farthest that one moved, kgCO2e
	Computing   time.Duration
	Storing     time.Duration // most of it while computing
}

// A Spread is an amount over the households, before and after.
type Spread struct{ Before, After Distribution }

// A Reason is why a result was not computed again.
type Reason string

// The reasons.
const (
	NoFigure Reason = "no figure with the new models" // stays with the former ones
	Busy     Reason = "answering meanwhile"           // the next run will do it
)

func (r *recomputing) report() Report {
	t := r.tally
	report := Report{
		To: r.current.versions, DryRun: r.options.DryRun, All: r.all,
		Redone: t.households - t.before, Already: t.before, WithLost: t.withLost,
		NotRedone: map[Reason]int{},
		Computing: r.computing, Storing: r.storing,
	}
	for reason, n := range map[Reason]int{NoFigure: r.failed, Busy: r.changed} {
		if n > 0 {
			report.NotRedone[reason] = n
		}
	}
	if t.households < SnapshotStep {
		return report
	}
	report.Shown = true
	report.Carbon = t.carbon.spread()
	report.Waste = t.waste.spread()
	for _, category := range t.structure.categories {
		sums := t.categorySums[category.rule]
		label, _ := r.current.reference.label(category.rule)
		report.Categories = append(report.Categories, Change{
			Rule: category.rule, Label: label,
			Before: kilograms(sums[0]) / float64(t.households), After: kilograms(sums[1]) / float64(t.households),
		})
	}
	much, largest := t.carbon.changes()
	report.MuchChanged, report.Largest = much, kilograms(largest)
	return report
}

func (p pairs) spread() Spread {
	return Spread{Before: distributionOf(p.before), After: distributionOf(p.after)}
}
