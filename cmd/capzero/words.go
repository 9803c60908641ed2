package main

import "strings"

// language is the one in which somebody at the machine is spoken to, as POSIX says
// where it stands: French where there is none, or one that we do not write.
func language(getenv func(string) string) string {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if value := getenv(name); value != "" {
			tag, _, _ := strings.Cut(value, "_")
			tag, _, _ = strings.Cut(tag, ".")
			return tag
		}
	}
	return "fr"
}
