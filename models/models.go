// Package models holds the two models that measure a household, as sources for
// the publicodes compiler.
//
// The carbon model is Nos Gestes Climat by ADEME, exactly as published on npm:
// "make generate" fetches the pinned packages and this package embeds them
// compressed, the version that the program measures with and earlier ones, so
// that a result of before can still be computed. More can be added by an
// operator.
//
//	library, err := models.Open("")
//	sources, err := library.Sources(models.Release{Version: "4.10.2", Region: "FR"}, "fr")
//	model, err := publicodes.Compile(sources...)
//
// Over the published rules there may be an overlay of ours, see [Overlays]. The
// waste model is our own and lives in waste-fr as YAML.
//
// A result names what it was computed with: a [Release] and a [WasteVersion].
package models

import "capzero/publicodes"

// Carbon returns Nos Gestes Climat as the program has it for a region ("FR") in
// a language ("fr" or "en"), in the current version and without an overlay.
func Carbon(region, lang string) (publicodes.Source, error) {
	library, err := Open("")
	if err != nil {
		return publicodes.Source{}, err
	}
	sources, err := library.Sources(Release{Version: library.Current(), Region: region}, lang)
	if err != nil {
		return publicodes.Source{}, err
	}
	return sources[0], nil
}
