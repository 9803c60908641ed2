package account

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"go.yaml.in/yaml/v4"
)

// A providerEntry is a provider as an operator writes it. The secret is in a
// file beside it or in a variable of the environment, and never in it.
type providerEntry struct {
	ID          string            `yaml:"id"`
	Name        string            `yaml:"name"`
	Issuer      string            `yaml:"issuer"`
	ClientID    string            `yaml:"clientID"`
	SecretFile  string            `yaml:"secretFile"`
	SecretEnv   string            `yaml:"secretEnv"`
	Scopes      []string          `yaml:"scopes"`
	Claim       string            `yaml:"claim"`
	TrustsEmail bool              `yaml:"trustsEmail"`
	EndsSession bool              `yaml:"endsSession"`
	Params      map[string]string `yaml:"params"`
	Grants      []struct {
		Value string `yaml:"value"`
		City  string `yaml:"city"`
		Role  Role   `yaml:"role"`
	} `yaml:"grants"`
}

// ReadProviders reads the city's own ways to sign in from a YAML file, a list.
// Env looks a variable up, as os.Getenv does. The error names the file and the
// provider.
func ReadProviders(path string, env func(string) string) ([]Provider, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var entries []providerEntry
	if err := yaml.Load(data, &entries, yaml.WithKnownFields()); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	seen := map[string]bool{}
	providers := make([]Provider, len(entries))
	for i, e := range entries {
		p, err := e.provider(filepath.Dir(path), env)
		if err == nil && seen[p.ID] {
			err = errors.New("there are two of this id")
		}
		if err != nil {
			return nil, fmt.Errorf("%s: provider %q: %w", path, e.ID, err)
		}
		seen[p.ID], providers[i] = true, p
	}
	return providers, nil
}

func (e providerEntry) provider(folder string, env func(string) string) (Provider, error) {
	p := Provider{
		ID: e.ID, Name: e.Name, Issuer: e.Issuer, ClientID: e.ClientID, Scopes: e.Scopes, Claim: e.Claim,
		TrustsEmail: e.TrustsEmail, EndsSession: e.EndsSession, Params: e.Params,
	}
	for _, g := range e.Grants {
		p.Grants = append(p.Grants, StaffGrant(g))
	}
	var err error
	if p.Secret, err = e.secret(folder, env); err != nil {
		return p, err
	}
	if len(p.Grants) == 0 {
		return p, errors.New("it grants nothing to anybody")
	}
	return p, p.check()
}

// secret reads the secret from where it is; a file is sought from the folder of
// the list.
func (e providerEntry) secret(folder string, env func(string) string) (string, error) {
	switch {
	case e.SecretFile != "" && e.SecretEnv != "":
		return "", errors.New("its secret is in a file or in a variable, not in both")
	case e.SecretEnv != "":
		secret := env(e.SecretEnv)
		if secret == "" {
			return "", fmt.Errorf("the variable %s is empty", e.SecretEnv)
		}
		return secret, nil
	case e.SecretFile == "":
		return "", nil
	}
	file := e.SecretFile
	if !filepath.IsAbs(file) {
		file = filepath.Join(folder, file)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return "", err
	}
	secret := strings.TrimSpace(string(data))
	if secret == "" {
		return "", fmt.Errorf("%s is empty", file)
	}
	return secret, nil
}
