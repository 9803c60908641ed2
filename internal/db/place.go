package db

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/jackc/pgx/v5"
)

// errAddress says what an address looks like. It never repeats the one that was
// given: it may hold a password.
var errAddress = fmt.Errorf("the address of the database cannot be read: it looks like postgres://USER:PASSWORD@HOST:5432/NAME")

// IsAddress reports whether where is the address of a server and not a folder.
func IsAddress(where string) bool {
	return strings.HasPrefix(where, "postgres://") || strings.HasPrefix(where, "postgresql://")
}

// Name says in words where records are, for people and for logs: without the
// password of an address.
func Name(where string) string {
	if !IsAddress(where) {
		return where
	}
	config, err := parseAddress(where)
	if err != nil {
		return "database"
	}
	return fmt.Sprintf("database %s on %s", config.Database, config.Host)
}

// parseAddress reads the address of a PostgreSQL database.
func parseAddress(address string) (*pgx.ConnConfig, error) {
	u, err := url.Parse(address)
	if err != nil || strings.Trim(u.Path, "/") == "" {
		return nil, errAddress
	}
	config, err := pgx.ParseConfig(address)
	if err != nil {
		return nil, errAddress
	}
	return config, nil
}
