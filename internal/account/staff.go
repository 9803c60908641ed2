package account

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"capzero/internal/fault"
)

// What people are told about the city's own sign-in. Whatever is wrong with it,
// the other ways in are open.
var (
	errProviderUnknown = fault.New(fault.NotFound, "error.staff_unknown")
	errProviderDown    = fault.New(fault.Conflict, "error.staff_down")
	errStaffRefused    = fault.New(fault.Forbidden, "error.staff_refused")
	errStaffOtherCity  = fault.New(fault.Forbidden, "error.staff_other_city")
	errStaffNoRole     = fault.New(fault.Forbidden, "error.staff_no_role")
)

// A staffState is what we remember of somebody who is on their way to the
// provider and back.
type staffState struct {
	Provider string `json:"provider"`
	State    string `json:"state"` // its hash
	Nonce    string `json:"nonce"`
	Verifier string `json:"verifier"`
}

// A staffFact is what a provider says of somebody.
type staffFact struct {
	Issuer  string
	Subject string
	Name    string
	Email   string // empty unless it is verified
	Values  []string
	IDToken string
}

// read takes what we use of the claims of a provider.
func (f *staffFact) read(claims map[string]json.RawMessage, roleClaim string) {
	given, family := oneText(claims["given_name"]), oneText(claims["family_name"])
	if name := firstText(oneText(claims["name"]), strings.TrimSpace(given+" "+family)); name != "" {
		f.Name = name
	}
	if verified := bytes.Trim(claims["email_verified"], `"`); string(verified) == "true" {
		f.Email = oneText(claims["email"])
	}
	f.Values = append(f.Values, texts(claims[roleClaim])...)
}

// oneText reads a text, empty where there is none.
func oneText(raw json.RawMessage) (text string) {
	if json.Unmarshal(raw, &text) != nil {
		return ""
	}
	return text
}

// texts reads a text or a list of them.
func texts(raw json.RawMessage) []string {
	if text := oneText(raw); text != "" {
		return []string{text}
	}
	var all []any
	if json.Unmarshal(raw, &all) != nil {
		return nil
	}
	var found []string
	for _, one := range all {
		if text, ok := one.(string); ok {
			found = append(found, text)
		}
	}
	return found
}

// anyValue grants to everybody whom the provider knows.
const anyValue = "*"

// rolesOf says which roles a provider gives somebody in a city. Who only belongs
// to another city, or to none, does not come in.
func (p Provider) rolesOf(values []string, city string) (roles []Role, err error) {
	elsewhere := false
	for _, g := range p.Grants {
		switch {
		case g.Value != anyValue && !slices.Contains(values, g.Value):
		case g.City != city:
			elsewhere = true
		case !slices.Contains(roles, g.Role):
			roles = append(roles, g.Role)
		}
	}
	switch {
	case len(roles) > 0:
		return roles, nil
	case elsewhere:
		return nil, errStaffOtherCity
	}
	return nil, errStaffNoRole
}
