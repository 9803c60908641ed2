package web

import (
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"capzero/internal/fault"
)

// A Limit is how many forms one address may send.
type Limit struct {
	PerSecond float64
	Burst     int
}

// DefaultLimit lets a full room behind one address answer at once: forty
// people, a question every four seconds each, with room to begin together.
var DefaultLimit = Limit{PerSecond: 20, Burst: 200}

// maxClients bounds the memory of a limiter; beyond it the ones that are idle
// are forgotten, which only gives them their burst back.
const maxClients = 10_000

// A limiter counts what each client sends. Reading a page costs us little and
// is not counted.
type limiter struct {
	limit   Limit
	now     func() time.Time
	mu      sync.Mutex
	clients map[netip.Prefix]*rate.Limiter
}

func newLimiter(l Limit, now func() time.Time) *limiter {
	return &limiter{limit: l, now: now, clients: map[netip.Prefix]*rate.Limiter{}}
}

// allow reports whether a client may send one more form now.
func (l *limiter) allow(client netip.Prefix) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	c, ok := l.clients[client]
	if !ok {
		if len(l.clients) >= maxClients {
			l.forgetIdle()
		}
		c = rate.NewLimiter(rate.Limit(l.limit.PerSecond), l.limit.Burst)
		l.clients[client] = c
	}
	return c.AllowN(l.now(), 1)
}

func (l *limiter) forgetIdle() {
	for client, c := range l.clients {
		if c.TokensAt(l.now()) >= float64(l.limit.Burst) {
			delete(l.clients, client)
		}
	}
	if len(l.clients) >= maxClients { // all busy: an attack, start over
		clear(l.clients)
	}
}

func (s *server) limitRate(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost && !s.limiter.allow(client(r)) {
			w.Header().Set("Retry-After", "10")
			s.fail(w, r, fault.New(fault.Limited, "error.limited"))
			return
		}
		next.ServeHTTP(w, r)
	})
}

// client returns the network a request comes from: an IPv4 address, or an IPv6
// /64, which is what one home has. Behind a proxy of ours, that is a private
// address, it is the last address the proxy wrote; anyone else could write the
// header too and is not believed.
func client(r *http.Request) netip.Prefix {
	addr := remote(r.RemoteAddr)
	if addr.IsLoopback() || addr.IsPrivate() {
		hops := strings.Split(r.Header.Get("X-Forwarded-For"), ",")
		if hop, err := netip.ParseAddr(strings.TrimSpace(hops[len(hops)-1])); err == nil {
			addr = hop.Unmap()
		}
	}
	bits := 64
	if addr.Is4() {
		bits = 32
	}
	network, _ := addr.Prefix(bits) // the zero Addr gives the zero Prefix, shared by all that have none
	return network
}

func remote(hostPort string) netip.Addr {
	ap, err := netip.ParseAddrPort(hostPort)
	if err != nil {
		return netip.Addr{}
	}
	return ap.Addr().Unmap()
}
