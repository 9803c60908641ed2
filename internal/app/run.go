package app

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"sync"
	"time"
)

const (
	// drainWithin is how long requests may take to end after SIGTERM. Service
	// managers kill after 10 seconds at the earliest.
	drainWithin = 8 * time.Second
)

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

// Run answers requests until the context ends, then lets those under way
// finish. It calls ready once, with the address, as soon as it answers.
func (a *App) Run(ctx context.Context, ready func(url string)) error {
	var background sync.WaitGroup
	defer background.Wait()
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	background.Go(func() { a.people.mails.Run(ctx) })
	if err := a.people.queue.Start(ctx); err != nil {
		return err
	}

	served := make(chan error, 1)
	go func() { served <- a.server.Serve(a.listener) }()
	ready(address(a.listener))

	select {
	case err := <-served:
		return err
	case <-ctx.Done():
	}
	a.config.Log.Info("stopping")
	drain, cancel := context.WithTimeout(context.WithoutCancel(ctx), drainWithin)
	defer cancel()
	if err := a.server.Shutdown(drain); err != nil {
		return errors.Join(err, a.server.Close(), a.people.queue.Stop(drain))
	}
	return a.people.queue.Stop(drain)
}
