package footprint

// A Narrowing is an open question whose answer would make the figure surer.
type Narrowing struct {
	Rule  string
	Text  string
	Theme Theme
	Share float64 // of the variance of the total that the answer would explain, 0 to 1

	Foreign Foreign
}
