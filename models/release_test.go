package models

import (
	"slices"
	"strings"
	"testing"
)

func TestReleaseReadsItsOwnText(t *testing.T) {
	for text, want := range map[string]Release{
		"nosgestesclimat 4.10.2 FR":                {Version: "4.10.2", Region: "FR"},
		"nosgestesclimat 4.10.2 FR + overlay-fr 1": {Version: "4.10.2", Region: "FR", Overlay: "overlay-fr 1"},
		"nosgestesclimat 5.0.0-rc.1 CH":            {Version: "5.0.0-rc.1", Region: "CH"},
	} {
		got, err := ParseRelease(text)
		if err != nil || got != want || got.String() != text {
			t.Errorf("%q is %+v (%v), written %q", text, got, err, got)
		}
	}
}

func TestOtherTextsAreNoRelease(t *testing.T) {
	for _, text := range []string{
		"", "waste-fr 2", "nosgestesclimat", "nosgestesclimat 4.10.2", "nosgestesclimat 4.10 FR", "nosgestesclimat 4.10.2 fr",
		"nosgestesclimat 4.10.2 ../x", "nosgestesclimat 4.10.2 FR + ", "nosgestesclimat 4.10.2 FR + overlay-fr",
		"nosgestesclimat 4.10.2 FR overlay-fr 1", " nosgestesclimat 4.10.2 FR", "nosgestesclimat 4.10.2 FR\n",
		"nosgestesclimat " + strings.Repeat("9", 1000) + ".0.0 FR",
	} {
		if r, err := ParseRelease(text); err == nil {
			t.Errorf("%q is read as %+v", text, r)
		}
	}
}

func TestVersionsAreOrderedByNumber(t *testing.T) {
	sorted := []string{"3.12.1", "4.0.0", "4.8.1", "4.9.0", "4.10.0", "4.10.2", "5.0.0-rc.1", "5.0.0-rc.2", "5.0.0"}
	mixed := slices.Clone(sorted)
	slices.Reverse(mixed)
	slices.SortFunc(mixed, compareVersions)
	if !slices.Equal(mixed, sorted) {
		t.Errorf("sorted as %v", mixed)
	}
}
