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
	// purgeEvery is how often answers that are too old are looked for.
	purgeEvery = time.Hour
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
	background.Go(func() { a.purgeNowAndThen(ctx) })

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
		return errors.Join(err, a.server.Close())
	}
	return nil
}

// purgeNowAndThen deletes the answers that nobody came back to. A failure is
// logged and tried again an hour later.
func (a *App) purgeNowAndThen(ctx context.Context) {
	tick := time.NewTicker(purgeEvery)
	defer tick.Stop()
	for {
		deleted, err := a.measures.Purge(ctx)
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			a.config.Log.Error("purge failed", "error", err)
		case deleted > 0:
			a.config.Log.Info("old answers deleted", "assessments", deleted)
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
	}
}
