package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestDatabaseFromTheEnvironment(t *testing.T) {
	const secret = "postgres://capzero:geheim@localhost/city"
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	tests := []struct {
		name, address, file string
		want, complaint     string
	}{
		{name: "nothing is said"},
		{name: "an address", address: secret, want: secret},
		{name: "a file", file: write("address", secret+"\n"), want: secret},
		{name: "both", address: secret, file: write("too", secret), complaint: "both set"},
		{name: "an empty file", file: write("empty", " \n"), complaint: "is empty"},
		{name: "no file", file: filepath.Join(dir, "none"), complaint: "CAPZERO_DATABASE_FILE"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := databaseFrom(func(name string) string {
				return map[string]string{"CAPZERO_DATABASE": test.address, "CAPZERO_DATABASE_FILE": test.file}[name]
			})
			if got != test.want || (err == nil) != (test.complaint == "") {
				t.Errorf("got %q, %v", got, err)
			}
			if err != nil && (!strings.Contains(err.Error(), test.complaint) || strings.Contains(err.Error(), "geheim")) {
				t.Errorf("it says %v", err)
			}
		})
	}
}

func TestAFlagGoesBeforeTheEnvironment(t *testing.T) {
	t.Setenv(databaseEnv, "mysql://elsewhere")
	for flag, want := range map[string]string{"": "--database takes", "--data=/dev/null/records": "/dev/null/records"} {
		c := command()
		args := []string{"demo"}
		if flag != "" {
			args = append(args, flag)
		}
		c.SetArgs(args)
		if err := c.ExecuteContext(t.Context()); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("with %q it says %v, want %q", flag, err, want)
		}
	}
}
