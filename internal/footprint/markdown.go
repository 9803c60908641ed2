package footprint

import (
	"regexp"
	"strings"
)

// anchor is a link as the translated texts of Nos Gestes Climat write it: the
// translation service turns markdown links into HTML.
var anchor = regexp.MustCompile(`(?s)<a href="<?([^">]*)>?"[^>]*>(.*?)</a>`)

// markdown gives a text of a model as markdown alone, its HTML links written as
// markdown links: pages show no HTML that they did not write, and a source that
// is no link is lost.
func markdown(text string) string {
	text = strings.TrimSpace(text)
	if !strings.Contains(text, "<a ") {
		return text
	}
	return anchor.ReplaceAllStringFunc(text, func(found string) string {
		m := anchor.FindStringSubmatch(found)
		address, label := strings.TrimSpace(m[1]), strings.Join(strings.Fields(m[2]), " ")
		if strings.ContainsAny(address, " ()") {
			address = "<" + address + ">"
		}
		return "[" + label + "](" + address + ")"
	})
}
