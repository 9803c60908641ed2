package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"sync"
	"time"

	"capzero/internal/handover"
)

const (
	// drainWithin is how long requests and jobs may take to end after SIGTERM.
	// Service managers kill after 10 seconds at the earliest.
	drainWithin = 8 * time.Second
	// idleWithin is how long a connection may be open without a request.
	idleWithin = 60 * time.Second
)

// newServer returns a server that no slow or idle client can hold.
func newServer(pages http.Handler, c *connections, log *slog.Logger) *http.Server {
	return &http.Server{
		Handler:           c.ending(pages),
		ConnState:         c.changed,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       15 * time.Second,
		WriteTimeout:      30 * time.Second,
		IdleTimeout:       idleWithin,
		MaxHeaderBytes:    16 << 10,
		ErrorLog:          slog.NewLogLogger(withoutAddresses{log.Handler()}, slog.LevelWarn),
	}
}

// Run answers requests and does the jobs until the context ends, or another program
// has taken over, then lets those under way finish. It calls ready once, with the
// address, as soon as it answers.
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
	go func() { served <- a.server.Serve(a.socket) }()
	if err := a.socket.Ready(); err != nil {
		a.config.Log.Warn("who started this program does not know that it answers", "error", err)
	}
	ready(address(a.socket))
	background.Go(debug.FreeOSMemory) // compiling models leaves behind as much as it keeps
	successors := make(chan *handover.Successor, 1)
	background.Go(func() { a.handOver(ctx, successors) })

	select {
	case err := <-served:
		return errors.Join(err, a.stop(ctx))
	case next := <-successors:
		a.config.Log.Info("handed over", "pid", next.PID)
		a.letNobodyIn(served)
		return a.leave(ctx, next)
	case <-ctx.Done():
		a.config.Log.Info("stopping")
		a.letNobodyIn(served)
		return a.stop(ctx)
	}
}

// letNobodyIn ends each connection with its next answer. Who waits to be let in waits
// for the next program, if somebody else has the socket.
func (a *App) letNobodyIn(served <-chan error) {
	a.connections.end()
	a.socket.Close()
	<-served // everybody who was let in is counted
}

// stop lets requests and jobs end, at the same time.
func (a *App) stop(ctx context.Context) error {
	drain, cancel := context.WithTimeout(context.WithoutCancel(ctx), drainWithin)
	defer cancel()
	stopped := make(chan error, 1)
	go func() { stopped <- a.queue.Stop(drain) }()
	err := a.shutDown(drain)
	return errors.Join(err, <-stopped)
}

// shutDown lets requests end. The server on its own would close connections that were
// let in and not yet heard.
func (a *App) shutDown(drain context.Context) error {
	<-none(drain, a.connections.busy)
	err := a.server.Shutdown(drain)
	if err != nil {
		err = errors.Join(err, a.server.Close())
	}
	return err
}
