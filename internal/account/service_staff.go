package account

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"net/url"
	"slices"

	"capzero/internal/db"
	"capzero/internal/fault"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// StartStaff returns where a provider lets somebody sign in, and the id that
// their browser keeps until it comes back.
func (s *Service) StartStaff(ctx context.Context, providerID string, e Entry) (ceremonyID, address string, err error) {
	p, err := s.provider(providerID)
	if err != nil {
		return "", "", err
	}
	reach, cancel := s.links.context(ctx)
	defer cancel()
	l, err := s.links.to(reach, p)
	if err != nil {
		return "", "", errProviderDown.Because(err)
	}
	state, nonce, verifier := newToken(), newToken(), oauth2.GenerateVerifier()
	options := []oauth2.AuthCodeOption{oidc.Nonce(string(nonce)), oauth2.S256ChallengeOption(verifier)}
	for name, value := range p.Params {
		options = append(options, oauth2.SetAuthURLParam(name, value))
	}
	ceremonyID, err = s.rememberStaff(ctx, e, staffState{
		Provider: p.ID, State: state.hash(), Nonce: string(nonce), Verifier: verifier,
	})
	if err != nil {
		return "", "", err
	}
	return ceremonyID, s.oauth(p, l).AuthCodeURL(string(state), options...), nil
}

func (s *Service) rememberStaff(ctx context.Context, e Entry, state staffState) (id string, err error) {
	data, err := json.Marshal(state)
	if err != nil {
		return "", err
	}
	id = rand.Text()
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if err := s.spend(ctx, tx, codesFrom, "ceremonies from", e.Source, "error.too_many_from_here"); err != nil {
			return err
		}
		return insertCeremony(ctx, tx, ceremony{
			ID: id, Kind: throughCity, Data: string(data), Created: tx.Now, Expires: tx.Now.Add(SignInFor),
		})
	})
	return id, err
}

// FinishStaff lets in whom a provider has sent back, with the query that it
// added to our address. The person has the roles that the provider gives them
// now, and none that it gave them before and does not any more.
func (s *Service) FinishStaff(ctx context.Context, ceremonyID string, query url.Values, e Entry) (in Entrance, err error) {
	state, err := s.recallStaff(ctx, ceremonyID)
	if err != nil {
		return in, err
	}
	if Token(query.Get("state")).hash() != state.State {
		return in, errCeremony
	}
	if query.Get("error") != "" || query.Get("code") == "" {
		return in, errStaffRefused
	}
	p, err := s.provider(state.Provider)
	if err != nil {
		return in, err
	}
	fact, err := s.askProvider(ctx, p, state, query.Get("code"))
	if err != nil {
		return in, err
	}
	roles, err := p.rolesOf(fact.Values, s.city.ID)
	if err != nil {
		return in, err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		in, err = s.enterStaff(ctx, tx, p, fact, roles, e)
		return err
	})
	if err != nil {
		return Entrance{}, err
	}
	return in, nil
}

// recallStaff returns what was remembered, once.
func (s *Service) recallStaff(ctx context.Context, id string) (state staffState, err error) {
	if !isID(id) {
		return state, errCeremony
	}
	var over bool
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		c, err := takeCeremony(ctx, tx, id, throughCity)
		if err != nil {
			return err
		}
		over, state = !c.live(tx.Now), staffState{}
		return json.Unmarshal([]byte(c.Data), &state)
	})
	if err == nil && over {
		err = errCeremony
	}
	return state, err
}

// askProvider trades the code for what the provider says of the person. The role
// may be in the token or behind a further address, as JSON or as a signed token.
func (s *Service) askProvider(ctx context.Context, p Provider, state staffState, code string) (f staffFact, err error) {
	ctx, cancel := s.links.context(ctx)
	defer cancel()
	l, err := s.links.to(ctx, p)
	if err != nil {
		return f, errProviderDown.Because(err)
	}
	given, err := s.oauth(p, l).Exchange(ctx, code, oauth2.VerifierOption(state.Verifier))
	if err != nil {
		return f, exchangeFault(err)
	}
	f.IDToken, _ = given.Extra("id_token").(string)
	token, err := l.oidc.Verifier(&oidc.Config{ClientID: p.ClientID}).Verify(ctx, f.IDToken)
	if err != nil || token.Nonce != state.Nonce {
		return f, errStaffRefused.Because(errors.Join(err, errors.New("the token of the provider does not hold")))
	}
	f.Issuer, f.Subject = token.Issuer, token.Subject
	var claims map[string]json.RawMessage
	if err := token.Claims(&claims); err != nil {
		return f, errStaffRefused.Because(err)
	}
	f.read(claims, p.Claim)
	if l.oidc.UserInfoEndpoint() == "" {
		return f, nil
	}
	info, err := l.oidc.UserInfo(ctx, oauth2.StaticTokenSource(given))
	if err != nil { // its text may hold what the provider said of the person
		return f, errProviderDown.Because(errors.New("the provider does not say who it is"))
	}
	if info.Subject != f.Subject {
		return f, errStaffRefused.Because(errors.New("the provider speaks of two people"))
	}
	if err := info.Claims(&claims); err != nil {
		return f, errStaffRefused.Because(err)
	}
	f.read(claims, p.Claim)
	return f, nil
}

