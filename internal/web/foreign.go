package web

import (
	"context"
	"io"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"capzero/internal/footprint"
	"capzero/internal/i18n"
)

// marked writes a text with its foreign words marked in their language, so that
// a voice reads them as they are said (WCAG 3.1.2). Several marks are of words
// that stand in the text in this order. Words that are not there mark nothing.
func marked(text string, foreign ...footprint.Foreign) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		if !slices.ContainsFunc(foreign, func(f footprint.Foreign) bool { return f.Lang != "" }) {
			_, err := io.WriteString(w, templ.EscapeString(text)) // as nearly everywhere
			return err
		}
		var b strings.Builder
		rest := text
		for _, f := range foreign {
			if f.Lang == "" || rest == "" {
				continue
			}
			before, after, found := strings.Cut(rest, f.Part)
			if f.Part == "" {
				before, after, found = "", "", true
			}
			if !found {
				continue
			}
			words := rest[len(before) : len(rest)-len(after)]
			b.WriteString(templ.EscapeString(before))
			b.WriteString(`<i lang="` + templ.EscapeString(f.Lang) + `">` + templ.EscapeString(words) + `</i>`)
			rest = after
		}
		b.WriteString(templ.EscapeString(rest))
		_, err := io.WriteString(w, b.String())
		return err
	})
}

// foreign is html for a text of a model that may be in another language.
func (p prose) foreign(source string, f footprint.Foreign) templ.Component {
	if f.Lang == "" {
		return p.html(source)
	}
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		if _, err := io.WriteString(w, `<div class="prose" lang="`+templ.EscapeString(f.Lang)+`">`); err != nil {
			return err
		}
		if err := p.html(source).Render(ctx, w); err != nil {
			return err
		}
		_, err := io.WriteString(w, `</div>`)
		return err
	})
}

// written marks a text that was written in a language whatever the page's: the
// name of a rule, of a source, of a city's page.
func (p Page) written(lang string) footprint.Foreign {
	if lang == p.Tag() {
		return footprint.Foreign{}
	}
	return footprint.Foreign{Lang: lang}
}

// inCity marks a text of the city's pack, which is in the city's first language.
func (p Page) inCity() footprint.Foreign { return p.written(p.City.Languages[0]) }

// named gives a line that is a theme the name that the theme has on every page,
// which is in the reader's language.
func named(l *i18n.Locale, line footprint.Line) footprint.Line {
	switch theme := footprint.Theme(line.Rule); theme {
	case footprint.Transport, footprint.Food, footprint.Housing, footprint.Misc, footprint.SocietalService:
		line.Label, line.Foreign = themeName(l, theme), footprint.Foreign{}
	}
	return line
}

// inLanguage are the attributes of an element that holds nothing but foreign words.
func inLanguage(f footprint.Foreign) templ.Attributes {
	if f.Lang == "" {
		return nil
	}
	return templ.Attributes{"lang": f.Lang}
}
