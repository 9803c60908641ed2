package db

import "strings"

// rebind writes the placeholders of a statement, ?, as PostgreSQL wants them:
// $1, $2 and on. A question mark inside a text, a quoted name or a comment is
// none.
func rebind(query string) string {
	if !strings.Contains(query, "?") {
		return query
	}
	var b strings.Builder
	b.Grow(len(query) + 2*strings.Count(query, "?"))
	n := 0
	for i := 0; i < len(query); {
		end := i + skip(query[i:])
		if end > i {
			b.WriteString(query[i:end])
			i = end
			continue
		}
		if query[i] == '?' {
			n++
			writePlaceholder(&b, n)
		} else {
			b.WriteByte(query[i])
		}
		i++
	}
	return b.String()
}

// writePlaceholder writes $n. It is done by hand: statements with thousands of
// values pass here.
func writePlaceholder(b *strings.Builder, n int) {
	var digits [20]byte
	i := len(digits)
	for ; n > 0; n /= 10 {
		i--
		digits[i] = byte('0' + n%10)
	}
	b.WriteByte('$')
	b.Write(digits[i:])
}

// skip returns the length of the quoted text or the comment that rest begins
// with, 0 where it begins with neither. One that does not end goes to the end.
func skip(rest string) int {
	switch {
	case rest[0] == '\'' || rest[0] == '"':
		// A doubled quote inside is the end of one text and the begin of the next.
		return through(rest, 1, rest[:1])
	case strings.HasPrefix(rest, "--"):
		return through(rest, 2, "\n")
	case strings.HasPrefix(rest, "/*"):
		return through(rest, 2, "*/")
	}
	return 0
}

// through returns where the first end after from is over.
func through(text string, from int, end string) int {
	if i := strings.Index(text[from:], end); i >= 0 {
		return from + i + len(end)
	}
	return len(text)
}
