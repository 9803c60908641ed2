// Package models holds the two models that measure a household, as sources for
// the publicodes compiler.
//
// The carbon model is Nos Gestes Climat by ADEME, exactly as published on npm:
// "make generate" fetches the pinned package and this package embeds it
// compressed. The waste model is our own and lives in waste-fr as YAML.
//
//	source, err := models.Carbon("FR", "fr")
//	model, err := publicodes.Compile(source)
//
// A result names the versions it was computed with, see [CarbonVersion] and
// [WasteVersion].
package models

import (
	"compress/gzip"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"capzero/publicodes"
)

// The folder always holds its README; the rest is there after make generate.
//
//go:embed nosgestesclimat
var carbon embed.FS

// ErrNotGenerated says that the program was built without the carbon model.
var ErrNotGenerated = errors.New("the carbon model is not in this program: run make generate, then build again")

// Carbon returns Nos Gestes Climat for a region ("FR") in a language ("fr" or
// "en").
func Carbon(region, lang string) (publicodes.Source, error) {
	name := fmt.Sprintf("co2-model.%s-lang.%s.json", region, lang)
	packed, err := carbon.Open("nosgestesclimat/" + name + ".gz")
	if errors.Is(err, fs.ErrNotExist) {
		return publicodes.Source{}, notThere(region, lang)
	}
	if err != nil {
		return publicodes.Source{}, err
	}
	defer packed.Close()

	unpacked, err := gzip.NewReader(packed)
	if err != nil {
		return publicodes.Source{}, fmt.Errorf("%s: %w", name, err)
	}
	data, err := io.ReadAll(unpacked)
	if err != nil {
		return publicodes.Source{}, fmt.Errorf("%s: %w", name, err)
	}
	return publicodes.Source{Name: name, Data: data}, nil
}

// notThere tells a program without any model from one without this one.
func notThere(region, lang string) error {
	if _, err := CarbonVersion(); err != nil {
		return err
	}
	return fmt.Errorf("no carbon model for region %q in language %q", region, lang)
}

// CarbonVersion returns the version of the npm package of the carbon model,
// such as "4.10.2".
func CarbonVersion() (string, error) {
	data, err := carbon.ReadFile("nosgestesclimat/version.json")
	if err != nil {
		return "", ErrNotGenerated
	}
	var meta struct {
		Version string `json:"version"`
	}
	if err := json.Unmarshal(data, &meta); err != nil {
		return "", fmt.Errorf("version of the carbon model: %w", err)
	}
	return meta.Version, nil
}

// CarbonLicence returns the licence that the carbon model came with.
func CarbonLicence() (string, error) {
	data, err := carbon.ReadFile("nosgestesclimat/LICENSE")
	if err != nil {
		return "", ErrNotGenerated
	}
	return string(data), nil
}
