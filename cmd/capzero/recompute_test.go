package main

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"capzero/internal/footprint"
)

func TestProgressLine(t *testing.T) {
	for _, c := range []struct {
		name      string
		done, all int
		elapsed   time.Duration
		want      string
	}{
		{"nothing yet", 0, 1000, time.Second, "0 of 1000 households"},
		{"no time yet", 200, 1000, 0, "200 of 1000 households"},
		{"half way", 500, 1000, 10 * time.Second, "500 of 1000 households, 50 a second, about 10s left"},
		{"a city", 400, 70000, time.Second, "400 of 70000 households, 400 a second, about 2m54s left"},
		{"done", 1000, 1000, 20 * time.Second, "1000 of 1000 households, 50 a second"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := progressLine(c.done, c.all, c.elapsed); got != c.want {
				t.Errorf("it says %q, want %q", got, c.want)
			}
		})
	}
}

// A log gets a line every few seconds and one at the end, never one that is
// written over.
func TestPaceOfALog(t *testing.T) {
	var out bytes.Buffer
	at := time.Unix(0, 0)
	p := newPace(&out, func() time.Time { return at })
	for done := 100; done <= 1000; done += 100 {
		at = at.Add(time.Second)
		p.told(done, 1000)
	}
	p.end()
	want := "500 of 1000 households, 100 a second, about 5s left\n1000 of 1000 households, 100 a second\n"
	if out.String() != want {
		t.Errorf("the log says %q, want %q", out.String(), want)
	}
}

var shownReport = footprint.Report{
	To:     footprint.Models{Carbon: "carbon 2", Waste: "waste 1"},
	Redone: 20, Already: 1, WithLost: 1, NotRedone: map[footprint.Reason]int{footprint.NoFigure: 2},
	Shown:       true,
	Carbon:      footprint.Spread{Before: footprint.Distribution{Mean: 7140, Median: 6820}, After: footprint.Distribution{Mean: 7270, Median: 6980}},
	Categories:  []footprint.Change{{Rule: "transport", Label: "Transport", Before: 1246, After: 1242}},
	MuchChanged: 10, Largest: -641,
	Computing: 1500 * time.Millisecond,
}

func TestReportForPeople(t *testing.T) {
	var out bytes.Buffer
	if err := writeReport(&out, shownReport); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"20 households recomputed\n", "1 household recomputed before", "1 household with answers to give again",
		"2 households not recomputed: no figure with the new models", "1.5s of computing",
		"7.14", "6.98", "-4", "10 footprints changed by more than 5 %, the farthest by -641 kg",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the report does not say %q:\n%s", want, out.String())
		}
	}
}

// Of fewer than eleven households the report only says how many they are, for
// people and for programs.
func TestReportOfAFew(t *testing.T) {
	few := footprint.Report{To: shownReport.To, DryRun: true, Redone: 10}
	var people, programs bytes.Buffer
	if err := writeReport(&people, few); err != nil {
		t.Fatal(err)
	}
	if got := people.String(); !strings.Contains(got, "nothing was written") || !strings.Contains(got, "Fewer than eleven") || strings.Contains(got, "median") {
		t.Errorf("the report says:\n%s", got)
	}
	if err := writeReportJSON(&programs, few); err != nil {
		t.Fatal(err)
	}
	var got map[string]any
	if err := json.Unmarshal(programs.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	for _, hidden := range []string{"distribution", "mean_kg_co2e_by_category", "changed_by_more_than_5_percent", "largest_change_kg_co2e"} {
		if _, there := got[hidden]; there {
			t.Errorf("%s is shown: %s", hidden, programs.String())
		}
	}
	if got["recomputed"] != 10.0 || got["dry_run"] != true {
		t.Errorf("it counts %s", programs.String())
	}
}

func TestReportForPrograms(t *testing.T) {
	var out bytes.Buffer
	if err := writeReportJSON(&out, shownReport); err != nil {
		t.Fatal(err)
	}
	var got reportLine
	if err := json.Unmarshal(out.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if got.Spreads.Carbon.After["median"] != 6980 || got.Categories["transport"].After != 1242 || *got.Largest != -641 || got.NotRedone["no figure with the new models"] != 2 {
		t.Errorf("it says %s", out.String())
	}
}
