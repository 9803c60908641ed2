package account

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

const townFile = `
- id: ville
  name: Ville d’Issy
  issuer: https://login.example.org
  clientID: capzero
  secretFile: oidc-secret
  scopes: [profile]
  claim: groups
  trustsEmail: true
  endsSession: true
  params: {acr_values: eidas1}
  grants:
    - {value: climat, city: issy, role: officer}
`

func readTown(t *testing.T, text string) ([]Provider, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "staff.yaml")
	must(t, os.WriteFile(path, []byte(text), 0o600))
	must(t, os.WriteFile(filepath.Join(filepath.Dir(path), "oidc-secret"), []byte("hush\n"), 0o600))
	must(t, os.WriteFile(filepath.Join(filepath.Dir(path), "empty"), []byte("\n"), 0o600))
	return ReadProviders(path, func(name string) string { return map[string]string{"OIDC_SECRET": "hush"}[name] })
}

func TestProvidersAreReadFromAFile(t *testing.T) {
	want := Provider{
		ID: "ville", Name: "Ville d’Issy", Issuer: "https://login.example.org", ClientID: "capzero", Secret: "hush",
		Scopes: []string{"profile"}, Claim: "groups", TrustsEmail: true, EndsSession: true,
		Params: map[string]string{"acr_values": "eidas1"}, Grants: []StaffGrant{{"climat", "issy", Officer}},
	}
	for _, text := range []string{townFile, strings.Replace(townFile, "secretFile: oidc-secret", "secretEnv: OIDC_SECRET", 1)} {
		got, err := readTown(t, text)
		must(t, err)
		if len(got) != 1 || !reflect.DeepEqual(got[0], want) {
			t.Errorf("got %+v", got)
		}
	}
}

func TestAFileOfProvidersThatCannotBeUsed(t *testing.T) {
	for _, tt := range []struct{ name, old, new, want string }{
		{"misspelt key", "claim:", "clame:", "clame"},
		{"a secret in it", "secretFile: oidc-secret", "secret: hush", "secret"},
		{"two secrets", "scopes:", "secretEnv: OIDC_SECRET\n  scopes:", "not in both"},
		{"an empty variable", "secretFile: oidc-secret", "secretEnv: NOTHING", "NOTHING is empty"},
		{"an empty file", "oidc-secret", "empty", "empty is empty"},
		{"a file that is not there", "oidc-secret", "gone", "gone"},
		{"an address that can be read along", "https://", "http://", "not an https address"},
		{"a role that is none", "role: officer", "role: king", "king"},
		{"no grant", "    - {value: climat, city: issy, role: officer}", "    []", "grants nothing"},
		{"two of one id", townFile, townFile + townFile, "two of this id"},
		{"no list", townFile, "id: ville", "staff.yaml"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := readTown(t, strings.Replace(townFile, tt.old, tt.new, 1))
			if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "hush") {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}
