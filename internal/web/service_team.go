package web

import (
	"context"
	"time"

	"capzero/internal/access"
	"capzero/internal/challenge"
)

// Teams is what a team asks of package challenge for one of its adults.
type Teams interface {
	TeamPage(ctx context.Context, person string, w challenge.Week) (challenge.TeamPage, error)
	FormTeam(ctx context.Context, person, name string, how challenge.Joining) (challenge.Team, error)
	RenameTeam(ctx context.Context, person, name string) error
	ShowInTeam(ctx context.Context, person string, f challenge.Face) error
	LeaveTeam(ctx context.Context, person string) error

	Proposal(ctx context.Context, person string) (p challenge.Proposal, found bool, err error)
	AnswerProposal(ctx context.Context, person, teamID string, a challenge.ProposalAnswer, how challenge.Joining) error
	InviteToTeam(ctx context.Context, person string) (token string, expires time.Time, err error)
	LookAtTeam(ctx context.Context, person, token string) (challenge.TeamInvited, error)
	JoinTeam(ctx context.Context, person, token string, how challenge.Joining) (challenge.Team, error)

	Neighbours(ctx context.Context, person string) ([]challenge.Neighbour, error)
	HandOver(ctx context.Context, person, to string) error
	Animate(ctx context.Context, person string) error
	DeclineToAnimate(ctx context.Context, person string) error
}

// Boards are the messages that the households of a team write to each other.
type Boards interface {
	Board(ctx context.Context, person string, below int) (challenge.Board, error)
	Post(ctx context.Context, person, typed string) (number int, err error)
	ReportMessage(ctx context.Context, person string, number int, why challenge.Why) error
	HideMessage(ctx context.Context, person string, number int, why challenge.Why) error
	RemoveMessage(ctx context.Context, person string, number int) error
}

// Rankings are what those see who want to be ranked, and how they come in and go.
type Rankings interface {
	Ranking(ctx context.Context, person, cityID string, round int) (r challenge.Ranking, found bool, err error)
	EnterRanking(ctx context.Context, person string, e challenge.Entering) error
	LeaveRanking(ctx context.Context, person, lang string) error
}

// CityTeams is what the staff of a city sees of its teams, and does. The routes ask
// for the permission; the service does not.
type CityTeams interface {
	Teams(ctx context.Context, cityID, seasonID string) ([]challenge.TeamState, error)
	Foresee(ctx context.Context, cityID, seasonID string) (challenge.Proposals, []challenge.ProposedTeam, error)
	ProposeTeams(ctx context.Context, by access.Hand, seasonID string) (challenge.Proposals, error)

	Waiting(ctx context.Context, cityID string) (int, error)
	Moderated(ctx context.Context, by access.Hand) ([]challenge.Moderated, error)
	Blocks(ctx context.Context, by access.Hand) ([]challenge.Blocked, error)
	CityHides(ctx context.Context, by access.Hand, teamID string, number int, why challenge.Why) error
	CityRestores(ctx context.Context, by access.Hand, teamID string, number int) error
	Block(ctx context.Context, by access.Hand, teamID, person string, why challenge.Why) error
	Unblock(ctx context.Context, by access.Hand, teamID, person string) error
}
