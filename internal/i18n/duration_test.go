package i18n

import (
	"testing"
	"time"
)

func TestDuration(t *testing.T) {
	c := load(t)
	for _, tt := range []struct {
		d          time.Duration
		fr, en, sr string
	}{
		{0, "moins d’une minute", "less than a minute", "manje od jednog minuta"},
		{59 * time.Second, "moins d’une minute", "less than a minute", "manje od jednog minuta"},
		{time.Minute, "1 minute", "1 minute", "1 minut"},
		{10*time.Minute + 59*time.Second, "10 minutes", "10 minutes", "10 minuta"},
		{-22 * time.Minute, "22 minutes", "22 minutes", "22 minuta"},
		{time.Hour, "1 heure", "1 hour", "1 sat"},
		{90 * time.Minute, "1 heure et 30 minutes", "1 hour and 30 minutes", "1 sat i 30 minuta"},
		{5 * time.Hour, "5 heures", "5 hours", "5 sati"},
		{22 * time.Hour, "22 heures", "22 hours", "22 sata"},
		{day + 2*time.Hour + time.Minute, "1 jour et 2 heures", "1 day and 2 hours", "1 dan i 2 sata"},
		{30 * day, "30 jours", "30 days", "30 dana"},
	} {
		for tag, want := range map[string]string{"fr": tt.fr, "en": tt.en, "sr": tt.sr} {
			if got := c.Locale(tag).Duration(tt.d); got != want {
				t.Errorf("%s: %v is %q, want %q", tag, tt.d, got, want)
			}
		}
	}
}

func TestAgo(t *testing.T) {
	c := load(t)
	now := time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		before     time.Duration
		fr, en, sr string
	}{
		{0, "à l’instant", "just now", "upravo sada"},
		{59 * time.Second, "à l’instant", "just now", "upravo sada"},
		{-59 * time.Second, "à l’instant", "just now", "upravo sada"},
		{time.Minute, "il y a 1 minute", "1 minute ago", "pre 1 minut"},
		{3*time.Minute + 40*time.Second, "il y a 3 minutes", "3 minutes ago", "pre 3 minuta"},
		{67 * time.Minute, "il y a 1 heure", "1 hour ago", "pre 1 sat"},
		{25 * time.Hour, "il y a 1 jour", "1 day ago", "pre 1 dan"},
		{6*day + 23*time.Hour, "il y a 6 jours", "6 days ago", "pre 6 dana"},
		{7 * day, "19 novembre 2026", "19 November 2026", "19. novembar 2026."},
		{-10 * time.Minute, "dans 10 minutes", "in 10 minutes", "za 10 minuta"},
		{-8 * day, "4 décembre 2026", "4 December 2026", "4. decembar 2026."},
	} {
		for tag, want := range map[string]string{"fr": tt.fr, "en": tt.en, "sr": tt.sr} {
			if got := c.Locale(tag).Ago(now.Add(-tt.before), now); got != want {
				t.Errorf("%s: %v before is %q, want %q", tag, tt.before, got, want)
			}
		}
	}
}
