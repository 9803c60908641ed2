package main

import (
	"errors"
	"fmt"
	"net/url"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"time"

	"capzero/test/program"
	"capzero/test/visitor"
)

// A SignedInPage is what a page costs for somebody who is signed in: the processor
// time of our own process, with the records on each engine.
type SignedInPage struct {
	Name, Path       string
	SQLite, Postgres time.Duration
}

// Ratio is PostgreSQL's share of SQLite.
func (p SignedInPage) Ratio() float64 { return float64(p.Postgres) / float64(p.SQLite) }

func signedInPages() []SignedInPage {
	return []SignedInPage{
		{Name: "the account", Path: "/compte"},
		{Name: "the household", Path: "/foyer"},
		{Name: "a question", Path: questionPage},
	}
}

// measureSignedIn lets a visitor who has measured sign in, and measures their
// pages into what of chooses.
func (r *ProgramReport) measureSignedIn(v *visitor.Visitor, pid int, of func(*SignedInPage) *time.Duration) error {
	if err := signIn(v); err != nil {
		return err
	}
	for i := range r.SignedIn {
		page := &r.SignedIn[i]
		took, err := pageCPU(v, pid, page.Path, resultPages)
		if err != nil {
			return err
		}
		*of(page) = took
	}
	return nil
}

// mailWithin bounds the way of a mail into the mailbox of a demo.
const mailWithin = 30 * time.Second

// signIn gives a visitor of a demo an account, by the link of a mail, and a home.
func signIn(v *visitor.Visitor) error {
	if _, err := v.Post("/entrer", url.Values{"email": {"banc@example.org"}}); err != nil {
		return err
	}
	link, err := linkOfMail(v)
	if err != nil {
		return err
	}
	if _, err := v.Post(link, nil); err != nil {
		return err
	}
	if _, err := v.Post("/compte/nom", url.Values{"name": {"Banc"}, "suite": {"/"}}); err != nil {
		return err
	}
	page, err := v.Post("/foyer/nouveau", url.Values{"logement": {"flat"}, "personnes": {"2"}})
	if err == nil && !strings.HasPrefix(page.Path, "/foyer?") {
		err = fmt.Errorf("signing in led to %s (%d): %s", page.Path, page.Status, page.Error())
	}
	return err
}

func linkOfMail(v *visitor.Visitor) (string, error) {
	for deadline := time.Now().Add(mailWithin); time.Now().Before(deadline); time.Sleep(100 * time.Millisecond) {
		page, err := v.Get("/courriels")
		if err != nil {
			return "", err
		}
		if link := page.Link(`a[href^="/entrer/"]`); link != "" {
			return link, nil
		}
	}
	return "", errors.New("no mail by which to sign in came")
}

var mayTook = regexp.MustCompile(`(?m)^BenchmarkMay\S*\s+\d+\s+([0-9.]+) ns/op`)

// measureMay is the time of asking for a permission, by the benchmark beside it.
func measureMay() (time.Duration, error) {
	cmd := exec.Command("go", "test", "-run", "^$", "-bench", "^BenchmarkMay$", "./internal/account")
	cmd.Dir = program.Root()
	out, err := cmd.CombinedOutput()
	if err != nil {
		return 0, fmt.Errorf("%v: %w\n%s", cmd, err, out)
	}
	found := mayTook.FindSubmatch(out)
	if found == nil {
		return 0, fmt.Errorf("%v says nothing of BenchmarkMay:\n%s", cmd, out)
	}
	ns, err := strconv.ParseFloat(string(found[1]), 64)
	return time.Duration(ns), err
}
