package app

import (
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"os"
	"strings"
	"time"

	"capzero/internal/db"
)

// Config is everything that an operator decides. Its zero value runs nothing:
// Listen is needed, and either Data or Database.
type Config struct {
	// Listen is where to answer, "127.0.0.1:8080". Port 0 takes a free one. A socket
	// that the process was started with goes before it.
	Listen string
	// Data is the folder of the records, which are in SQLite there. It is made if
	// it is not there.
	Data string
	// Database is the address of the records in PostgreSQL instead,
	// "postgres://USER:PASSWORD@HOST:5432/NAME". It is never logged.
	Database string
	// URL is the address that people use, "https://capzero.issy.com", when it
	// is not the one listened on: behind a proxy that speaks https. Links, the
	// cookie and the check of a form's origin follow it.
	URL string
	// City is the id of the city pack. Empty means "issy".
	City string
	// CityPack is a folder with the pack of a city that is not in the program.
	// It goes before City.
	CityPack string
	// Models is a folder of further versions of the carbon model, unpacked npm
	// packages. Empty means those that the program was built with.
	Models string
	// ModelVersion is the version to measure with, "4.10.2". Empty means the
	// current one of the program.
	ModelVersion string
	// ModelOverlay is the name of the rules of ours over the carbon model,
	// "overlay-fr". Empty leaves that to the city pack.
	ModelOverlay string
	// Key is the file of the installation's secret, made if it is not there. Empty
	// means capzero.key in Data; a database needs one.
	Key string
	// Erased is the file of the journal of the erased. Empty means erased.journal in
	// Data; a database has none beside it.
	Erased string
	// Backups is the folder of the backups that are made every night. Empty means
	// none. A copy of the journal is there too.
	Backups string
	// Program is the version of the program, for /healthz and for those who put its
	// backups back.
	Program string
	// HandOver gets a value each time that the operator wants the program started anew
	// to take over. Nil never does.
	HandOver <-chan os.Signal
	// Mail is the server that takes mails, "smtp://user@mail.example.org:587".
	// Empty means that none leave. MailPassword is never logged.
	Mail, MailPassword string
	// Staff is a YAML file of the city's own ways to sign in. Empty means none.
	Staff string
	// MailFrom is whom mails come from, "Cap Zéro <defi@ville.example>".
	MailFrom string
	// Log gets what happened, never who did it. Nil discards.
	Log *slog.Logger
	// Now is the clock. Nil is the wall clock.
	Now func() time.Time
}

// defaultCity is the city that the program was made for.
const defaultCity = "issy"

// withCity returns the configuration with the city that it means.
func (c Config) withCity() Config {
	if c.City == "" {
		c.City = defaultCity
	}
	return c
}

// filled returns the configuration with its defaults, or what is wrong with it.
func (c Config) filled() (Config, error) {
	if err := c.checkRecords(); err != nil {
		return c, err
	}
	if c.URL != "" && !isOrigin(c.URL) {
		return c, fmt.Errorf("--url %q is not an address like https://capzero.example.org", c.URL)
	}
	c = c.withCity()
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	return c, nil
}

// checkRecords says what is wrong with where the records are.
func (c Config) checkRecords() error {
	switch {
	case c.Data == "" && c.Database == "":
		return fmt.Errorf("say where the records are: --data DIR or --database URL")
	case c.Data != "" && c.Database != "":
		return fmt.Errorf("the records are in a folder or in a database: give --data or --database")
	case c.Database != "" && !db.IsAddress(c.Database):
		return fmt.Errorf("--database takes an address like postgres://USER:PASSWORD@HOST:5432/NAME")
	}
	return nil
}

// records is where the records are.
func (c Config) records() string {
	if c.Database != "" {
		return c.Database
	}
	return c.Data
}

// isOrigin reports whether an address names a site and no page of it.
func isOrigin(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" {
		return false
	}
	return u.Host != "" && strings.Trim(u.Path, "/") == "" && u.RawQuery == "" && u.Fragment == "" && u.User == nil
}

// address is where a browser on this machine finds a listener.
func address(l net.Listener) string {
	host, port, err := net.SplitHostPort(l.Addr().String())
	if err != nil {
		return "http://" + l.Addr().String()
	}
	if ip := net.ParseIP(host); ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	return "http://" + net.JoinHostPort(host, port)
}
