package account

import "slices"

// A Role is what somebody is in one city.
type Role string

// The roles.
const (
	Visitor       Role = "visitor"       // anyone; never stored
	Participant   Role = "participant"   // has an account; stored when they first come in
	Facilitator   Role = "facilitator"   // of an association or the city, runs workshops
	Steward       Role = "steward"       // answers for the data
	Officer       Role = "officer"       // steers the challenge for the city
	Administrator Role = "administrator" // gives roles, runs the program
)

// Roles lists them from the one that everybody has on.
func Roles() []Role {
	return []Role{Visitor, Participant, Facilitator, Steward, Officer, Administrator}
}

// Key is the name of the role in the catalogues.
func (r Role) Key() string { return "role." + string(r) }

// known reports whether the role is one that a person can be given.
func (r Role) known() bool { return r != Visitor && slices.Contains(Roles(), r) }

// Permissions are what a role may do in its city. Each line is the whole of what
// the role gives; who also has an account has the participant's line as well.
func (r Role) Permissions() []Permission {
	switch r {
	case Visitor:
		return []Permission{Look, Measure}
	case Participant:
		return []Permission{Look, Measure, KeepAccount, LiveInHousehold}
	case Facilitator:
		return []Permission{RunWorkshops, PrintCards}
	case Steward:
		return []Permission{ReadSteering, FeedBudget, PublishData, ReadRegister}
	case Officer:
		return []Permission{
			ReadSteering, FeedBudget, RunWorkshops, PrintCards, EditCity, ReadRegister,
			EntrustOrganisations, GrantFacilitators, ReadAudit,
		}
	case Administrator:
		return []Permission{ReadRegister, EditCity, EntrustOrganisations, GrantFacilitators, GrantRoles, ReadAudit, Operate}
	}
	return nil
}

// mayGrant reports whether somebody with some permissions may give and take a
// role.
func mayGrant(have permissionSet, r Role) bool {
	return have.has(GrantRoles) || r == Facilitator && have.has(GrantFacilitators)
}

// Rights are what one person may do, city by city.
type Rights struct {
	cities []cityRights // few: searched in order
}

type cityRights struct {
	city  string
	roles []Role
	set   permissionSet
}

// visitorSet is what everybody may do everywhere.
var visitorSet = setOf(Visitor.Permissions()...)

// May reports whether the person may do something in a city.
func (r Rights) May(city string, p Permission) bool {
	return r.in(city).has(p)
}

func (r Rights) in(city string) permissionSet {
	for i := range r.cities {
		if r.cities[i].city == city {
			return r.cities[i].set
		}
	}
	return visitorSet
}

// Roles lists the roles of the person in a city, Visitor alone for who has none.
func (r Rights) Roles(city string) []Role {
	for _, c := range r.cities {
		if c.city == city && len(c.roles) > 0 {
			return slices.Clone(c.roles)
		}
	}
	return []Role{Visitor}
}

func (r *Rights) addRole(city string, role Role) {
	c := r.city(city)
	c.roles = append(c.roles, role)
	c.set |= setOf(role.Permissions()...)
}

// addTrust adds a permission that an organisation of the person was entrusted
// with.
func (r *Rights) addTrust(city string, p Permission) {
	if slices.Contains(entrustable, p) {
		r.city(city).set |= p.bit()
	}
}

func (r *Rights) city(city string) *cityRights {
	for i := range r.cities {
		if r.cities[i].city == city {
			return &r.cities[i]
		}
	}
	r.cities = append(r.cities, cityRights{city: city, set: visitorSet})
	return &r.cities[len(r.cities)-1]
}
