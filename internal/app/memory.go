package app

import (
	"context"
	"fmt"

	"capzero/internal/challenge"
	"capzero/internal/footprint"
)

// A memory is a weigher that does not compute again what follows from the same
// answers and models. An invented city asks for the same figures of the same
// people week after week; a real one has more people than it would remember. It is
// used by one goroutine.
type memory struct {
	weigher
	people map[string]*remembered
}

// A remembered is what is known of one person.
type remembered struct {
	basis   string
	outlook *challenge.Outlook
	priors  []challenge.Prior
	worths  map[string]challenge.Worth
	common  map[string]challenge.Overlap // by what was done
}

// of is what is remembered of a person: nothing where their answers or the models
// have changed since.
func (m *memory) of(ctx context.Context, person string) (*remembered, error) {
	basis, err := m.measures.Basis(ctx, footprint.Person(person))
	if err != nil {
		return nil, err
	}
	r, known := m.people[person]
	if !known || r.basis != basis {
		r = &remembered{basis: basis, worths: map[string]challenge.Worth{}, common: map[string]challenge.Overlap{}}
		m.people[person] = r
	}
	return r, nil
}

func (m *memory) worth(ctx context.Context, person, mission string) (challenge.Worth, error) {
	r, err := m.of(ctx, person)
	if err != nil {
		return challenge.Worth{}, err
	}
	worth, known := r.worths[mission]
	if known {
		return worth, nil
	}
	if worth, err = m.weigher.worth(ctx, person, mission); err != nil {
		return worth, err
	}
	worth.Close()
	worth.Overlap, worth.Close = nil, nil // what is in common is remembered apart
	r.worths[mission] = worth
	return worth, nil
}

func (m *memory) overlap(ctx context.Context, person string, done []challenge.Done) (challenge.Overlap, error) {
	r, err := m.of(ctx, person)
	if err != nil {
		return challenge.Overlap{}, err
	}
	key := fmt.Sprint(done)
	common, known := r.common[key]
	if known {
		return common, nil
	}
	common, err = m.weigher.overlap(ctx, person, done)
	if err == nil {
		r.common[key] = common
	}
	return common, err
}

func (m *memory) outlook(ctx context.Context, person string) (challenge.Outlook, error) {
	r, err := m.of(ctx, person)
	if err != nil {
		return challenge.Outlook{}, err
	}
	if r.outlook == nil {
		o, err := m.weigher.outlook(ctx, person)
		if err != nil {
			return o, err
		}
		r.outlook = &o
	}
	return *r.outlook, nil
}

func (m *memory) priors(ctx context.Context, person string) ([]challenge.Prior, error) {
	r, err := m.of(ctx, person)
	if err != nil {
		return nil, err
	}
	if r.priors == nil {
		r.priors, err = m.weigher.priors(ctx, person)
	}
	return r.priors, err
}
