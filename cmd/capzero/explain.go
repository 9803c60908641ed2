package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"capzero/models/explain"
	"capzero/publicodes"

	"github.com/spf13/cobra"
)

func explainCommand() *cobra.Command {
	var (
		of        modelFlags
		o         explain.Options
		situation string
	)
	c := &cobra.Command{
		Use:   "explain RULE [--model FILE] [--situation JSON|FILE]",
		Short: "Explain a rule: how it is written, what it reads, how its value comes to be",
		Example: `  capzero model explain "transport . voiture . empreinte"
  capzero model explain énergie --model tea.yaml --situation '{"tasses": 3}' --depth 2`,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			model, sources, err := of.compile()
			if err != nil {
				return err
			}
			o.Rule = args[0]
			if o.Situation, err = readSituation(situation); err != nil {
				return err
			}
			sections, err := explain.Rule(model, sources, o)
			if err != nil {
				return err
			}
			sections = append(sections, explain.Section{Title: "Compiled into", Lines: model.Listing(o.Rule)})
			return explain.Print(c.OutOrStdout(), sections)
		},
	}
	of.add(c)
	c.Flags().StringVar(&situation, "situation", "", "answers, as JSON or as a file of it")
	c.Flags().IntVar(&o.Depth, "depth", 0, "how many rules below the rule to open as well")
	return c
}

// readSituation reads answers given on the command line or in a file, as they
// are or under "situation".
func readSituation(given string) (publicodes.Situation, error) {
	if given == "" {
		return nil, nil
	}
	name, data := "--situation", []byte(given)
	if !strings.HasPrefix(strings.TrimSpace(given), "{") {
		var err error
		if data, err = readText(given); err != nil {
			return nil, err
		}
		name = given
	}
	var answers publicodes.Situation
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	if err := decoder.Decode(&answers); err != nil {
		return nil, fmt.Errorf("%s: not a JSON object of answers: %w", name, err)
	}
	if inner, ok := answers["situation"].(map[string]any); ok {
		return inner, nil
	}
	return answers, nil
}
