package app

import (
	"context"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// connections are those that are open. They end without a request lost where each of
// them is told so with its last answer: whoever finds one closed that they have just
// written to does not know whether they were heard.
type connections struct {
	last atomic.Bool // whether each answer is the last one of its connection

	mu     sync.Mutex
	states map[net.Conn]http.ConnState // guarded by mu
}

// changed keeps the state of a connection, as http.Server.ConnState.
func (c *connections) changed(conn net.Conn, state http.ConnState) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if state == http.StateClosed || state == http.StateHijacked {
		delete(c.states, conn)
		return
	}
	if c.states == nil {
		c.states = map[net.Conn]http.ConnState{}
	}
	c.states[conn] = state
}

// open is how many there are.
func (c *connections) open() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.states)
}

// busy is how many there are that are being answered, or that nobody has heard yet.
func (c *connections) busy() (n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, state := range c.states {
		if state != http.StateIdle {
			n++
		}
	}
	return n
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

// countEvery is how often connections are counted that are waited for.
const countEvery = 10 * time.Millisecond

// none is closed once a count comes to nothing, or the context is over.
func none(ctx context.Context, count func() int) <-chan struct{} {
	done := make(chan struct{})
	go func() {
		defer close(done)
		tick := time.NewTicker(countEvery)
		defer tick.Stop()
		for count() > 0 {
			select {
			case <-tick.C:
			case <-ctx.Done():
				return
			}
		}
	}()
	return done
}
