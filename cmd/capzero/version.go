package main

import (
	"fmt"
	"runtime/debug"

	"capzero/internal/app"
	"capzero/models"

	"github.com/spf13/cobra"
)

// version is set by the Makefile from git.
var version = ""

func versionCommand() *cobra.Command {
	var (
		config   app.Config
		licences bool
	)
	c := &cobra.Command{
		Use:   "version",
		Short: "Print the versions of the program and of its models",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			versions, err := app.Versions(config)
			if err != nil {
				return err
			}
			fmt.Fprintf(c.OutOrStdout(), "capzero %s\n%s\n%s\n", programVersion(), versions.Carbon, versions.Waste)
			if !licences {
				return nil
			}
			licence, err := models.CarbonLicence()
			fmt.Fprintf(c.OutOrStdout(), "\ncapzero is under the EUPL-1.2. The carbon model comes with this licence:\n\n%s", licence)
			return err
		},
	}
	addModel(c, &config)
	c.Flags().BoolVar(&licences, "licences", false, "print the licences too")
	return c
}

// programVersion is what the build was told, else what the Go command saw.
func programVersion() string {
	if version != "" {
		return version
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(unknown version)"
}
