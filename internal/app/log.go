package app

import (
	"context"
	"log/slog"
	"regexp"
)

// withoutAddresses is a log handler that takes network addresses out of
// messages: net/http names the client in its own, and whoever uses the program
// is nobody's business.
type withoutAddresses struct{ slog.Handler }

var networkAddress = regexp.MustCompile(`(\d{1,3}(\.\d{1,3}){3}|\[[0-9a-fA-F:.%a-z]+\]):\d+`)

func (h withoutAddresses) Handle(ctx context.Context, r slog.Record) error {
	clean := slog.NewRecord(r.Time, r.Level, networkAddress.ReplaceAllString(r.Message, "a client"), r.PC)
	r.Attrs(func(a slog.Attr) bool {
		clean.AddAttrs(a)
		return true
	})
	return h.Handler.Handle(ctx, clean)
}
