package main

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"capzero/models"
	"capzero/publicodes"

	"github.com/spf13/cobra"
)

func listCommand() *cobra.Command {
	var folder, overlay string
	c := &cobra.Command{
		Use:   "list [--models DIR] [--overlay NAME]",
		Short: "List the carbon models that there are, and which can be used",
		Long: `List each version with each region, newest first, as results name them, and
say of those that cannot be used why. The first is what the program measures with
unless it is told otherwise.`,
		Example: `  capzero model list
  capzero model list --overlay overlay-regions`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			library, err := models.Open(folder)
			if err != nil {
				return err
			}
			if overlay, err = models.Overlay(overlay); err != nil {
				return err
			}
			if err := listReleases(c.OutOrStdout(), library, overlay); err != nil {
				return err
			}
			overlays, err := models.Overlays()
			fmt.Fprintf(c.OutOrStdout(), "\nOverlays: %s\n", strings.Join(overlays, ", "))
			return err
		},
	}
	c.Flags().StringVar(&folder, "models", "", "folder of further versions, unpacked npm packages")
	c.Flags().StringVar(&overlay, "overlay", "", "the same with an overlay of the program")
	return c
}

// listReleases writes one line for each release.
func listReleases(out io.Writer, library *models.Library, overlay string) error {
	releases, err := library.Releases()
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, r := range releases {
		r.Overlay = overlay
		fmt.Fprintf(w, "%s\t%s\n", r, state(library, r))
	}
	return w.Flush()
}

// state says in a few words whether a release can be used.
func state(library *models.Library, r models.Release) string {
	sources, err := library.Sources(r, "fr")
	if err == nil {
		_, err = publicodes.Compile(sources...)
	}
	var lost *models.LostFigures
	switch {
	case errors.As(err, &lost):
		rules := make([]string, len(lost.Rules))
		for i, f := range lost.Rules {
			rules[i] = f.Rule
		}
		return "refused, has the figures of France: " + strings.Join(rules, "; ")
	case err != nil:
		first, _, _ := strings.Cut(err.Error(), "\n")
		return "cannot be used: " + first
	case r.Version == library.Current() && r.Region == models.Home:
		return "current"
	}
	return "ready"
}
