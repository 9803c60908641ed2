package differential

import (
	"iter"
	"os"
	"strconv"
	"testing"
)

// models are the seeds to try: those of CAPZERO_SEED=first and CAPZERO_MODELS=count
// where given, else the first few.
func models(t *testing.T, usual int) iter.Seq[uint64] {
	t.Helper()
	first, count := setting(t, "CAPZERO_SEED", 0), setting(t, "CAPZERO_MODELS", usual)
	return func(yield func(uint64) bool) {
		for i := range count {
			if !yield(uint64(first + i)) {
				return
			}
		}
	}
}

func setting(t *testing.T, name string, usual int) int {
	t.Helper()
	s := os.Getenv(name)
	if s == "" {
		return usual
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 {
		t.Fatalf("%s=%s is no count", name, s)
	}
	return n
}
