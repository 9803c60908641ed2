package notify

import (
	"errors"
	"strings"
	"testing"
	"time"

	"capzero/internal/db"
	"capzero/internal/fault"
	"capzero/internal/retention"
)

func TestAReasonHasOneMail(t *testing.T) {
	w := newWorld(t, nil)
	if !w.queue(t, signIn) {
		t.Error("the first is not queued")
	}
	if w.queue(t, signIn) {
		t.Error("the second is queued")
	}
	w.wantStates(t, Waiting)
}

func TestAReasonThatIsUndoneLeavesNoMail(t *testing.T) {
	w := newWorld(t, nil)
	undone := errors.New("changed my mind")
	err := w.db.Write(t.Context(), func(tx *db.Tx) error {
		if _, err := w.Queue(t.Context(), tx, signIn); err != nil {
			return err
		}
		return undone
	})
	if !errors.Is(err, undone) {
		t.Errorf("got %v", err)
	}
	w.wantStates(t)
}

func TestInADemoLettersStayAndCanBeRead(t *testing.T) {
	p := newPost(t, true)
	w := newWorld(t, func(o *Options) { o.Demo, o.Server = true, p.server(Mandatory) })
	w.queue(t, signIn)
	w.send(t)
	if len(p.got()) != 0 {
		t.Error("a mail left a demo")
	}
	letters, err := w.Mailbox(t.Context(), 10)
	must(t, err)
	if len(letters) != 1 || letters[0].To != "rea@example.org" || !strings.Contains(letters[0].Plain, "123456") {
		t.Errorf("the mailbox holds %+v", letters)
	}
}

func TestOutsideADemoNobodyReadsLetters(t *testing.T) {
	w := newWorld(t, nil)
	w.queue(t, signIn)
	if _, err := w.Mailbox(t.Context(), 10); fault.KindOf(err) != fault.NotFound {
		t.Errorf("got %v", err)
	}
}

func TestEveryMailInEveryLanguage(t *testing.T) {
	w := newWorld(t, nil)
	from := Sender{City: "Issy", URL: "https://capzero.example.org"}
	link := "https://capzero.example.org/x"
	for _, m := range []Mail{
		SignIn{Link: link, Code: "123456", Minutes: 10},
		NoAccount{Link: link, Code: "123456", Minutes: 10},
		ConfirmAddress{Link: link, Code: "123456", Minutes: 10},
		Invitation{From: "Réa", Link: link, Until: w.clock.Now()},
		RoleGranted{RoleKey: "role.facilitator", Link: link},
	} {
		for _, tag := range w.locales.Tags() {
			letter := m.Letter(w.locales.Locale(tag), from)
			text := letter.Subject + "\n" + letter.plain()
			if !strings.Contains(text, link) || strings.Contains(text, "mail.") || strings.Contains(text, "{") {
				t.Errorf("%s in %s reads %q", m.Kind(), tag, text)
			}
		}
	}
}

func TestWhatSomebodyTypedStaysText(t *testing.T) {
	w := newWorld(t, func(o *Options) { o.Demo = true })
	w.queue(t, Envelope{
		Reason: "invitation/a", To: "b@example.org", Language: "en",
		Mail: Invitation{From: "<script>alert(1)</script>\r\nBcc: all@example.org \u0000\u202eرِيا 🌱", Link: "https://capzero.example.org/i"},
	})
	letters, err := w.Mailbox(t.Context(), 1)
	must(t, err)
	if strings.ContainsAny(letters[0].Subject, "\r\n\x00") {
		t.Errorf("subject %q", letters[0].Subject)
	}
	if strings.Contains(letters[0].HTML, "<script>") || !strings.Contains(letters[0].HTML, "&lt;script&gt;") {
		t.Errorf("HTML %s", letters[0].HTML)
	}
}

