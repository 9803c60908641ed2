package browser

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"capzero/test/program"
)

// TestValidHTML holds every page, as served, against the HTML standard. A label
// that both wraps its field and names it is not counted as a fault: some voice
// control only knows the name.
func TestValidHTML(t *testing.T) {
	paths, err := states()
	if err != nil {
		t.Fatal(err)
	}
	if len(paths) < fewestStates {
		t.Fatalf("the gallery lists %d states, at least %d expected", len(paths), fewestStates)
	}
	pages := map[string]string{}
	for _, path := range append([]string{"/gallery"}, paths...) {
		if pages[path], err = fetch(path); err != nil {
			t.Fatal(err)
		}
	}
	wantValid(t, pages)
}

// wantValid holds pages, by path, against the HTML standard.
func wantValid(t *testing.T, pages map[string]string) {
	t.Helper()
	tool, err := program.NodeModules("html-validate", "bin", "html-validate.mjs")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	paths := map[string]string{} // by file name
	for path, html := range pages {
		name := fmt.Sprintf("%d.html", len(paths))
		paths[name] = path
		if err := os.WriteFile(filepath.Join(dir, name), []byte(html), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	// The report goes to a file: the tool ends before a pipe has taken it all.
	report, err := os.Create(filepath.Join(dir, "report.json"))
	if err != nil {
		t.Fatal(err)
	}
	defer report.Close()
	cmd := exec.Command("node", tool,
		"--config", filepath.Join(program.Root(), "test", "browser", "html-validate.json"),
		"--formatter", "json", dir)
	cmd.Stdout = report
	if err := cmd.Run(); err != nil && !errors.As(err, new(*exec.ExitError)) {
		t.Fatalf("html-validate: %v", err)
	}
	out, err := os.ReadFile(report.Name())
	if err != nil {
		t.Fatal(err)
	}
	var files []struct {
		FilePath string `json:"filePath"`
		Messages []struct {
			RuleID  string `json:"ruleId"`
			Message string `json:"message"`
			Line    int    `json:"line"`
			Column  int    `json:"column"`
		} `json:"messages"`
	}
	if err := json.Unmarshal(out, &files); err != nil {
		t.Fatalf("html-validate: %v\n%.2000s", err, out)
	}
	for _, f := range files {
		for _, m := range f.Messages {
			t.Errorf("%s:%d:%d: %s (%s)", paths[filepath.Base(f.FilePath)], m.Line, m.Column, m.Message, m.RuleID)
		}
	}
}

// TestNothingInline: the content security policy forbids inline scripts and
// styles, so a page that holds one is a page that is broken for somebody.
func TestNothingInline(t *testing.T) {
	eachState(t, func(t *testing.T, path string) {
		response, err := http.Get(server.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		checkHeaders(t, response.Header)
		page, err := goquery.NewDocumentFromReader(response.Body)
		if err != nil {
			t.Fatal(err)
		}
		for _, forbidden := range []string{"style", "[style]", "script:not([src])", `a[href^="javascript:"]`, "base"} {
			page.Find(forbidden).Each(func(_ int, s *goquery.Selection) {
				html, _ := goquery.OuterHtml(s)
				t.Errorf("%s: %.120s", forbidden, html)
			})
		}
		page.Find("*").Each(func(_ int, s *goquery.Selection) {
			for _, a := range s.Nodes[0].Attr {
				if strings.HasPrefix(a.Key, "on") {
					t.Errorf("<%s> has the handler %s", s.Nodes[0].Data, a.Key)
				}
			}
		})
	})
}

func checkHeaders(t *testing.T, h http.Header) {
	t.Helper()
	policy := h.Get("Content-Security-Policy")
	for _, directive := range []string{"default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"} {
		if !strings.Contains(policy, directive) {
			t.Errorf("the content security policy lacks %s: %q", directive, policy)
		}
	}
	if strings.Contains(policy, "unsafe-") || strings.Contains(policy, "*") {
		t.Errorf("the content security policy is open: %q", policy)
	}
	if got := h.Get("X-Content-Type-Options"); got != "nosniff" {
		t.Errorf("X-Content-Type-Options: %q", got)
	}
	if h.Get("Referrer-Policy") == "" {
		t.Error("no Referrer-Policy")
	}
}
