package job

import (
	"log/slog"
	"testing"

	"capzero/internal/retention"
)

// The queue deletes its jobs by itself, when the rules say so.
func TestJobsAreKeptByTheRules(t *testing.T) {
	q := &Queue{kinds: map[string]bool{}, log: slog.New(slog.DiscardHandler)}
	config, err := q.config(Options{})
	if err != nil {
		t.Fatal(err)
	}
	if config.CompletedJobRetentionPeriod != retention.JobFor || config.DiscardedJobRetentionPeriod != retention.FailedJobFor ||
		config.CancelledJobRetentionPeriod != retention.FailedJobFor {
		t.Errorf("jobs are kept for %v, %v and %v", config.CompletedJobRetentionPeriod, config.DiscardedJobRetentionPeriod, config.CancelledJobRetentionPeriod)
	}
}
