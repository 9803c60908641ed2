package household

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"capzero/internal/fault"
)

func TestNamesInAnyScript(t *testing.T) {
	for _, tt := range []struct{ typed, want string }{
		{"Léa", "Léa"},
		{"  Léa  ", "Léa"},
		{"Le\u0301a", "Léa"}, // an accent of its own
		{"Ђорђе", "Ђорђе"},
		{"小明", "小明"},
		{"محمد", "محمد"},
		{"א\u200fב", "א\u200fב"},
		{"\u202eévil", "évil"},                                     // would turn the rest of the page
		{"\u2068Sam\u2069", "Sam"},                                 // as copied from a telephone
		{"👩‍👧", "👩‍👧"},                                             // three characters drawn as one
		{"<script>alert(1)</script>", "<script>alert(1)</script>"}, // a text like any other
		{"'; DROP TABLE member; --", "'; DROP TABLE member; --"},
		{"", ""},
		{"   ", ""},
		{"\u200d\u200b", ""},
		{"\u3164", ""}, // a letter without ink
		{strings.Repeat("é", LongestName), strings.Repeat("é", LongestName)},
	} {
		got, err := readName(tt.typed)
		if err != nil || got != tt.want {
			t.Errorf("%q is read as %q, %v; want %q", tt.typed, got, err, tt.want)
		}
	}
	for typed, key := range map[string]string{
		strings.Repeat("é", LongestName+1): "household.name_too_long",
		strings.Repeat("x", 300):           "household.name_too_long",
		"deux\nlignes":                     "household.name_unreadable",
		"\x00":                             "household.name_unreadable",
		"\xff":                             "household.name_unreadable",
	} {
		_, err := readName(typed)
		refusedWith(t, err, key)
	}
}

func FuzzReadName(f *testing.F) {
	f.Add("e\u2068\u0301")
	f.Add("<b>Zoé</b>")
	f.Fuzz(func(t *testing.T, typed string) {
		name, err := readName(typed)
		if err != nil {
			return
		}
		if again, err := readName(name); err != nil || again != name {
			t.Errorf("%q is read as %q, and that as %q, %v", typed, name, again, err)
		}
		if utf8.RuneCountInString(name) > LongestName || strings.ContainsAny(name, "\n\r\u202e") {
			t.Errorf("%q is read as %q", typed, name)
		}
	})
}

func FuzzParseDay(f *testing.F) {
	f.Add("2026-11-23")
	f.Fuzz(func(t *testing.T, typed string) {
		if day, ok := ParseDay(typed); ok && Day(day.Time().Format(dayLayout)) != day {
			t.Errorf("%q is the day %s", typed, day.Time())
		}
	})
}

func TestCodesAreForgiving(t *testing.T) {
	for typed, want := range map[string]string{
		"BCDFGH":        "BCDFGH",
		"bcdfgh":        "BCDFGH",
		" bcd fgh ":     "BCDFGH",
		"b-c-d-f-g-h":   "BCDFGH",
		"bcd\u00a0fgh":  "BCDFGH",
		"bcd–fgh.":      "BCDFGH",
		"ＢＣＤＦＧＨ":        "BCDFGH", // full width
		"\u200ebcdfgh":  "BCDFGH",
		"NNWWMM":        "MMVVMM", // N sounds like M, W is two V
		"bcd\u00adfgh ": "BCDFGH",
	} {
		if got, ok := readCode(typed); !ok || got != want {
			t.Errorf("%q is read as %q, %v; want %q", typed, got, ok, want)
		}
	}
	for _, typed := range []string{
		"", "BCDFG", "BCDFGHJ", "ABCDFG", "BCDFG1", "BCDFGÉ", "ВСDFGH", "<script>",
		strings.Repeat("B", 300), strings.Repeat(" ", 300), "\xff\xfe\xfd\xfc\xfb\xfa",
	} {
		if code, ok := readCode(typed); ok {
			t.Errorf("%q is read as the code %q", typed, code)
		}
	}
}

