package main

import (
	"fmt"

	"capzero/internal/app"

	"github.com/spf13/cobra"
)

func adminCommand() *cobra.Command {
	c := &cobra.Command{Use: "admin", Short: "Do what needs the machine and no account"}
	c.AddCommand(grantCommand())
	return c
}

func grantCommand() *cobra.Command {
	var config app.Config
	c := &cobra.Command{
		Use:   "grant EMAIL ROLE --data DIR",
		Short: "Give somebody a role in the city",
		Long: `Give the owner of an e-mail address a role in the city: participant,
facilitator, steward, officer or administrator. Whoever has no account gets one,
and comes in with a link sent to that address. They are told by mail. Giving a
role again changes nothing.

The program may be serving meanwhile: a role works from the next page on. Who gave
it is kept as "command".`,
		Example: `  capzero admin grant rea@example.org administrator --data /var/lib/capzero`,
		Args:    cobra.ExactArgs(2),
		RunE: func(c *cobra.Command, args []string) error {
			if err := app.Grant(c.Context(), config, args[0], args[1]); err != nil {
				return err
			}
			fmt.Fprintf(c.OutOrStdout(), "%s has the role %s\n", args[0], args[1])
			return nil
		},
	}
	addRecords(c, &config)
	c.Flags().StringVar(&config.City, "city", "issy", "city pack")
	c.Flags().StringVar(&config.URL, "url", "http://127.0.0.1:8080", "address that people use, for the link in the mail")
	return c
}
