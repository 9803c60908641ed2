package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"time"
)

// drainWithin is how long requests and jobs may take to end after SIGTERM.
// Service managers kill after 10 seconds at the earliest.
const drainWithin = 8 * time.Second

// newServer returns a server that no slow or idle client can hold.
func newServer(pages http.Handler, log *slog.Logger) *http.Server {
	return &http.Server{
		Handler:           pages,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       15 * time.Second,
		WriteTimeout:      30 * time.Second,
		IdleTimeout:       60 * time.Second,
		MaxHeaderBytes:    16 << 10,
		ErrorLog:          slog.NewLogLogger(withoutAddresses{log.Handler()}, slog.LevelWarn),
	}
}

// Run answers requests and does the jobs until the context ends, then lets those
// under way finish. It calls ready once, with the address, as soon as it answers.
func (a *App) Run(ctx context.Context, ready func(url string)) error {
	var background sync.WaitGroup
	defer background.Wait()
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	if err := a.queue.Start(ctx); err != nil {
		return fmt.Errorf("queue of jobs: %w", err)
	}
	background.Go(func() { a.people.mails.Run(ctx) })
	background.Go(func() { a.ideas.watch(ctx, a.config.Log) })
	background.Go(func() { a.backups.watch(ctx) })
	served := make(chan error, 1)
	go func() { served <- a.server.Serve(a.listener) }()
	ready(address(a.listener))

	select {
	case err := <-served:
		return errors.Join(err, a.stop(ctx))
	case <-ctx.Done():
	}
	a.config.Log.Info("stopping")
	return a.stop(ctx)
}

// stop lets requests and jobs end, at the same time.
func (a *App) stop(ctx context.Context) error {
	drain, cancel := context.WithTimeout(context.WithoutCancel(ctx), drainWithin)
	defer cancel()
	stopped := make(chan error, 1)
	go func() { stopped <- a.queue.Stop(drain) }()
	err := a.server.Shutdown(drain)
	if err != nil {
		err = errors.Join(err, a.server.Close())
	}
	return errors.Join(err, <-stopped)
}
