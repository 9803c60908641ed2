package test

import (
	"go/scanner"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"capzero/internal/i18n"
)

// builtKeys are the beginnings of keys that the program puts together, with
// what follows. Any other key stands whole in a Go or templ file.
var builtKeys = map[string]string{
	"badge.":                 "a badge of the challenge",
	"amount.":                "what kilograms come to",
	"together.amount_":       "a ledger",
	"together.rate_":         "a ledger",
	"together.rate_unit_":    "a ledger",
	"together.rate_caption_": "a ledger",
	"board.why_":             "what is wrong with a message of a team",
	"channel.":               "how a household heard of the challenge",
	"mission.theme.":         "a theme of missions",
	"ranking.of_":            "a ledger",
	"ranking.table_":         "a ledger",
	"stream.":                "a stream of waste",
	"weigh.fill_":            "how full a bag may be",
	"choices.state_":         "a standing of package household",
	"idea.":                  "a field of a form about a mission, with the number of a word",
	"idea.cost_":             "the number of a word of the data of missions",
	"idea.effort_":           "how much it takes, 1 to 3",
	"idea.evidence_":         "the number of a word of the data of missions",
	"idea.for_":              "the number of a word of the data of missions",
	"idea.how_":              "a way to change an answer, of package idea",
	"idea.none_":             "the number of a reason of the data of missions",
	"idea.rhythm_":           "the number of a word of the data of missions",
	"idea.state_":            "a state of package idea",
	"idea.step_":             "a state of package idea",
	"idea.theme_":            "the number of a word of the data of missions",
	"idea.worth_":            "a worth of package idea",
	"citydata.held_":         "a heap of package mydata",
	"looks.count_":           "a kind of thing that staff see or do, of package access",
	"looks.what_":            "the same, as those read it whom it is about",
	"mydata.field.":          "a column of package mydata, after its table where its words are its own",
	"mydata.group.":          "a group of package mydata",
	"mydata.left.":           "a reason of package mydata",
	"mydata.thing.":          "a thing of package mydata",
	"retention.rule.":        "a rule of package retention",
	"retention.what.":        "a rule of package retention",
	"steering.card.":         "a card of package steering",
	"steering.evidence_":     "an evidence of package challenge",
	"steering.kind_":         "a kind of package challenge",
	"steering.sum_":          "a kind of package challenge",
	"date.month.":            "number of the month",
	"date.weekday.":          "number of the day, Sunday is 0",
	"face.as_":               "what a household shows its team",
	"face.now_":              "the same, as it is now",
	"household.housing_":     "a sort of home of package household",
	"household.thing_":       "a thing of package household",
	"ledger.":                "a ledger of the challenge, with what is said of it",
	"moderation.event_":      "what somebody did to a message",
	"moderation.state_":      "what became of it",
	"purpose.":               "a purpose of package household",
	"purpose.basis.":         "a basis of package household",
	"result.compare.":        "key of a comparison of package footprint",
	"result.peers.":          "a group of package footprint",
	"role.":                  "a role of package account",
	"shift.":                 "a sort of cause",
	"shift.reason_":          "a reason of package footprint",
	"unusual.":               "a check of internal/footprint/usual.json",
	"unit.":                  "a unit of the models",
	"unit.per.":              "a unit of the models, below a stroke",
	"outbox.":                "a state of package notify",
	"permission.":            "a permission of package account that a city entrusts",
}

func loadCatalogues(t *testing.T) (reference *i18n.Locale, others []*i18n.Locale) {
	t.Helper()
	c, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	tags := c.Tags()
	for _, tag := range tags[1:] {
		others = append(others, c.Locale(tag))
	}
	return c.Locale(tags[0]), others
}

func TestEveryLanguageHasEveryText(t *testing.T) {
	reference, others := loadCatalogues(t)
	for _, other := range others {
		for _, key := range reference.Keys() {
			if !other.Has(key) {
				t.Errorf("%s: %s is missing", other.Tag(), key)
			}
		}
		for _, key := range other.Keys() {
			if !reference.Has(key) {
				t.Errorf("%s: %s is not in the reference", other.Tag(), key)
			}
		}
	}
}

func TestNoTextIsEmpty(t *testing.T) {
	reference, others := loadCatalogues(t)
	for _, l := range append(others, reference) {
		for _, key := range l.Keys() {
			for category, text := range l.Forms(key) {
				if strings.TrimSpace(text) == "" || text != strings.TrimSpace(text) {
					t.Errorf("%s: %s (%s) is empty or has spaces around it", l.Tag(), key, category)
				}
			}
		}
	}
}

var placeholder = regexp.MustCompile(`\{[^}]*\}`)

