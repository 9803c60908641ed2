package backup

import (
	"context"
	"fmt"
	"io"
	"maps"
	"time"

	"capzero/internal/db"
	"capzero/internal/fault"
)

// Restoring says how records are made again of a file.
type Restoring struct {
	Now func() time.Time
	// Fill works on the records before they count. Nil leaves them.
	Fill func(*db.DB, Manifest) error
	// Rehearsal has all of it done and kept nowhere.
	Rehearsal bool
	Progress  Progress // nil: nobody hears of it
}

// Restore makes records again of a file, in a folder or at an address where there are
// none: all of them or nothing. The file is read to its end, held against its seal,
// brought up to date and counted before the records take their place.
func (s Seal) Restore(ctx context.Context, path, where string, o Restoring) error {
	r, err := openFile(path, s)
	if err != nil {
		return err
	}
	defer r.close()
	if o.Progress != nil {
		r.told = o.Progress
	}
	if o.Rehearsal { // others are being served
		r.pace = newPace()
	}
	if err := r.fits(ctx, where, o); err != nil {
		return err
	}
	err = db.Restore(ctx, where, o.Now, db.Restoration{
		Contents: r.Manifest.Contents,
		Load: func(put func(db.Stream, io.Reader) error) error {
			if err := r.load(put); err != nil {
				return err
			}
			return r.sealed(s)
		},
		Fill: func(d *db.DB) error {
			if err := r.counted(ctx, d); err != nil || o.Fill == nil {
				return err
			}
			return o.Fill(d, r.Manifest)
		},
		Rehearsal: o.Rehearsal,
	})
	return roomy(r.blamed(err), db.Name(where))
}

// fits refuses a place that cannot take the file.
func (r *reader) fits(ctx context.Context, where string, o Restoring) error {
	if db.IsAddress(where) != (r.Manifest.Engine == db.PostgreSQL) {
		return about(r.path, keyOtherEngine, "engine", string(r.Manifest.Engine))
	}
	if o.Rehearsal {
		return nil
	}
	exists, err := db.Exists(ctx, where)
	if err == nil && exists {
		return fault.New(fault.Conflict, keyOccupied, "place", db.Name(where))
	}
	return err
}

// counted holds the rows that came back against those that were there. Migrations
// may make and take rows: after them there is nothing to compare.
func (r *reader) counted(ctx context.Context, d *db.DB) error {
	version, queue, err := db.Latest(r.Manifest.Engine)
	if err != nil || version != r.Manifest.Version || queue != r.Manifest.Queue {
		return err
	}
	rows, err := d.Rows(ctx)
	if err == nil && !maps.Equal(rows, r.End.Rows) {
		return about(r.path, keyDamaged).Because(fmt.Errorf("it brought %v rows, not %v", rows, r.End.Rows))
	}
	return err
}

// blamed is what is wrong with the file, where that is why an engine failed.
func (r *reader) blamed(err error) error {
	if err != nil && r.failed != nil {
		return r.failed
	}
	return err
}
