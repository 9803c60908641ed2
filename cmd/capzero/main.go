// Capzero measures what a household weighs, in carbon and in waste, and shows a
// city what its households weigh together.
//
//	capzero serve --listen 127.0.0.1:8080 --data data
//	capzero demo --data data
//	capzero city check my-city
//	capzero mission check my-missions
//	capzero model eval --region FR --lang fr --rules bilan < situations.jsonl
//	capzero model check my-rules.yaml
//	capzero model explain "transport . voiture . empreinte"
//	capzero model recompute --data data
//	capzero backup --data data --to /backup
//	capzero restore /backup/capzero-issy-….backup --data elsewhere
//	capzero admin grant rea@example.org administrator --data data
//	capzero version
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"capzero/internal/app"

	"github.com/spf13/cobra"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := command().ExecuteContext(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "capzero:", app.Said(err, language(os.Getenv)))
		stop()
		os.Exit(1)
	}
}

func command() *cobra.Command {
	root := &cobra.Command{
		Use:           "capzero",
		Short:         "Measure the carbon and the waste of a city's households",
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	root.AddCommand(serveCommand(), demoCommand(), backupCommand(), restoreCommand(), adminCommand(), cityCommand(), missionCommand(), modelCommand(), versionCommand())
	return root
}
