package main

import (
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"capzero/internal/app"

	"github.com/spf13/cobra"
)

func serveCommand() *cobra.Command {
	var config app.Config
	c := &cobra.Command{
		Use:   "serve --data DIR | --database URL [--listen ADDR] [--url PUBLIC]",
		Short: "Answer people until told to stop",
		Long: `Answer people until SIGTERM, then finish the requests under way.
Writes one line on standard output once it answers, and its log as JSON on
standard error. On SIGUSR2 it starts the file that it was started from anew: once
that answers, this one answers only those who are connected, and ends.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			config.Program = programVersion()
			config.Log = slog.New(slog.NewJSONHandler(c.ErrOrStderr(), nil))
			upgrade := make(chan os.Signal, 1)
			signal.Notify(upgrade, syscall.SIGUSR2)
			config.HandOver = upgrade
			a, err := app.New(c.Context(), config)
			if err != nil {
				return err
			}
			err = a.Run(c.Context(), func(url string) {
				fmt.Fprintln(c.OutOrStdout(), "capzero ready", url)
				if link := a.FirstAdministrator(); link != "" {
					fmt.Fprintln(c.OutOrStdout(), "nobody administers this city yet: open", link)
				}
			})
			return errors.Join(err, a.Close())
		},
	}
	c.Flags().StringVar(&config.Listen, "listen", "127.0.0.1:8080", "address to listen on")
	c.Flags().StringVar(&config.URL, "url", "", "address that people use, behind a proxy that speaks https")
	c.Flags().StringVar(&config.Backups, "backups", "", "folder for a backup every night, on another disk")
	addErased(c, &config)
	addRecords(c, &config)
	addMail(c, &config)
	addModel(c, &config)
	return c
}
