package web

import (
	"fmt"
	"strings"

	"capzero/internal/city"
)

// accentSheet is the style sheet that gives the pages the colours of a city.
// It follows the common sheet, whose tokens it replaces.
func accentSheet(c city.City) string {
	light, dark := accentRule(c.Accent.Light), accentRule(c.Accent.Dark)
	if light == "" || dark == "" {
		return ""
	}
	return light + "@media screen and (prefers-color-scheme:dark){" + dark + "}"
}

func accentRule(s city.Shades) string {
	var b strings.Builder
	for _, token := range []struct{ name, colour string }{
		{"accent", s.Strong}, {"wash", s.Wash}, {"estimate", s.Band},
	} {
		if token.colour != "" {
			fmt.Fprintf(&b, "--%s:%s;", token.name, token.colour)
		}
	}
	if b.Len() == 0 {
		return ""
	}
	return ":root{" + b.String() + "}"
}
