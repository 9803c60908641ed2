package visitor

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"sync"

	"capzero/models"
	"capzero/publicodes"
	"capzero/test/program"
)

// Personas are the households that the publisher of the carbon model invented
// and answers for, by first name.
func Personas() (map[string]publicodes.Situation, error) {
	path, err := program.NodeModules("@incubateur-ademe", "nosgestesclimat", "public", "personas-fr.json")
	if err != nil {
		return nil, err
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var published map[string]struct {
		Situation publicodes.Situation `json:"situation"`
	}
	if err := json.Unmarshal(data, &published); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	situations := map[string]publicodes.Situation{}
	for name, p := range published {
		situations[strings.TrimPrefix(name, "personas . ")] = p.Situation
	}
	return situations, nil
}

// Household is the truth of one persona, by the two models that the program
// asks from.
func Household(persona string) (*Truth, error) {
	situations, err := Personas()
	if err != nil {
		return nil, err
	}
	situation, ok := situations[persona]
	if !ok {
		return nil, fmt.Errorf("no published persona is called %s", persona)
	}
	carbon, err := CarbonModel()
	if err != nil {
		return nil, err
	}
	waste, err := WasteModel()
	if err != nil {
		return nil, err
	}
	return NewTruth(situation, carbon, waste), nil
}

// CarbonModel is the published model on our engine, as the program has it.
var CarbonModel = sync.OnceValues(func() (*publicodes.Model, error) {
	source, err := models.Carbon("FR", "fr")
	if err != nil {
		return nil, err
	}
	return publicodes.Compile(source)
})

// WasteModel is our own model on our engine, as the program has it.
var WasteModel = sync.OnceValues(func() (*publicodes.Model, error) {
	sources, err := models.Waste("fr")
	if err != nil {
		return nil, err
	}
	return publicodes.Compile(sources...)
})
