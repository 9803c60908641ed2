package footprint

import "context"

// A Weight is what one person weighs today, by what they answered, on average
// where they did not.
type Weight struct {
	KgCO2ePerYear float64
	KgPerWeek     map[string]float64 // of waste, by the rule of the stream
	Answered      bool
	Known         bool // false: it does not compute with these answers
}

// Weight reads what a person weighs. Somebody who has not answered anything
// weighs what people do on average.
func (s *Service) Weight(ctx context.Context, h Holder) (Weight, error) {
	sh, err := s.loadOrAverage(ctx, h)
	if err != nil {
		return Weight{}, err
	}
	r := sh.reference.read(sh.answers)
	defer r.close()
	p := r.newPricing(sh.changes)
	w := Weight{KgPerWeek: map[string]float64{}, Answered: sh.answers.knownCount() > 0, Known: p.known}
	if !p.known {
		return w, nil
	}
	w.KgCO2ePerYear = p.before.carbon
	for i, stream := range sh.changes.streams {
		w.KgPerWeek[stream] = p.before.streams[i]
	}
	return w, nil
}
