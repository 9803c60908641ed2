package main

import (
	"fmt"
	"strings"

	"capzero/internal/app"

	"github.com/spf13/cobra"
)

func cityCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "city",
		Short: "Look at city packs",
	}
	c.AddCommand(cityCheckCommand())
	return c
}

func cityCheckCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "check DIR",
		Short: "Say whether a folder is a city pack that can be used",
		Long: `Say whether a folder is a city pack that can be used, or everything that is
wrong with it, each with its file and place. What the pack names is looked up:
languages, the region of the carbon model, rules over it, how people answer.`,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			home, err := app.CheckCity(args[0])
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(c.OutOrStdout(), "%s: %d zones, pages in %s, carbon model of %s\n",
				home.Name, len(home.Zones), strings.Join(home.Languages, ", "), home.Region)
			return err
		},
	}
}
