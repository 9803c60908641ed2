package account

import (
	"strings"
	"testing"
)

func TestMembersMayDoWhatTheCityEntrustsToTheirOrganisation(t *testing.T) {
	w := newWorld(t)
	officer := w.comeAs(t, "officer@example.org", Officer)
	member, _ := w.come(t, "rea@example.org")
	id, err := w.CreateOrganisation(t.Context(), officer, "issy", "Les Colibris", "Nous animons\r\ndes ateliers.")
	must(t, err)
	may := func(p Permission) bool { return w.session(t, member.Token).May("issy", p) }

	must(t, w.AddMember(t.Context(), officer, id, "rea@example.org"))
	if may(RunWorkshops) {
		t.Error("a member may run workshops without the city's word")
	}
	must(t, w.Entrust(t.Context(), officer, id, RunWorkshops))
	must(t, w.Entrust(t.Context(), officer, id, RunWorkshops))
	s := w.session(t, member.Token)
	if !s.May("issy", RunWorkshops) || s.May("issy", PrintCards) || s.May("prijedor", RunWorkshops) || !s.Stale {
		t.Error("a member has other rights than those entrusted")
	}
	o, err := w.Organisation(t.Context(), id)
	must(t, err)
	if o.Name != "Les Colibris" || o.About != "Nous animons\ndes ateliers." || !o.Trusts(RunWorkshops) || o.Trusts(FeedBudget) {
		t.Errorf("its page says %+v", o)
	}
	must(t, w.Withdraw(t.Context(), officer, id, RunWorkshops))
	if may(RunWorkshops) {
		t.Error("what was withdrawn still works")
	}
	must(t, w.Entrust(t.Context(), officer, id, RunWorkshops))
	must(t, w.RemoveMember(t.Context(), officer, id, s.Person.ID))
	if may(RunWorkshops) {
		t.Error("who was removed still may")
	}
	must(t, w.AddMember(t.Context(), officer, id, "rea@example.org"))
	must(t, w.CloseOrganisation(t.Context(), officer, id))
	if may(RunWorkshops) {
		t.Error("a member of an organisation that was closed still may")
	}
	_, err = w.Organisation(t.Context(), id)
	wantFault(t, err, "error.organisation_unknown")
	audit, err := w.Audit(t.Context(), officer, "issy", true, 100)
	must(t, err)
	all := audit.Events
	if len(all) < 9 || all[0].What != "organisation" || all[1].What != "member" || all[1].Person != s.Person.ID {
		t.Errorf("the audit is %+v", all)
	}
}

func TestWhoMayChangeAnOrganisation(t *testing.T) {
	w := newWorld(t)
	officer := w.comeAs(t, "officer@example.org", Officer)
	_, rea := w.come(t, "rea@example.org")
	_, bob := w.come(t, "bob@example.org")
	id, err := w.CreateOrganisation(t.Context(), officer, "issy", "Les Colibris", "")
	must(t, err)
	must(t, w.AddMember(t.Context(), officer, id, "rea@example.org"))

	must(t, w.DescribeOrganisation(t.Context(), rea, id, "Colibris d’Issy", "Bonjour"))
	wantFault(t, w.Entrust(t.Context(), rea, id, RunWorkshops), "error.not_allowed")
	wantFault(t, w.AddMember(t.Context(), rea, id, "bob@example.org"), "error.not_allowed")
	for _, s := range []Session{bob, {}} {
		_, err := w.CreateOrganisation(t.Context(), s, "issy", "X", "")
		wantFault(t, err, "error.not_allowed")
		_, err = w.Members(t.Context(), s, id)
		wantFault(t, err, "error.not_allowed")
		wantFault(t, w.DescribeOrganisation(t.Context(), s, id, "X", ""), "error.not_allowed")
		wantFault(t, w.RemoveMember(t.Context(), s, id, rea.Person.ID), "error.not_allowed")
		wantFault(t, w.CloseOrganisation(t.Context(), s, id), "error.not_allowed")
	}
	if members, err := w.Members(t.Context(), rea, id); err != nil || len(members) != 1 {
		t.Errorf("a member sees %v, %v", members, err)
	}
	must(t, w.RemoveMember(t.Context(), rea, id, rea.Person.ID))
	_, err = w.Members(t.Context(), rea, id)
	wantFault(t, err, "error.not_allowed")

	for _, p := range []Permission{GrantRoles, ReadSteering, ReadRegister, "", "everything"} {
		wantFault(t, w.Entrust(t.Context(), officer, id, p), "error.not_entrustable")
	}
	for _, foreign := range []string{"", "\x00", strings.Repeat("A", 26)} {
		wantFault(t, w.AddMember(t.Context(), officer, foreign, "rea@example.org"), "error.organisation_unknown")
	}
	_, err = w.CreateOrganisation(t.Context(), officer, "issy", "X", strings.Repeat("é", maxAbout+1))
	wantFault(t, err, "error.about_too_long")
}

func TestErasingTakesAPersonOutOfOrganisations(t *testing.T) {
	w := newWorld(t)
	officer := w.comeAs(t, "officer@example.org", Officer)
	_, rea := w.come(t, "rea@example.org")
	id, err := w.CreateOrganisation(t.Context(), officer, "issy", "Les Colibris", "")
	must(t, err)
	must(t, w.AddMember(t.Context(), officer, id, "rea@example.org"))
	must(t, w.Erase(t.Context(), rea))
	if members, err := w.Members(t.Context(), officer, id); err != nil || len(members) != 0 {
		t.Errorf("its members are %v, %v", members, err)
	}
	audit, err := w.Audit(t.Context(), officer, "issy", true, 2)
	must(t, err)
	for _, e := range audit.Events {
		if e.Through != throughErasure || e.Granted {
			t.Errorf("the audit ends with %+v", e)
		}
	}
}
