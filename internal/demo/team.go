package demo

import (
	"context"

	"capzero/internal/challenge"
	"capzero/internal/household"
)

// Chances in one evening of somebody who has a team.
const (
	looksAtTeam = 0.3
	writes      = 0.08
	agrees      = 0.75 // to a team that is proposed
	animates    = 0.8  // once asked
)

// face draws how a household shows itself, and has its adult allow it.
func (t *town) face(ctx context.Context, f *family, a *adult) (challenge.Joining, error) {
	shows := pick(f.random, weighted[challenge.Visibility]{
		{challenge.Hidden, 25}, {challenge.ShowName, 20}, {challenge.ShowMissions, 30}, {challenge.ShowKg, 25},
	})
	if f.number <= 1 { // those whose shoes one steps into
		shows = challenge.ShowKg
	}
	how := challenge.Joining{Face: challenge.Face{Visibility: shows}, Channel: f.channel}
	if shows == challenge.Hidden {
		return how, nil
	}
	how.Name = f.pseudonym()
	return how, t.decides(ctx, a, map[household.Purpose]household.Choice{household.TeamName: household.Accept})
}

// forms begins a team, whose link goes to friends.
func (t *town) forms(ctx context.Context, f *family, a *adult) error {
	how, err := t.face(ctx, f, a)
	if err != nil {
		return err
	}
	name := teamNames[f.number/formedBy%len(teamNames)]
	team, err := t.Challenge.FormTeam(ctx, a.id, name, how)
	if err != nil {
		return err
	}
	link, _, err := t.Challenge.InviteToTeam(ctx, a.id)
	if err != nil {
		return err
	}
	t.links[f.number] = link
	f.team, f.wave = true, team.Wave
	return nil
}

func (t *town) joins(ctx context.Context, f *family, a *adult, link string) error {
	how, err := t.face(ctx, f, a)
	if err != nil {
		return err
	}
	_, err = t.Challenge.JoinTeam(ctx, a.id, link, how)
	f.team = err == nil
	return t.refused(err)
}

// neighbours is what an adult has to do with a team: answer to one that is
// proposed, look at one's own, write there.
func (t *town) neighbours(ctx context.Context, f *family, a *adult, w challenge.Week) error {
	if !f.team {
		return t.answersProposal(ctx, f, a)
	}
	switch chance := f.random.Float64(); {
	case chance < t.o.Truth.LeavesTeam && !f.loyal:
		f.team = false
		return t.refused(t.Challenge.LeaveTeam(ctx, a.id))
	case chance > looksAtTeam:
		return nil
	}
	page, err := t.Challenge.TeamPage(ctx, a.id, w)
	if err != nil {
		return t.refused(err)
	}
	if page.Team.Asked == a.id {
		return t.answersAsked(ctx, f, a)
	}
	if page.Begun {
		return t.board(ctx, f, a, page.Team)
	}
	return nil
}

func (t *town) answersProposal(ctx context.Context, f *family, a *adult) error {
	p, found, err := t.Challenge.Proposal(ctx, a.id)
	if err != nil || !found {
		return err
	}
	answer := pick(f.random, weighted[challenge.ProposalAnswer]{
		{challenge.ProposalYes, agrees}, {challenge.ProposalLater, (1 - agrees) / 2}, {challenge.ProposalNo, (1 - agrees) / 2},
	})
	var how challenge.Joining
	if answer == challenge.ProposalYes {
		if how, err = t.face(ctx, f, a); err != nil {
			return err
		}
	}
	err = t.Challenge.AnswerProposal(ctx, a.id, p.ID, answer, how)
	f.team = err == nil && answer == challenge.ProposalYes
	return t.refused(err)
}

func (t *town) answersAsked(ctx context.Context, f *family, a *adult) error {
	if f.random.Float64() < animates {
		return t.refused(t.Challenge.Animate(ctx, a.id))
	}
	return t.refused(t.Challenge.DeclineToAnimate(ctx, a.id))
}

// board reads what the others wrote, and writes. In one team somebody sells a
// bicycle, and somebody else reports it.
func (t *town) board(ctx context.Context, f *family, a *adult, team challenge.Team) error {
	if len(t.adverts) == 0 && t.plan.NumberOf(challenge.WeekOf(t.today(t.clock.at))) > t.o.Weeks-2 && !f.loyal {
		t.adverts[team.ID] = true
		return t.posts(ctx, a, advert)
	}
	if t.adverts[team.ID] {
		if err := t.reports(ctx, a); err != nil {
			return err
		}
	}
	if f.random.Float64() < writes || f.loyal && f.random.Float64() < 2*writes {
		return t.posts(ctx, a, messages[f.random.IntN(len(messages))])
	}
	return nil
}

func (t *town) posts(ctx context.Context, a *adult, text string) error {
	_, err := t.Challenge.Post(ctx, a.id, text)
	if err == nil {
		t.report.Messages++
	}
	return t.refused(err)
}

func (t *town) reports(ctx context.Context, a *adult) error {
	board, err := t.Challenge.Board(ctx, a.id, 0)
	if err != nil {
		return t.refused(err)
	}
	for _, m := range board.Messages {
		if m.Text == advert && !m.Mine {
			clear(t.adverts)
			t.adverts[""] = true // one is enough
			return t.refused(t.Challenge.ReportMessage(ctx, a.id, m.Number, challenge.Advert))
		}
	}
	return nil
}
