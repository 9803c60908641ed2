package account

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// What people type is read without trust, and what comes out can be stored,
// shown and read again.

func FuzzReadName(f *testing.F) {
	for _, seed := range []string{"Réa Martin", "رِيا", "👨‍👩‍👧", "\u202eabc", "a\x00b", "\xff", " "} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		name, err := ReadName(typed)
		if err != nil {
			return
		}
		if !utf8.ValidString(name) || utf8.RuneCountInString(name) > maxName || strings.ContainsAny(name, "\x00\r\n\u202e") {
			t.Fatalf("%q gives %q", typed, name)
		}
		if again, err := ReadName(name); err != nil || again != name {
			t.Fatalf("%q gives %q, and that %q, %v", typed, name, again, err)
		}
	})
}

func FuzzReadCodes(f *testing.F) {
	for _, seed := range []string{"123 456", "BCDF-GHJK-LMNP", "１２３４５６", "\x00", "bcdf ghjk lmnp"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		if code, ok := readCode(typed); ok && (len(code) != codeDigits || strings.Trim(code, "0123456789") != "") {
			t.Fatalf("%q gives %q", typed, code)
		}
		code, ok := readCard(typed)
		if !ok {
			return
		}
		if again, ok := readCard(grouped(code)); !ok || again != code {
			t.Fatalf("%q gives %q, and as it is printed %q", typed, code, again)
		}
	})
}
