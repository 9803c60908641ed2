package i18n

import (
	"math"
	"slices"
	"testing"
	"time"
)

func load(t *testing.T) *Catalogues {
	t.Helper()
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestLocaleFallsBackByLanguageThenToFrench(t *testing.T) {
	c := load(t)
	for tag, want := range map[string]string{
		"fr": "fr", "en": "en", "sr-Latn": "sr-Latn",
		"en-GB": "en", "sr": "sr-Latn", "SR-latn-RS": "sr-Latn",
		"de": "fr", "": "fr",
	} {
		if got := c.Locale(tag).Tag(); got != want {
			t.Errorf("Locale(%q) is %q, want %q", tag, got, want)
		}
	}
}

func TestNumber(t *testing.T) {
	c := load(t)
	for _, tt := range []struct {
		tag      string
		v        float64
		decimals int
		want     string
	}{
		{"fr", 1234.5, 1, "1\u202f234,5"},
		{"fr", 1234567, 0, "1\u202f234\u202f567"},
		{"fr", 999.95, 1, "1\u202f000,0"},
		{"fr", -3.2, 1, "\u22123,2"},
		{"fr", -0.04, 1, "0,0"},
		{"fr", 0, 0, "0"},
		{"en", 1234.5, 1, "1,234.5"},
		{"sr", 1234.5, 1, "1.234,5"},
		{"fr", math.NaN(), 1, "–"},
		{"fr", math.Inf(1), 1, "–"},
	} {
		if got := c.Locale(tt.tag).Number(tt.v, tt.decimals); got != tt.want {
			t.Errorf("%s: Number(%v, %d) is %q, want %q", tt.tag, tt.v, tt.decimals, got, tt.want)
		}
	}
	if got := c.Locale("fr").Tonnes(8349); got != "8,3" {
		t.Errorf("Tonnes(8349) is %q", got)
	}
	if got := c.Locale("fr").Amount(0.25); got != "0,25" {
		t.Errorf("Amount(0.25) is %q", got)
	}
}

func TestParseNumber(t *testing.T) {
	c := load(t)
	good := []struct {
		tag, typed string
		want       float64
	}{
		{"fr", "1234,5", 1234.5},
		{"fr", "1 234,5", 1234.5},
		{"fr", "1\u202f234,5", 1234.5},
		{"fr", "1\u00a0234\u00a0567", 1234567},
		{"fr", " 12 ", 12},
		{"fr", "1234.5", 1234.5},
		{"fr", "1,234", 1.234}, // a comma is never between thousands in French
		{"fr", "1.234", 1.234},
		{"fr", ",5", 0.5},
		{"fr", "5,", 5},
		{"fr", "-3", -3},
		{"fr", "−3", -3},
		{"fr", "+3", 3},
		{"fr", "-0", 0},
		{"en", "1,234", 1234},
		{"en", "1,234.5", 1234.5},
		{"en", "12,5", 12.5},
		{"en", "0,250", 0.25},
		{"sr", "1.234,5", 1234.5},
		{"sr", "1.234", 1234},
		{"sr", "1.5", 1.5},
		{"fr", "1000000000000", 1e12},
	}
	for _, tt := range good {
		got, ok := c.Locale(tt.tag).ParseNumber(tt.typed)
		if !ok || got != tt.want {
			t.Errorf("%s: ParseNumber(%q) is %v, %v, want %v", tt.tag, tt.typed, got, ok, tt.want)
		}
	}
	for _, typed := range []string{
		"", " ", "-", ",", ".", "douze", "12 km", "1e308", "1e3", "Inf", "NaN", "0x10",
		"1 23", "12 34", "1234 567", "1,2,3", "1,,2", "--3", "1000000000001", "٣",
		"99999999999999999999999999999999999999999999999999999999999999999999999999",
	} {
		if v, ok := c.Locale("fr").ParseNumber(typed); ok {
			t.Errorf("ParseNumber(%q) is %v, want it refused", typed, v)
		}
	}
}

func FuzzParseNumber(f *testing.F) {
	c, err := Load()
	if err != nil {
		f.Fatal(err)
	}
	f.Add("fr", "1 234,5")
	f.Add("en", "1,234.5")
	f.Add("sr", "-1.234")
	f.Fuzz(func(t *testing.T, tag, typed string) {
		l := c.Locale(tag)
		v, ok := l.ParseNumber(typed)
		if !ok {
			return
		}
		if math.IsNaN(v) || math.Abs(v) > maxParsed {
			t.Fatalf("%q gives %v", typed, v)
		}
		again, ok := l.ParseNumber(l.Number(v, 2))
		if !ok || math.Abs(again-v) > 0.0051 {
			t.Fatalf("%q gives %v, written %q, read again %v, %v", typed, v, l.Number(v, 2), again, ok)
		}
	})
}

func TestPluralCategories(t *testing.T) {
	c := load(t)
	for tag, cases := range map[string]map[float64]string{
		"fr": {0: "one", 1: "one", 1.5: "one", 2: "other", -1: "one", 1.999: "other"},
		"en": {0: "other", 1: "one", 1.5: "other", 2: "other"},
		"sr": {0: "other", 1: "one", 2: "few", 5: "other", 11: "other", 12: "other", 21: "one", 23: "few", 1.2: "few", 1.5: "other"},
	} {
		for v, want := range cases {
			if got := c.Locale(tag).categoryOf(v); got != want {
				t.Errorf("%s: %v is %q, want %q", tag, v, got, want)
			}
		}
	}
	if got := c.Locale("sr").Categories(); !slices.Equal(got, []string{"one", "few", "other"}) {
		t.Errorf("Serbian has %v", got)
	}
}

func TestText(t *testing.T) {
	c := load(t)
	fr := c.Locale("fr")
	fr = &Locale{conventions: fr.conventions, messages: map[string]message{
		"plain":  {Other: "Bonjour"},
		"filled": {Other: "{name} : {kg} kg sur {all}"},
		"ends":   {Other: "Le {day}. Bien."},
		"count":  {"one": "{count} foyer", Other: "{count} foyers"},
	}}
	for _, tt := range []struct{ got, want string }{
		{fr.T("plain"), "Bonjour"},
		{fr.T("filled", "name", "Verre", "kg", 0.5, "all", 1234), "Verre : 0,5 kg sur 1\u202f234"},
		{fr.T("filled", "name", "{kg}"), "{kg} : {kg} kg sur {all}"},
		{fr.T("count", "count", 1), "1 foyer"},
		{fr.T("count", "count", int64(2000)), "2\u202f000 foyers"},
		{fr.T("ends", "day", "23 novembre 2026"), "Le 23 novembre 2026. Bien."},
		{fr.T("ends", "day", "23. novembar 2026."), "Le 23. novembar 2026. Bien."},
		{c.Locale("fr").T("board.waiting", "date", time.Date(2026, time.November, 23, 0, 0, 0, 0, time.UTC)),
			"L’équipe s’écrit à partir du lundi 23 novembre 2026, quand ses missions commencent."},
		{fr.T("no.such.key"), "no.such.key"},
	} {
		if tt.got != tt.want {
			t.Errorf("got %q, want %q", tt.got, tt.want)
		}
	}
}

func TestDate(t *testing.T) {
	c := load(t)
	day := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	for tag, want := range map[string][2]string{
		"fr": {"lundi 23 novembre 2026", "23 novembre 2026"},
		"en": {"Monday 23 November 2026", "23 November 2026"},
		"sr": {"ponedeljak, 23. novembar 2026.", "23. novembar 2026."},
	} {
		l := c.Locale(tag)
		if got := [2]string{l.Date(day), l.ShortDate(day)}; got != want {
			t.Errorf("%s: %q, want %q", tag, got, want)
		}
	}
	if got := c.Locale("fr").ShortDate(time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)); got != "1er décembre 2026" {
		t.Errorf("the first is %q", got)
	}
}

func TestUnit(t *testing.T) {
	c := load(t)
	for _, tt := range []struct {
		tag, unit string
		value     float64
		want      string
	}{
		{"fr", "h/semaine", 3, "heures par semaine"},
		{"fr", "h/semaine", 0.5, "heure par semaine"},
		{"fr", "kgCO2e", 2, "kg CO₂e"},
		{"fr", "kgCO2e/km", 2, "kg CO₂e par km"},
		{"fr", "l/centkm", 6, "litres aux 100 km"},
		{"fr", "l/arrosage/m2", 6, "litres par arrosage par m²"},
		{"en", "repas/semaine", 2, "meals per week"},
		{"sr", "km/semaine", 2, "km nedeljno"},
		{"fr", "/km", 2, "par km"},
		{"fr", "parsec", 2, "parsec"},
		{"fr", "km/parsec", 2, "km/parsec"},
		{"fr", "", 2, ""},
	} {
		if got := c.Locale(tt.tag).Unit(tt.unit, tt.value); got != tt.want {
			t.Errorf("%s: %v %q is %q, want %q", tt.tag, tt.value, tt.unit, got, tt.want)
		}
	}
}
