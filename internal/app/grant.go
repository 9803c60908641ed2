package app

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"capzero/internal/account"
	"capzero/internal/db"
	"capzero/internal/i18n"
)

// Grant gives a role in the city to the owner of an e-mail address, who gets an
// account if they have none. The program may be serving meanwhile: the mail that
// this writes leaves then.
func Grant(ctx context.Context, config Config, email, role string) (err error) {
	if config, err = config.filled(); err != nil {
		return err
	}
	exists, err := db.Exists(ctx, config.records())
	if err != nil {
		return err
	}
	if !exists {
		return fmt.Errorf("%s holds no records", config.Data)
	}
	wanted, err := readRole(role)
	if err != nil {
		return err
	}
	if _, err := account.ParseAddress(email); err != nil {
		return fmt.Errorf("%q is not an e-mail address", email)
	}
	records, err := db.Open(ctx, config.records(), config.Now)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, records.Close()) }()
	accounts, err := accountsOf(ctx, config, records)
	if err != nil {
		return err
	}
	return accounts.GrantAsOperator(ctx, email, wanted)
}

func accountsOf(ctx context.Context, config Config, records *db.DB) (*account.Service, error) {
	home, err := findCity(config)
	if err != nil {
		return nil, err
	}
	catalogues, err := i18n.Load()
	if err != nil {
		return nil, err
	}
	p, err := newPeople(ctx, peopleNeeds{config: config, url: config.URL, city: home, catalogues: catalogues, records: records, enqueue: func(context.Context, *db.Tx, any) error {
		return errors.New("a command has no queue of jobs")
	}})
	if err != nil {
		return nil, err
	}
	return p.accounts, nil
}

// readRole returns the role of a name, or says which there are.
func readRole(name string) (account.Role, error) {
	granted := account.Roles()[1:] // nobody is given the role of a visitor
	if r := account.Role(name); slices.Contains(granted, r) {
		return r, nil
	}
	names := make([]string, len(granted))
	for i, r := range granted {
		names[i] = string(r)
	}
	return "", fmt.Errorf("there is no role %q, there are %s", name, strings.Join(names, ", "))
}
