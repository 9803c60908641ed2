package account

import (
	"slices"
	"testing"
)

func TestTheRolesThatARoleMayGive(t *testing.T) {
	for _, c := range []struct {
		has  Role
		want []Role
	}{
		{Participant, nil},
		{Facilitator, nil},
		{Steward, nil},
		{Officer, []Role{Facilitator}},
		{Administrator, []Role{Facilitator, Steward, Officer, Administrator}},
	} {
		t.Run(string(c.has), func(t *testing.T) {
			s := Session{}.WithRoles("issy", Participant, c.has)
			if got := s.Grantable("issy"); !slices.Equal(got, c.want) {
				t.Errorf("may give %v, want %v", got, c.want)
			}
			if got := s.Grantable("vanves"); got != nil {
				t.Errorf("may give %v in another city", got)
			}
		})
	}
}
