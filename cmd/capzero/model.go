package main

import (
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"capzero/internal/app"
	"capzero/models/batch"
	"capzero/models/check"
	"capzero/publicodes"

	"github.com/spf13/cobra"
)

func modelCommand() *cobra.Command {
	c := &cobra.Command{Use: "model", Short: "Work with the models"}
	for _, reading := range []*cobra.Command{evalCommand(), checkCommand(), explainCommand(), listCommand()} {
		reading.PreRun = func(*cobra.Command, []string) {
			// It keeps nothing: whoever stops it need not wait.
			signal.Reset(os.Interrupt, syscall.SIGTERM)
		}
		c.AddCommand(reading)
	}
	c.AddCommand(recomputeCommand())
	return c
}

// modelFlags say which model a command works on.
type modelFlags struct {
	files, overlays []string
	region, lang    string
	config          app.Config
}

func (m *modelFlags) add(c *cobra.Command) {
	c.Flags().StringArrayVar(&m.files, "model", nil, "model file, YAML or JSON; several make one model, in order (default: the carbon model)")
	c.Flags().StringVar(&m.region, "region", "FR", "region of the carbon model")
	c.Flags().StringVar(&m.lang, "lang", "fr", "language of its texts")
	c.Flags().StringArrayVar(&m.overlays, "overlay", nil, "rules over the model: a file, or the name of an overlay of the program; may be repeated")
	addVersion(c, &m.config)
}

// addVersion gives a command the flags for a version of the carbon model.
func addVersion(c *cobra.Command, config *app.Config) {
	c.Flags().StringVar(&config.Models, "models", "", "folder of further versions of the carbon model, unpacked npm packages")
	c.Flags().StringVar(&config.ModelVersion, "model-version", "", "version of the carbon model (default: the current one, see capzero model list)")
}

// addModel gives a command the flags for the carbon model of a city.
func addModel(c *cobra.Command, config *app.Config) {
	addCity(c, config)
	addVersion(c, config)
	c.Flags().StringVar(&config.ModelOverlay, "model-overlay", "", "rules of ours over the carbon model (default: what the city pack says)")
}

// compile gives the model, and the sources of its files.
func (m *modelFlags) compile() (*publicodes.Model, []publicodes.Source, error) {
	sources, err := m.sources()
	if err != nil {
		return nil, nil, err
	}
	model, err := compileFiles(sources...)
	if err != nil {
		return nil, nil, err
	}
	return model, sources, m.cycle(model)
}

// cycle is the first rule of an overlay file that needs its own value. Versions of
// the carbon model have such rules, which are undefined there, but rules that are
// laid over it are meant to give a figure.
func (m *modelFlags) cycle(model *publicodes.Model) error {
	for _, w := range model.Warnings() {
		if w.Kind == publicodes.CycleError && slices.Contains(m.overlays, w.Source) {
			return w
		}
	}
	return nil
}

func (m *modelFlags) sources() ([]publicodes.Source, error) {
	files, err := readSources(m.files)
	if err != nil {
		return nil, err
	}
	named, over := splitOverlays(m.overlays)
	overlays, err := readSources(over)
	switch {
	case err != nil:
		return nil, err
	case len(named) > 1:
		return nil, fmt.Errorf("one overlay of the program at a time, not %v", named)
	case len(files) == 0:
		m.config.ModelOverlay = strings.Join(named, "")
		return app.CarbonSources(m.config, m.region, m.lang, overlays...)
	case len(named) > 0:
		return nil, fmt.Errorf("%s is over the carbon model, not over %s", named[0], m.files[0])
	}
	return append(files, overlays...), nil
}

