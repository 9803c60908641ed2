package footprint

import (
	"context"
)

// Intervals returns the result with the interval of each figure, nine in ten, and
// the questions that would narrow that of the footprint most. It takes some
// hundred times as long as the result itself.
func (s *Service) Intervals(ctx context.Context, token Token, lang string) (Result, error) {
	result, sh, err := s.result(ctx, token, lang)
	if err != nil || sh.certainty == nil || !result.Carbon.Known {
		return result, err
	}
	key := sh.drawnKey()
	drawn, ok := s.drawn.find(key)
	if !ok {
		r := sh.reference.read(sh.answers)
		defer r.close()
		if drawn, err = r.draw(sh.certainty, sh.structure); err != nil {
			return Result{}, err
		}
		drawn.drawBest(r, sh.edition, result.Actions)
		s.drawn.keep(key, drawn)
	}
	drawn.put(&result, s.voice(sh.edition, lang))
	return result, nil
}

// Enough is how sure a footprint has to be for us to say that it will do: ± 15 %.
const Enough = 0.15

// NextBest returns the open question that is expected to narrow the footprint
// most per second of a person's time, none where no question would. After is the
// one that was on the screen, which does not come again at once.
func (s *Service) NextBest(ctx context.Context, token Token, after string) (string, error) {
	sh, err := s.load(ctx, token)
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
	best, most := "", 0.0
	for _, q := range r.questions {
		if q.Rule == after || technical(q) || !r.open(q) {
			continue
		}
		if gain := sample.Narrows(figures[0], q.rules()...) / q.seconds(); gain > most {
			best, most = q.Rule, gain
		}
	}
	return best, nil
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

// intervalSoFar is the interval of the footprint beside a question. Showing the
// question and taking its answer need the same one.
func (s *Service) intervalSoFar(sh sheet, r *reading) Interval {
	if sh.certainty == nil {
		return Interval{}
	}
	if known, ok := s.soFar.find(sh.drawnKey()); ok {
		return known.of[carbonTotal]
	}
	figures, err := r.sample(sh.certainty.soFar()).Evaluate(r.carbon.Model, carbonTotal)
	if err != nil {
		return Interval{} // the figure is there without it
	}
	interval := intervalOf(figures[0])
	s.soFar.keep(sh.drawnKey(), intervals{of: map[string]Interval{carbonTotal: interval}})
	return interval
}
