package footprint

import (
	"context"

	"capzero/internal/db"
	"capzero/internal/draw"
)

// Intervals returns the result with the interval of each figure, nine in ten, and
// the questions that would narrow that of the footprint most. It takes some
// hundred times as long as the result itself.
func (s *Service) Intervals(ctx context.Context, h Holder, lang string) (Result, error) {
	result, sh, err := s.result(ctx, h, lang)
	if err != nil || sh.certainty == nil || !result.Carbon.Known {
		return result, err
	}
	drawn, ok := s.drawn.find(sh.drawnKey())
	if !ok {
		if drawn, err = s.draw(ctx, sh, result.Actions); err != nil {
			return Result{}, err
		}
	}
	drawn.put(&result, s.voice(sh.edition, lang))
	return result, nil
}

// draw draws the intervals of a result and remembers them.
func (s *Service) draw(ctx context.Context, sh sheet, best []Action) (intervals, error) {
	r := sh.reference.read(sh.answers)
	defer r.close()
	drawn, err := r.draw(sh.certainty, sh.structure)
	if err != nil {
		return intervals{}, err
	}
	drawn.drawBest(r, sh.edition, best)
	key := sh.drawnKey()
	s.drawn.keep(key, drawn)
	return drawn, s.db.Write(ctx, func(tx *db.Tx) error { return writeIntervals(ctx, tx, key, drawn) })
}

// putLast writes the intervals that a result has before they are drawn: its own
// where they were drawn already, or else what that of the footprint was before
// the last answers.
func (s *Service) putLast(ctx context.Context, sh sheet, result *Result, lang string) error {
	last, ok := s.drawn.find(sh.drawnKey())
	if !ok {
		var of drawnKey
		err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
			of, last, err = findIntervals(ctx, tx, sh.ID)
			return err
		})
		if err != nil {
			return err
		}
		if of != sh.drawnKey() {
			result.Carbon.Former = last.of[carbonTotal]
			return nil
		}
	}
	last.put(result, s.voice(sh.edition, lang))
	return nil
}

const (
	// Enough is how sure a footprint has to be for us to say that it will do: ± 15 %.
	Enough = 0.15
	// Essential is the share of the variance below which open questions are no
	// longer worth asking: answers to all of them would narrow the interval by a
	// twentieth, from ± 20 % to ± 19 %. Seven households in a hundred get to Enough,
	// whatever they answer (docs/orders.md); the others are told this.
	Essential = 0.1
)

// NextBest returns the open question that is expected to narrow the footprint
// most per second of a person's time, none where no question would. After is the
// one that was on the screen, which does not come again at once.
func (s *Service) NextBest(ctx context.Context, h Holder, after string) (string, error) {
	sh, err := s.load(ctx, h)
	if err != nil {
		return "", err
	}
	r := sh.reference.read(sh.answers)
	defer r.close()
	if rule := s.firstRule(r.voice, sh.answers); rule != "" || sh.certainty == nil {
		return rule, nil
	}
	return r.nextBest(sh.certainty, after)
}

func (r *reading) nextBest(c *certainty, after string) (string, error) {
	sample := r.sample(c.soFar())
	figures, err := sample.Evaluate(r.carbon.Model, carbonTotal)
	if err != nil || !figures[0].Computes() {
		return "", err
	}
	if q, ok := r.mostNarrowing(sample, figures[0], after); ok {
		return q.Rule, nil
	}
	return "", nil
}

// mostNarrowing is the open question that narrows a figure of a sample most per
// second, if any does.
func (r *reading) mostNarrowing(sample *draw.Sample, total draw.Figure, after string) (best *Question, found bool) {
	most := 0.0
	for _, q := range r.questions {
		if q.Rule == after || technical(q) || !r.open(q) {
			continue
		}
		if gain := sample.Narrows(total, q.rules()...) / q.seconds(); gain > most {
			best, most = q, gain
		}
	}
	return best, best != nil
}

// seconds is how long a person takes to read and answer a question: our
// assumption, a tap being worth a third of a typed number. Only the proportions
// count.
func (q *Question) seconds() float64 {
	switch q.Form {
	case YesNo:
		return 4
	case Choice:
		return 4 + 0.7*float64(len(q.Choices))
	case Selection:
		return 4 + 1.2*float64(len(q.Options))
	case Counts:
		return 5 + 4*float64(len(q.Options))
	}
	return 12
}

// sureSoFar is the interval of the footprint beside a question, and what open
// questions could still take away of its variance. Showing the question and
// taking its answer need the same.
func (s *Service) sureSoFar(sh sheet, r *reading) (Interval, float64) {
	if sh.certainty == nil {
		return Interval{}, 0
	}
	known, ok := s.soFar.find(sh.drawnKey())
	if !ok {
		sample := r.sample(sh.certainty.soFar())
		// Households are drawn for the models that results are computed with,
		// whatever language the reader's are in.
		figures, err := sample.Evaluate(sh.reference.carbon.Model, carbonTotal)
		if err != nil {
			return Interval{}, 0 // the figure is there without it
		}
		known.of = map[string]Interval{carbonTotal: intervalOf(figures[0])}
		_, known.narrowable = r.narrowing(sample, figures[0])
		s.soFar.keep(sh.drawnKey(), known)
	}
	return known.of[carbonTotal], known.narrowable
}
