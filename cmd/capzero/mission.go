package main

import (
	"fmt"

	"capzero/internal/app"

	"github.com/spf13/cobra"
)

func missionCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "mission",
		Short: "Look at missions",
	}
	c.AddCommand(missionCheckCommand())
	return c
}

func missionCheckCommand() *cobra.Command {
	var config app.Config
	c := &cobra.Command{
		Use:   "check DIR",
		Short: "Say whether the missions in a folder can be used",
		Long: `Say whether the missions in a folder can be used, or everything that is wrong
with them, each with its file, line and column: keys, words and texts that are
missing or unknown, a mission without a source, one that has neither figures nor
the reason for having none, formulas that the models cannot take, new values that
are no answer or have another unit. Reasons stand in raisons.yaml of the folder, or
are those of the actions in the program.`,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			files, err := readFolder(args[0], ".yaml")
			if err != nil {
				return err
			}
			set, err := app.CheckMissions(config, files)
			if err != nil {
				return err
			}
			priced := 0
			for _, m := range set.Missions {
				if m.NoValue == "" {
					priced++
				}
			}
			_, err = fmt.Fprintf(c.OutOrStdout(), "%s, %d of them with figures, version %s\n", plural(len(set.Missions), "mission"), priced, set.Version)
			return err
		},
	}
	addModel(c, &config)
	return c
}
