package app

import (
	"context"
	"errors"
	"fmt"

	"capzero/internal/db"
	"capzero/internal/footprint"
)

// Recompute computes every result in the records again that has
// other models than the ones a city measures with. The program may be serving
// from them meanwhile.
func Recompute(ctx context.Context, config Config, o footprint.Recomputation) (report footprint.Report, err error) {
	if config, err = config.filled(); err != nil {
		return report, err
	}
	exists, err := db.Exists(ctx, config.records())
	if err != nil {
		return report, err
	}
	if !exists {
		return report, fmt.Errorf("%s holds no records", db.Name(config.records()))
	}
	p, err := newParts(config)
	if err != nil {
		return report, err
	}
	records, err := db.Open(ctx, config.records(), config.Now)
	if err != nil {
		return report, err
	}
	defer func() { err = errors.Join(err, records.Close()) }()
	service, err := p.measures(records, config, nil) // nothing is erased
	if err != nil {
		return report, err
	}
	return service.Recompute(ctx, o)
}
