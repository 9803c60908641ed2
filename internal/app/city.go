package app

import (
	"capzero/internal/city"
)

// CheckCity reads the pack in a folder and puts together everything that it
// names: the languages, the region and the overlay of the carbon model, the
// places whose figures say how people answer. The error says what is wrong.
func CheckCity(folder string) (city.City, error) {
	p, err := newParts(Config{CityPack: folder})
	return p.city, err
}
