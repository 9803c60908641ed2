package app

import (
	"context"
	"maps"
	"slices"

	"capzero/internal/challenge"
	"capzero/internal/city"
	"capzero/internal/db"
	"capzero/internal/footprint"
)

// newChallenge makes the challenge over open records. What missions are worth and
// what people are expected to throw away comes from what is measured.
func (p parts) newChallenge(records *db.DB, measures *footprint.Service, h homes) (*challenge.Service, error) {
	spreads, err := spreadsOfMissions()
	if err != nil {
		return nil, err
	}
	w := weigher{measures: measures, lang: p.city.Languages[0]}
	o := challenge.Options{
		DB: records, Cities: city.Cities{p.city.ID: p.city}, Households: h.households, Consents: h.consents,
		Catalogues: p.catalogues,
		Worth:      w.worth, Overlap: w.overlap, Outlook: w.outlook, Priors: w.priors, Spreads: spreads,
	}
	if p.draw != nil {
		m := memory{weigher: w, people: map[string]*remembered{}}
		o.Worth, o.Overlap, o.Outlook, o.Priors = m.worth, m.overlap, m.outlook, m.priors
		o.Seed = func() int64 { return p.draw.seed }
	}
	return challenge.New(o), nil
}

func spreadsOfMissions() (challenge.Spreads, error) {
	known, err := footprint.MissionSpreads()
	spreads := challenge.Spreads{}
	for id, s := range known {
		spreads[id] = challenge.Spread{Carbon: s.Carbon, Waste: s.Waste}
	}
	return spreads, err
}

// A weigher tells the challenge what package footprint knows.
type weigher struct {
	measures *footprint.Service
	lang     string
}

// streams are the streams of the challenge, by their rule in the waste model.
var streams = map[string]challenge.Stream{
	"déchets . ordures résiduelles . par semaine":       challenge.Residual,
	"déchets . emballages . par semaine":                challenge.Packaging,
	"déchets . papiers et cartons . par semaine":        challenge.Paper,
	"déchets . verre . par semaine":                     challenge.Glass,
	"déchets . restes alimentaires triés . par semaine": challenge.FoodWaste,
	"déchets . textiles . par semaine":                  challenge.Textiles,
}

var evidence = map[footprint.Evidence]challenge.Evidence{
	footprint.Declared: challenge.Declared,
	footprint.Weighed:  challenge.Weighed,
	footprint.Metered:  challenge.Metered,
	footprint.Attended: challenge.Attended,
}

func (w weigher) worth(ctx context.Context, person, mission string) (challenge.Worth, error) {
	priced, err := w.measures.MissionWorth(ctx, footprint.Person(person), mission)
	if err != nil {
		return challenge.Worth{}, err
	}
	worth := avoided(priced.PerPerson)
	worth.Theme = string(priced.Theme)
	worth.Together, worth.Lasting, worth.Most = priced.ForHome, priced.Lasts, priced.MostTimes
	worth.Evidence = evidence[priced.Evidence]
	worth.Version = priced.Models.Carbon + ", " + priced.Models.Waste + ", " + priced.Missions
	worth.Holds = func(ctx context.Context, tx *db.Tx) (bool, error) {
		return w.measures.StillWorth(ctx, tx, footprint.Person(person), priced)
	}
	worth.Overlap = func(done []challenge.Done) challenge.Overlap { return inCommon(priced.Overlap(asDone(done))) }
	worth.Close = priced.Close
	return worth, nil
}

func (w weigher) overlap(ctx context.Context, person string, done []challenge.Done) (challenge.Overlap, error) {
	common, err := w.measures.Overlap(ctx, footprint.Person(person), asDone(done))
	return inCommon(common), err
}

func asDone(done []challenge.Done) []footprint.Done {
	all := make([]footprint.Done, len(done))
	for i, d := range done {
		all[i] = footprint.Done(d)
	}
	return all
}

func inCommon(a footprint.Avoided) challenge.Overlap {
	worth := avoided(a)
	return challenge.Overlap{GramsCO2e: worth.GramsCO2e, Streams: worth.Streams}
}

func avoided(a footprint.Avoided) challenge.Worth {
	worth := challenge.Worth{GramsCO2e: a.GramsCO2e}
	for _, rule := range slices.Sorted(maps.Keys(a.Streams)) {
		if stream, weighed := streams[rule]; weighed {
			grams := a.Streams[rule]
			worth.Streams = append(worth.Streams, challenge.StreamGrams{Stream: string(stream), Grams: grams})
		}
	}
	return worth
}

// daysOfYear turn what a year weighs into a week.
const daysOfYear = 365.2425

func (w weigher) outlook(ctx context.Context, person string) (o challenge.Outlook, err error) {
	weight, err := w.measures.Weight(ctx, footprint.Person(person))
	if err != nil {
		return o, err
	}
	o.GramsCO2ePerWeek = weight.KgCO2ePerYear * 1000 * 7 / daysOfYear
	for _, rule := range slices.Sorted(maps.Keys(weight.KgPerWeek)) { // in one order: the same to the last digit
		o.WasteGramsPerWeek += weight.KgPerWeek[rule] * 1000
	}
	missions, err := w.measures.Missions(ctx, footprint.Person(person), w.lang)
	if err != nil {
		return o, err
	}
	for _, m := range missions {
		if m.State != footprint.Saves || m.Assumed || m.Closing {
			continue
		}
		worth := avoided(m.PerPerson)
		worth.Most = m.MostTimes
		o.Candidates = append(o.Candidates, challenge.Candidate{
			Mission: m.ID, Theme: string(m.Theme), Effort: m.Effort, Worth: worth,
		})
	}
	return o, nil
}

func (w weigher) priors(ctx context.Context, person string) ([]challenge.Prior, error) {
	weight, err := w.measures.Weight(ctx, footprint.Person(person))
	if err != nil {
		return nil, err
	}
	var all []challenge.Prior
	for rule, stream := range streams {
		all = append(all, challenge.Prior{Stream: stream, KgPerWeek: weight.KgPerWeek[rule]})
	}
	return all, nil
}
