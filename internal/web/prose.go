package web

import (
	"bytes"
	"strings"

	"github.com/a-h/templ"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// modelSite is what the links without a host in the texts of the carbon model
// are relative to.
const modelSite = "https://nosgestesclimat.fr"

// A prose renders the texts of a model, which are markdown written for another
// site, into our pages: no HTML of theirs, no picture, headings below ours,
// links that tell the other site nothing.
type prose struct {
	markdown goldmark.Markdown
}

// newProse returns a renderer whose headings begin at level first.
func newProse(first int) prose {
	return prose{goldmark.New(
		goldmark.WithExtensions(extension.Table, extension.Linkify),
		goldmark.WithParserOptions(parser.WithASTTransformers(util.Prioritized(tamer{first}, 100))),
		goldmark.WithRendererOptions(renderer.WithNodeRenderers(util.Prioritized(noHTML{}, 100))),
	)}
}

// underPage is for texts below the heading of a page, underSection for those
// below the heading of a section.
var (
	underPage    = newProse(2)
	underSection = newProse(3)
)

// html returns source as a component; nothing for an empty text.
func (p prose) html(source string) templ.Component {
	var b bytes.Buffer
	if err := p.markdown.Convert([]byte(source), &b); err != nil {
		return templ.Raw(templ.EscapeString(source))
	}
	return templ.Raw(b.String())
}

// A tamer changes the tree of a text before it is rendered.
type tamer struct{ first int }

// Transform demotes headings, drops pictures and marks links.
func (t tamer) Transform(doc *ast.Document, _ text.Reader, _ parser.Context) {
	var pictures []ast.Node
	shallowest := shallowestHeading(doc)
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Heading:
			n.Level = min(6, n.Level-shallowest+t.first)
		case *ast.Link:
			n.Destination = absolute(n.Destination)
			n.SetAttributeString("rel", []byte("noopener noreferrer"))
		case *ast.AutoLink:
			n.SetAttributeString("rel", []byte("noopener noreferrer"))
		case *ast.Image:
			pictures = append(pictures, n)
		}
		return ast.WalkContinue, nil
	})
	for _, n := range pictures {
		n.Parent().RemoveChild(n.Parent(), n)
	}
}

// shallowestHeading is the level that becomes the first one of ours, so that no
// level is skipped.
func shallowestHeading(doc *ast.Document) int {
	level := 6
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if h, ok := n.(*ast.Heading); ok && entering {
			level = min(level, h.Level)
		}
		return ast.WalkContinue, nil
	})
	return level
}

func absolute(destination []byte) []byte {
	if strings.HasPrefix(string(destination), "/") {
		return append([]byte(modelSite), destination...)
	}
	return destination
}

// noHTML renders the HTML in a text as nothing at all.
type noHTML struct{}

func (noHTML) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	skip := func(util.BufWriter, []byte, ast.Node, bool) (ast.WalkStatus, error) {
		return ast.WalkSkipChildren, nil
	}
	r.Register(ast.KindHTMLBlock, skip)
	r.Register(ast.KindRawHTML, skip)
}

// plainText returns the words of a short markdown text, for where only text
// can stand.
func plainText(source string) string {
	return strings.NewReplacer("**", "", "__", "", "`", "").Replace(strings.TrimSpace(source))
}
