// Package i18n holds every text that a person reads, in French (the reference),
// English and Serbian in Latin script, and writes numbers, dates and units the
// way each language does.
//
// A catalogue is one flat JSON file per language. A key is dotted by area
// ("result.title"); its value is a text with {name} placeholders, or, where the
// words depend on a number, an object of CLDR plural categories chosen by the
// argument called count:
//
//	"city.households": {"one": "{count} foyer", "other": "{count} foyers"}
//
//	locale.T("city.households", "count", 1200) // 1 200 foyers
//
// Templates and services only ever name keys. The tests in /test hold that each
// key exists in each language with the same placeholders, and that it is used.
package i18n

import (
	"embed"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"golang.org/x/text/language"
)

//go:embed fr.json en.json sr.json
var files embed.FS

// Catalogues are the texts of every language. They are immutable and safe for
// concurrent use.
type Catalogues struct {
	locales   []*Locale // in the order of conventions; the first is the reference
	reference *Locale
}

// A Locale is one language: its texts and how it writes numbers and dates.
type Locale struct {
	conventions
	messages map[string]message
}

// conventions is what a language needs beside its catalogue.
type conventions struct {
	tag     string // BCP 47, as in the lang attribute of a page
	file    string
	group   string // between thousands
	decimal string
	plural  language.Tag
	order   language.Tag // of the dictionary
}

// languages lists the languages we write, the reference first. Serbian in Latin
// script has the dictionary of Croatian, as in CLDR: x/text only knows the
// Cyrillic one by its own name.
var languages = []conventions{
	{tag: "fr", file: "fr.json", group: narrowNoBreakSpace, decimal: ",", plural: language.French, order: language.French},
	{tag: "en", file: "en.json", group: ",", decimal: ".", plural: language.English, order: language.English},
	{tag: "sr-Latn", file: "sr.json", group: ".", decimal: ",", plural: language.Serbian, order: language.Croatian},
}

// Load reads the catalogues that are built into the program.
func Load() (*Catalogues, error) {
	c := &Catalogues{}
	for _, lang := range languages {
		data, err := files.ReadFile(lang.file)
		if err != nil {
			return nil, err
		}
		var messages map[string]message
		if err := json.Unmarshal(data, &messages); err != nil {
			return nil, fmt.Errorf("catalogue %s: %w", lang.file, err)
		}
		c.locales = append(c.locales, &Locale{conventions: lang, messages: messages})
	}
	c.reference = c.locales[0]
	return c, nil
}

// Locale returns the locale for a language tag. A tag that only shares its
// language ("en-GB", "sr") gets that language; anything else gets the reference.
func (c *Catalogues) Locale(tag string) *Locale {
	want, _, _ := strings.Cut(strings.ToLower(tag), "-")
	for _, l := range c.locales {
		if have, _, _ := strings.Cut(l.tag, "-"); have == want {
			return l
		}
	}
	return c.reference
}

// Tags lists the languages of the catalogues, the reference first.
func (c *Catalogues) Tags() []string {
	tags := make([]string, len(c.locales))
	for i, l := range c.locales {
		tags[i] = l.tag
	}
	return tags
}

// Tag returns the BCP 47 tag of the language, such as "sr-Latn".
func (l *Locale) Tag() string { return l.tag }

// Keys returns the keys of the catalogue, sorted.
func (l *Locale) Keys() []string {
	return slices.Sorted(maps.Keys(l.messages))
}

// Has reports whether the catalogue holds key.
func (l *Locale) Has(key string) bool {
	_, ok := l.messages[key]
	return ok
}

// T returns the text of key with its placeholders filled. The arguments are
// name, value pairs; numbers are written in the way of the language, and the
// one called count also chooses the plural. A key that is missing comes back
// as it is, so that a page never fails for a text.
func (l *Locale) T(key string, args ...any) string {
	m, ok := l.messages[key]
	if !ok {
		return key
	}
	form := m.form(l.category(args))
	if len(args) == 0 || !strings.Contains(form, "{") {
		return form
	}
	return l.fill(form, args)
}
