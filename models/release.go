package models

import (
	"cmp"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// A Release is one carbon model: a version of the published package, the region
// that it is for, and the rules of ours over it, if any. Its text is what
// results are stored with, so that a result always says what gave it.
type Release struct {
	Version string // of the npm package: "4.10.2"
	Region  string // "FR"
	Overlay string // its name and version, "overlay-fr 1"; empty without one
}

// carbonName begins the text of every release.
const carbonName = "nosgestesclimat"

// String returns the text that a result is stored with: "nosgestesclimat 4.10.2
// FR", or "nosgestesclimat 4.10.2 FR + overlay-fr 1".
func (r Release) String() string {
	text := carbonName + " " + r.Version + " " + r.Region
	if r.Overlay != "" {
		text += " + " + r.Overlay
	}
	return text
}

var releaseText = regexp.MustCompile(`^` + carbonName + ` (\d{1,9}\.\d{1,9}\.\d{1,9}(?:-[0-9A-Za-z.-]{1,40})?) ([A-Z]{2})(?: \+ ([a-z][a-z0-9-]{0,39} [0-9]{1,9}))?$`)

// ParseRelease reads the text of a release back.
func ParseRelease(text string) (Release, error) {
	m := releaseText.FindStringSubmatch(text)
	if m == nil {
		return Release{}, fmt.Errorf("%q names no carbon model, such as %q", text, Release{Version: "4.10.2", Region: "FR"})
	}
	return Release{Version: m[1], Region: m[2], Overlay: m[3]}, nil
}

// compareVersions orders versions of a package, 4.9.1 before 4.10.0 and a
// version with a suffix before the one without.
func compareVersions(a, b string) int {
	numbersA, suffixA, _ := strings.Cut(a, "-")
	numbersB, suffixB, _ := strings.Cut(b, "-")
	partsA, partsB := strings.Split(numbersA, "."), strings.Split(numbersB, ".")
	for i := range min(len(partsA), len(partsB)) {
		if c := cmp.Compare(number(partsA[i]), number(partsB[i])); c != 0 {
			return c
		}
	}
	if (suffixA == "") != (suffixB == "") {
		return cmp.Compare(len(suffixB), len(suffixA))
	}
	return cmp.Compare(suffixA, suffixB)
}

// number reads a part of a version; what is no number comes first.
func number(part string) int {
	n, err := strconv.Atoi(part)
	if err != nil {
		return -1
	}
	return n
}
