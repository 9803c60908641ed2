package i18n

import (
	"slices"
	"strings"

	"golang.org/x/text/collate"
)

// List joins names the way the language does: "Anne, Marc et Zoé".
func (l *Locale) List(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return l.T("list.last", "names", strings.Join(names[:last], ", "), "name", names[last])
}

// Sort returns the names in the order of the language's dictionary: É beside E
// in French, č after c in Serbian, capitals beside small letters everywhere.
// Names that the dictionary does not tell apart keep the order of their bytes, so
// that a page does not change by itself.
func (l *Locale) Sort(names []string) []string {
	return SortBy(l, names, func(name string) string { return name })
}

// SortBy is [Locale.Sort] for things that have a name.
func SortBy[T any](l *Locale, things []T, name func(T) string) []T {
	order := collate.New(l.order) // not safe to share, and cheap
	sorted := slices.Clone(things)
	slices.SortStableFunc(sorted, func(a, b T) int {
		if c := order.CompareString(name(a), name(b)); c != 0 {
			return c
		}
		return strings.Compare(name(a), name(b))
	})
	return sorted
}
