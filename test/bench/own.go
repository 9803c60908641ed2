package main

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"time"

	"capzero/test/program"
	"capzero/test/visitor"
)

// OwnReport is what it takes to keep and to leave a large city, with its records in
// SQLite: times on the clock.
type OwnReport struct {
	Copy    time.Duration // of somebody's data, from asking to the file
	Erasure time.Duration // from pressing the button to the receipt
	Gone    time.Duration // and until no byte is left in the files
	Backup  time.Duration // the quickest, with requests served meanwhile
	Before  time.Duration // p99 of the pages before it
	While   time.Duration // and meanwhile
}

// Ratio is how much longer pages take while a backup is written.
func (r OwnReport) Ratio() float64 { return float64(r.While) / float64(r.Before) }

const (
	ownPages = 240 // pages that are timed before a backup, and meanwhile at least as many
	ownPace  = 80 * time.Millisecond
)

// measureOwn does so in a city that is served from a folder, and has somebody leave it.
func measureOwn(c *seasonCity, place string) (r OwnReport, err error) {
	before, err := c.timePages(ownPages)
	if err != nil {
		return r, err
	}
	var meanwhile []time.Duration
	for len(meanwhile) < ownPages {
		took, times, err := c.timeBackup(place)
		if err != nil {
			return r, err
		}
		meanwhile = append(meanwhile, times...)
		if r.Backup == 0 || took < r.Backup {
			r.Backup = took
		}
	}
	r.Before, r.While = percentile99(before), percentile99(meanwhile)
	if r.Copy, err = c.takeCopy(); err != nil {
		return r, err
	}
	receipt, err := c.erase()
	if err != nil {
		return r, err
	}
	r.Erasure = receipt.Took
	began := time.Now()
	if err := c.untilGone(receipt.Path); err != nil {
		return r, err
	}
	r.Gone = r.Erasure + time.Since(began)
	return r, nil
}

// timePages opens a page again and again, at the pace of a crowd.
func (c *seasonCity) timePages(n int) (times []time.Duration, err error) {
	for range n {
		began := time.Now()
		if err := c.opens("/semaine"); err != nil {
			return nil, err
		}
		times = append(times, time.Since(began))
		time.Sleep(ownPace)
	}
	return times, nil
}

// timeBackup writes one backup, and opens pages until it is there.
func (c *seasonCity) timeBackup(place string) (took time.Duration, times []time.Duration, err error) {
	folder, err := os.MkdirTemp("", "capzero-bench-backup-")
	if err != nil {
		return 0, nil, err
	}
	defer os.RemoveAll(folder)
	done := make(chan error, 1)
	began := time.Now()
	go func() {
		_, said, err := program.Run(context.Background(), slices.Concat([]string{"backup", "--to", folder}, program.Records(place))...)
		took = time.Since(began)
		if err != nil {
			err = fmt.Errorf("backup: %w: %s", err, said)
		}
		done <- err
	}()
	for {
		select {
		case err := <-done:
			return took, times, err
		default:
		}
		some, err := c.timePages(1)
		if err != nil {
			return 0, nil, err
		}
		times = append(times, some...)
	}
}

func percentile99(times []time.Duration) time.Duration {
	slices.Sort(times)
	return times[len(times)*99/100]
}

// takeCopy asks for a copy of what is held, and waits for its file.
func (c *seasonCity) takeCopy() (time.Duration, error) {
	const within = time.Minute
	began := time.Now()
	if err := c.tells("/mes-donnees/export", nil); err != nil {
		return 0, err
	}
	for time.Since(began) < within {
		page, err := c.visitor.Get("/mes-donnees")
		if err != nil {
			return 0, err
		}
		if page.Link(`a[href^="/mes-donnees/export/"]`) != "" {
			return time.Since(began), nil
		}
		time.Sleep(20 * time.Millisecond)
	}
	return 0, fmt.Errorf("no copy was made within %v", within)
}

// erase erases everything about who has signed in, and returns the receipt.
func (c *seasonCity) erase() (*visitor.Page, error) {
	form, err := c.visitor.Get("/mes-donnees/effacer")
	if err != nil {
		return nil, err
	}
	reference := form.Doc.Find("input[name=reference]").AttrOr("value", "")
	page, err := c.visitor.Post("/mes-donnees/effacer", url.Values{"reference": {reference}, "confirme": {"oui"}})
	if err == nil && (page.Status != http.StatusOK || !strings.HasPrefix(page.Path, "/mes-donnees/recu/")) {
		err = fmt.Errorf("erasing led to %s, %d", page.Path, page.Status)
	}
	return page, err
}

// untilGone waits until a receipt says that no byte is left in the files.
func (c *seasonCity) untilGone(receipt string) error {
	const (
		within = 5 * time.Minute
		done   = "Il n’en reste rien"
	)
	for began := time.Now(); time.Since(began) < within; time.Sleep(100 * time.Millisecond) {
		page, err := c.visitor.Get(receipt)
		if err != nil {
			return err
		}
		if strings.Contains(page.HTML, done) {
			return nil
		}
	}
	return fmt.Errorf("the files are not clean within %v", within)
}