func TestTwoPromptsInSevenDays(t *testing.T) {
	w := newWorld(t, nil)
	prompt := func(reason string) bool {
		return w.queue(t, Envelope{Reason: reason, To: "rea@example.org", Person: "rea", Language: "fr", Mail: nudge{}})
	}
	for _, tt := range []struct {
		after  time.Duration
		reason string
		want   bool
	}{
		{0, "week/1", true},
		{time.Hour, "week/1", false}, // the same reason
		{24 * time.Hour, "week/2", true},
		{24 * time.Hour, "week/3", false},
		{5*24*time.Hour - time.Hour, "week/4", true}, // the first is seven days old
		{0, "week/5", false},
	} {
		w.clock.pass(tt.after)
		if got := prompt(tt.reason); got != tt.want {
			t.Errorf("%s at %v: queued is %v", tt.reason, w.clock.Now(), got)
		}
	}
	if !w.queue(t, signIn) {
		t.Error("a transactional mail was counted among the prompts")
	}
	if w.queue(t, Envelope{Reason: "week/6", To: "x@example.org", Mail: nudge{}}) {
		t.Error("a prompt went to somebody whom we cannot count")
	}
}

func TestOneClickUnsubscribes(t *testing.T) {
	p := newPost(t, true)
	w := newWorld(t, func(o *Options) { o.Server = p.server(Mandatory) })
	prompt := Envelope{Reason: "week/1", To: "rea@example.org", Person: "rea", Language: "fr", Mail: nudge{}}
	w.queue(t, prompt)
	w.send(t)
	header, bodies := read(t, p.got()[0])
	if header.Get("List-Unsubscribe-Post") != "List-Unsubscribe=One-Click" {
		t.Errorf("the headers are %v", header)
	}
	address := strings.Trim(header.Get("List-Unsubscribe"), "<>")
	token, ours := strings.CutPrefix(address, "https://capzero.example.org"+UnsubscribePath)
	if !ours || !strings.Contains(bodies["text/plain"], address) {
		t.Fatalf("address %q, text %s", address, bodies["text/plain"])
	}
	must(t, w.Unsubscribes(token))
	if wants, err := w.WantsPrompts(t.Context(), "rea"); err != nil || !wants {
		t.Error("looking at the page unsubscribed")
	}
	must(t, w.Unsubscribe(t.Context(), token))
	must(t, w.Unsubscribe(t.Context(), token))
	prompt.Reason = "week/2"
	if w.queue(t, prompt) {
		t.Error("a prompt went to somebody who wants none")
	}
	must(t, w.SetPrompts(t.Context(), "rea", true))
	if !w.queue(t, prompt) {
		t.Error("who wants them again gets none")
	}
}

func TestAForeignUnsubscribeTokenDoesNothing(t *testing.T) {
	w := newWorld(t, nil)
	good := w.unsubscribeToken("rea")
	for _, token := range []string{"", ".", "rea", "rea.", "rea.AAAA", "bob" + good[3:], good + "x", good[:len(good)-1]} {
		if err := w.Unsubscribe(t.Context(), token); fault.KindOf(err) != fault.NotFound {
			t.Errorf("%q gives %v", token, err)
		}
	}
}

func TestForgetLeavesNothingOfAPerson(t *testing.T) {
	w := newWorld(t, nil)
	w.queue(t, signIn)
	must(t, w.SetPrompts(t.Context(), "rea", false))
	must(t, w.db.Write(t.Context(), func(tx *db.Tx) error { return w.Forget(t.Context(), tx, "rea") }))
	if held, _ := w.dump(t); held != "" {
		t.Errorf("the outbox holds %q", held)
	}
	if wants, err := w.WantsPrompts(t.Context(), "rea"); err != nil || !wants {
		t.Error("a refusal is left")
	}
}

func TestPurgeForgetsOldMails(t *testing.T) {
	w := newWorld(t, nil)
	w.queue(t, signIn)
	w.clock.pass(retention.MailFor)
	if n, err := w.Purge(t.Context()); err != nil || n != 0 {
		t.Errorf("%d deleted too early, %v", n, err)
	}
	w.clock.pass(time.Second)
	if n, err := w.Purge(t.Context()); err != nil || n != 1 {
		t.Errorf("%d deleted, %v", n, err)
	}
}
