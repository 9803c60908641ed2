package job

import (
	"testing"
	"time"
)

// The pauses grow to six hours, and ten attempts take most of a day.
func TestGrowing(t *testing.T) {
	var all time.Duration
	for attempt := 1; attempt < attempts; attempt++ {
		want := min(10*time.Second*time.Duration(power(3, attempt-1)), 6*time.Hour)
		got := growing(attempt)
		if got < want-want/10 || got > want+want/10 {
			t.Errorf("after attempt %d: %v, want about %v", attempt, got, want)
		}
		all += got
	}
	if all < 12*time.Hour || all > 20*time.Hour {
		t.Errorf("ten attempts take %v", all)
	}
}

func power(base, n int) int {
	all := 1
	for range n {
		all *= base
	}
	return all
}
