package footprint

import "context"

// Actions is everything that a household can change, with what each would save
// here, and what those that it chose would save together.
type Actions struct {
	All      []Action // those that save first, most first
	Together Combination
	Answers  int // how many the household has given
}

// Actions prices every action for a household, and those of some ids together.
func (s *Service) Actions(ctx context.Context, h Holder, lang string, chosen []string) (Actions, error) {
	sh, err := s.load(ctx, h)
	if err != nil {
		return Actions{}, err
	}
	r := s.voice(sh.edition, lang).read(sh.answers)
	defer r.close()
	p := r.newPricing(sh.changes)
	all := p.bySaving()
	a := Actions{All: all, Together: p.choose(all, chosen), Answers: sh.answers.knownCount()}
	s.spread(sh, p, &a)
	return a, nil
}

// spread gives actions their intervals: those that were drawn for these answers,
// or else new ones. Those of a choice of actions are always new.
func (s *Service) spread(sh sheet, p *pricing, a *Actions) {
	if s.guess == nil {
		return
	}
	drawn, ok := s.ofActions.find(sh.drawnKey())
	switch {
	case !ok:
		p.spread(s.guess(sh.edition, p.reading), a.All, &a.Together)
		s.ofActions.keep(sh.drawnKey(), intervalsOfActions(a.All))
		return
	case len(a.Together.Chosen) > 0:
		p.spread(s.guess(sh.edition, p.reading), nil, &a.Together)
	}
	for i := range a.All {
		a.All[i].Interval, a.All[i].SavedWaste.Interval = drawn.of[a.All[i].ID], drawn.ofBag[a.All[i].ID]
	}
}

func intervalsOfActions(all []Action) intervals {
	i := intervals{of: map[string]Interval{}, ofBag: map[string]Interval{}}
	for _, a := range all {
		if a.State == Saves {
			i.of[a.ID], i.ofBag[a.ID] = a.Interval, a.SavedWaste.Interval
		}
	}
	return i
}

// WhatIf computes the footprint with some levers set another way, by their id.
func (s *Service) WhatIf(ctx context.Context, h Holder, lang string, levers map[string]string) (WhatIf, error) {
	sh, err := s.load(ctx, h)
	if err != nil {
		return WhatIf{}, err
	}
	r := s.voice(sh.edition, lang).read(sh.answers)
	defer r.close()
	return r.whatIf(sh.changes, levers), nil
}
