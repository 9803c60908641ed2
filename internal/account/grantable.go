package account

// Grantable lists the roles that the person of a session may give and take in a
// city, as their rights were when the request came. Grant and Revoke look again.
func (s Session) Grantable(city string) (roles []Role) {
	have := s.rights.in(city)
	for _, r := range Roles() {
		if r != Visitor && r != Participant && mayGrant(have, r) {
			roles = append(roles, r)
		}
	}
	return roles
}