func FuzzReadCode(f *testing.F) {
	f.Add("bcd fgh")
	f.Add("ＢＣＤＦＧＨ")
	f.Fuzz(func(t *testing.T, typed string) {
		code, ok := readCode(typed)
		if !ok {
			return
		}
		if again, ok := readCode(code); !ok || again != code {
			t.Errorf("%q is read as %q, and that as %q", typed, code, again)
		}
		if _, isToken := readToken(typed); isToken {
			t.Errorf("%q is a code and a token", typed)
		}
	})
}

func TestNewCodesUseEveryLetterAlike(t *testing.T) {
	const drawn = 100_000 // enough to see one letter in twenty too many
	seen := map[rune]int{}
	for range drawn {
		code := newCode()
		if read, ok := readCode(code); !ok || read != code {
			t.Fatalf("a new code %q is read as %q", code, read)
		}
		for _, r := range code {
			seen[r]++
		}
	}
	mean := float64(drawn*codeLength) / float64(len(letters))
	for _, r := range letters {
		// Six standard deviations: a right generator fails once in a billion.
		if off := math.Abs(float64(seen[r]) - mean); off > 6*math.Sqrt(mean) {
			t.Errorf("%c came %d times, %.0f are expected", r, seen[r], mean)
		}
	}
}

func TestHomesThatCannotBe(t *testing.T) {
	good := flat(3, 1)
	good.NightsAway = 2
	if err := good.check(count{2, 1}); err != nil {
		t.Errorf("a good home: %v", err)
	}
	for _, tt := range []struct {
		name    string
		change  func(*Home)
		members count
		field   string
		key     string
	}{
		{"no housing", func(h *Home) { h.Housing = "" }, count{1, 0}, HousingField, "household.housing_unknown"},
		{"a castle", func(h *Home) { h.Housing = "castle" }, count{1, 0}, HousingField, "household.housing_unknown"},
		{"nobody", func(h *Home) { h.Persons = 0 }, count{1, 0}, PersonsField, "household.persons_bounds"},
		{"a village", func(h *Home) { h.Persons = MostPersons + 1 }, count{1, 0}, PersonsField, "household.persons_bounds"},
		{"children alone", func(h *Home) { h.Children = 3 }, count{1, 0}, ChildrenField, "household.children_bounds"},
		{"fewer than no children", func(h *Home) { h.Children = -1 }, count{1, 0}, ChildrenField, "household.children_bounds"},
		{"eight nights a week", func(h *Home) { h.NightsAway = 8 }, count{1, 0}, NightsAwayField, "household.nights_bounds"},
		{"fewer children than listed", func(h *Home) { h.Children = 0 }, count{1, 1}, ChildrenField, "household.children_listed"},
		{"fewer adults than registered", func(h *Home) {}, count{3, 0}, PersonsField, "household.adults_listed"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h := good
			tt.change(&h)
			err := h.check(tt.members)
			refusedWith(t, err, tt.key)
			if f, ok := err.(*fault.Error); ok && f.Field != tt.field {
				t.Errorf("the field is %s, want %s", f.Field, tt.field)
			}
		})
	}
}

func TestAHomeGrowsAndShrinksWithItsMembers(t *testing.T) {
	for _, tt := range []struct {
		name string
		got  Home
		want Home
	}{
		{"a partner who was counted", flat(2, 0).holding(count{2, 0}), flat(2, 0)},
		{"a partner who was not", flat(1, 0).holding(count{2, 0}), flat(2, 0)},
		{"a child who was not", flat(2, 0).holding(count{1, 1}), flat(3, 1)},
		{"an adult gone", flat(3, 1).without(count{1, 0}, count{1, 1}), flat(2, 1)},
		{"an adult and a child gone", flat(4, 2).without(count{1, 1}, count{1, 1}), flat(2, 1)},
		{"more gone than were counted", flat(1, 0).without(count{1, 1}, count{1, 0}), flat(1, 0)},
		{"somebody without an account stays", flat(3, 0).without(count{1, 0}, count{1, 0}), flat(2, 0)},
	} {
		if tt.got != tt.want {
			t.Errorf("%s: %+v, want %+v", tt.name, tt.got, tt.want)
		}
	}
}

