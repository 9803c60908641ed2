package footprint

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"capzero/internal/db"
	"capzero/internal/fault"
)

// A Recomputation is how the results of everybody are computed again.
type Recomputation struct {
	DryRun   bool                // computes and reports, and writes nothing
	Workers  int                 // at once; 0 is one for each core
	Progress func(done, all int) // told after each batch; may be nil
}

const (
	// recomputeBatch is how many households are stored in one transaction at most:
	// so few that whoever answers meanwhile does not notice.
	recomputeBatch = 200
	// recomputePasses bounds how often those who answered meanwhile are tried.
	recomputePasses = 3
	// breath is a rest between two transactions, for whoever waits to write.
	breath = 5 * time.Millisecond
)

// Recompute computes every result again that has other models than the current
// ones, and tells each household why it changed. Each batch is one transaction
// and whole by itself: a run that is stopped anywhere goes on where it was when
// it is started again, and one more run changes nothing. It works beside the
// program that serves: whoever answers meanwhile is never overwritten, but tried
// again, and named in the report if that was in vain.
func (s *Service) Recompute(ctx context.Context, o Recomputation) (Report, error) {
	run, err := s.prepare(ctx, o)
	if err != nil {
		return Report{}, err
	}
	for range recomputePasses {
		run.startPass()
		if err := run.pass(ctx); err != nil {
			return run.report(), err
		}
		if run.changed == 0 {
			break
		}
	}
	return run.report(), nil
}

// A recomputing is one run.
type recomputing struct {
	*Service
	options   Recomputation
	all       int // results to compute again when it began
	tally     tally
	seen      int // of this pass
	atOnce    int // stored in one transaction
	failed    int // of this pass: no figure with the current models
	changed   int // of this pass: answered, erased or computed again meanwhile
	computing time.Duration
	storing   time.Duration
}

// prepare counts what there is to do, and takes up what earlier runs did.
func (s *Service) prepare(ctx context.Context, o Recomputation) (*recomputing, error) {
	if o.Workers == 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	run := &recomputing{Service: s, options: o, atOnce: recomputeBatch}
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		run.tally = newTally(s.current.structure)
		if run.all, err = countOutdated(ctx, tx, s.current.versions); err != nil {
			return err
		}
		return toldTo(ctx, tx, s.current.versions, run.tally.add)
	})
	run.tally.before = run.tally.households
	return run, err
}

func (r *recomputing) startPass() { r.seen, r.failed, r.changed = 0, 0, 0 }

// pass goes once through the results that are not of the current models, by id.
// While one batch is stored, the next is computed.
func (r *recomputing) pass(ctx context.Context) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	computed := make(chan batch, 1)
	failed := make(chan error, 1)
	go func() {
		failed <- r.compute(ctx, computed)
		close(computed)
	}()
	var storing error
	for b := range computed {
		if storing == nil {
			if storing = r.settle(ctx, b); storing != nil {
				stop()
			}
		}
	}
	if err := <-failed; storing == nil {
		return err
	}
	return storing
}

// A batch is some results computed again.
type batch struct {
	redone []redone
	failed int // gave no figure
}

// compute reads and computes batch after batch.
func (r *recomputing) compute(ctx context.Context, computed chan<- batch) error {
	for last := ""; ; {
		var files []file
		err := r.db.Read(ctx, func(tx *db.Tx) (err error) {
			files, err = outdated(ctx, tx, r.current.versions, last, recomputeBatch)
			return err
		})
		if err != nil || len(files) == 0 {
			return err
		}
		last = files[len(files)-1].ID
		began := time.Now()
		b, err := r.computeBatch(files)
		if err != nil {
			return err
		}
		r.computing += time.Since(began)
		select {
		case computed <- b:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// computeBatch lets the workers take results one by one.
func (r *recomputing) computeBatch(files []file) (batch, error) {
	results := make([]redone, len(files))
	whole := make([]bool, len(files))
	errs := make([]error, len(files))
	var next atomic.Int64
	var workers sync.WaitGroup
	for range r.options.Workers {
		workers.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(files); i = int(next.Add(1)) - 1 {
				results[i], whole[i], errs[i] = r.redo(files[i])
			}
		})
	}
	workers.Wait()
	var b batch
	for i := range files {
		switch {
		case errs[i] != nil:
			return b, errs[i]
		case whole[i]:
			b.redone = append(b.redone, results[i])
		default:
			b.failed++
		}
	}
	return b, nil
}

// settle stores a batch, counts it and says how far the run is.
func (r *recomputing) settle(ctx context.Context, b batch) error {
	kept := b.redone
	var err error
	if !r.options.DryRun {
		began := time.Now()
		kept, err = r.store(ctx, b.redone)
		r.storing += time.Since(began)
	}
	for _, k := range kept {
		r.tally.count(k.account)
	}
	if err != nil {
		return err
	}
	r.seen += len(b.redone) + b.failed
	r.failed += b.failed
	r.changed += len(b.redone) - len(kept)
	if r.options.Progress != nil {
		r.options.Progress(min(r.tally.households-r.tally.before+r.failed, r.all), r.all)
	}
	return nil
}

// store replaces results in few transactions. One that people come in the way of
// for too long is tried again as two halves: what is short gets through.
func (r *recomputing) store(ctx context.Context, all []redone) (kept []redone, err error) {
	for len(all) > 0 {
		n := min(r.atOnce, len(all))
		some, err := r.replace(ctx, all[:n])
		if n > 1 && fault.KindOf(err) == fault.Limited && !errors.Is(err, db.ErrOutcomeUnknown) {
			r.atOnce = n / 2
			continue
		}
		if err != nil {
			return kept, err
		}
		kept, all = append(kept, some...), all[n:]
		time.Sleep(breath)
	}
	return kept, nil
}
