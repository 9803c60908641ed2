package db

import (
	"regexp"
	"strconv"
	"strings"
	"testing"
)

func TestRebind(t *testing.T) {
	tests := []struct{ name, query, want string }{
		{"nothing to bind", `SELECT 1`, `SELECT 1`},
		{"in order", `UPDATE a SET b = ? WHERE c = ?`, `UPDATE a SET b = $1 WHERE c = $2`},
		{"a list", `VALUES (?, ?), (?, ?)`, `VALUES ($1, $2), ($3, $4)`},
		{"a text", `SELECT 'why?' WHERE a = ?`, `SELECT 'why?' WHERE a = $1`},
		{"a text with a quote", `SELECT 'l''été ?', ?`, `SELECT 'l''été ?', $1`},
		{"a name", `SELECT "a?" FROM "b""?" WHERE c = ?`, `SELECT "a?" FROM "b""?" WHERE c = $1`},
		{"a line of comment", "SELECT ? -- really? it's\n, ?", "SELECT $1 -- really? it's\n, $2"},
		{"a comment", `SELECT /* ? ' */ ?`, `SELECT /* ? ' */ $1`},
		{"a quote in a name", `SELECT "it's", ?`, `SELECT "it's", $1`},
		{"minus", `SELECT 1 - -?`, `SELECT 1 - -$1`},
		{"a text without end", `SELECT ? 'a?`, `SELECT $1 'a?`},
		{"a comment without end", `SELECT ? /* ?`, `SELECT $1 /* ?`},
		{"more than nine", strings.Repeat("?,", 12), "$1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := rebind(test.query); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

// marks are what FuzzRebind compares with: the same, said as one expression.
var marks = regexp.MustCompile(`(?s)'[^']*(?:'|$)|"[^"]*(?:"|$)|--[^\n]*|/\*.*?(?:\*/|$)|\?`)

func FuzzRebind(f *testing.F) {
	for _, seed := range []string{`a = ?`, `'?'?`, `"'?"?`, "--?\n?", `/*?*/?`, `/*/?`, `'é''?`, `-?-`, `$1 ?`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, query string) {
		n := 0
		want := marks.ReplaceAllStringFunc(query, func(mark string) string {
			if mark != "?" {
				return mark
			}
			n++
			return "$" + strconv.Itoa(n)
		})
		if got := rebind(query); got != want {
			t.Errorf("%q\ngot  %q\nwant %q", query, got, want)
		}
	})
}
