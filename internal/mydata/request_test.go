package mydata

import (
	"testing"
	"time"
)

func TestRequestsAreSummedUp(t *testing.T) {
	now := time.Date(2026, time.November, 26, 12, 0, 0, 0, time.UTC)
	ago := func(d, took time.Duration, outcome string) request {
		q := request{asked: now.Add(-d), outcome: outcome}
		if took >= 0 {
			q.ended = q.asked.Add(took)
		}
		return q
	}
	const day = 24 * time.Hour
	for name, tt := range map[string]struct {
		all  []request
		want Requests
	}{
		"none": {},
		"one":  {[]request{ago(day, 3*time.Second, "ready")}, Requests{Asked: 1, Served: 1, Median: 3 * time.Second, Slowest: 3 * time.Second}},
		"an even number": {
			[]request{ago(day, 4*time.Second, "ready"), ago(day, time.Second, "ready"), ago(day, 2*time.Second, "ready"), ago(day, time.Hour, "ready")},
			Requests{Asked: 4, Served: 4, Median: 2 * time.Second, Slowest: time.Hour},
		},
		"some that nobody waits for any more": {
			[]request{ago(day, time.Hour, replaced), ago(day, time.Hour, withdrawn), ago(day, 0, "")}, Requests{Asked: 3, Served: 1},
		},
		"some that failed": {[]request{ago(day, time.Hour, "large"), ago(day, time.Hour, abandoned)}, Requests{Asked: 2, Failed: 2}},
		"some that wait, one for longer than is looked back": {
			[]request{ago(day, -1, ""), ago(2*accountedFor, -1, ""), ago(2*accountedFor, time.Second, "ready")},
			Requests{Asked: 1, Waiting: 2, Oldest: now.Add(-2 * accountedFor)},
		},
	} {
		t.Run(name, func(t *testing.T) {
			got := sumRequests(tt.all, now.Add(-accountedFor))
			if got != tt.want {
				t.Errorf("got %+v, want %+v", got, tt.want)
			}
			if late := tt.want.Waiting > 0; got.Late(now) != late {
				t.Errorf("late is %t", got.Late(now))
			}
		})
	}
}

func TestACrowdIsAboutNobody(t *testing.T) {
	for n, want := range map[int]Crowd{0: 0, 1: 0, 10: 0, 11: 11, 21: 11, 22: 22, 70_000: 69_993} {
		if got := crowd(n); got != want {
			t.Errorf("%d are shown as %d, want %d", n, got, want)
		}
	}
}
