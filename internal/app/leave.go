package app

import (
	"context"
	"errors"

	"capzero/internal/handover"
)

// handOver starts another program for each request of the operator, until one of them
// answers. One that does not is reported, and this program goes on.
func (a *App) handOver(ctx context.Context, successors chan<- *handover.Successor) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-a.config.HandOver:
		}
		a.config.Log.Info("handing over")
		next, err := a.socket.HandOver(ctx)
		if err == nil {
			successors <- next
			return
		}
		if ctx.Err() == nil {
			a.config.Log.Error("not handed over, this program goes on", "error", err)
		}
	}
}

// leave answers those who are connected and nobody else. It ends with the last
// connection; none is open without a request for longer than idleWithin. Jobs end
// meanwhile.
func (a *App) leave(ctx context.Context, next *handover.Successor) error {
	leaving, cancel := context.WithTimeout(ctx, idleWithin)
	defer cancel()
	stopped := make(chan error, 1)
	go func() { stopped <- a.queue.Stop(leaving) }()
	select {
	case <-none(leaving, a.connections.open):
	case err := <-next.Gone:
		a.config.Log.Error("the program that took over has ended: nobody answers, start it again", "error", err)
	}
	drain, cancel := context.WithTimeout(context.WithoutCancel(ctx), drainWithin)
	defer cancel()
	return errors.Join(a.shutDown(drain), <-stopped)
}
