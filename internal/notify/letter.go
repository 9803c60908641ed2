package notify

import (
	"strings"
	"unicode"
)

// A Letter is what a person reads: a subject, and parts one below the other. It
// is sent as plain text and as light HTML, both made from the same parts.
type Letter struct {
	Subject string
	Parts   []Part
}

// A Part is one block of a letter.
type Part struct {
	Look Look
	Text string
	URL  string // of a button
}

// Look is how a part stands on the page.
type Look string

// The looks.
const (
	LookText   Look = "text"
	LookSmall  Look = "small"
	LookCode   Look = "code"
	LookButton Look = "button"
)

// Say is a paragraph.
func Say(text string) Part { return Part{Look: LookText, Text: text} }

// Small is a paragraph that few need to read.
func Small(text string) Part { return Part{Look: LookSmall, Text: text} }

// Code is something to copy by eye, large.
func Code(code string) Part { return Part{Look: LookCode, Text: code} }

// Button leads to a page.
func Button(label, url string) Part { return Part{Look: LookButton, Text: label, URL: url} }

// plain writes a letter as text. The address of a button stands alone on its
// line, so that every mail program finds its end.
func (l Letter) plain() string {
	blocks := make([]string, len(l.Parts))
	for i, p := range l.Parts {
		switch p.Look {
		case LookButton:
			blocks[i] = p.Text + "\n" + p.URL
		case LookCode:
			blocks[i] = "    " + p.Text
		default:
			blocks[i] = p.Text
		}
	}
	return strings.Join(blocks, "\n\n") + "\n"
}

// clean returns the letter on one line where it must be, and without control
// characters: names in it were typed by somebody.
func (l Letter) clean() Letter {
	parts := make([]Part, len(l.Parts))
	for i, p := range l.Parts {
		parts[i] = Part{Look: p.Look, Text: printable(p.Text), URL: printable(p.URL)}
	}
	return Letter{Subject: printable(l.Subject), Parts: parts}
}

func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, text)
}
