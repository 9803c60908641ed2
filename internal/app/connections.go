package app

import (
	"context"
	"net"
	"net/http"
	"sync/atomic"
	"time"
)

// connections are those that are open. They end without a request lost where each of
// them is told so with its last answer: whoever finds one closed that they have just
// written to does not know whether they were heard.
type connections struct {
	open atomic.Int64
	last atomic.Bool // whether each answer is the last one of its connection
}

// changed counts, as http.Server.ConnState.
func (c *connections) changed(_ net.Conn, state http.ConnState) {
	switch state {
	case http.StateNew:
		c.open.Add(1)
	case http.StateClosed, http.StateHijacked:
		c.open.Add(-1)
	}
}

// end lets connections end, each with its next answer.
func (c *connections) end() { c.last.Store(true) }

// ending says so to whoever is answered.
func (c *connections) ending(pages http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if c.last.Load() {
			w.Header().Set("Connection", "close")
		}
		pages.ServeHTTP(w, r)
	})
}

// goneEvery is how often it is looked whether somebody is still connected.
const goneEvery = 50 * time.Millisecond

// gone is closed once nobody is connected any more, or the context is over.
func (c *connections) gone(ctx context.Context) <-chan struct{} {
	gone := make(chan struct{})
	go func() {
		defer close(gone)
		tick := time.NewTicker(goneEvery)
		defer tick.Stop()
		for c.open.Load() > 0 {
			select {
			case <-tick.C:
			case <-ctx.Done():
				return
			}
		}
	}()
	return gone
}
