package main

import (
	"fmt"
	"io"
	"strings"
	"time"
)

// A bar tells how much of a long work is done: on a terminal as a bar in one line,
// elsewhere with a line at each tenth.
type bar struct {
	out      io.Writer
	now      func() time.Time
	began    time.Time
	shown    int // percent on a terminal, else tenths
	terminal bool
}

func newBar(out io.Writer, now func() time.Time) *bar {
	return &bar{out: out, now: now, began: now(), terminal: isTerminal(out)}
}

// barWidth is how many characters the bar has.
const barWidth = 40

func (b *bar) told(done, all int) {
	steps := 10
	if b.terminal {
		steps = 100
	}
	if all <= 0 || done*steps/all <= b.shown {
		return
	}
	b.shown = done * steps / all
	line := barLine(done, all, b.now().Sub(b.began))
	if !b.terminal {
		fmt.Fprintln(b.out, line)
		return
	}
	full := barWidth * done / all
	fmt.Fprintf(b.out, "\r\x1b[K[%s%s] %s", strings.Repeat("=", full), strings.Repeat(" ", barWidth-full), line)
}

// end leaves the line of a terminal.
func (b *bar) end() {
	if b.terminal && b.shown > 0 {
		fmt.Fprintln(b.out)
	}
}

// barLine says how much is done, and when the rest is if it goes on like that.
func barLine(done, all int, elapsed time.Duration) string {
	line := fmt.Sprintf("%d %%", 100*done/all)
	if done < all && done > 0 {
		left := time.Duration(float64(elapsed) * float64(all-done) / float64(done))
		line += fmt.Sprintf(", about %v left", left.Round(time.Second))
	}
	return line
}
