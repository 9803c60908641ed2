package main

import (
	"fmt"
	"io"
	"time"

	"capzero/internal/app"
	"capzero/internal/demo"

	"github.com/spf13/cobra"
)

func demoCommand() *cobra.Command {
	var (
		config app.Config
		o      = demo.Options{Households: demo.Households, Weeks: demo.Weeks}
		seed   uint64
	)
	c := &cobra.Command{
		Use:   "demo --data DIR | --database URL",
		Short: "Fill an empty folder or database with an invented city",
		Long: `Fill an empty folder or database with invented households, who live through a
season of the challenge by the same services as people do, up to today. What is
true of them is stated in docs/demo.md. Every page served from it says so. One
that holds a demo already is left as it is; one that holds a real city is
refused. A run that is stopped leaves nothing, and can be given again.

The same seed, on the same day, makes the same city.

To rehearse an update of the model, fill it with an earlier version, and then
recompute:

  capzero demo --data city --model-version 4.8.1
  capzero model recompute --data city`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			o.Truth = demo.DefaultTruth(seed)
			b := newBar(c.ErrOrStderr(), time.Now)
			o.Progress = b.told
			d, err := app.Demo(c.Context(), config, o)
			b.end()
			if err != nil && c.Context().Err() != nil {
				return fmt.Errorf("stopped: nothing was kept, the same command begins again")
			}
			if err == nil {
				writeDemonstration(c.OutOrStdout(), d)
			}
			return err
		},
	}
	addRecords(c, &config)
	addModel(c, &config)
	c.Flags().IntVar(&o.Households, "households", o.Households, "how many households take part")
	c.Flags().IntVar(&o.Weeks, "weeks", o.Weeks, "how many weeks of the season are there, the present one included")
	c.Flags().Uint64Var(&seed, "seed", 1, "another number makes another city")
	return c
}

func writeDemonstration(out io.Writer, d app.Demonstration) {
	if d.Kept {
		fmt.Fprintf(out, "%s holds a demo already\n", d.Name)
	} else {
		fmt.Fprintf(out, "%s holds %d invented households of %s: %d weighings, %d missions done\n",
			d.Name, d.Households, d.City, d.Weighings, d.CheckIns)
	}
	fmt.Fprintf(out, `
Sign in with one of these addresses; the mail with the link is at /courriels.
  %-24s a household that takes part
  %-24s who looks after its team
  %-24s an officer of the city
`, demo.HouseholdAddress, demo.AnimatorAddress, demo.OfficerAddress)
}
