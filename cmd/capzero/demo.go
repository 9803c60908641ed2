package main

import (
	"fmt"

	"capzero/internal/app"

	"github.com/spf13/cobra"
)

func demoCommand() *cobra.Command {
	var config app.Config
	c := &cobra.Command{
		Use:   "demo --data DIR | --database URL",
		Short: "Fill an empty folder or database with an invented city",
		Long: `Fill an empty folder or database with invented households, who answer through
the same services as people do. Every page served from it says so. One that
holds a demo already is left as it is; one that holds a real city is refused.

To rehearse an update of the model, fill it with an earlier version, and then
recompute:

  capzero demo --data city --model-version 4.8.1
  capzero model recompute --data city`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			said, err := app.Demo(c.Context(), config)
			if err == nil {
				fmt.Fprintln(c.OutOrStdout(), said)
			}
			return err
		},
	}
	addRecords(c, &config)
	addModel(c, &config)
	return c
}
