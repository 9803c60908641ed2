// Bundle minifies the style sheet, the script and the icon of the pages from
// static/src into static/dist, where package web embeds them. It is run by
// make generate and may be run again at any time:
//
//	go run ./internal/web/static/bundle
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/evanw/esbuild/pkg/api"
)

const (
	src  = "internal/web/static/src"
	dist = "internal/web/static/dist"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "bundle:", err)
		os.Exit(1)
	}
}

func run() error {
	result := api.Build(api.BuildOptions{
		EntryPoints:       []string{filepath.Join(src, "app.css"), filepath.Join(src, "app.js")},
		Outdir:            dist,
		Bundle:            true,
		Format:            api.FormatESModule,
		Target:            api.ES2020,
		Charset:           api.CharsetUTF8,
		MinifySyntax:      true,
		MinifyWhitespace:  true,
		MinifyIdentifiers: true,
		LogLevel:          api.LogLevelWarning,
		Write:             true,
	})
	if len(result.Errors) > 0 {
		return fmt.Errorf("%d errors, first: %s", len(result.Errors), result.Errors[0].Text)
	}
	icon, err := os.ReadFile(filepath.Join(src, "icon.svg"))
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dist, "icon.svg"), icon, 0o644)
}
