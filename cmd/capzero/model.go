package main

import (
	"errors"
	"fmt"
	"os"

	"capzero/internal/app"
	"capzero/models/batch"
	"capzero/publicodes"

	"github.com/spf13/cobra"
)

func modelCommand() *cobra.Command {
	c := &cobra.Command{Use: "model", Short: "Work with the models"}
	c.AddCommand(evalCommand(), lintCommand())
	return c
}

func evalCommand() *cobra.Command {
	var (
		region, lang string
		rules        []string
		overlays     []string
	)
	c := &cobra.Command{
		Use:   "eval --rules a,b [--region FR] [--lang fr] [--overlay FILE] < lines.jsonl",
		Short: "Evaluate the carbon model for a situation per line",
		Long: `Read a situation per line, {"situation":{"rule":value}}, and write a line for
each: {"values":{rule:value},"missing":[rule],"errors":{rule:text}}. A value that
does not apply is null, one that is not defined is left out. The missing answers
are those of the first rule, most important first. A line that cannot be read
has its error under the empty name.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			sources, err := readSources(overlays)
			if err != nil {
				return err
			}
			model, err := app.CarbonModel(region, lang, sources...)
			if err != nil {
				return err
			}
			return batch.Run(model, rules, c.InOrStdin(), c.OutOrStdout())
		},
	}
	c.Flags().StringVar(&region, "region", "FR", "region of the carbon model")
	c.Flags().StringVar(&lang, "lang", "fr", "language of its texts")
	c.Flags().StringSliceVar(&rules, "rules", nil, "rules to evaluate, separated by commas")
	c.Flags().StringArrayVar(&overlays, "overlay", nil, "file of rules over the published ones, may be repeated")
	c.MarkFlagRequired("rules")
	return c
}

func lintCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "lint [FILE…]",
		Short: "Find what a model says and probably does not mean",
		Long: `Compile the files as one model, or the models of the program without any, and
report unknown keys, units that disagree, rules that nothing reads and questions
without a default.
Ends with an error where a model does not compile, or a file has an unknown key.`,
		RunE: func(c *cobra.Command, files []string) error {
			sources, err := readSources(files)
			if err != nil {
				return err
			}
			serious, err := app.Lint(sources, c.OutOrStdout())
			if err == nil && serious > 0 {
				err = fmt.Errorf("%d unknown keys", serious)
			}
			return err
		},
	}
}

// readSources reads model files, all that can be.
func readSources(files []string) ([]publicodes.Source, error) {
	var (
		sources  []publicodes.Source
		problems []error
	)
	for _, name := range files {
		data, err := os.ReadFile(name)
		problems = append(problems, err)
		sources = append(sources, publicodes.Source{Name: name, Data: data})
	}
	return sources, errors.Join(problems...)
}
