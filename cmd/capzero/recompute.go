package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"capzero/internal/app"
	"capzero/internal/footprint"

	"github.com/spf13/cobra"
)

func recomputeCommand() *cobra.Command {
	var (
		config app.Config
		asJSON bool
		o      footprint.Recomputation
	)
	c := &cobra.Command{
		Use:   "recompute --data DIR | --database URL",
		Short: "Compute every household's result again after an update of the models",
		Long: `Compute every result again that has other models than the ones the city
measures with now, and tell each household what changed and why. Until then a
household keeps its figure, and the models that gave it.

The program may be serving meanwhile: whoever answers is never overwritten. Each
batch is stored whole or not at all. A run that was stopped, in whatever way,
goes on where it was when the command is given again; once all is done, it
changes nothing.

The report says how the results are spread before and after; of fewer than eleven
households it only says how many there are. What the city shows stays as it was
published until eleven more households have measured.`,
		Example: `  capzero model recompute --data /var/lib/capzero --dry-run
  capzero model recompute --data /var/lib/capzero`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			p := newPace(c.ErrOrStderr(), time.Now)
			o.Progress = p.told
			report, err := app.Recompute(c.Context(), config, o)
			p.end()
			if err != nil && c.Context().Err() != nil {
				return fmt.Errorf("stopped after %s: the same command goes on from there", plural(report.Redone, "household"))
			}
			if err != nil {
				return err
			}
			if asJSON {
				return writeReportJSON(c.OutOrStdout(), report)
			}
			return writeReport(c.OutOrStdout(), report)
		},
	}
	addRecords(c, &config)
	addModel(c, &config)
	c.Flags().BoolVar(&o.DryRun, "dry-run", false, "compute and report, and write nothing")
	c.Flags().BoolVar(&asJSON, "json", false, "write the report as JSON")
	return c
}

// A pace tells how far a long work is: on a terminal in one line that it writes
// over, elsewhere with a line every few seconds.
type pace struct {
	out      io.Writer
	now      func() time.Time
	began    time.Time
	last     time.Time
	terminal bool
	open     bool // a line of the terminal is begun
}

// lineEvery is how often a log hears of it.
const lineEvery = 5 * time.Second

func newPace(out io.Writer, now func() time.Time) *pace {
	began := now()
	return &pace{out: out, now: now, began: began, last: began, terminal: isTerminal(out)}
}

func isTerminal(out io.Writer) bool {
	f, ok := out.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

func (p *pace) told(done, all int) {
	at := p.now()
	if !p.terminal && at.Sub(p.last) < lineEvery && done < all {
		return
	}
	p.last = at
	line := progressLine(done, all, at.Sub(p.began))
	if !p.terminal {
		fmt.Fprintln(p.out, line)
		return
	}
	fmt.Fprint(p.out, "\r\x1b[K", line)
	p.open = true
}

func (p *pace) end() {
	if p.open {
		fmt.Fprintln(p.out)
	}
}

// progressLine says how far the work is, how fast it goes, and when it ends if
// it goes on like that.
func progressLine(done, all int, elapsed time.Duration) string {
	line := fmt.Sprintf("%d of %d households", done, all)
	if done == 0 || elapsed <= 0 {
		return line
	}
	rate := float64(done) / elapsed.Seconds()
	line += fmt.Sprintf(", %.0f a second", rate)
	if left := time.Duration(float64(all-done) / rate * float64(time.Second)).Round(time.Second); done < all {
		line += fmt.Sprintf(", about %v left", left)
	}
	return line
}