// exchangeFault tells a provider that refuses a code from one that does not
// answer.
func exchangeFault(err error) error {
	if said, ok := errors.AsType[*oauth2.RetrieveError](err); ok && said.Response != nil && said.Response.StatusCode < 500 {
		return errStaffRefused.Because(errors.New("the provider refuses the code: " + said.ErrorCode))
	}
	return errProviderDown.Because(err)
}

// enterStaff lets somebody in whom a provider vouches for.
func (s *Service) enterStaff(ctx context.Context, tx *db.Tx, p Provider, f staffFact, roles []Role, e Entry) (Entrance, error) {
	person, isNew, err := s.staffPerson(ctx, tx, p, f, e)
	if err != nil {
		return Entrance{}, err
	}
	if err := s.syncRoles(ctx, tx, person, roles); err != nil {
		return Entrance{}, err
	}
	in, err := s.enter(ctx, tx, person, isNew && person.Name == "", e)
	if err != nil || !p.EndsSession {
		return in, err
	}
	session, err := findSession(ctx, tx, in.Token)
	if err != nil {
		return in, err
	}
	sealed, err := s.staffKey.seal(f.IDToken, session.ID)
	if err != nil {
		return in, err
	}
	return in, insertStaffSession(ctx, tx, session.ID, p.ID, sealed)
}

// staffPerson is the person of an identity, who is new the first time, unless
// the provider is trusted to know whose address is whose.
func (s *Service) staffPerson(ctx context.Context, tx *db.Tx, p Provider, f staffFact, e Entry) (Person, bool, error) {
	person, known, err := personByIdentity(ctx, tx, f.Issuer, f.Subject)
	if err != nil || known {
		return person, false, err
	}
	var address Address
	if p.TrustsEmail {
		address, _ = ParseAddress(f.Email) // one that is none gives nobody an address
	}
	if address.Key != "" {
		person, known, err = personByEmail(ctx, tx, address.Key)
		if err != nil {
			return person, false, err
		}
	}
	if !known {
		name, _ := ReadName(f.Name) // one that is none is asked for
		person = Person{ID: s.newID(), Name: name, Email: address, Language: s.language(e.Language), Created: tx.Now}
		if err := insertPerson(ctx, tx, person); err != nil {
			return person, false, err
		}
	}
	return person, !known, insertIdentity(ctx, tx, f.Issuer, f.Subject, person.ID)
}

// syncRoles gives a person the roles of the provider, and takes those that it
// gave before. The last administrator stays one: the city decides about that by
// naming another.
func (s *Service) syncRoles(ctx context.Context, tx *db.Tx, p Person, roles []Role) error {
	by := author{through: throughProvider}
	for _, r := range roles {
		if err := s.grant(ctx, tx, s.city.ID, p, r, by); err != nil {
			return err
		}
	}
	held, err := rolesThrough(ctx, tx, s.city.ID, p.ID, throughProvider)
	if err != nil {
		return err
	}
	for _, r := range held {
		if slices.Contains(roles, r) {
			continue
		}
		last, err := s.isLastAdministrator(ctx, tx, r)
		if err != nil {
			return err
		}
		if last {
			s.log.Warn("the provider no longer makes the last administrator one: the role stays")
			continue
		}
		if err := revoke(ctx, tx, s.city.ID, p.ID, r, by); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) isLastAdministrator(ctx context.Context, tx *db.Tx, r Role) (bool, error) {
	if r != Administrator {
		return false, nil
	}
	n, err := countHolders(ctx, tx, s.city.ID, r)
	return n == 1, err
}

// StaffSignOut returns where a browser must go so that its person is signed out
// at the provider as well; nowhere for a session that did not come from there.
// The session here is ended apart from this, with End.
func (s *Service) StaffSignOut(ctx context.Context, by Session) (address string, err error) {
	var providerID, sealed string
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		providerID, sealed, err = findStaffSession(ctx, tx, by.ID)
		return err
	})
	if err != nil || sealed == "" {
		return "", err
	}
	p, err := s.provider(providerID)
	if fault.KindOf(err) == fault.NotFound {
		return "", nil // it is configured no longer
	}
	reach, cancel := s.links.context(ctx)
	defer cancel()
	l, err := s.links.to(reach, p)
	if err != nil || l.endSession == "" {
		return "", nil // here they are signed out in any case
	}
	token, err := s.staffKey.open(sealed, by.ID)
	if err != nil {
		return "", err
	}
	return withQuery(l.endSession, url.Values{
		"id_token_hint": {token}, "post_logout_redirect_uri": {s.url + "/"}, "state": {string(newToken())},
	})
}

// withQuery adds parameters to an address that may have some.
func withQuery(address string, more url.Values) (string, error) {
	u, err := url.Parse(address)
	if err != nil {
		return "", err
	}
	query := u.Query()
	for name, values := range more {
		query[name] = values
	}
	u.RawQuery = query.Encode()
	return u.String(), nil
}
