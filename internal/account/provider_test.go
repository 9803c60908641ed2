package account

import (
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"capzero/internal/db/dbtest"

	"github.com/go-jose/go-jose/v4"
)

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

func TestWhatAProviderSaysMayBeASignedToken(t *testing.T) {
	o := newTown(t)
	w := newStaffWorld(t, o, nil)
	o.give("id-rea", "climat")
	key, err := o.storage.SigningKey(t.Context())
	must(t, err)
	sign := func(with any) jose.Signer {
		s, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.RS256, Key: with}, (&jose.SignerOptions{}).WithHeader("kid", key.ID()))
		must(t, err)
		return s
	}
	o.signs = sign(key.Key())
	in, err := w.comeByTown(t, o, "rea")
	must(t, err)
	if in.Person.Name != "Réa Martin" || !w.session(t, in.Token).May("issy", ReadSteering) {
		t.Errorf("in came %+v", in)
	}
	forger, err := rsa.GenerateKey(rand.Reader, 2048)
	must(t, err)
	o.signs = sign(forger)
	_, err = w.comeByTown(t, o, "rea")
	if keyOf(err) != "error.staff_down" {
		t.Errorf("a token that somebody else signed gives %v", err)
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
	try := func(p Provider) error {
		c := newClock()
		_, err := serviceOn(dbtest.Open(t, c.Now), func(o *Options) { o.Providers = []Provider{p} })
		return err
	}
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
		if err := try(p); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
	if err := try(good); err != nil {
		t.Error(err)
	}
}

func TestWhomAProviderGivesWhichRole(t *testing.T) {
	p := Provider{Grants: []StaffGrant{
		{"climat", "issy", Officer}, {"dsi", "issy", Administrator}, {"chef", "issy", Officer}, {"climat-pdj", "prijedor", Officer},
	}}
	open := Provider{Grants: append([]StaffGrant{{anyValue, "issy", Participant}}, p.Grants...)}
	for _, tt := range []struct {
		by     Provider
		values string
		want   string
	}{
		{p, "climat chef dsi", "[officer administrator]"},
		{p, "climat climat-pdj", "[officer]"},
		{p, "climat-pdj", "error.staff_other_city"},
		{p, "", "error.staff_no_role"},
		{p, "*", "error.staff_no_role"},
		{p, "Climat", "error.staff_no_role"},
		{open, "", "[participant]"},
		{open, "dsi", "[participant administrator]"},
	} {
		roles, err := tt.by.rolesOf(strings.Fields(tt.values), "issy")
		if got := firstText(keyOf(err), fmt.Sprint(roles)); got != tt.want {
			t.Errorf("%q gives %s, want %s", tt.values, got, tt.want)
		}
	}
}

func TestANameOfTwoClaims(t *testing.T) {
	var f staffFact
	f.read(map[string]json.RawMessage{"given_name": []byte(`"Réa"`), "family_name": []byte(`"Martin"`)}, "groups")
	f.read(map[string]json.RawMessage{"sub": []byte(`"x"`)}, "groups")
	if f.Name != "Réa Martin" || f.Email != "" {
		t.Errorf("read %+v", f)
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
