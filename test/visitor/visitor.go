// Package visitor is a person with the plainest of browsers: no script, one
// cookie jar, pages and forms. Tests and benchmarks measure a household with it
// exactly as people do.
package visitor

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/PuerkitoBio/goquery"
)

// A Visitor is one browser. It is not safe for concurrent use.
type Visitor struct {
	URL      string // of the program, without a slash at the end
	Language string // that the browser asks for
	client   *http.Client
}

// New returns a visitor of the program at url who has never been there.
func New(url string) *Visitor {
	jar, _ := cookiejar.New(nil) // the error is always nil
	return &Visitor{URL: url, Language: "fr", client: &http.Client{Jar: jar}}
}

// NewFrom returns a visitor whose connections come from an address of this machine:
// the program counts what a network sends.
func NewFrom(url string, from netip.Addr) *Visitor {
	v := New(url)
	dialer := net.Dialer{LocalAddr: &net.TCPAddr{IP: from.AsSlice()}}
	v.client.Transport = &http.Transport{DialContext: dialer.DialContext}
	return v
}

// Leave closes the connections of a visitor that has some of its own.
func (v *Visitor) Leave() { v.client.CloseIdleConnections() }

// Cookies are what the visitor would send to an address.
func (v *Visitor) Cookies(u *url.URL) []*http.Cookie { return v.client.Jar.Cookies(u) }

// A Page is what a browser shows after redirects.
type Page struct {
	Status int
	Path   string // of the page shown, with its query
	Header http.Header
	HTML   string
	Wire   int           // bytes of the body as sent, compressed
	Took   time.Duration // from the request to the last byte, redirects included
	Doc    *goquery.Document
}

// Get opens a path of the program.
func (v *Visitor) Get(path string) (*Page, error) {
	request, err := http.NewRequest(http.MethodGet, v.URL+path, nil)
	if err != nil {
		return nil, err
	}
	return v.do(request)
}

