package account

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

// The table of roles and permissions, written out a second time: a change to
// the one in the program must be meant.
func TestWhatEachRoleMayDo(t *testing.T) {
	want := map[Permission]string{
		Look:                 "visitor participant",
		Measure:              "visitor participant",
		KeepAccount:          "participant",
		LiveInHousehold:      "participant",
		RunWorkshops:         "facilitator officer",
		PrintCards:           "facilitator officer",
		ReadSteering:         "steward officer",
		FeedBudget:           "steward officer",
		PublishData:          "steward",
		ReadRegister:         "steward officer administrator",
		EditCity:             "officer administrator",
		EntrustOrganisations: "officer administrator",
		GrantFacilitators:    "officer administrator",
		GrantRoles:           "administrator",
		ReadAudit:            "officer administrator",
		Operate:              "administrator",
	}
	for _, p := range Permissions() {
		var have []string
		for _, r := range Roles() {
			if slices.Contains(r.Permissions(), p) {
				have = append(have, string(r))
			}
		}
		if got := fmt.Sprint(have); got != "["+want[p]+"]" {
			t.Errorf("%s is for %v, want %s", p, have, want[p])
		}
	}
	if len(want) != len(Permissions()) {
		t.Errorf("%d permissions in the test, %d in the program", len(want), len(Permissions()))
	}
}

func TestEveryPermissionHasItsOwnBit(t *testing.T) {
	var all permissionSet
	for _, p := range Permissions() {
		if p.bit() == 0 || all.has(p) {
			t.Errorf("%s has the bit %b", p, p.bit())
		}
		all |= p.bit()
	}
	if Permission("").bit() != 0 || Permission("everything").bit() != 0 {
		t.Error("a permission that does not exist has a bit")
	}
}

func TestARoleIsHeldInOneCity(t *testing.T) {
	var r Rights
	r.addRole("issy", Participant)
	r.addRole("issy", Administrator)
	r.addRole("prijedor", Participant)
	for _, tt := range []struct {
		city string
		p    Permission
		want bool
	}{
		{"issy", GrantRoles, true}, {"issy", KeepAccount, true}, {"issy", PublishData, false},
		{"prijedor", GrantRoles, false}, {"prijedor", KeepAccount, true},
		{"paris", GrantRoles, false}, {"paris", KeepAccount, false}, {"paris", Measure, true},
		{"", GrantRoles, false}, {"issy", "", false}, {"issy", "everything", false},
	} {
		if got := r.May(tt.city, tt.p); got != tt.want {
			t.Errorf("%s in %q: %v", tt.p, tt.city, got)
		}
	}
	if got := (Session{}).Roles("issy"); !slices.Equal(got, []Role{Visitor}) {
		t.Errorf("a visitor is %v", got)
	}
}

func TestARoleThatTheProgramDoesNotKnowGivesNothing(t *testing.T) {
	var r Rights
	r.addRole("issy", "superuser")
	for _, p := range Permissions() {
		if r.May("issy", p) != slices.Contains(Visitor.Permissions(), p) {
			t.Errorf("it may %s", p)
		}
	}
}

func TestNoOrganisationGetsMoreThanCanBeEntrusted(t *testing.T) {
	for _, p := range Permissions() {
		var r Rights
		r.addTrust("issy", p)
		want := slices.Contains(Entrustable(), p) || slices.Contains(Visitor.Permissions(), p)
		if r.May("issy", p) != want {
			t.Errorf("%s entrusted gives %v", p, !want)
		}
	}
}

// manyRights is somebody with every role in four cities.
func manyRights() (s Session) {
	for _, city := range []string{"issy", "prijedor", "vanves", "meudon"} {
		for _, r := range Roles() {
			s.rights.addRole(city, r)
		}
	}
	return s
}

func BenchmarkMay(b *testing.B) {
	s := manyRights()
	b.ReportAllocs()
	for b.Loop() {
		if !s.May("meudon", Operate) {
			b.Fatal("it may not")
		}
	}
}

func TestACheckTakesLessThanAMicrosecond(t *testing.T) {
	s := manyRights()
	const checks = 100_000
	best := time.Hour // of a few: the machine may be busy
	for range 5 {
		began := time.Now()
		for range checks {
			s.May("meudon", Operate)
		}
		best = min(best, time.Since(began))
	}
	if each := best / checks; each > time.Microsecond {
		t.Errorf("a check takes %v", each)
	}
	if n := testing.AllocsPerRun(100, func() { s.May("meudon", Operate) }); n > 0 {
		t.Errorf("a check allocates %v times", n)
	}
}
