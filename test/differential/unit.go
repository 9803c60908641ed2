package differential

// dimension is a list of units that convert into each other. The first one is
// written most.
type dimension []string

var (
	bare     = dimension{""}
	mass     = dimension{"kg", "g", "mg"}
	money    = dimension{"€", "k€"}
	length   = dimension{"km", "m", "cm"}
	duration = dimension{"an", "mois", "jour", "trimestre"}
	percent  = dimension{"%"}
	energy   = dimension{"kWh", "kW.h"}
	people   = dimension{"personne"}
	area     = dimension{"m2", "m.m"}
	perYear  = dimension{"kg/an", "kg/mois", "g/jour"}
	price    = dimension{"€/kg", "k€/kg", "€/g"}
	speed    = dimension{"km/jour", "m/jour", "km/an"}
	often    = dimension{"/an", "/mois"}
	growth   = dimension{"%/an", "%/mois"}
	plates   = dimension{"repas par semaine"}
)

var dimensions = []dimension{bare, mass, money, length, duration, percent, energy, people, area, perYear, price, speed, often, growth, plates}

// usual are those that most rules have.
var usual = []dimension{bare, mass, money, duration, percent, perYear, price, length, mass, money, speed, often}

// product is a way to make a dimension of two others.
type product struct {
	op                  string
	left, right, result dimension
}

var products = []product{
	{"*", perYear, duration, mass}, {"*", price, mass, money}, {"*", speed, duration, length},
	{"/", mass, duration, perYear}, {"/", money, mass, price}, {"/", length, duration, speed},
	{"/", money, price, mass}, {"/", length, speed, duration}, {"*", length, length, area},
	{"/", mass, mass, bare}, {"/", money, money, bare}, {"*", percent, percent, percent},
	{"/", bare, duration, often}, {"*", often, duration, bare}, {"*", mass, often, perYear}, {"*", growth, duration, percent},
}

func (d dimension) is(other dimension) bool { return d[0] == other[0] }
