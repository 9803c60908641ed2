package account

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"capzero/internal/db/dbtest"

	"github.com/zitadel/oidc/v3/example/server/exampleop"
	"github.com/zitadel/oidc/v3/example/server/storage"
	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"
)

// A town is a real OpenID provider in the process of the test, with the staff of
// a city.
type town struct {
	*httptest.Server
	mu     sync.Mutex
	staff  map[string]*storage.User
	groups map[string][]string // by user
	slow   chan struct{}       // not nil: nothing is answered until it is closed
	seen   []url.Values        // of each authorisation
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
		handler.ServeHTTP(w, r)
	}))
	t.Cleanup(o.Server.Close)
	client := storage.WebClient("capzero", "secret", "https://capzero.example.org/entrer/avec/ville")
	clients := map[string]*storage.Client{"capzero": client}
	handler = exampleop.SetupServer(o.URL, townStorage{storage.NewStorageWithClients(o, clients), o}, nil, false, op.WithAllowInsecure())
	return o
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

func TestStaffComeInByTheirCity(t *testing.T) {
	o := newTown(t)
	w := newStaffWorld(t, o, nil)
	o.give("id-rea", "tous", "climat", "animation")
	in, err := w.comeByTown(t, o, "rea")
	must(t, err)
	s := w.session(t, in.Token)
	if s.Person.Name != "Réa Martin" || s.Person.HasEmail() || !s.May("issy", ReadSteering) || s.May("issy", GrantRoles) || !s.May("issy", KeepAccount) {
		t.Errorf("in came %+v", s)
	}
	asked := o.seen[0]
	for name, want := range map[string]string{"acr_values": "eidas1", "code_challenge_method": "S256", "scope": "openid profile email"} {
		if asked.Get(name) != want {
			t.Errorf("%s is %q", name, asked.Get(name))
		}
	}
	if asked.Get("nonce") == "" || asked.Get("state") == "" || asked.Get("code_challenge") == "" {
		t.Errorf("asked with %v", asked)
	}

	o.give("id-rea", "climat", "dsi")
	again, err := w.comeByTown(t, o, "rea")
	must(t, err)
	s = w.session(t, again.Token)
	if again.Person.ID != in.Person.ID || again.New || !s.May("issy", GrantRoles) || !s.May("issy", PrintCards) {
		t.Errorf("then came %+v", again)
	}
	o.give("id-rea", "dsi")
	again, err = w.comeByTown(t, o, "rea")
	must(t, err)
	if s = w.session(t, again.Token); s.May("issy", ReadSteering) || !s.May("issy", Operate) {
		t.Error("a role that the provider took is still there")
	}
	if s = w.session(t, in.Token); s.May("issy", ReadSteering) {
		t.Error("an earlier session still has it")
	}
}

func TestWhoTheProviderDoesNotGiveARoleHereStaysOut(t *testing.T) {
	o := newTown(t)
	w := newStaffWorld(t, o, nil)
	for key, groups := range map[string][]string{
		"error.staff_other_city": {"climat-pdj"},
		"error.staff_no_role":    {"cantine"},
	} {
		o.give("id-rea", groups...)
		_, err := w.comeByTown(t, o, "rea")
		wantFault(t, err, key)
	}
	if w.count(t, "person") != 0 || w.count(t, "session") != 0 {
		t.Error("somebody was let in")
	}
}

func TestRolesThatTheCityGaveHereAreNotTheProvidersToTake(t *testing.T) {
	o := newTown(t)
	w := newStaffWorld(t, o, nil)
	admin := w.comeAs(t, "admin@example.org", Administrator)
	o.give("id-rea", "animation")
	in, err := w.comeByTown(t, o, "rea")
	must(t, err)
	must(t, w.addAddress(t, w.session(t, in.Token), "rea@example.org"))
	must(t, w.Grant(t.Context(), admin, "issy", "rea@example.org", Steward))
	in, err = w.comeByTown(t, o, "rea")
	must(t, err)
	if !w.session(t, in.Token).May("issy", PublishData) {
		t.Error("the provider took a role that it had not given")
	}
}