func TestPlaceholdersAreTheSameInEveryLanguage(t *testing.T) {
	reference, others := loadCatalogues(t)
	for _, l := range append(others, reference) {
		for _, key := range l.Keys() {
			want := placeholders(reference.Forms(key)[i18n.Other])
			for category, text := range l.Forms(key) {
				got := placeholders(text)
				// A singular may say "un foyer" and leave out the count.
				delete(got, "{count}")
				if category == i18n.Other && !maps.Equal(placeholders(text), want) || !subset(got, want) {
					t.Errorf("%s: %s (%s) has %v, the reference has %v", l.Tag(), key, category, got, want)
				}
			}
		}
	}
}

func placeholders(text string) map[string]bool {
	found := map[string]bool{}
	for _, p := range placeholder.FindAllString(text, -1) {
		found[p] = true
	}
	return found
}

func subset(some, all map[string]bool) bool {
	for k := range some {
		if !all[k] {
			return false
		}
	}
	return true
}

func TestPluralsAreComplete(t *testing.T) {
	reference, others := loadCatalogues(t)
	for _, l := range append(others, reference) {
		for _, key := range l.Keys() {
			have := slices.Sorted(maps.Keys(l.Forms(key)))
			if len(have) == 1 {
				continue // does not depend on a number
			}
			want := slices.Sorted(slices.Values(l.Categories()))
			if !slices.Equal(have, want) {
				t.Errorf("%s: %s has the plurals %v, the language has %v", l.Tag(), key, have, want)
			}
		}
	}
}

// keyLike finds what may be a key, or the beginning of one, among the texts of
// a source: dotted words.
var keyLike = regexp.MustCompile(`^[a-z]+\.([a-zA-Z0-9_-]+\.)*[a-zA-Z0-9_-]*$`)

func TestEveryTextIsUsedAndEveryKeyExists(t *testing.T) {
	reference, _ := loadCatalogues(t)
	used := map[string]string{} // text of a source that may be a key → file
	walk(t, func(file string) {
		inProgram := strings.HasPrefix(file, "internal/") || strings.HasPrefix(file, "cmd/")
		if !inProgram || strings.HasSuffix(file, "_test.go") || strings.HasSuffix(file, "_templ.go") {
			return
		}
		for _, text := range texts(t, file) {
			if keyLike.MatchString(text) && filepath.Ext(text) != ".yaml" { // "city.yaml" is a file
				used[text] = file
			}
		}
	})
	areas := map[string]bool{}
	for _, key := range reference.Keys() {
		areas[area(key)] = true
		if _, ok := used[key]; !ok && !isBuilt(key) {
			t.Errorf("%s is used nowhere", key)
		}
	}
	for key, file := range used {
		_, prefix := builtKeys[key]
		if areas[area(key)] && !prefix && !reference.Has(key) {
			t.Errorf("%s: no text has the key %s", file, key)
		}
	}
	for prefix := range builtKeys {
		if _, ok := used[prefix]; !ok {
			t.Errorf("no source builds keys that begin with %s: take it out of the table", prefix)
		}
	}
}

func area(key string) string {
	before, _, _ := strings.Cut(key, ".")
	return before
}

func isBuilt(key string) bool {
	for prefix := range builtKeys {
		if strings.HasPrefix(key, prefix) {
			return true
		}
	}
	return false
}

// quoted finds the texts of a templ file, whose markup the Go scanner does not
// read.
var quoted = regexp.MustCompile("\"([^\"\n]*)\"|`([^`]*)`")

// texts returns the string literals of a Go or templ file, and nothing for
// another file.
func texts(t *testing.T, file string) []string {
	t.Helper()
	source, err := os.ReadFile(filepath.Join("..", file))
	if err != nil {
		t.Fatal(err)
	}
	switch filepath.Ext(file) {
	case ".go":
		return goTexts(t, file, source)
	case ".templ":
		var found []string
		for _, m := range quoted.FindAllStringSubmatch(string(source), -1) {
			found = append(found, m[1]+m[2])
		}
		return found
	}
	return nil
}

func goTexts(t *testing.T, file string, source []byte) []string {
	t.Helper()
	var s scanner.Scanner
	files := token.NewFileSet()
	s.Init(files.AddFile(file, files.Base(), len(source)), source, nil, 0)
	var found []string
	for {
		_, kind, literal := s.Scan()
		switch kind {
		case token.EOF:
			return found
		case token.STRING:
			text, err := strconv.Unquote(literal)
			if err != nil {
				t.Fatalf("%s: %v", file, err)
			}
			found = append(found, text)
		}
	}
}
