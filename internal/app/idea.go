package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"strings"
	"sync"
	"time"

	"capzero/internal/city"
	"capzero/internal/db"
	"capzero/internal/footprint"
	"capzero/internal/idea"
	"capzero/models"
	"capzero/models/actions"
	"capzero/models/entry"
	"capzero/models/missions"
	"capzero/publicodes"
)

// ideas are the missions that a city adds to those of the program. It has what is
// published compiled and priced, whichever program published it.
type ideas struct {
	*idea.Service
	service  *idea.Service
	measures *footprint.Service
	parts    parts

	mu     sync.Mutex
	priced string // the version that is priced; guarded by mu
}

func newIdeas(ctx context.Context, records *db.DB, measures *footprint.Service, p parts) (*ideas, error) {
	i := &ideas{measures: measures, parts: p}
	i.service = idea.New(idea.Options{
		DB: records, Cities: city.Cities{p.city.ID: p.city}, Known: p.knownToIdeas(measures), Lint: i.lint,
	})
	i.Service = i.service
	return i, i.follow(ctx)
}

// knownToIdeas is what an idea may name.
func (p parts) knownToIdeas(measures *footprint.Service) idea.Known {
	known := idea.Known{Streams: map[string]string{}, Reasons: reasonsWithoutFigure}
	for rule, stream := range streams {
		known.Streams[string(stream)] = rule
	}
	for _, q := range measures.NumberQuestions(writtenIn) {
		known.Questions = append(known.Questions, idea.Question{Rule: q.Rule, Unit: q.Unit})
	}
	return known
}

// reasonsWithoutFigure are those of the data that may be said of any mission.
var reasonsWithoutFigure = []string{"apprendre", "compte-a-l-usage", "compte-ailleurs", "mesurer-n-economise-pas", "pas-dans-le-modele"}

// lint holds an idea against what the files of missions are held against.
func (i *ideas) lint(s idea.Source) []string {
	set, err := i.read(s)
	if err == nil {
		err = i.check(set)
	}
	if err == nil {
		return nil
	}
	return strings.Split(err.Error(), "\n")
}

func (i *ideas) read(all ...idea.Source) (*missions.Set, error) {
	files := make([]publicodes.Source, len(all))
	for n, s := range all {
		files[n] = publicodes.Source{Name: s.Name, Data: s.Data}
	}
	reasons := maps.Clone(i.parts.models.changes.missions.Reasons)
	reasons[idea.NotEnough] = entry.Texts{}
	for _, lang := range i.parts.catalogues.Tags() {
		reasons[idea.NotEnough][language(lang)] = i.parts.catalogues.Locale(lang).T("idea.not_enough")
	}
	return missions.Read(reasons, files...)
}

func (i *ideas) check(set *missions.Set) error {
	carbon, err := i.parts.library.Sources(i.parts.release, writtenIn)
	if err != nil {
		return err
	}
	waste, err := models.Waste(writtenIn)
	if err != nil {
		return err
	}
	return set.Check(carbon, waste)
}

// Decide decides, and has what follows priced at once.
func (i *ideas) Decide(ctx context.Context, by, cityID string, number int, to idea.State, why string) error {
	return errors.Join(i.service.Decide(ctx, by, cityID, number, to, why), i.follow(ctx))
}

// follow has what the city has published priced, if it is not.
func (i *ideas) follow(ctx context.Context) error {
	live, err := i.service.Live(ctx, i.parts.city.ID)
	if err != nil {
		return err
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	if live.Version == i.priced {
		return nil
	}
	if err := i.price(live); err != nil {
		return err
	}
	i.priced = live.Version
	return nil
}

// price compiles the formulas of what is live into models of their own.
func (i *ideas) price(live idea.Live) error {
	if len(live.Sources) == 0 {
		return i.measures.AddMissions(footprint.Edition{}, nil)
	}
	set, err := i.read(live.Sources...)
	if err != nil {
		return fmt.Errorf("missions of the city: %w", err)
	}
	inFrench(set)
	with := changes{actions: new(actions.Set), missions: set}
	compiled, err := compileWith(with, i.parts.library, i.parts.release, i.parts.city.Languages)
	if err != nil {
		return fmt.Errorf("missions of the city: %w", err)
	}
	return i.measures.AddMissions(footprint.Edition{
		Versions: compiled.versions, Carbon: compiled.carbon, Waste: compiled.waste, Missions: set,
		CarbonTexts: compiled.texts.carbon, WasteTexts: compiled.texts.waste,
	}, live.Closing)
}

// inFrench takes out the copies of French texts that stood in for a translation.
func inFrench(set *missions.Set) {
	for n := range set.Missions {
		m := &set.Missions[n]
		for _, texts := range append([]entry.Texts{m.Title, m.Why, m.Note}, m.Steps...) {
			maps.DeleteFunc(texts, func(lang, _ string) bool { return lang != writtenIn })
		}
	}
}

// watch looks now and then whether another program has published something, or a
// week is over in which something was withdrawn.
func (i *ideas) watch(ctx context.Context, log *slog.Logger) {
	tick := time.NewTicker(idea.LookEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if err := i.follow(ctx); err != nil && ctx.Err() == nil {
				log.Error("what the city has published is not priced", "error", err)
			}
		}
	}
}
