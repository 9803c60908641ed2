package account

import "slices"

// A Permission is one thing that somebody may do in a city. Routes and services
// ask for a permission, never for a role.
type Permission string

// The permissions.
const (
	Look                 Permission = "look"                  // the public pages
	Measure              Permission = "measure"               // answer questions, without an account
	KeepAccount          Permission = "keep_account"          // one's own account, devices, passkeys
	LiveInHousehold      Permission = "live_in_household"     // make, join, leave a household
	RunWorkshops         Permission = "run_workshops"         // lead sessions, see who is there
	PrintCards           Permission = "print_cards"           // let somebody in without e-mail
	ReadSteering         Permission = "read_steering"         // the city's own figures, with their intervals
	FeedBudget           Permission = "feed_budget"           // the territorial climate budget
	PublishData          Permission = "publish_data"          // open data, anonymised
	ReadRegister         Permission = "read_register"         // what is done with personal data, article 30
	EditCity             Permission = "edit_city"             // texts, links, seasons of the city
	EntrustOrganisations Permission = "entrust_organisations" // make them, choose members and permissions
	GrantFacilitators    Permission = "grant_facilitators"    // give and take that one role
	GrantRoles           Permission = "grant_roles"           // give and take any role
	ReadAudit            Permission = "read_audit"            // who gave and took which right
	Operate              Permission = "operate"               // jobs, outbox, health
)

// permissions are all of them, each with its bit: a set of them is a number.
var permissions = []Permission{
	Look, Measure, KeepAccount, LiveInHousehold, RunWorkshops, PrintCards, ReadSteering, FeedBudget, PublishData,
	ReadRegister, EditCity, EntrustOrganisations, GrantFacilitators, GrantRoles, ReadAudit, Operate,
}

// Permissions lists every permission.
func Permissions() []Permission { return slices.Clone(permissions) }

// A permissionSet has the bit of each permission in it.
type permissionSet uint64

func setOf(list ...Permission) (set permissionSet) {
	for _, p := range list {
		set |= p.bit()
	}
	return set
}

// bit is the bit of a permission, none for one that does not exist.
func (p Permission) bit() permissionSet {
	i := slices.Index(permissions, p)
	if i < 0 {
		return 0
	}
	return 1 << i
}

func (s permissionSet) has(p Permission) bool { return s&p.bit() != 0 }

// entrustable are the permissions that a city may give to an organisation. No
// other ever reaches its members, whatever the database says: nobody outside the
// city gives roles, reads its figures or changes its pages.
var entrustable = []Permission{RunWorkshops, PrintCards, FeedBudget}

// Entrustable lists the permissions that a city may give to an organisation.
func Entrustable() []Permission { return slices.Clone(entrustable) }