func (w world) addAddress(t *testing.T, s Session, email string) error {
	t.Helper()
	w.clock.pass(time.Second)
	_, err := w.StartEmail(t.Context(), s, Asked{Email: email, Source: "home"})
	must(t, err)
	_, err = w.Use(t.Context(), w.post(t).token, at(s))
	return err
}

func TestTheLastAdministratorStaysOneWhateverTheProviderSays(t *testing.T) {
	o := newTown(t)
	w := newStaffWorld(t, o, nil)
	for _, groups := range [][]string{{"dsi"}, {"climat"}} {
		o.give("id-rea", groups...)
		in, err := w.comeByTown(t, o, "rea")
		must(t, err)
		if !w.session(t, in.Token).May("issy", GrantRoles) {
			t.Errorf("with %v there is no administrator", groups)
		}
	}
}

func TestAnAddressOfTheProviderCountsOnlyWhereItIsTrusted(t *testing.T) {
	for _, trusted := range []bool{false, true} {
		o := newTown(t)
		w := newStaffWorld(t, o, func(p *Provider) { p.TrustsEmail = trusted })
		mine, _ := w.come(t, "rea@issy.example")
		other, _ := w.come(t, "bob@issy.example")
		o.give("id-rea", "climat")
		o.give("id-bob", "climat")
		in, err := w.comeByTown(t, o, "rea")
		must(t, err)
		if (in.Person.ID == mine.Person.ID) != trusted {
			t.Errorf("trusted is %v, and in came %+v", trusted, in.Person)
		}
		in, err = w.comeByTown(t, o, "bob") // whose address nobody has verified
		must(t, err)
		if in.Person.ID == other.Person.ID || in.Person.HasEmail() {
			t.Errorf("an address that is not verified let in %+v", in.Person)
		}
	}
}

func TestTheWayBackFromAProvider(t *testing.T) {
	o := newTown(t)
	w := newStaffWorld(t, o, nil)
	o.give("id-rea", "climat")
	begin := func() (string, url.Values) {
		id, address, err := w.StartStaff(t.Context(), "ville", firefox)
		must(t, err)
		return id, o.login(t, address, "rea")
	}
	finish := func(id string, query url.Values, want string) {
		t.Helper()
		in, err := w.FinishStaff(t.Context(), id, query, firefox)
		wantFault(t, err, want)
		if in.Token != "" {
			t.Error("and somebody came in")
		}
	}
	id, query := begin()
	_, err := w.FinishStaff(t.Context(), id, query, firefox)
	must(t, err)
	finish(id, query, "error.ceremony_over")

	other, _ := begin()
	finish(other, query, "error.ceremony_over") // the state of another way
	finish("", query, "error.ceremony_over")
	finish("\x00", query, "error.ceremony_over")

	id, query = begin()
	query.Set("code", "made-up")
	finish(id, query, "error.staff_refused")
	id, query = begin()
	query.Del("code")
	query.Set("error", "access_denied")
	finish(id, query, "error.staff_refused")
	id, query = begin()
	w.clock.pass(SignInFor)
	finish(id, query, "error.ceremony_over")
	_, _, err = w.StartStaff(t.Context(), "atlantis", firefox)
	wantFault(t, err, "error.staff_unknown")
}

// A code that was made for the way of one browser is of no use in another.
func TestACodeOfSomebodyElseIsRefused(t *testing.T) {
	o := newTown(t)
	w := newStaffWorld(t, o, nil)
	o.give("id-rea", "dsi")
	_, address, err := w.StartStaff(t.Context(), "ville", firefox)
	must(t, err)
	stolen := o.login(t, address, "rea")
	id, address, err := w.StartStaff(t.Context(), "ville", firefox)
	must(t, err)
	mine := o.login(t, address, "rea")
	mine.Set("code", stolen.Get("code"))
	_, err = w.FinishStaff(t.Context(), id, mine, firefox)
	wantFault(t, err, "error.staff_refused")
}

