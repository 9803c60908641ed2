package notify

import "time"

const (
	// promptsAllowed in promptWindow is how many prompts one person gets.
	promptsAllowed = 2
	promptWindow   = 7 * 24 * time.Hour
	// keptTrying is how long a mail is tried that says nothing itself.
	keptTrying = 3 * 24 * time.Hour
	// firstRetry suits a person who waits for a link; later ones suit a server
	// that is down for a night.
	firstRetry = 5 * time.Second
	lastRetry  = 3 * time.Hour
)

// retryAfter is how long to wait after a number of failed attempts: three times
// as long each time.
func retryAfter(attempts int) time.Duration {
	wait := firstRetry
	for range attempts - 1 {
		if wait *= 3; wait >= lastRetry {
			return lastRetry
		}
	}
	return wait
}
