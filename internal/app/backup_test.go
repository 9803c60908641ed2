package app

import (
	"testing"
	"time"
)

func TestLastNight(t *testing.T) {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ now, want string }{
		{"2026-11-26T01:59:00+01:00", "2026-11-25T02:00:00+01:00"},
		{"2026-11-26T02:00:00+01:00", "2026-11-26T02:00:00+01:00"},
		{"2026-11-26T23:00:00+01:00", "2026-11-26T02:00:00+01:00"},
		{"2026-06-26T01:30:00Z", "2026-06-26T02:00:00+02:00"},
	} {
		now, err := time.Parse(time.RFC3339, test.now)
		if err != nil {
			t.Fatal(err)
		}
		if got := lastNight(now, paris).Format(time.RFC3339); got != test.want {
			t.Errorf("at %s the last one was due at %s, want %s", test.now, got, test.want)
		}
	}
}

// A night has one, whatever the clocks do in it.
func TestEveryNightHasOne(t *testing.T) {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	nights := map[time.Time]bool{}
	first := time.Date(2026, 1, 1, 12, 0, 0, 0, paris)
	for now := first; now.Before(first.AddDate(1, 0, 0)); now = now.Add(20 * time.Minute) {
		due := lastNight(now, paris)
		if ago := now.Sub(due); ago < 0 || ago > 25*time.Hour {
			t.Fatalf("at %v the last one was due at %v", now, due)
		}
		nights[due] = true
	}
	if len(nights) != 366 {
		t.Errorf("a year from noon to noon has %d nights", len(nights))
	}
}
