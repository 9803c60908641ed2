package syntax_test

import (
	"strings"
	"testing"

	"capzero/publicodes/syntax"
)

func TestParseExpression(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"number", "12.5", "12.5"},
		{"number with unit", "12 kWh/an", "12 kWh/an"},
		{"unit without space", "24%", "24%"},
		{"unit of several words", "3 repas par semaine", "3 repas par semaine"},
		{"unit with digits", "0.05 kgCO2e/kWh", "0.05 kgCO2e/kWh"},
		{"unit below only", "3 /an", "3/an"},
		{"boolean", "oui", "oui"},
		{"name with accents and digits", "réduire viande . max 2 par semaine", "réduire viande . max 2 par semaine"},
		{"name with hyphen and apostrophe", "salle d'eau . lave-linge", "salle d'eau . lave-linge"},
		{"name of the parent", "^ . km", "^ . km"},
		{"text", "'très récent'", "'très récent'"},
		{"text with apostrophe", "'appartement d'été'", `"appartement d'été"`},
		{"text in double quotes", `"l'eau"`, `"l'eau"`},
		{"precedence", "a + b * c ** d", "a + b * c ** d"},
		{"left to right", "a - b - c", "a - b - c"},
		{"powers right to left", "(a ** b) ** (c ** d)", "(a ** b) ** c ** d"},
		{"brackets kept where needed", "a - (b - c)", "a - (b - c)"},
		{"brackets dropped elsewhere", "(a * b) + c", "a * b + c"},
		{"comparison", "a * 2 >= b", "a * 2 >= b"},
		{"sign", "- a", "0 - a"},
		{"several lines", "a\n  + b", "a + b"},
		{"unbreakable space", "12\u00a0km", "12 km"},
		{"hyphen is part of a name", "a-b", "a-b"},
		{"date", "1/2/2024 + 31/12/2024", "01/02/2024 + 31/12/2024"},
		{"month", "2/2024", "01/02/2024"},
		{"month of two digits", "12/2024", "01/12/2024"},
		{"division by a number with unit", "a / 12 km", "a / 12 km"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e, err := syntax.ParseExpression(tt.text)
			if err != nil {
				t.Fatal(err)
			}
			if got := e.String(); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestParseExpressionErrors(t *testing.T) {
	tests := []struct {
		name, text, want string
		offset           int
	}{
		{"empty", "", "ends too early", 0},
		{"operator without spaces", "a +b", "a space on both sides", 2},
		{"operand missing", "a + ", "ends too early", 4},
		{"bracket missing", "(a + b", "')' is expected", 6},
		{"text not closed", "'a", "not closed", 0},
		{"day that no month has", "30/02/2020", "is not a day of the calendar", 0},
		{"thirteenth month", "13/2020", "an operator needs a space on both sides", 2},
		{"two levels up", "^ . ^ . x", "'^' must be followed", 1},
		{"lone parent", "^", "must be followed", 1},
		{"deep", strings.Repeat("(", 10_000), "nested more than", 100},
		{"long", "a" + strings.Repeat(" + a", 10_000), "more than 1000 operators", 4001},
		{"signs", strings.Repeat("- ", 10_000) + "a", "nested more than", 200},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e, err := syntax.ParseExpression(tt.text)
			if err == nil {
				t.Fatalf("got %s, want an error", e)
			}
			if !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %q, want %q in it", err, tt.want)
			}
			if at := err.(*syntax.Error).Pos.Offset; at != tt.offset {
				t.Errorf("at byte %d, want %d", at, tt.offset)
			}
		})
	}
}

// FuzzExpression checks that reading always ends, and that what was read prints
// to a text that reads as the same expression.
func FuzzExpression(f *testing.F) {
	for _, seed := range []string{
		"a + b * 2", "(1 - 40%) / 48%", "'l'eau' = x", "- - a", "12 km/h * 3 h", "^ . a . b >= 3",
		"a // b ** c", "\"x\"", "1e5", "3 /an", "« a »", "31/12/2020", "2/2024 > 1/1/2000", "13/2024", "a\n+ b",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		e, err := syntax.ParseExpression(text)
		if err != nil {
			return
		}
		printed := e.String()
		again, err := syntax.ParseExpression(printed)
		if err != nil {
			t.Fatalf("%q prints as %q, which does not read: %v", text, printed, err)
		}
		if again.String() != printed {
			t.Fatalf("%q prints as %q, then as %q", text, printed, again)
		}
	})
}
