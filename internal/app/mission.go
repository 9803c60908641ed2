package app

import (
	"capzero/models"
	"capzero/models/missions"
	"capzero/publicodes"
)

// CheckMissions reads missions and compiles their formulas with the models of a
// city. The error joins everything that is wrong, each with its place.
func CheckMissions(config Config, files []publicodes.Source) (*missions.Set, error) {
	home, err := findCity(config.withCity())
	if err != nil {
		return nil, err
	}
	library, release, err := chooseModel(config, home)
	if err != nil {
		return nil, err
	}
	carbon, err := library.Sources(release, writtenIn)
	if err != nil {
		return nil, err
	}
	waste, err := models.Waste(writtenIn)
	if err != nil {
		return nil, err
	}
	ours, err := readActions()
	if err != nil {
		return nil, err
	}
	set, err := missions.Read(ours.Reasons, files...)
	if err != nil {
		return nil, err
	}
	return set, set.Check(carbon, waste)
}
