package account

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestParseAddress(t *testing.T) {
	for _, tt := range []struct{ name, typed, key string }{
		{"plain", "rea@example.org", "rea@example.org"},
		{"with spaces around", " \u00a0rea@example.org\n", "rea@example.org"},
		{"in capitals", "Rea@EXAMPLE.org", "rea@example.org"},
		{"with a part after a plus", "rea+cap.zero@example.org", "rea+cap.zero@example.org"},
		{"of an international domain", "rea@Élégance.example", "rea@xn--lgance-9uab.example"},
		{"of the same domain in DNS", "rea@xn--lgance-9uab.example", "rea@xn--lgance-9uab.example"},
		{"in Serbian", "Милица@пример.срб", "милица@xn--e1afmkfd.xn--90a3ac"},
		{"with a letter in two parts", "re\u0301a@example.org", "réa@example.org"},
		{"as long as can be", strings.Repeat("a", 64) + "@" + strings.Repeat("b", 61) + "." + strings.Repeat("c", 61) + "." + strings.Repeat("d", 61) + ".fr",
			strings.Repeat("a", 64) + "@" + strings.Repeat("b", 61) + "." + strings.Repeat("c", 61) + "." + strings.Repeat("d", 61) + ".fr"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a, err := ParseAddress(tt.typed)
			must(t, err)
			if a.Key != tt.key || a.Typed != strings.TrimSpace(tt.typed) {
				t.Errorf("got %+v, want the key %q", a, tt.key)
			}
		})
	}
}

func TestAddressesThatAreNone(t *testing.T) {
	for name, typed := range map[string]string{
		"nothing": "", "spaces": "   ", "no at": "rea", "no domain": "rea@", "no name": "@example.org",
		"a space inside": "re a@example.org", "two": "rea@example.org, bob@example.org",
		"a name": "Réa <rea@example.org>", "angle brackets": "<rea@example.org>", "quotes": `"re a"@example.org`,
		"a comment": "rea(moi)@example.org", "a line break": "rea@example.org\r\nBcc: all@example.org",
		"a zero byte": "rea\x00@example.org", "half a letter": "re\xc3@example.org", "an IP": "rea@[192.0.2.1]",
		"no dot": "rea@localhost", "two dots": "rea@example..org", "a script": "<script>@example.org",
		"a turned text": "rea\u202e@example.org", "an invisible letter": "re\u200ba@example.org",
		"a long name": strings.Repeat("a", 65) + "@example.org", "an underscore": "rea@exa_mple.org",
	} {
		t.Run(name, func(t *testing.T) {
			_, err := ParseAddress(typed)
			wantFault(t, err, "error.email_invalid")
		})
	}
	_, err := ParseAddress(strings.Repeat("a", 290) + "@b.org")
	wantFault(t, err, "error.email_too_long")
}

func TestLettersThatAreTwoStayTwo(t *testing.T) {
	for _, pair := range [][2]string{
		{"straße@example.org", "strasse@example.org"},
		{"ilker@example.org", "İlker@example.org"},
		{"ilker@example.org", "ılker@example.org"},
		{"rea@example.org", "r.ea@example.org"},
		{"рea@example.org", "pea@example.org"}, // the first begins in Cyrillic
	} {
		a, err := ParseAddress(pair[0])
		must(t, err)
		b, err := ParseAddress(pair[1])
		must(t, err)
		if a.Key == b.Key {
			t.Errorf("%q and %q have one key %q", pair[0], pair[1], a.Key)
		}
	}
}

func TestMasked(t *testing.T) {
	for typed, want := range map[string]string{
		"rea@example.org": "r…@example.org", "r@example.org": "r…@example.org", "éa@example.org": "é…@example.org",
	} {
		a, err := ParseAddress(typed)
		must(t, err)
		if got := a.Masked(); got != want {
			t.Errorf("%q is masked as %q", typed, got)
		}
	}
}

func FuzzParseAddress(f *testing.F) {
	for _, seed := range []string{"rea@example.org", "Милица@пример.срб", "a@b@c.d", "\"a\"@b.c", "İ@ß.de", "a@xn--", "@", "\x00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		a, err := ParseAddress(typed)
		if err != nil {
			return
		}
		if len(a.Key) > 2*maxAddress || strings.ContainsAny(a.Key, " \r\n\x00<>") || !utf8.ValidString(a.Key) {
			t.Fatalf("%q has the key %q", typed, a.Key)
		}
		again, err := ParseAddress(a.to())
		if err != nil || again.Key != a.Key {
			t.Fatalf("%q has the key %q; where mails go, %q, has %q, %v", typed, a.Key, a.to(), again.Key, err)
		}
	})
}

func TestReadName(t *testing.T) {
	for _, tt := range []struct{ name, typed, want string }{
		{"plain", " Réa  Martin ", "Réa Martin"},
		{"Serbian", "Милица Ђ.", "Милица Ђ."},
		{"Arabic", "رِيا", "رِيا"},
		{"Chinese", "李雷", "李雷"},
		{"a family of emoji", "👨‍👩‍👧 Martin", "👨‍👩‍👧 Martin"},
		{"a script", "<script>alert(1)</script>", "<script>alert(1)</script>"},
		{"a turned text", "\u202eniтram\u202c", "niтram"},
		{"lines and zero bytes", "Réa\r\n\x00Martin", "Réa Martin"},
		{"half a letter", "R\xc3a", "Ra"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ReadName(tt.typed)
			if err != nil || got != tt.want {
				t.Errorf("%q, %v, want %q", got, err, tt.want)
			}
		})
	}
	for typed, key := range map[string]string{
		"": "error.name_empty", " \u200b\t": "error.name_empty", "\u202e": "error.name_empty",
		strings.Repeat("é", 61): "error.name_too_long",
	} {
		_, err := ReadName(typed)
		wantFault(t, err, key)
	}
	if _, err := ReadName(strings.Repeat("é", 60)); err != nil {
		t.Errorf("sixty letters give %v", err)
	}
}

func TestDevices(t *testing.T) {
	w := newWorld(t)
	fr := w.locales.Locale("fr")
	for agent, want := range map[string]string{
		firefox.UserAgent: "Firefox sur Android",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1": "Safari sur iPhone",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0":           "Edge sur Windows",
		"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36":                                   "Chrome sur Linux",
		"Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15":                      "Safari sur macOS",
		"Mozilla/5.0 (Linux; Android 14; SM-A546B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/26.0 Chrome/122.0 Mobile Safari/537.36":  "Samsung Internet sur Android",
		"curl/8.5.0": "Appareil inconnu", "": "Appareil inconnu", "Linux": "Linux",
		"<script>|\x00": "Appareil inconnu",
	} {
		d := readDevice(agent)
		if got := d.Label(fr); got != want {
			t.Errorf("%q is %q, want %q", agent, got, want)
		}
		if parseDevice(d.stored()) != d {
			t.Errorf("%q is stored as %q", agent, d.stored())
		}
	}
}
