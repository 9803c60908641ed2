// Package page is what the commands that write a page of docs/ have in common.
package page

import (
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
)

// Main runs the command that has this name: report writes the page, which goes to
// the file named with -write, or else to standard output. A page that fails is not
// written.
func Main(name string, report func(io.Writer) error) {
	to := flag.String("write", "", "file to write, standard output if empty")
	flag.Parse()
	if err := run(*to, report); err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v\n", name, err)
		os.Exit(1)
	}
}

func run(to string, report func(io.Writer) error) error {
	var page strings.Builder
	if err := report(&page); err != nil {
		return err
	}
	if to == "" {
		_, err := io.WriteString(os.Stdout, page.String())
		return err
	}
	return os.WriteFile(to, []byte(page.String()), 0o644)
}
