package footprint

import (
	"context"
	"errors"

	"capzero/internal/db"
	"capzero/internal/fault"
)

// Missions prices every mission for a person, in the order of the data. Somebody
// who has not answered anything gets what they are worth on average.
func (s *Service) Missions(ctx context.Context, h Holder, lang string) ([]Mission, error) {
	sh, err := s.loadOrAverage(ctx, h)
	if err != nil {
		return nil, err
	}
	r := s.voice(sh.edition, lang).read(sh.answers)
	defer r.close()
	p := r.newPricing(sh.changes)
	all := make([]Mission, len(sh.changes.missions))
	for i, m := range sh.changes.missions {
		all[i] = p.mission(m)
	}
	return append(all, s.priceCity(sh, lang)...), nil
}

// A Worth is what one time of a mission is worth to a person, with everything
// that it follows from: who stores it can say later why it was that much.
type Worth struct {
	Mission   string
	Theme     MissionTheme
	State     ActionState // worth nothing unless it is Saves
	PerPerson Avoided
	PerHome   Avoided
	Lasts     bool
	ForHome   bool
	MostTimes int
	Evidence  Evidence

	Assumed    bool
	OnAverages bool

	Models   Models
	Missions string // the version of the missions
	Revision int64  // of the assessment, 0 without one

	assessment string   // empty without one
	sheet      sheet    // what it was priced from
	pricing    *pricing // open until Close; nil where the mission is one of the city
}

// MissionWorth prices one mission for a check-in. It holds no right to write,
// so that nobody waits for a model: who stores the worth asks in the transaction
// that does so whether it [Service.StillWorth] as much. The worth has to be closed.
func (s *Service) MissionWorth(ctx context.Context, h Holder, id string) (Worth, error) {
	sh, err := s.loadOrAverage(ctx, h)
	if err != nil {
		return Worth{}, err
	}
	of, by := s.findMission(sh, id)
	if of == nil {
		return Worth{}, fault.New(fault.NotFound, "error.mission_unknown")
	}
	p := by.reference.read(sh.answers).newPricing(by.changes)
	m := p.mission(of)
	w := Worth{
		Mission: m.ID, Theme: m.Theme, State: m.State, PerPerson: m.PerPerson, PerHome: m.PerHome,
		Lasts: m.Lasts, ForHome: m.ForHome, MostTimes: m.MostTimes, Evidence: m.Evidence,
		Assumed: m.Assumed, OnAverages: m.OnAverages,
		Models: sh.versions, Missions: by.changes.version, Revision: sh.Revision, assessment: sh.ID,
		sheet: sh,
	}
	if by == sh.edition {
		w.pricing = p
	} else {
		p.close()
	}
	return w, nil
}

// Overlap is [Service.Overlap] for the person of a worth that is not closed, from the
// answers and models that it follows from.
func (w Worth) Overlap(all []Done) Avoided {
	if w.pricing == nil {
		return w.sheet.overlap(all)
	}
	return w.pricing.overlap(all)
}

// Close gives back what a worth was priced with.
func (w Worth) Close() {
	if w.pricing != nil {
		w.pricing.close()
	}
}

// A Done is how often a mission was done in a week.
type Done struct {
	Mission string
	Times   int
}

// Overlap is what adding up missions that one person did in the same week would
// count twice: what each avoids alone, so many times, less what they avoid in one
// situation. It is nothing where that is more.
func (s *Service) Overlap(ctx context.Context, h Holder, all []Done) (Avoided, error) {
	sh, err := s.loadOrAverage(ctx, h)
	if err != nil {
		return Avoided{}, err
	}
	return sh.overlap(all), nil
}

func (sh sheet) overlap(all []Done) Avoided {
	r := sh.reference.read(sh.answers)
	defer r.close()
	return r.newPricing(sh.changes).overlap(all)
}

// StillWorth reports whether what a mission was worth still follows from what is
// stored: the same answers, read with the same models.
func (s *Service) StillWorth(ctx context.Context, tx *db.Tx, h Holder, w Worth) (bool, error) {
	a, err := h.find(ctx, tx)
	if errors.Is(err, errSessionGone) {
		return w.assessment == "", nil
	}
	if err != nil || a.ID != w.assessment || a.Revision != w.Revision {
		return false, err
	}
	stored, counted, err := findResult(ctx, tx, a.ID)
	if err != nil {
		return false, err
	}
	if !counted {
		return w.Models == s.current.versions, nil
	}
	return w.Models == stored.Models, nil
}

// loadOrAverage reads an assessment, or none of somebody who has an account and
// has not measured.
func (s *Service) loadOrAverage(ctx context.Context, h Holder) (sheet, error) {
	sh, err := s.load(ctx, h)
	if _, signedIn := h.(Person); signedIn && errors.Is(err, errSessionGone) {
		return sheet{edition: s.current}, nil
	}
	return sh, err
}
