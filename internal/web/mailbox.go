package web

import (
	"net/http"
	"regexp"
	"strings"

	"capzero/internal/i18n"
	"capzero/internal/notify"
)

// shownMails is how many mails the mailbox of a demonstration lists.
const shownMails = 20

// A MailboxPage is the mails of a demonstration, which go nowhere.
type MailboxPage struct {
	Page
	Mails []Letter
}

// A Letter is a mail in its lines.
type Letter struct {
	To, Subject, When string
	Lines             [][]LetterPart
}

// A LetterPart is a piece of a line; one with a path is a link to a page of ours.
type LetterPart struct{ Text, Path string }

// mailbox answers GET /courriels.
func (s *server) mailbox(w http.ResponseWriter, r *http.Request) error {
	if s.Mailbox == nil {
		return notFound(w, r)
	}
	mails, err := s.Mailbox.Mailbox(r.Context(), shownMails)
	if err != nil {
		return err
	}
	p := MailboxPage{Page: s.newPage(r, visitor{}, "mailbox.title")}
	for _, m := range mails {
		p.Mails = append(p.Mails, s.letter(p.Locale, m))
	}
	return s.render(w, r, http.StatusOK, p.Page, mailboxPage(p))
}

func (s *server) letter(l *i18n.Locale, m notify.Posted) Letter {
	letter := Letter{To: m.To, Subject: m.Subject, When: l.ShortDate(m.QueuedAt.In(s.City.Location()))}
	for line := range strings.Lines(m.Plain) {
		if line = strings.TrimSpace(line); line != "" {
			letter.Lines = append(letter.Lines, s.linked(line))
		}
	}
	return letter
}

var address = regexp.MustCompile(`https?://[^\s]+`)

// linked makes the addresses of our own pages links.
func (s *server) linked(line string) (parts []LetterPart) {
	for line != "" {
		at := address.FindStringIndex(line)
		if at == nil {
			return append(parts, LetterPart{Text: line})
		}
		if at[0] > 0 {
			parts = append(parts, LetterPart{Text: line[:at[0]]})
		}
		found := line[at[0]:at[1]]
		path, ours := strings.CutPrefix(found, s.URL)
		if !ours || s.URL == "" {
			path = ""
		}
		parts = append(parts, LetterPart{Text: found, Path: path})
		line = line[at[1]:]
	}
	return parts
}
