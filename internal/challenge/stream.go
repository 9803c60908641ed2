package challenge

import "slices"

// A Stream is waste that goes one way.
type Stream string

// The streams that people weigh at home.
const (
	Residual  Stream = "residual" // the grey bag
	Packaging Stream = "packaging"
	Paper     Stream = "paper" // and card
	Glass     Stream = "glass"
	FoodWaste Stream = "food" // sorted
	Textiles  Stream = "textiles"
)

// Streams lists the streams in the order they are offered.
func Streams() []Stream {
	return []Stream{Residual, Packaging, Paper, Glass, FoodWaste, Textiles}
}

func (s Stream) known() bool { return slices.Contains(Streams(), s) }

// A density is how heavy a litre of a stream is in a bag that nobody presses.
type density struct {
	gramsPerLitre float64
	spread        float64 // coefficient of variation of one bag
}

// densities turn bags into grams where there is no scale. Residual: bags as they
// are collected to be sorted by hand, 200 to 300 kg in 2.5 to 3 m3
// (retifconseil.fr/caracterisationdesdechets.html). The others are assumptions
// and wide.
var densities = map[Stream]density{
	Residual:  {90, 0.35},
	Packaging: {30, 0.5},
	Paper:     {60, 0.5},
	Glass:     {250, 0.4},
	FoodWaste: {450, 0.4},
	Textiles:  {120, 0.5},
}
