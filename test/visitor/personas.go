package visitor

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"

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