func TestAProviderThatIsDownOrSlowHoldsNobody(t *testing.T) {
	t.Run("down from the start", func(t *testing.T) {
		o := newTown(t)
		w := newStaffWorld(t, o, nil)
		o.Close()
		_, _, err := w.StartStaff(t.Context(), "ville", firefox)
		wantFault(t, err, "error.staff_down")
		if in, _ := w.come(t, "rea@example.org"); in.Token == "" {
			t.Error("nobody comes in by mail")
		}
	})
	t.Run("down on the way back", func(t *testing.T) {
		o := newTown(t)
		w := newStaffWorld(t, o, nil)
		id, address, err := w.StartStaff(t.Context(), "ville", firefox)
		must(t, err)
		query := o.login(t, address, "rea")
		o.Close()
		_, err = w.FinishStaff(t.Context(), id, query, firefox)
		wantFault(t, err, "error.staff_down")
	})
	t.Run("slow", func(t *testing.T) {
		o := newTown(t)
		w := newStaffWorld(t, o, nil)
		o.holdUp(t)
		began := time.Now()
		_, _, err := w.StartStaff(t.Context(), "ville", firefox)
		wantFault(t, err, "error.staff_down")
		if took := time.Since(began); took > providerWithin+500*time.Millisecond {
			t.Errorf("it took %v", took)
		}
		if in, _ := w.come(t, "rea@example.org"); in.Token == "" {
			t.Error("nobody comes in by mail")
		}
	})
}

func TestSigningOutLeadsToTheProvider(t *testing.T) {
	o := newTown(t)
	w := newStaffWorld(t, o, func(p *Provider) { p.EndsSession = true })
	o.give("id-rea", "climat")
	in, err := w.comeByTown(t, o, "rea")
	must(t, err)
	s := w.session(t, in.Token)
	address, err := w.StaffSignOut(t.Context(), s)
	must(t, err)
	u, err := url.Parse(address)
	must(t, err)
	if !strings.HasPrefix(address, o.URL+"/") || strings.Count(u.Query().Get("id_token_hint"), ".") != 2 ||
		u.Query().Get("post_logout_redirect_uri") != "https://capzero.example.org/" {
		t.Errorf("signing out leads to %q", address)
	}
	_, byMail := w.come(t, "bob@example.org")
	if address, err := w.StaffSignOut(t.Context(), byMail); err != nil || address != "" {
		t.Errorf("who came by mail is led to %q, %v", address, err)
	}
	must(t, w.End(t.Context(), s, s.ID))
	if n := w.count(t, "staff_session"); n != 0 {
		t.Error("the token of the provider is still there")
	}
}

func TestAProviderThatCannotWorkStopsTheStart(t *testing.T) {
	w := newWorld(t)
	o := w.Options
	good := Provider{ID: "ville", Name: "Ville", Issuer: "https://login.example.org", ClientID: "c", Claim: "groups"}
	for want, change := range map[string]func(*Provider){
		"issuer is missing":      func(p *Provider) { p.Issuer = "" },
		"not an https address":   func(p *Provider) { p.Issuer = "http://login.example.org" },
		"not fit for an address": func(p *Provider) { p.ID = "la ville" },
		"claim is missing":       func(p *Provider) { p.Claim = "" },
		"no role that there is":  func(p *Provider) { p.Grants = []StaffGrant{{"a", "issy", "king"}} },
		"names no city":          func(p *Provider) { p.Grants = []StaffGrant{{"a", "", Officer}} },
		"client id is missing":   func(p *Provider) { p.ClientID = "" },
	} {
		p := good
		change(&p)
		o.Providers = []Provider{p}
		if _, err := New(o); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
	o.Providers = []Provider{good}
	if _, err := New(o); err != nil {
		t.Error(err)
	}
}

func TestClaimsThatGiveARole(t *testing.T) {
	for raw, want := range map[string]string{
		`"climat"`: "climat", `["a","climat"]`: "a climat", `["a",1,null,{"b":2}]`: "a",
		`null`: "", `7`: "", `{"a":1}`: "", ``: "", `[]`: "",
	} {
		if got := strings.Join(texts([]byte(raw)), " "); got != want {
			t.Errorf("%s gives %q", raw, got)
		}
	}
}
