package publicodes_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"
)

// Whoever uses the package reads its documentation: every exported name has one,
// which begins with the name.
func TestExportedNamesAreDocumented(t *testing.T) {
	count := 0
	for _, dir := range []string{".", "syntax", "unit"} {
		files, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range file.Decls {
				count += documented(t, dir, d)
			}
		}
	}
	if count < 80 {
		t.Errorf("only %d exported names were looked at", count)
	}
}

// documented looks at the names that a declaration exports, and counts them.
func documented(t *testing.T, dir string, d ast.Decl) (count int) {
	check := func(name string, exact bool, docs ...*ast.CommentGroup) {
		if !ast.IsExported(name) {
			return
		}
		count++
		text := ""
		for _, doc := range docs {
			text += doc.Text()
		}
		if text == "" || exact && !strings.HasPrefix(text, name+" ") {
			t.Errorf("%s: %s has the documentation %q", dir, name, text)
		}
	}
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Recv == nil || ast.IsExported(receiver(d.Recv.List[0].Type)) {
			check(d.Name.Name, true, d.Doc)
		}
	case *ast.GenDecl:
		for _, s := range d.Specs {
			switch s := s.(type) {
			case *ast.TypeSpec:
				doc := s.Doc
				if doc == nil {
					doc = d.Doc
				}
				check(s.Name.Name, true, doc)
			case *ast.ValueSpec:
				for _, name := range s.Names {
					check(name.Name, false, d.Doc, s.Doc, s.Comment)
				}
			}
		}
	}
	return count
}

func receiver(e ast.Expr) string {
	if star, ok := e.(*ast.StarExpr); ok {
		e = star.X
	}
	id, _ := e.(*ast.Ident)
	return id.Name
}
