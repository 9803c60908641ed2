package main

import (
	"io"
	"os"
	"strings"
	"testing"

	"time"

	"capzero/internal/db"
)

func TestGrantGivesARole(t *testing.T) {
	dir := t.TempDir()
	records, err := db.Open(t.Context(), dir, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer records.Close() // it may be serving
	for range 2 {
		out, err := run(t, strings.NewReader(""), "admin", "grant", "Rea@example.org", "administrator", "--data", dir)
		if err != nil || out != "Rea@example.org has the role administrator\n" {
			t.Fatalf("%q, %v", out, err)
		}
	}
	var people, roles, mails, through = 0, 0, 0, ""
	err = records.Read(t.Context(), func(tx *db.Tx) error {
		return tx.QueryRow(t.Context(), `
			SELECT (SELECT COUNT(*) FROM person), (SELECT COUNT(*) FROM role WHERE city_id = 'issy' AND role = 'administrator'),
			       (SELECT COUNT(*) FROM mail), (SELECT through FROM right_event)`).Scan(&people, &roles, &mails, &through)
	})
	if err != nil || people != 1 || roles != 1 || mails != 1 || through != "command" {
		t.Errorf("%d people, %d roles, %d mails, through %q, %v", people, roles, mails, through, err)
	}
	if key, err := os.Stat(dir + "/capzero.key"); err != nil || key.Mode().Perm() != 0o600 {
		t.Errorf("the key is %v, %v", key, err)
	}
}

func TestGrantRefusesInOneLine(t *testing.T) {
	dir := t.TempDir()
	records, err := db.Open(t.Context(), dir, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer records.Close()
	for name, tt := range map[string]struct {
		args []string
		want string
	}{
		"a role that is none":     {[]string{"rea@example.org", "king", "--data", dir}, `there is no role "king", there are participant, facilitator`},
		"the role of a visitor":   {[]string{"rea@example.org", "visitor", "--data", dir}, `there is no role "visitor"`},
		"an address that is none": {[]string{"rea", "officer", "--data", dir}, `"rea" is not an e-mail address`},
		"a folder without a city": {[]string{"rea@example.org", "officer", "--data", t.TempDir()}, "holds no records"},
		"no folder":               {[]string{"rea@example.org", "officer"}, "--data DIR or --database"},
		"an address of no site":   {[]string{"rea@example.org", "officer", "--data", dir, "--url", "x"}, "--url"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := run(t, io.MultiReader(), append([]string{"admin", "grant"}, tt.args...)...)
			if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}
