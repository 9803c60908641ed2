package syntax

import (
	"fmt"
	"strings"
	"time"
)

// dateWidth is the length of the date that a text begins with, or 0: one or two
// digits for the day, which may be left out, and for the month, and four for
// the year. "12/kg" is no date, and neither is "13/2024".
func dateWidth(text string) int {
	if day := datePart(text, 31); day > 0 {
		if month := monthWidth(text[day:]); month > 0 {
			return day + month
		}
	}
	return monthWidth(text)
}

func monthWidth(text string) int {
	month := datePart(text, 12)
	if month == 0 || digitsAt(text[month:]) < 4 {
		return 0
	}
	return month + 4
}

// datePart is the length of "12/" at the beginning of a text: a number from 1 to
// top, with at most two digits.
func datePart(text string, top int) int {
	n := digitsAt(text)
	if n == 0 || n > 2 || len(text) == n || text[n] != '/' {
		return 0
	}
	v := int(text[0] - '0')
	if n == 2 {
		v = 10*v + int(text[1]-'0')
	}
	if v < 1 || v > top {
		return 0
	}
	return n + 1
}

func digitsAt(text string) int {
	return len(text) - len(strings.TrimLeft(text, "0123456789"))
}

func (p *parser) date(width int) (Expr, error) {
	start := p.pos
	written := p.text[start : start+width]
	day, err := ParseDate(written)
	if err != nil {
		return nil, p.fail("%s", err)
	}
	p.pos += width
	return &DateLit{Value: day.Format(dateLayout), Start: start}, nil
}

const dateLayout = "02/01/2006"

// ParseDate reads a day, 31/12/2024, or a month, 12/2024, which is its first
// day. The day is that of UTC.
func ParseDate(text string) (time.Time, error) {
	whole := text
	if strings.Count(text, "/") == 1 {
		whole = "1/" + text
	}
	day, err := time.Parse("2/1/2006", whole)
	if err != nil || day.Year() < 1000 {
		return time.Time{}, fmt.Errorf("%q is not a day of the calendar, written 31/12/2024", text)
	}
	return day, nil
}
