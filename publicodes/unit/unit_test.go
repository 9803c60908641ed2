package unit_test

import (
	"math"
	"strings"
	"testing"

	"capzero/publicodes/unit"
)

func parse(t *testing.T, s string) unit.Unit {
	t.Helper()
	u, err := unit.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func TestParsePrints(t *testing.T) {
	tests := []struct{ text, want string }{
		{"kg", "kg"},
		{"kgCO2e/an", "kgCO2e/an"},
		{"m2", "m2"},
		{"m.m", "m2"},
		{"kW.h", "kW.h"},
		{"/an", "/an"},
		{"kg/m2/an", "kg/m2.an"},
		{"km/h.km", "/h"},
		{"km/km", ""},
		{"", ""},
		{"%", "%"},
		{"tasse par jour", "tasse par jour"},
	}
	for _, tt := range tests {
		if got := parse(t, tt.text).String(); got != tt.want {
			t.Errorf("%q prints as %q, want %q", tt.text, got, tt.want)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for _, text := range []string{"kg / an", "m99", "m.m20", "m99999999999999999999", "kg/m21"} {
		if u, err := unit.Parse(text); err == nil {
			t.Errorf("%q reads as %v, want an error", text, u)
		}
	}
}

func TestCombine(t *testing.T) {
	tests := []struct {
		name string
		got  unit.Unit
		want string
	}{
		{"product", unit.Mul(parse(t, "km/h"), parse(t, "h")), "km"},
		{"quotient", unit.Div(parse(t, "km"), parse(t, "h")), "km/h"},
		{"quotient of the same", unit.Div(parse(t, "km"), parse(t, "km")), ""},
		{"simplified class", parse(t, "g.€/kg").Simplify(), "€"},
		{"simplified percentage", parse(t, "%.kg").Simplify(), "kg"},
		{"percentage alone", parse(t, "%").Simplify(), "%"},
		{"without percentage", parse(t, "%.kg").WithoutPercent(), "kg"},
	}
	for _, tt := range tests {
		if got := tt.got.String(); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestConvert(t *testing.T) {
	tests := []struct {
		from, to string
		in, want float64
	}{
		{"kg", "kg", 3, 3},
		{"kg", "g", 2, 2000},
		{"g", "kg", 500, 0.5},
		{"an", "mois", 2, 24},
		{"€/mois", "€/an", 10, 120},
		{"kg/an", "g/jour", 365, 1000},
		{"kW.h", "kWh", 6, 6},
		{"%", "", 20, 0.2},
		{"", "%", 0.2, 20},
		{"km/h", "m/h", 1, 1000},
		{"kg/kg", "", 7, 7},
		{"g/kg", "", 7, 0.007},
		{"kg", "kg", 1e-20, 0}, // rounded to 16 decimals
		{"kg", "kg", -1.23456789012345678e-5, -0.0000123456789012},
		{"kg", "kg", 1e300, 1e300},
	}
	for _, tt := range tests {
		c, ok := unit.NewConversion(parse(t, tt.from), parse(t, tt.to))
		if !ok {
			t.Errorf("%q does not convert into %q", tt.from, tt.to)
			continue
		}
		if got := c.Apply(tt.in); math.Abs(got-tt.want) > 1e-15*math.Abs(tt.want) {
			t.Errorf("%g %s is %g %s, want %g", tt.in, tt.from, got, tt.to, tt.want)
		}
	}
	for _, pair := range [][2]string{{"kg", "km"}, {"kg", ""}, {"kg/an", "kg"}, {"€", "tasse"}} {
		if unit.Convertible(parse(t, pair[0]), parse(t, pair[1])) {
			t.Errorf("%q converts into %q", pair[0], pair[1])
		}
	}
}

func TestEndlessUnitsAreRefused(t *testing.T) {
	for _, text := range []string{"kg" + strings.Repeat("/kg", 100_000), "kg" + strings.Repeat(".m", 100_000)} {
		if _, err := unit.Parse(text); err == nil || len(err.Error()) > 200 || !strings.Contains(err.Error(), "more than 40 parts") {
			t.Errorf("%.200v", err)
		}
	}
	if u, err := unit.Parse("kg.m2.s.A" + strings.Repeat("/an", 30)); err != nil || len(u.Den) != 30 {
		t.Errorf("%v %v", u, err)
	}
}

// A unit multiplied by itself again and again stays small.
func TestProductsOfUnitsAreBounded(t *testing.T) {
	u := parse(t, "kg/m")
	for range 64 {
		u = unit.Mul(u, u)
		if len(u.Num)+len(u.Den) > 200 {
			t.Fatalf("%d symbols", len(u.Num)+len(u.Den))
		}
	}
	if unit.Convertible(u, parse(t, "kg")) || unit.Convertible(parse(t, "kg"), u) {
		t.Errorf("%s converts into kg", u)
	}
}