func TestPersonNights(t *testing.T) {
	weekends := flat(2, 0)
	weekends.NightsAway = 2
	periods := []Period{{"2026-01-05", flat(2, 0)}, {"2026-01-12", flat(3, 1)}, {"2026-01-19", weekends}}
	away := []Absence{{1, "2026-01-06", "2026-01-08"}, {2, "2026-01-07", "2026-01-09"}}
	for _, tt := range []struct {
		from, to Day
		want     float64
	}{
		{"2026-01-05", "2026-01-05", 0},
		{"2026-01-05", "2026-01-12", 8}, // three nights away, one of them noted twice
		{"2026-01-12", "2026-01-19", 21},
		{"2026-01-19", "2026-01-26", 10},
		{"2025-12-31", "2026-01-02", 4},       // before anything was said: the first home
		{"2026-03-28", "2026-03-30", 20. / 7}, // the night an hour is missing
	} {
		if got := PersonNights(periods, away, tt.from, tt.to); math.Abs(got-tt.want) > 1e-9 {
			t.Errorf("%s to %s: %v nights, want %v", tt.from, tt.to, got, tt.want)
		}
	}
}

func TestDays(t *testing.T) {
	paris, err := time.LoadLocation("Europe/Paris")
	must(t, err)
	if got := DayOf(time.Date(2026, 11, 23, 23, 30, 0, 0, time.UTC), paris); got != "2026-11-24" {
		t.Errorf("half past midnight in Paris is on %s", got)
	}
	for _, typed := range []string{"", "23/11/2026", "2026-02-30", "2026-11-23T00:00", "0026-11-23", "9999-01-01", "<script>"} {
		if _, ok := ParseDay(typed); ok {
			t.Errorf("%q is a day", typed)
		}
	}
	if n := Day("2026-03-28").NightsUntil("2026-03-30"); n != 2 {
		t.Errorf("%d nights over the change of the hour", n)
	}
}

// The rule of seeing, every way that its facts can be.
func TestWhoSeesWhat(t *testing.T) {
	places := []ID{"", "a", "b"}
	seen := 0
	for _, readerIn := range places {
		for _, ownerIn := range places {
			for _, sharedIn := range places {
				for _, allowed := range []bool{false, true} {
					v := view{"reader", "owner", readerIn, ownerIn, sharedIn, allowed}
					want := allowed && readerIn == "a" && ownerIn == "a" && sharedIn == "a" ||
						allowed && readerIn == "b" && ownerIn == "b" && sharedIn == "b"
					if v.may() != want {
						t.Errorf("%+v: %v", v, v.may())
					}
					if v.may() {
						seen++
					}
				}
			}
		}
	}
	if seen != 2 {
		t.Errorf("%d cases are seen, want 2", seen)
	}
	if !(view{reader: "a", owner: "a"}).may() {
		t.Error("an adult does not see what is their own")
	}
	if (view{}).may() {
		t.Error("nobody sees what is nobody's")
	}
}

func TestWhereAPersonStands(t *testing.T) {
	ago := func(c Choice, version string, d time.Duration) *Entry {
		return &Entry{Choice: c, Version: version, At: monday.Add(-d)}
	}
	for _, tt := range []struct {
		last *Entry
		want Standing
		asks bool
	}{
		{nil, Unasked, true},
		{ago(Accept, "now", 0), Accepted, false},
		{ago(Accept, "then", 0), Outdated, true},
		{ago(Refuse, "now", 0), Refused, false},
		{ago(Refuse, "then", 1000*24*time.Hour), Refused, false},
		{ago(Later, "now", time.Hour), Postponed, false},
		{ago(Later, "now", askLaterAgain), Postponed, true},
		{ago(Later, "then", -time.Hour), Postponed, false}, // the clock has gone back
		{ago("perhaps", "now", 0), Unasked, true},
	} {
		name := fmt.Sprintf("%+v", tt.last)
		got := standing(tt.last, "now")
		if got != tt.want {
			t.Errorf("%s: %s, want %s", name, got, tt.want)
		}
		if asks(got, tt.last, monday) != tt.asks {
			t.Errorf("%s: asked is %v", name, !tt.asks)
		}
	}
}
