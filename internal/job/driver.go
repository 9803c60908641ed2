package job

import (
	"context"
	"database/sql"
	"slices"

	"capzero/internal/db"

	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivertype"
)

// A driver is River's, but for this: it shows as abandoned only jobs of the kinds
// that this program knows. River gives up the others, though a newer version
// beside us may be at work on them.
type driver struct {
	riverdriver.Driver[*sql.Tx]
	kinds map[string]bool
}

func newDriver(d *db.DB, kinds map[string]bool) driver {
	if d.Engine() == db.PostgreSQL {
		return driver{riverdatabasesql.New(d.Pool()), kinds}
	}
	return driver{riversqlite.New(d.Pool()), kinds}
}

// GetExecutor returns River's executor with the same exception.
func (d driver) GetExecutor() riverdriver.Executor {
	return executor{d.Driver.GetExecutor(), d.kinds}
}

type executor struct {
	riverdriver.Executor
	kinds map[string]bool
}

// JobGetStuck lists the jobs that may be abandoned.
func (e executor) JobGetStuck(ctx context.Context, p *riverdriver.JobGetStuckParams) ([]*rivertype.JobRow, error) {
	rows, err := e.Executor.JobGetStuck(ctx, p)
	return slices.DeleteFunc(rows, func(row *rivertype.JobRow) bool { return !e.kinds[row.Kind] }), err
}
