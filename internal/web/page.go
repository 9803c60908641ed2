package web

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"sync"

	"github.com/a-h/templ"
	"github.com/klauspost/compress/gzip"

	"capzero/internal/city"
	"capzero/internal/fault"
	"capzero/internal/footprint"
	"capzero/internal/i18n"
)

// A Page is what the frame around every page shows. Each page embeds it.
type Page struct {
	*i18n.Locale
	City      city.City
	Title     string // before the name of the program in the title bar
	Path      string // where the page is, to mark its place and to come back to
	Languages []Language
	Places    []Place
	Bar       []Place // the places of who has signed in
	SignedIn  bool
	Who       string // how the account is called where somebody has signed in
	Demo      bool
	Asking    bool // a question: one thing on the page, no navigation
	Wide      bool // two columns on a large screen
	Robots    bool // may be listed by search engines
	assets    assets
}

// A Language is one that the page can be read in.
type Language struct {
	Tag     string
	Name    string // in itself
	Current bool
}

// A visitor is who asks for a page: nobody in particular, or a household that
// measures.
type visitor struct {
	holder  footprint.Holder
	started bool
	next    string // rule of the question to answer now, empty when the opening is done
}

// done reports whether the visitor has a result to look at.
func (v visitor) done() bool { return v.started && v.next == "" }

// visitor looks the request's cookie up. A key that opens nothing any more is
// nobody; the pages that need answers say so themselves.
func (s *server) visitor(r *http.Request, lang string) (visitor, error) {
	holder := s.holder(r)
	if holder == nil {
		return visitor{}, nil
	}
	next, err := s.Footprint.First(r.Context(), holder, lang)
	if fault.KindOf(err) == fault.Unauthenticated {
		return visitor{}, nil
	}
	if err != nil {
		return visitor{}, err
	}
	return visitor{holder: holder, started: true, next: next}, nil
}

// newPage makes the frame of a page for a visitor.
func (s *server) newPage(r *http.Request, v visitor, title string, args ...any) Page {
	l := s.locale(r)
	p := Page{
		Locale: l,
		City:   s.City,
		Title:  l.T(title, args...),
		Path:   r.URL.RequestURI(),
		Demo:   s.Demo,
		assets: s.assets,
	}
	for _, tag := range s.City.Languages {
		name := s.Catalogues.Locale(tag).T("nav.language")
		p.Languages = append(p.Languages, Language{Tag: tag, Name: name, Current: tag == l.Tag()})
	}
	session := sessionOf(r)
	if p.Places = places(l, r.URL.Path, v); session.SignedIn() {
		p.Bar, p.Places = barOf(l, r.URL.Path, v)
		p.SignedIn, p.Who = true, cmp.Or(session.Person.Name, l.T("nav.account"))
	}
	return p
}

// A handler answers a request, or returns the error to be shown instead.
type handler func(w http.ResponseWriter, r *http.Request) error

// page adapts a handler that returns errors.
func (s *server) page(h handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := h(w, r); err != nil {
			s.fail(w, r, err)
		}
	})
}

// weightMark stands in a rendered page where its own weight is written; render
// replaces it while the page is being compressed. No text holds a NUL.
const weightMark = "\x00weight\x00"

// sentence is about what the weight's own sentence and the end of the
// compressed stream add to a page, in bytes.
const sentence = 80

// render writes a page. It is rendered whole first, so that a failing template
// never sends half a page.
func (s *server) render(w http.ResponseWriter, r *http.Request, status int, p Page, c templ.Component) error {
	var body bytes.Buffer
	if err := c.Render(r.Context(), &body); err != nil {
		return fmt.Errorf("render %s: %w", r.Pattern, err)
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Language", p.Tag())
	h.Set("Cache-Control", "private, no-cache")
	h.Set("Vary", "Cookie, Accept-Language, Accept-Encoding")
	before, after, marked := bytes.Cut(body.Bytes(), []byte(weightMark))
	if !marked { // a part of a page, which does not say what it weighs
		h.Set("Content-Length", strconv.Itoa(body.Len()))
		w.WriteHeader(status)
		return writeAll(w, before)
	}
	if !acceptsGzip(r) {
		weight := p.weight(body.Len() + s.assets.weight())
		h.Set("Content-Length", strconv.Itoa(len(before)+len(weight)+len(after)))
		w.WriteHeader(status)
		return writeAll(w, before, []byte(weight), after)
	}
	h.Set("Content-Encoding", "gzip")
	w.WriteHeader(status)
	return s.renderZipped(w, p, before, after)
}

// renderZipped compresses a page and writes into it how much it weighs: the
// mark is near the end, so what has left the compressor by then is what the
// reader has downloaded, but for the few bytes that follow.
func (s *server) renderZipped(w io.Writer, p Page, before, after []byte) error {
	counted := &countingWriter{w: w}
	z := zippers.Get().(*gzip.Writer)
	defer zippers.Put(z)
	z.Reset(counted)
	if _, err := z.Write(before); err != nil {
		return err
	}
	if err := z.Flush(); err != nil {
		return err
	}
	weight := p.weight(counted.n + len(after) + sentence + s.assets.weight())
	if err := writeAll(z, []byte(weight), after); err != nil {
		return err
	}
	return z.Close()
}

var zippers = sync.Pool{New: func() any { return gzip.NewWriter(io.Discard) }}

// weight says how much a page weighs, with everything it loads.
func (p Page) weight(bytes int) string {
	return p.T("footer.weight", "kilobytes", float64((bytes+999)/1000))
}

type countingWriter struct {
	w io.Writer
	n int
}

func (c *countingWriter) Write(b []byte) (int, error) {
	n, err := c.w.Write(b)
	c.n += n
	return n, err
}

func writeAll(w io.Writer, parts ...[]byte) error {
	for _, part := range parts {
		if _, err := w.Write(part); err != nil {
			return err
		}
	}
	return nil
}

// mark is the component that leaves weightMark in the page.
var mark = templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
	_, err := io.WriteString(w, weightMark)
	return err
})
