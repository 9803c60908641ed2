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
func (s *Service) Actions(ctx context.Context, token Token, lang string, chosen []string) (Actions, error) {
	sh, err := s.load(ctx, token)
	if err != nil {
		return Actions{}, err
	}
	r := s.voice(sh.edition, lang).read(sh.answers)
	defer r.close()
	p := r.newPricing(sh.changes)
	all := p.bySaving()
	a := Actions{All: all, Together: p.choose(all, chosen), Answers: sh.answers.knownCount()}
	if s.guess != nil {
		p.spread(s.guess(sh.edition, r), a.All, &a.Together)
	}
	return a, nil
}

// WhatIf computes the footprint with some levers set another way, by their id.
func (s *Service) WhatIf(ctx context.Context, token Token, lang string, levers map[string]string) (WhatIf, error) {
	sh, err := s.load(ctx, token)
	if err != nil {
		return WhatIf{}, err
	}
	r := s.voice(sh.edition, lang).read(sh.answers)
	defer r.close()
	return r.whatIf(sh.changes, levers), nil
}
