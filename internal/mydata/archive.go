package mydata

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"capzero/internal/i18n"
)

// An archive is a zip that is being written: for each thing a file of JSON and one of
// CSV, and a text that explains them.
type archive struct {
	buffer  bytes.Buffer
	zip     *zip.Writer
	locales *i18n.Catalogues
	zone    *time.Location
	takeout Takeout
	counts  map[string]int // rows, by thing
}

func newArchive(locales *i18n.Catalogues, zone *time.Location, t Takeout) *archive {
	a := &archive{locales: locales, zone: zone, takeout: t, counts: map[string]int{}}
	a.zip = zip.NewWriter(&a.buffer)
	return a
}

// add writes the things of a group, with their rows. Of what there is none there is
// no file.
func (a *archive) add(g Group, rows [][][]any) error {
	for n, t := range g.Things {
		a.counts[t.Name] = len(rows[n])
		if len(rows[n]) == 0 {
			continue
		}
		if err := a.addJSON(t, rows[n]); err != nil {
			return err
		}
		if err := a.addCSV(t, rows[n]); err != nil {
			return err
		}
	}
	return nil
}

// create begins a file.
func (a *archive) create(name string) (io.Writer, error) {
	return a.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: a.takeout.Asked})
}

// addJSON writes a file that a program reads: an object with the words of the thing,
// whether it is shared, and its rows.
func (a *archive) addJSON(t Thing, rows [][]any) error {
	objects := make([]map[string]any, len(rows))
	for n, row := range rows {
		objects[n] = map[string]any{}
		for i, c := range t.Given() {
			objects[n][c.Name] = c.As.value(row[i])
		}
	}
	w, err := a.create(t.Name + ".json")
	if err != nil {
		return err
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(map[string]any{"thing": t.Name, "shared": t.Shared, "rows": objects})
}

// addCSV writes a file that a spreadsheet reads, with commas and points.
func (a *archive) addCSV(t Thing, rows [][]any) error {
	w, err := a.create(t.Name + ".csv")
	if err != nil {
		return err
	}
	out := csv.NewWriter(w)
	var names []string
	for _, c := range t.Given() {
		names = append(names, c.Name)
	}
	if err := out.Write(names); err != nil {
		return err
	}
	for _, row := range rows {
		cells := make([]string, len(row))
		for i, c := range t.Given() {
			cells[i] = c.As.cell(row[i])
		}
		if err := out.Write(cells); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// close writes the texts that explain the files, in French and in the language of
// who asked, and returns the whole.
func (a *archive) close() ([]byte, error) {
	readers := []*i18n.Locale{a.locales.Locale("fr")}
	if l := a.locales.Locale(a.takeout.language); l.Tag() != "fr" {
		readers = append(readers, l)
	}
	for _, l := range readers {
		w, err := a.create(l.T("mydata.readme.file") + ".txt")
		if err != nil {
			return nil, err
		}
		if _, err := w.Write([]byte(a.readme(l))); err != nil {
			return nil, err
		}
	}
	if err := a.zip.Close(); err != nil {
		return nil, err
	}
	return a.buffer.Bytes(), nil
}

// readme explains every file and every field, and what is not there and why.
func (a *archive) readme(l *i18n.Locale) string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\r\n", args...) }
	line("%s\r\n", l.T("mydata.readme.title"))
	line("%s", l.T("mydata.readme.made", "moment", l.Moment(a.takeout.Asked.In(a.zone))))
	line("%s", l.T("mydata.readme.files"))
	line("%s", l.T("mydata.readme.forms"))
	line("%s", l.T("mydata.readme.shared"))
	for _, g := range Groups() {
		line("\r\n== %s ==", l.T("mydata.group."+g.Name))
		for _, t := range g.Things {
			a.explain(l, t, line)
		}
	}
	line("\r\n== %s ==", l.T("mydata.readme.left"))
	for _, why := range []Reason{Secret, Internal, Others, Sealed, Derived, Nobody} {
		line("- %s", l.T("mydata.left."+string(why)))
	}
	return b.String()
}

func (a *archive) explain(l *i18n.Locale, t Thing, line func(string, ...any)) {
	if a.counts[t.Name] == 0 {
		line("\r\n%s : %s", l.T("mydata.thing."+t.Name), l.T("mydata.readme.none"))
		return
	}
	shared := ""
	if t.Shared {
		shared = " " + l.T("mydata.readme.is_shared")
	}
	line("\r\n%s (%s.csv, %s.json)%s", l.T("mydata.thing."+t.Name), t.Name, t.Name, shared)
	for _, c := range t.Given() {
		line("  %s : %s", c.Name, l.T(FieldKey(t, c)))
	}
}

// FieldKey is the key of the words of a field: of this thing, where it means
// something of its own there, or of all things that have one of that name.
func FieldKey(t Thing, c Column) string {
	if c.Own {
		return "mydata.field." + t.Table + "." + c.Name
	}
	return "mydata.field." + c.Name
}

// value is a value of JSON.
func (f form) value(v any) any {
	switch n, isNumber := v.(int64); {
	case v == nil:
		return nil
	case f == moment && isNumber:
		return seconds(n).Format(time.RFC3339)
	case f == truth && isNumber:
		return n != 0
	case f == structured:
		if text := fmt.Sprint(v); json.Valid([]byte(text)) {
			return json.RawMessage(text)
		}
	}
	return v
}

// cell is a cell of CSV. A text that a spreadsheet would run as a formula is quoted.
func (f form) cell(v any) string {
	switch is := v.(type) {
	case nil:
		return ""
	case string:
		if is != "" && strings.ContainsRune("=+-@\t\r", rune(is[0])) {
			return "'" + is
		}
		return is
	}
	return fmt.Sprint(f.value(v))
}
