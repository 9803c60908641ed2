package account

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"sync"
	"testing"

	"capzero/internal/db/dbtest"

	"github.com/go-jose/go-jose/v4"
	"github.com/zitadel/oidc/v3/example/server/exampleop"
	"github.com/zitadel/oidc/v3/example/server/storage"
	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"
)

// A town is a real OpenID provider in the process of the test, with the staff of
// a city.
type town struct {
	*httptest.Server
	storage *storage.Storage
	mu      sync.Mutex
	staff   map[string]*storage.User
	groups  map[string][]string // by user
	slow    chan struct{}       // not nil: nothing is answered until it is closed
	signs   jose.Signer         // not nil: it says who somebody is in a signed token
	seen    []url.Values        // of each authorisation
}

// townStorage adds the claim that gives the role.
type townStorage struct {
	*storage.Storage
	town *town
}

func (s townStorage) SetUserinfoFromToken(ctx context.Context, info *oidc.UserInfo, tokenID, subject, origin string) error {
	if err := s.Storage.SetUserinfoFromToken(ctx, info, tokenID, subject, origin); err != nil {
		return err
	}
	s.town.mu.Lock()
	defer s.town.mu.Unlock()
	info.AppendClaims("groups", s.town.groups[subject])
	return nil
}

func (t *town) GetUserByID(id string) *storage.User { return t.staff[id] }
func (t *town) ExampleClientID() string             { return storage.ServiceUserID }
func (t *town) GetUserByUsername(name string) *storage.User {
	for _, u := range t.staff {
		if u.Username == name {
			return u
		}
	}
	return nil
}

// newTown starts a provider whose only client is us.
func newTown(t testing.TB) *town {
	t.Helper()
	o := &town{groups: map[string][]string{}, staff: map[string]*storage.User{
		"id-rea": {ID: "id-rea", Username: "rea", Password: "p", FirstName: "Réa", LastName: "Martin", Email: "rea@issy.example", EmailVerified: true},
		"id-bob": {ID: "id-bob", Username: "bob", Password: "p", FirstName: "Bob", LastName: "Petit", Email: "bob@issy.example"},
	}}
	var handler http.Handler
	o.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		o.mu.Lock()
		slow := o.slow
		if r.URL.Query().Has("response_type") {
			o.seen = append(o.seen, r.URL.Query())
		}
		o.mu.Unlock()
		if slow != nil {
			<-slow
		}
		if o.signs != nil && r.URL.Path == "/userinfo" {
			w = &signed{w, o.signs}
		}
		handler.ServeHTTP(w, r)
	}))
	t.Cleanup(o.Server.Close)
	client := storage.WebClient("capzero", "secret", "https://capzero.example.org/entrer/avec/ville")
	clients := map[string]*storage.Client{"capzero": client}
	o.storage = storage.NewStorageWithClients(o, clients)
	handler = exampleop.SetupServer(o.URL, townStorage{o.storage, o}, nil, false, op.WithAllowInsecure())
	return o
}

// A signed answer is a token that holds what would have been said, as
// FranceConnect and ProConnect do.
type signed struct {
	http.ResponseWriter
	by jose.Signer
}

func (s *signed) Write(claims []byte) (int, error) {
	object, err := s.by.Sign(claims)
	if err != nil {
		return 0, err
	}
	token, err := object.CompactSerialize()
	if err != nil {
		return 0, err
	}
	_, err = io.WriteString(s.ResponseWriter, token)
	return len(claims), err
}

func (s *signed) WriteHeader(status int) {
	s.Header().Set("Content-Type", "application/jwt")
	s.ResponseWriter.WriteHeader(status)
}

func (t *town) give(user string, groups ...string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.groups[user] = groups
}

// holdUp makes the provider silent, until the test ends.
func (t *town) holdUp(test *testing.T) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.slow = make(chan struct{})
	test.Cleanup(func() { close(t.slow) })
}

func (t *town) provider() Provider {
	return Provider{
		ID: "ville", Name: "Ville d’Issy", Issuer: t.URL, ClientID: "capzero", Secret: "secret",
		Scopes: []string{"profile", "email"}, Claim: "groups", Params: map[string]string{"acr_values": "eidas1"},
		Grants: []StaffGrant{
			{"climat", "issy", Officer}, {"dsi", "issy", Administrator}, {"animation", "issy", Facilitator},
			{"climat-pdj", "prijedor", Officer},
		},
	}
}

func newStaffWorld(t *testing.T, o *town, change func(*Provider)) world {
	t.Helper()
	c := newClock()
	p := o.provider()
	if change != nil {
		change(&p)
	}
	return newWorldOn(t, dbtest.Open(t, c.Now), c, func(options *Options) { options.Providers = []Provider{p} })
}

var requestID = regexp.MustCompile(`name="id" value="([^"]+)"`)

// login is what a browser and its person do at the provider. It returns what the
// provider adds to our address.
func (t *town) login(test *testing.T, address, user string) url.Values {
	test.Helper()
	var back *url.URL
	browser := &http.Client{CheckRedirect: func(r *http.Request, _ []*http.Request) error {
		if r.URL.Host == "capzero.example.org" {
			back = r.URL
			return http.ErrUseLastResponse
		}
		return nil
	}}
	page, err := browser.Get(address)
	must(test, err)
	defer page.Body.Close()
	body, err := io.ReadAll(page.Body)
	must(test, err)
	form := requestID.FindSubmatch(body)
	if form == nil {
		test.Fatalf("no form to sign in: %s", body)
	}
	done, err := browser.PostForm(t.URL+"/login/username", url.Values{"username": {user}, "password": {"p"}, "id": {string(form[1])}})
	must(test, err)
	done.Body.Close()
	if back == nil {
		test.Fatalf("the provider did not send the browser back: %v", done.Status)
	}
	return back.Query()
}

// comeByTown signs somebody in at the provider and lets them in here.
func (w world) comeByTown(t *testing.T, o *town, user string) (Entrance, error) {
	t.Helper()
	id, address, err := w.StartStaff(t.Context(), "ville", firefox)
	must(t, err)
	return w.FinishStaff(t.Context(), id, o.login(t, address, user), firefox)
}
