package check

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"unicode"

	"capzero/publicodes"
)

// Print writes the findings for people: the place, what is wrong, the line with
// a caret below the very place, what to do, and the answers that show it.
// Sources are those that were checked.
func Print(out io.Writer, found []Finding, sources ...publicodes.Source) error {
	files := map[string]*file{}
	for _, s := range sources {
		files[s.Name] = newFile(s.Name, s.Data)
	}
	w := bufio.NewWriter(out)
	for _, f := range found {
		fmt.Fprintln(w, f)
		if source := files[f.File]; source != nil && f.Pos.Line > 0 {
			line, caret := source.window(f.Pos.Offset)
			fmt.Fprintf(w, "%s\n    %s\n", strings.TrimRight("    "+line, " "), caret)
		}
		if f.Suggestion != "" {
			fmt.Fprintf(w, "    %s\n", f.Suggestion)
		}
		if f.Situation != nil {
			fmt.Fprintf(w, "    shown %s\n", Answers(f.Situation))
		}
	}
	return w.Flush()
}

// JSON writes the findings for programs, as a list of objects.
func JSON(out io.Writer, found []Finding) error {
	if found == nil {
		found = []Finding{}
	}
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(found)
}

// Answers gives a situation in words.
func Answers(situation publicodes.Situation) string {
	if len(situation) == 0 {
		return "without any answer"
	}
	var all []string
	for _, name := range slices.Sorted(maps.Keys(situation)) {
		all = append(all, fmt.Sprintf("%s = %v", name, situation[name]))
	}
	return "with " + strings.Join(all, ", ")
}

// What is shown of a long line: this many characters before the place, and
// after it.
const (
	shownBefore = 36
	shownAfter  = 64
)

// window gives the line of a place, or the part of it around the place, and a
// line with a caret to put below.
func (f *file) window(offset int) (line, caret string) {
	pos := f.at(offset)
	start := f.starts[pos.Line-1]
	end := len(f.Data)
	if pos.Line < len(f.starts) {
		end = f.starts[pos.Line] - 1
	}
	before := []rune(string(f.Data[max(start, offset-4*shownBefore):offset]))
	after := []rune(string(f.Data[offset:max(offset, min(end, offset+4*shownAfter))]))
	shownBefore, shownAfter := shownBefore, shownAfter
	if len(before)+len(after) <= 100 && offset-start == len(string(before)) {
		shownBefore, shownAfter = len(before), len(after)
	}
	head, tail := "", ""
	if len(before) > shownBefore || offset-start > len(string(before)) {
		before, head = before[max(0, len(before)-shownBefore):], "…"
	}
	if len(after) > shownAfter || offset+len(string(after)) < end {
		after, tail = after[:min(len(after), shownAfter)], "…"
	}
	before, after = printable(before), printable(after)
	return head + string(before) + strings.TrimRight(string(after), " ") + tail, strings.Repeat(" ", len([]rune(head))+len(before)) + "^"
}

// printable replaces what would move the caret or the cursor.
func printable(text []rune) []rune {
	out := make([]rune, 0, len(text))
	for _, r := range text {
		switch {
		case unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Cf, r):
			continue // takes no room
		case !unicode.IsPrint(r):
			r = ' '
		}
		out = append(out, r)
	}
	return out
}
