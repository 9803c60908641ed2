package footprint

import (
	"context"
	"errors"

	"capzero/internal/db"
	"capzero/internal/fault"
)

// A Thing is what one person may let others of their household see.
type Thing string

// The things that are a person's own. What is about the home is everybody's.
const (
	OwnFootprint Thing = "footprint"
	OwnAnswers   Thing = "answers"
)

// A Shared is what others see of somebody's result: its figures, and nothing that
// tells what was answered.
type Shared struct {
	Models     Models
	Complete   bool   // the opening is done
	Carbon     Line   // of one person and year
	Categories []Line // the five, heaviest first
	Waste      Line   // of one person and week
}

// errNotShared says no more than it must: who may not see a thing is not told
// whether it is there.
var errNotShared = fault.New(fault.NotFound, "error.not_shared")

// A view is somebody's assessment as another person finds it: if they may, at
// every reading.
type view struct {
	reader, owner Person
	what          Thing
	may           func(ctx context.Context, tx *db.Tx, reader, owner string, what Thing) (bool, error)
}

func (v view) find(ctx context.Context, tx *db.Tx) (assessment, error) {
	allowed, err := v.may(ctx, tx, string(v.reader), string(v.owner), v.what)
	if err != nil {
		return assessment{}, err
	}
	if !allowed {
		return assessment{}, errNotShared
	}
	a, err := v.owner.find(ctx, tx)
	if errors.Is(err, errSessionGone) {
		return a, errNotShared
	}
	return a, err
}

// SharedResult measures a person for another one whom they let see it. Nothing is
// stored: looking at somebody's footprint leaves no trace in it. The intervals are
// read apart from the answers, so that the person may have said no in between: we
// ask again.
func (s *Service) SharedResult(ctx context.Context, reader, owner Person, lang string) (Shared, error) {
	asking := view{reader, owner, OwnFootprint, s.maySee}
	sh, err := s.load(ctx, asking)
	if err != nil {
		return Shared{}, err
	}
	r := s.measure(sh.edition, s.voice(sh.edition, lang), sh.answers)
	if err := s.putLast(ctx, sh, &r, lang); err != nil {
		return Shared{}, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		_, err := asking.find(ctx, tx)
		return err
	})
	if err != nil {
		return Shared{}, err
	}
	return r.shared(), nil
}

// shared is what others see of a result. On what a line rests is left out: it
// tells which questions were answered.
func (r Result) shared() Shared {
	seen := Shared{
		Models:   r.Models,
		Complete: r.Complete,
		Carbon:   Line{Rule: carbonTotal, Amount: r.Carbon.KgCO2ePerYear, Known: r.Carbon.Known, Interval: r.Carbon.Interval},
		Waste:    Line{Rule: wasteTotal, Amount: r.Waste.KgPerWeek, Known: r.Waste.Known, Interval: r.Waste.Interval},
	}
	for _, line := range r.Carbon.Categories {
		line.Shares = Shares{}
		seen.Categories = append(seen.Categories, line)
	}
	return seen
}

// SharedAnswers lists what a person has said of themselves for another one whom
// they let see it, by theme. What the themes weigh is not said: that would be the
// footprint.
func (s *Service) SharedAnswers(ctx context.Context, reader, owner Person, lang string) ([]ThemeProgress, error) {
	sh, err := s.load(ctx, view{reader, owner, OwnAnswers, s.maySee})
	if err != nil {
		return nil, err
	}
	r := s.voice(sh.edition, lang).read(sh.answers)
	defer r.close()
	var all []ThemeProgress
	for _, t := range themes {
		if p := r.progress(t).ofPerson(); p.Answered > 0 {
			all = append(all, p)
		}
	}
	return all, nil
}

// ofPerson leaves the answers that are a person's own, without what the theme
// weighs.
func (p ThemeProgress) ofPerson() ThemeProgress {
	own := ThemeProgress{Theme: p.Theme}
	for _, q := range p.Questions {
		if q.Answered && !aboutHome(q.Rule) {
			own.Questions = append(own.Questions, q)
		}
	}
	own.Answered = len(own.Questions)
	own.Total = own.Answered
	return own
}
