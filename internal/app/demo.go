package app

import (
	"context"
	"fmt"

	"capzero/internal/db"
	"capzero/internal/demo"
)

// Demo fills the folder of the records with an invented city, marked as one for
// good, and says what it did. A folder that holds a demo stays as it is. One
// that holds a real city is refused: invented households must never count
// there.
func Demo(ctx context.Context, config Config) (said string, err error) {
	return demoOf(ctx, config, demo.Households)
}

func demoOf(ctx context.Context, config Config, households int) (said string, err error) {
	if config, err = config.filled(); err != nil {
		return "", err
	}
	exists, err := db.Exists(config.Data)
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
	err = db.Create(ctx, config.Data, clock.Now, func(records *db.DB) error {
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
	return fmt.Sprintf("%s holds %d invented households of %s", config.Data, households, p.city.Name), nil
}

// describe says that a folder which is not empty holds a demo, or refuses it.
func describe(ctx context.Context, config Config) (said string, err error) {
	records, err := db.Open(ctx, config.Data, config.Now)
	if err != nil {
		return "", err
	}
	defer records.Close()
	isDemo, err := records.IsDemo(ctx)
	if err != nil {
		return "", err
	}
	if !isDemo {
		return "", fmt.Errorf("%s holds a real city: choose another folder for the demo", config.Data)
	}
	return config.Data + " holds a demo already", nil
}
