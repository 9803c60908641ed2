package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"capzero/internal/app"

	"github.com/spf13/cobra"
)

func backupCommand() *cobra.Command {
	var (
		config app.Config
		r      app.BackupRequest
	)
	c := &cobra.Command{
		Use:   "backup --data DIR | --database URL --to FOLDER",
		Short: "Write a backup of the records, and read it back",
		Long: `Write the records as they are at this moment into one file of a folder, then read
it back and hold it against its seal. The program may be serving meanwhile, an
earlier version of it too: nothing is changed. A run that is stopped leaves no file.

The secret of the installation is not in it, and a backup cannot be restored
without: keep capzero.key elsewhere. The journal of the erased is written beside
the backups; keep it with them.`,
		Example: `  capzero backup --data /var/lib/capzero --to /backup --keep 14`,
		Args:    cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if r.To == "" {
				return errors.New("say where the backup goes: --to FOLDER")
			}
			if r.Keep < 0 {
				return errors.New("--keep takes a number of backups, or 0 for all")
			}
			config.Program = programVersion()
			b := newBar(c.ErrOrStderr(), time.Now)
			r.Progress = b.told
			made, err := app.Backup(c.Context(), config, r)
			b.end()
			if err != nil {
				return stopped(c, err)
			}
			return writeLines(c.OutOrStdout())(app.SaidOfBackup(made, language(os.Getenv)))
		},
	}
	addRecords(c, &config)
	addErased(c, &config)
	addCity(c, &config)
	c.Flags().StringVar(&r.To, "to", "", "folder of the backups, made if it is not there, on another disk")
	c.Flags().IntVar(&r.Keep, "keep", 0, "how many of the newest to keep; 0 keeps all")
	return c
}

func restoreCommand() *cobra.Command {
	var (
		config app.Config
		r      app.RestoreRequest
	)
	c := &cobra.Command{
		Use:   "restore FILE --data NEWDIR | --database URL",
		Short: "Put a backup back where there are no records",
		Long: `Put a backup back into a folder or a database where there are no records. They
are all there at the end or not at all: a run that is stopped, in whatever way,
leaves nothing that the program would serve, and the same command begins again.

It needs the secret of the installation, capzero.key in the folder or the file of
--key, and the journal of the erased, which is looked for beside the backup and in
the folder: whoever was erased since the backup is erased again.

Everybody has to sign in again afterwards, and mails that were waiting do not
leave.`,
		Example: `  capzero restore /backup/capzero-issy-3c1f9ab0-20261126T010000Z.backup --data /var/lib/capzero --key /etc/capzero/capzero.key`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return errors.New("say which backup, and where to: capzero restore FILE --data NEWDIR")
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error {
			r.File = args[0]
			if !c.Flags().Changed("city") {
				config.City = "" // that of the backup
			}
			config.Program = programVersion()
			b := newBar(c.ErrOrStderr(), time.Now)
			r.Progress = b.told
			done, err := app.Restore(c.Context(), config, r)
			b.end()
			if err != nil {
				return stopped(c, err)
			}
			return writeLines(c.OutOrStdout())(app.SaidOfRestore(done, language(os.Getenv)))
		},
	}
	addRecords(c, &config)
	addErased(c, &config)
	addModel(c, &config)
	c.Flags().BoolVar(&r.WithoutErased, "without-erased", false, "go on without the journal of the erased: those erased since come back")
	return c
}

// stopped says that nothing was kept where somebody has stopped a command.
func stopped(c *cobra.Command, err error) error {
	if c.Context().Err() != nil {
		return app.ErrStopped
	}
	return err
}

// writeLines writes lines, or returns why there are none.
func writeLines(out io.Writer) func([]string, error) error {
	return func(lines []string, err error) error {
		for _, line := range lines {
			fmt.Fprintln(out, line)
		}
		return err
	}
}

// addErased adds the flag that says where the journal of the erased is.
func addErased(c *cobra.Command, config *app.Config) {
	c.Flags().StringVar(&config.Erased, "erased", "",
		"file of the journal of the erased, made if it is not there (default: erased.journal in the folder of the records)")
}

// addCity adds the flags that say which city the records are of.
func addCity(c *cobra.Command, config *app.Config) {
	c.Flags().StringVar(&config.City, "city", "issy", "city pack")
	c.Flags().StringVar(&config.CityPack, "city-pack", "", "folder with the pack of a city that is not in the program, instead of --city")
}
