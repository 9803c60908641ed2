package test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// ownFormats are the ways to write a date or a number without the formatter of
// internal/i18n. Dates and times as ISO 8601 has them are for machines, and so
// are lengths in a drawing, values of form fields and numbers in tables for
// spreadsheets, which functions of their own write with strconv.
var ownFormats = []*regexp.Regexp{
	regexp.MustCompile(`\.Format\((time\.(ANSIC|Kitchen|Layout|Ruby|Stamp|Unix|RFC[18])|")`),
	regexp.MustCompile(`\.(Weekday|Month)\(\)\.String\(\)`),
	regexp.MustCompile("[\"`][^\"`]*%[-+# 0-9]*(\\.[0-9*]+)?[fFeEgG][^\"`]*[\"`]"),
	regexp.MustCompile(`message\.NewPrinter`),
}

// TestPagesWriteDatesAndNumbersThroughOneFormatter looks at everything that says
// something to people.
func TestPagesWriteDatesAndNumbersThroughOneFormatter(t *testing.T) {
	looked := 0
	walk(t, func(file string) {
		speaks := strings.HasPrefix(file, "internal/web/") || strings.HasPrefix(file, "internal/footprint/") ||
			strings.HasPrefix(file, "internal/account/") || strings.HasPrefix(file, "internal/household/") || strings.HasPrefix(file, "internal/notify/")
		ext := filepath.Ext(file)
		if !speaks || ext != ".go" && ext != ".templ" || strings.HasSuffix(file, "_test.go") || strings.HasSuffix(file, "_templ.go") {
			return
		}
		source, err := os.ReadFile(filepath.Join("..", file))
		if err != nil {
			t.Fatal(err)
		}
		looked++
		for i, line := range strings.Split(string(source), "\n") {
			for _, own := range ownFormats {
				if own.MatchString(line) {
					t.Errorf("%s:%d writes a date or a number by itself: %s", file, i+1, strings.TrimSpace(line))
				}
			}
		}
	})
	if looked < 50 {
		t.Errorf("only %d files were looked at", looked)
	}
}

func TestOwnFormatsAreSeen(t *testing.T) {
	for _, line := range []string{
		`day.Format("2006-01-02")`, `day.Format(time.RFC850)`, `fmt.Sprintf("%.1f kg", kg)`, `fmt.Sprintf("%g", kg)`, `t.Month().String()`,
	} {
		seen := false
		for _, own := range ownFormats {
			seen = seen || own.MatchString(line)
		}
		if !seen {
			t.Errorf("not seen: %s", line)
		}
	}
}