// Post sends a form to a path of the program.
func (v *Visitor) Post(path string, form url.Values) (*Page, error) {
	return v.PostBody(path, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
}

// PostBody sends any body to a path of the program, as the program's own pages
// would.
func (v *Visitor) PostBody(path, contentType string, body io.Reader) (*Page, error) {
	request, err := http.NewRequest(http.MethodPost, v.URL+path, body)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", contentType)
	request.Header.Set("Origin", v.URL)
	request.Header.Set("Sec-Fetch-Site", "same-origin")
	return v.do(request)
}

// Tell sends a form and returns the status of the answer, without going where that
// leads. Several may be told at once.
func (v *Visitor) Tell(path string, form url.Values) (status int, err error) {
	request, err := http.NewRequest(http.MethodPost, v.URL+path, strings.NewReader(form.Encode()))
	if err != nil {
		return 0, err
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Origin", v.URL)
	request.Header.Set("Sec-Fetch-Site", "same-origin")
	staying := *v.client
	staying.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	response, err := staying.Do(request)
	if err != nil {
		return 0, err
	}
	_, err = io.Copy(io.Discard, response.Body)
	return response.StatusCode, errors.Join(err, response.Body.Close())
}

func (v *Visitor) do(request *http.Request) (*Page, error) {
	request.Header.Set("Accept-Encoding", "gzip")
	request.Header.Set("Accept-Language", v.Language)
	began := time.Now()
	response, err := v.client.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	wire, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, err
	}
	took := time.Since(began)
	html := wire
	if response.Header.Get("Content-Encoding") == "gzip" {
		unzip, err := gzip.NewReader(bytes.NewReader(wire))
		if err != nil {
			return nil, err
		}
		if html, err = io.ReadAll(unzip); err != nil {
			return nil, err
		}
	}
	doc, err := goquery.NewDocumentFromReader(bytes.NewReader(html))
	if err != nil {
		return nil, err
	}
	return &Page{
		Status: response.StatusCode,
		Path:   Address(response.Request.URL),
		Header: response.Header,
		HTML:   string(html),
		Wire:   len(wire),
		Took:   took,
		Doc:    doc,
	}, nil
}

// RunScripts makes the program take the visitor for a browser whose scripts run:
// it sends the page of a result before its intervals are drawn.
func (v *Visitor) RunScripts() error {
	u, err := url.Parse(v.URL)
	if err == nil {
		v.client.Jar.SetCookies(u, []*http.Cookie{{Name: "scripts", Value: "1", Path: "/"}})
	}
	return err
}

// Leads asks where a path leads, without going there: the address that it
// redirects to, empty if it does not.
func (v *Visitor) Leads(path string) (string, error) {
	staying := *v.client
	staying.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	response, err := staying.Get(v.URL + path)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	return response.Header.Get("Location"), nil
}

// Address is the path of a page with its query, in letters rather than in
// escapes, which can be written in more than one way.
func Address(u *url.URL) string {
	if u.RawQuery == "" {
		return u.Path
	}
	return u.Path + "?" + u.RawQuery
}

// Start presses the button of the home page that begins to measure and returns
// the first question.
func (v *Visitor) Start() (*Page, error) {
	home, err := v.Get("/")
	if err != nil {
		return nil, err
	}
	if home.Doc.Find(`form[method=post][action="/mesurer"]`).Length() == 0 {
		return nil, errors.New("the home page has no form to begin with")
	}
	return v.Post("/mesurer", nil)
}

// Link is the address that the first link of a selection leads to, empty if
// there is none.
func (p *Page) Link(selector string) string {
	u, err := url.Parse(p.Doc.Find(selector).First().AttrOr("href", ""))
	if err != nil {
		return ""
	}
	return Address(u)
}

// Links are the addresses that the links of a selection lead to, in order.
func (p *Page) Links(selector string) []string {
	var addresses []string
	for _, a := range p.Doc.Find(selector).EachIter() {
		if u, err := url.Parse(a.AttrOr("href", "")); err == nil {
			addresses = append(addresses, Address(u))
		}
	}
	return addresses
}

// IsQuestion reports whether the page asks something.
func (p *Page) IsQuestion() bool { return p.Doc.Find("form#question").Length() == 1 }

// IsResult reports whether the page shows a footprint.
func (p *Page) IsResult() bool { return p.Doc.Find("data#carbon").Length() == 1 }

// Carbon is the exact figure behind the one that a result page shows, in kgCO2e
// per person and year.
func (p *Page) Carbon() (float64, error) {
	text, ok := p.Doc.Find("data#carbon").Attr("value")
	if !ok {
		return 0, fmt.Errorf("%s shows no carbon figure", p.Path)
	}
	var kg float64
	if _, err := fmt.Sscan(text, &kg); err != nil {
		return 0, fmt.Errorf("%s: the carbon figure %q: %w", p.Path, text, err)
	}
	return kg, nil
}

// Form returns the fields of the page's question as a browser would send them
// untouched: what was answered before is filled in.
func (p *Page) Form() url.Values {
	form := url.Values{}
	p.Doc.Find("form#question").Find("input, textarea, select").Each(func(_ int, s *goquery.Selection) {
		name := s.AttrOr("name", "")
		_, checked := s.Attr("checked")
		switch s.AttrOr("type", "text") {
		case "radio", "checkbox":
			if checked {
				form.Add(name, s.AttrOr("value", "on"))
			}
		default:
			form.Add(name, s.AttrOr("value", ""))
		}
	})
	return form
}

// Send posts the page's question with these fields.
func (v *Visitor) Send(p *Page, form url.Values) (*Page, error) {
	action, ok := p.Doc.Find("form#question").Attr("action")
	if !ok {
		return nil, fmt.Errorf("%s asks nothing", p.Path)
	}
	if action == "" {
		action = p.Path
	}
	return v.Post(action, form)
}

// Error is the text that a page shows about what was sent, empty if none.
func (p *Page) Error() string {
	return strings.TrimSpace(p.Doc.Find("[role=alert]").First().Text())
}
