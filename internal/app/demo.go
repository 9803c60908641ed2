package app

import (
	"context"
	"fmt"

	"capzero/internal/db"
	"capzero/internal/demo"
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
		return demo.Fill(ctx, service, clock, p.city.ID, until, households)
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
