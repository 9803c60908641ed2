package app

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"capzero/internal/challenge"
	"capzero/internal/db"
	"capzero/internal/demo"
	"capzero/internal/footprint"
	"capzero/internal/household"
)

// Demo fills the records with an invented city, marked as one for good, and says
// what it did. Records that hold a demo stay as they are. Those of a real city
// are refused: invented households must never count
// there.
func Demo(ctx context.Context, config Config) (said string, err error) {
	return demoOf(ctx, config, demo.Households)
}

func demoOf(ctx context.Context, config Config, households int) (said string, err error) {
	if config, err = config.filled(); err != nil {
		return "", err
	}
	exists, err := db.Exists(ctx, config.records())
	if err != nil {
		return "", err
	}
	if exists {
		return describe(ctx, config)
	}
	p, err := newParts(config)
	if err != nil {
		return "", err
	}
	until := config.Now()
	clock := new(demo.Clock)
	err = db.Create(ctx, config.records(), clock.Now, func(records *db.DB) error {
		if err := records.MarkDemo(ctx); err != nil {
			return err
		}
		p.priors = nil // nobody looks at how sure these figures are
		service, err := p.measures(records, config)
		if err != nil {
			return err
		}
		if err := demo.Fill(ctx, service, clock, p.city.ID, until, households); err != nil {
			return err
		}
		return p.planDemo(ctx, records, service, until)
	})
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%s holds %d invented households of %s", db.Name(config.records()), households, p.city.Name), nil
}

// describe says that records which are there hold a demo, or refuses it.
func describe(ctx context.Context, config Config) (said string, err error) {
	records, err := db.Open(ctx, config.records(), config.Now)
	if err != nil {
		return "", err
	}
	defer records.Close()
	isDemo, err := records.IsDemo(ctx)
	if err != nil {
		return "", err
	}
	if !isDemo {
		return "", fmt.Errorf("%s holds a real city: choose another place for the demo", db.Name(config.records()))
	}
	return db.Name(config.records()) + " holds a demo already", nil
}

// demoWeeks is how long the season of a demonstration has run: its baseline is
// over, and those of its last wave still wait.
const demoWeeks = 8

// planDemo plans the season of an invented city.
func (p parts) planDemo(ctx context.Context, records *db.DB, measures *footprint.Service, now time.Time) error {
	h, err := p.newHomes(records, household.Options{})
	if err != nil {
		return err
	}
	from := challenge.WeekOf(household.DayOf(now, p.city.Location())).Plus(-demoWeeks)
	name := p.catalogues.Locale(p.city.Languages[0]).T("season.usual_name", "year", strconv.Itoa(from.First().Time().Year()))
	contest, err := p.newChallenge(records, measures, h)
	if err != nil {
		return err
	}
	_, err = contest.PlanSeason(ctx, "", p.city.ID, challenge.UsualPlan(name, from))
	return err
}
