package web

import (
	"strings"
	"testing"
	"time"

	"capzero/internal/backup"
)

// A balancer goes on where backups are old; somebody who reads the first line looks.
func TestHealthTellsOfBackups(t *testing.T) {
	at := func(hours int) time.Time { return day.Add(-time.Duration(hours) * time.Hour) }
	for _, test := range []struct {
		status backup.Status
		first  string
		says   []string
	}{
		{backup.Status{}, "degraded", []string{"backup never", "restore never"}},
		{backup.Status{Last: backup.File{Moment: at(47)}, Rehearsal: backup.Rehearsal{At: at(100)}}, "ok", []string{"47 h ago of 48 h", "100 h ago of 336 h"}},
		{backup.Status{Last: backup.File{Moment: at(49)}, Rehearsal: backup.Rehearsal{At: at(100)}}, "degraded", []string{"49 h ago of 48 h"}},
		{backup.Status{Last: backup.File{Moment: at(1)}, Rehearsal: backup.Rehearsal{At: at(337)}}, "degraded", []string{"337 h ago of 336 h"}},
	} {
		s := server{Options: Options{Backups: office{backups: &test.status}, Now: func() time.Time { return day }}}
		text := s.healthText()
		if first, _, _ := strings.Cut(text, "\n"); first != test.first {
			t.Errorf("%+v: %q", test.status, text)
		}
		for _, want := range test.says {
			if !strings.Contains(text, want) {
				t.Errorf("%+v: %q does not say %q", test.status, text, want)
			}
		}
	}
	if text := (&server{Options: Options{Program: "1.4"}}).healthText(); text != "ok\nprogram 1.4\n" {
		t.Errorf("without backups it is %q", text)
	}
	full := server{Options: Options{Full: func() bool { return true }}}
	if text := full.healthText(); text != "degraded\ndisk full\n" {
		t.Errorf("without room it is %q", text)
	}
}
