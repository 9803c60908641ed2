package main

import (
	"syscall"
	"time"
)

// A watch takes the smaller of wall clock and processor time, as npm.mjs does:
// waiting on a busy machine does not count.
type watch struct {
	begin time.Time
	used  time.Duration
}

func start() watch { return watch{time.Now(), processorTimeHere()} }

func (w watch) stop() time.Duration {
	return min(time.Since(w.begin), processorTimeHere()-w.used)
}

// processorTimeHere is what all threads of this process have run.
func processorTimeHere() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0 // then stop is zero, which nobody takes for a figure
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
