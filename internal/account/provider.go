package account

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// A Provider is a city's own sign-in, for its staff: any that speaks OpenID
// Connect.
type Provider struct {
	ID       string // in addresses: "ville"
	Name     string // on the button: "Ville d’Issy"
	Issuer   string // "https://login.example.org"
	ClientID string
	Secret   string   // empty for a client without
	Scopes   []string // beside openid: "profile", "email"
	// Claim is the fact that gives a role, "groups", and Grants what each of its
	// values gives.
	Claim  string
	Grants []StaffGrant
	// TrustsEmail says that an address which the provider calls verified is the
	// person's. Whoever runs the provider can then come in as anybody.
	TrustsEmail bool
	// Params are further parameters of the way there: acr_values=eidas1.
	Params map[string]string
	// EndsSession says that signing out here leads to signing out there.
	EndsSession bool
}

// A StaffGrant is what one value of a claim gives.
type StaffGrant struct {
	Value string
	City  string
	Role  Role
}

// providerWithin is how long a provider may take, for all that one request asks
// of it.
const providerWithin = 5 * time.Second

// check reports everything that a provider cannot do without.
func (p Provider) check() error {
	var problems []error
	for name, value := range map[string]string{
		"id": p.ID, "name": p.Name, "issuer": p.Issuer, "client id": p.ClientID, "claim": p.Claim,
	} {
		if value == "" {
			problems = append(problems, fmt.Errorf("its %s is missing", name))
		}
	}
	if !isSafe(p.Issuer) {
		problems = append(problems, fmt.Errorf("issuer %q is not an https address", p.Issuer))
	}
	if url.PathEscape(p.ID) != p.ID {
		problems = append(problems, fmt.Errorf("id %q is not fit for an address", p.ID))
	}
	for _, g := range p.Grants {
		if g.Value == "" || g.City == "" || !g.Role.known() {
			problems = append(problems, fmt.Errorf("the grant of %q names no city, or no role that there is: %q, %q", g.Value, g.City, g.Role))
		}
	}
	return errors.Join(problems...)
}

// isSafe reports whether nobody on the way to an address can read along.
func isSafe(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return false
	}
	return u.Scheme == "https" || u.Scheme == "http" && slices.Contains([]string{"localhost", "127.0.0.1", "::1"}, u.Hostname())
}

// A link is a provider that has told us where its doors are.
type link struct {
	oidc *oidc.Provider
	// endSession is where signing out is asked for; empty where that is not
	// possible.
	endSession string
}

// links are the providers that were reached. One that is down is asked again by
// the next person.
type links struct {
	client *http.Client
	mu     sync.Mutex
	known  map[string]link // by issuer
}

func newLinks() *links {
	return &links{client: &http.Client{Timeout: providerWithin}, known: map[string]link{}}
}

// context makes the library use our client.
func (l *links) context(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(oidc.ClientContext(ctx, l.client), providerWithin)
}

func (l *links) to(ctx context.Context, p Provider) (link, error) {
	l.mu.Lock()
	found, ok := l.known[p.Issuer]
	l.mu.Unlock()
	if ok {
		return found, nil
	}
	reached, err := oidc.NewProvider(ctx, p.Issuer)
	if err != nil {
		return link{}, err
	}
	var more struct {
		EndSession string `json:"end_session_endpoint"`
	}
	if err := reached.Claims(&more); err != nil {
		return link{}, err
	}
	found = link{oidc: reached, endSession: more.EndSession}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.known[p.Issuer] = found
	return found, nil
}

// StaffPath is where a provider sends a browser back to, followed by its id.
const StaffPath = "/entrer/avec/"

func (s *Service) oauth(p Provider, l link) *oauth2.Config {
	return &oauth2.Config{
		ClientID: p.ClientID, ClientSecret: p.Secret, Endpoint: l.oidc.Endpoint(),
		RedirectURL: s.url + StaffPath + p.ID,
		Scopes:      append([]string{oidc.ScopeOpenID}, p.Scopes...),
	}
}

// provider returns the provider of an id.
func (s *Service) provider(id string) (Provider, error) {
	for _, p := range s.providers {
		if p.ID == id {
			return p, nil
		}
	}
	return Provider{}, errProviderUnknown
}