// splitOverlays tells the overlays of the program, which have a name, from files,
// which have an extension.
func splitOverlays(given []string) (named, files []string) {
	for _, overlay := range given {
		if filepath.Ext(overlay) == "" && !strings.ContainsAny(overlay, `/\`) {
			named = append(named, overlay)
		} else {
			files = append(files, overlay)
		}
	}
	return named, files
}

func evalCommand() *cobra.Command {
	var (
		of    modelFlags
		rules []string
	)
	c := &cobra.Command{
		Use:   "eval --rules a,b [--model FILE] < lines.jsonl",
		Short: "Evaluate a model for a situation per line",
		Long: `Read a situation per line, {"situation":{"rule":value}}, and write a line for
each, in the same order:

  {"values":{rule:value},"units":{rule:text},"missing":[rule],"errors":{rule:text}}

A value that does not apply is null, one that is not defined is left out. Units
are those of the values that have one. The missing answers are those of the first
rule, most important first. A line that cannot be read has its error under the
empty name.`,
		Example: `  echo '{"situation":{"logement . surface":60}}' | capzero model eval --rules bilan
  capzero model eval --model tea.yaml --model local.yaml --rules énergie < cups.jsonl
  echo '{}' | capzero model eval --rules bilan --region PL --overlay overlay-regions`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			model, _, err := of.compile()
			if err != nil {
				return err
			}
			for _, rule := range rules {
				if err := check.Known(model, rule); err != nil {
					return err
				}
			}
			return batch.Run(model, rules, c.InOrStdin(), c.OutOrStdout())
		},
	}
	of.add(c)
	c.Flags().StringSliceVar(&rules, "rules", nil, "rules to evaluate, separated by commas")
	c.MarkFlagRequired("rules")
	return c
}

func checkCommand() *cobra.Command {
	var (
		o          check.Options
		situations []string
		asJSON     bool
	)
	c := &cobra.Command{
		Use:   "check [FILE…]",
		Short: "Find what a model says and probably does not mean",
		Long: `Compile the files as one model, or the models of the program without any, and
report, each with its place and a suggestion:

  unknown keys; units that disagree; rules that nothing reads; branches that are
  never reached; texts that are no possibility; a plafond below its plancher;
  questions whose missing answer leaves a total undefined; divisions by zero that
  legal answers reach, with those answers; contexts that lead into each other.

With --situation, the answers in a file are checked too: {"rule": answer}, the
same under "situation", or a map from names of people to such.

Ends with status 1 when there is an error, that is, something that gives a wrong
result or none to somebody.`,
		Example: `  capzero model check mine.publicodes
  capzero model check --root bilan --situation personas.json
  capzero model check --json mine.publicodes`,
		RunE: func(c *cobra.Command, files []string) error {
			sources, err := readSources(files)
			if err != nil {
				return err
			}
			if o.Situations, err = readSources(situations); err != nil {
				return err
			}
			o.Progress, o.Compile = progress(c.ErrOrStderr()), compileFiles
			found, sources, err := app.CheckModel(c.Context(), o, sources)
			if err != nil {
				return err
			}
			o.Progress("", 1, 1)
			if asJSON {
				err = check.JSON(c.OutOrStdout(), found)
			} else {
				err = check.Print(c.OutOrStdout(), found, sources...)
			}
			if err != nil {
				return err
			}
			if n := check.Serious(found); n > 0 {
				return fmt.Errorf("%s", plural(n, "error"))
			}
			return nil
		},
	}
	c.Flags().StringArrayVar(&o.Roots, "root", nil, "rule that is asked for, may be repeated (default: chosen among those that nothing reads)")
	c.Flags().StringArrayVar(&situations, "situation", nil, "JSON file of answers to check, may be repeated")
	c.Flags().BoolVar(&asJSON, "json", false, "write the findings as JSON")
	c.Flags().IntVar(&o.Samples, "samples", 300, "random situations to try")
	c.Flags().Uint64Var(&o.Seed, "seed", 1, "start of the random situations")
	return c
}

// progress tells a person at a terminal how far the work is, and nobody else.
func progress(out io.Writer) func(what string, done, of int) {
	if !isTerminal(out) {
		return func(string, int, int) {}
	}
	return func(what string, done, of int) {
		if what == "" {
			fmt.Fprint(out, "\r\x1b[K")
			return
		}
		fmt.Fprintf(out, "\r\x1b[K%s, %d of %d", what, done+1, of)
	}
}

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}
