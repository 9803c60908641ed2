package notify

import (
	"html/template"
	"strings"
)

// page is a letter as HTML. Mail programs drop style sheets, so the style is on
// the elements; they have no colour of their own but the button, so that a dark
// screen stays dark.
var page = template.Must(template.New("letter").Parse(`<!doctype html>
<html lang="{{.Lang}}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>{{.Letter.Subject}}</title>
</head>
<body style="margin:0;padding:16px;font:16px/1.5 system-ui,-apple-system,'Segoe UI',sans-serif">
<div style="max-width:560px;margin:0 auto">
{{- range .Letter.Parts}}
{{- if eq .Look "button"}}
<p style="margin:24px 0"><a href="{{.URL}}" style="display:inline-block;padding:12px 24px;border-radius:8px;background:{{$.Accent}};color:#ffffff;text-decoration:none;font-weight:600">{{.Text}}</a></p>
{{- else if eq .Look "code"}}
<p style="margin:16px 0;font-size:28px;letter-spacing:4px;font-weight:600">{{.Text}}</p>
{{- else if eq .Look "small"}}
<p style="margin:12px 0;font-size:14px">{{.Text}}</p>
{{- else}}
<p style="margin:16px 0">{{.Text}}</p>
{{- end}}
{{- end}}
</div>
</body>
</html>
`))

// html writes a letter as HTML. Accent is the colour of its button.
func (l Letter) html(lang, accent string) (string, error) {
	var b strings.Builder
	err := page.Execute(&b, struct {
		Lang   string
		Accent template.CSS // from a city pack, which has checked it
		Letter Letter
	}{lang, template.CSS(accent), l})
	return b.String(), err
}
