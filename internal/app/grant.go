package app

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"capzero/internal/account"
	"capzero/internal/db"
	"capzero/internal/i18n"
	"capzero/internal/notify"
)

// keyFile is the secret of the installation, in the folder of its records.
const keyFile = "capzero.key"

// Grant gives a role in the city to the owner of an e-mail address, who gets an
// account if they have none. The program may be serving meanwhile.
func Grant(ctx context.Context, config Config, email, role string) (err error) {
	if config, err = config.filled(); err != nil {
		return err
	}
	exists, err := db.Exists(ctx, config.records())
	if err != nil {
		return err
	}
	if !exists {
		return fmt.Errorf("%s holds no records", db.Name(config.records()))
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
	people, err := newPeople(ctx, config, records)
	if err != nil {
		return err
	}
	return people.GrantAsOperator(ctx, email, wanted)
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

// newPeople makes the service that knows people, for a command: it has no queue,
// and the mails that it writes leave when the program serves.
func newPeople(ctx context.Context, config Config, records *db.DB) (*account.Service, error) {
	home, err := findCity(config.City)
	if err != nil {
		return nil, err
	}
	catalogues, err := i18n.Load()
	if err != nil {
		return nil, err
	}
	key, err := account.ReadKey(filepath.Join(config.Data, keyFile))
	if err != nil {
		return nil, err
	}
	demo, err := records.IsDemo(ctx)
	if err != nil {
		return nil, err
	}
	mails, err := notify.New(notify.Options{
		DB: records, Catalogues: catalogues, Key: key.For("outbox"),
		City: home.Short, Accent: home.Accent.Light.Strong, URL: config.URL, Demo: demo,
	})
	if err != nil {
		return nil, err
	}
	return account.New(account.Options{
		DB: records, City: home, Catalogues: catalogues, Mails: mails, Key: key, URL: config.URL,
		Enqueue: func(context.Context, *db.Tx, any) error { return errors.New("a command has no queue of jobs") },
	})
}
