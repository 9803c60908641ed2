package notify

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"strings"
	"sync"
	"testing"
	"time"

	"capzero/internal/db"

	"github.com/emersion/go-smtp"
)

// read returns the headers of a message and its bodies by content type.
func read(t *testing.T, message string) (mail.Header, map[string]string) {
	t.Helper()
	m, err := mail.ReadMessage(strings.NewReader(message))
	must(t, err)
	_, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	must(t, err)
	bodies := map[string]string{}
	for parts := multipart.NewReader(m.Body, params["boundary"]); ; {
		part, err := parts.NextRawPart()
		if errors.Is(err, io.EOF) {
			return m.Header, bodies
		}
		must(t, err)
		kind, _, err := mime.ParseMediaType(part.Header.Get("Content-Type"))
		must(t, err)
		body, err := io.ReadAll(quotedprintable.NewReader(part))
		must(t, err)
		bodies[kind] = string(body)
	}
}

func TestAMailArrivesWholeOverTLS(t *testing.T) {
	p := newPost(t, true)
	w := newWorld(t, func(o *Options) { o.Server = p.server(Mandatory) })
	w.queue(t, signIn)
	if n := w.send(t); n != 1 || len(p.got()) != 1 {
		t.Fatalf("%d sent, %d arrived", n, len(p.got()))
	}
	header, bodies := read(t, p.got()[0])
	if header.Get("To") != "<rea@example.org>" || !strings.Contains(header.Get("From"), "<bonjour@capzero.example.org>") {
		t.Errorf("from %q to %q", header.Get("From"), header.Get("To"))
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(header.Get("Subject"))
	must(t, err)
	if subject != "Votre lien de connexion – Cap Zéro Issy" {
		t.Errorf("subject %q", subject)
	}
	for kind, wants := range map[string][]string{
		"text/plain": {"\r\nhttps://capzero.example.org/entrer/SECRETTOKEN\r\n", "    123456\r\n", "10 minutes"},
		"text/html":  {`lang="fr"`, `href="https://capzero.example.org/entrer/SECRETTOKEN"`, ">123456<"},
	} {
		for _, want := range wants {
			if !strings.Contains(bodies[kind], want) {
				t.Errorf("%s lacks %q: %s", kind, want, bodies[kind])
			}
		}
	}
	if header.Get("List-Unsubscribe") != "" {
		t.Error("a transactional mail can be unsubscribed from")
	}
	w.wantStates(t, Sent)
	if n := w.send(t); n != 0 || len(p.got()) != 1 {
		t.Errorf("sent again: %d", n)
	}
}

func TestTheDatabaseAloneDoesNotTellWhatIsInAMail(t *testing.T) {
	p := newPost(t, true)
	w := newWorld(t, func(o *Options) { o.Server = p.server(Mandatory) })
	w.queue(t, signIn)
	for _, when := range []string{"while it waits", "once it is sent"} {
		held, _ := w.dump(t)
		for _, secret := range []string{"SECRETTOKEN", "123456", "rea@example.org"} {
			if strings.Contains(held, secret) {
				t.Errorf("%s the outbox holds %q", when, secret)
			}
		}
		w.send(t)
	}
	if held, _ := w.dump(t); len(held) > 60 {
		t.Errorf("a mail that was sent leaves %q", held)
	}
}

func TestAServerWithoutTLSGetsNothing(t *testing.T) {
	p := newPost(t, false)
	w := newWorld(t, func(o *Options) { o.Server = p.server(Mandatory) })
	w.queue(t, signIn)
	if n := w.send(t); n != 0 || len(p.got()) != 0 {
		t.Errorf("%d sent, %d arrived in the clear", n, len(p.got()))
	}
	w.wantStates(t, Waiting)
}

func TestARefusalForNowIsTriedLaterAndLater(t *testing.T) {
	p := newPost(t, true)
	w := newWorld(t, func(o *Options) { o.Server = p.server(Mandatory) })
	w.queue(t, signIn)
	p.say(&smtp.SMTPError{Code: 451, Message: "come back"}, nil)
	w.send(t)
	w.wantStates(t, Waiting)
	if n := w.send(t); n != 0 {
		t.Error("it was tried again at once")
	}
	p.say(nil, &smtp.SMTPError{Code: 452, Message: "full"})
	w.clock.pass(firstRetry)
	w.send(t)
	w.clock.pass(firstRetry)
	p.say(nil, nil)
	if n := w.send(t); n != 0 {
		t.Error("the second pause is as short as the first")
	}
	w.clock.pass(2 * firstRetry)
	if n := w.send(t); n != 1 || len(p.got()) != 1 {
		t.Errorf("%d sent, %d arrived", n, len(p.got()))
	}
}

func TestARefusalForGoodIsNotTriedAgain(t *testing.T) {
	p := newPost(t, true)
	w := newWorld(t, func(o *Options) { o.Server = p.server(Mandatory) })
	w.queue(t, signIn)
	p.say(&smtp.SMTPError{Code: 550, Message: "rea@example.org is nobody here"}, nil)
	w.send(t)
	w.wantStates(t, Refused)
	o, err := w.Outbox(t.Context(), 10)
	must(t, err)
	if len(o.Troubled) != 1 || o.Troubled[0].Problem != "550" || o.Counts[Refused] != 1 {
		t.Errorf("the operator sees %+v", o)
	}
	p.say(nil, nil)
	w.clock.pass(24 * time.Hour)
	if n := w.send(t); n != 0 {
		t.Error("it was tried again")
	}
}

// A server that takes connections and never says a word.
func TestAServerThatHangsHoldsNobody(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	defer listener.Close()
	silent := &Server{Host: "localhost", Port: listener.Addr().(*net.TCPAddr).Port, TLS: Off, Timeout: 300 * time.Millisecond}
	w := newWorld(t, func(o *Options) { o.Server = silent })
	for _, id := range []string{"a", "b", "c", "d", "e", "f", "g", "h"} {
		e := signIn
		e.Reason += id
		w.queue(t, e)
	}
	began := time.Now()
	w.send(t)
	if took := time.Since(began); took > 3*time.Second {
		t.Errorf("eight mails to a silent server took %v", took)
	}
	w.wantStates(t, Waiting, Waiting, Waiting, Waiting, Waiting, Waiting, Waiting, Waiting)
}

// A server that takes the whole message and dies before it says so: nobody can
// know whether it arrives.
func TestAMailWithoutAnAnswerIsNotSentTwice(t *testing.T) {
	p := newPost(t, true)
	p.hang = make(chan struct{})
	server := p.server(Mandatory)
	server.Timeout = 500 * time.Millisecond
	w := newWorld(t, func(o *Options) { o.Server = server })
	defer close(p.hang)
	w.queue(t, signIn)
	w.send(t)
	w.wantStates(t, Uncertain)
	w.clock.pass(time.Hour)
	w.send(t)
	if len(p.got()) != 1 {
		t.Errorf("the server got it %d times", len(p.got()))
	}
}

func TestAMailWhoseSenderWasKilledIsNotSentTwice(t *testing.T) {
	p := newPost(t, true)
	w := newWorld(t, func(o *Options) { o.Server = p.server(Mandatory) })
	w.queue(t, signIn)
	must(t, w.db.Write(t.Context(), func(tx *db.Tx) error {
		batch, err := dueMails(t.Context(), tx, 1)
		if err != nil {
			return err
		}
		claimed, err := claimMail(t.Context(), tx, batch[0].ID, tx.Now.Add(5*time.Second))
		if err == nil && !claimed {
			t.Error("it could not be claimed")
		}
		return err
	}))
	w.send(t)
	w.wantStates(t, Sending)
	w.clock.pass(time.Minute)
	w.send(t)
	w.wantStates(t, Uncertain)
	if len(p.got()) != 0 {
		t.Error("it was sent again")
	}
}

func TestAMailThatWouldComeTooLateIsNotSent(t *testing.T) {
	p := newPost(t, true)
	w := newWorld(t, func(o *Options) { o.Server = p.server(Mandatory) })
	e := signIn
	e.Until = w.clock.Now().Add(10 * time.Minute)
	w.queue(t, e)
	w.clock.pass(10 * time.Minute)
	if n := w.send(t); n != 0 || len(p.got()) != 0 {
		t.Error("it was sent")
	}
	w.wantStates(t, Late)
}

func TestSeveralSendersSendEachMailOnce(t *testing.T) {
	p := newPost(t, true)
	w := newWorld(t, func(o *Options) { o.Server = p.server(Mandatory) })
	const mails = 12
	for i := range mails {
		e := signIn
		e.Reason += string(rune('a' + i))
		w.queue(t, e)
	}
	done := make(chan int)
	for range 3 {
		go func() {
			n, err := w.SendDue(t.Context())
			if err != nil {
				t.Error(err)
			}
			done <- n
		}()
	}
	if sent := <-done + <-done + <-done; sent != mails || len(p.got()) != mails {
		t.Errorf("%d sent, %d arrived, of %d", sent, len(p.got()), mails)
	}
}

// TestErasedDuringARun: somebody is erased while letters to them and to somebody else
// go out. What is under way may arrive. Nothing of theirs is sent after it, or left,
// and the other one gets everything.
func TestErasedDuringARun(t *testing.T) {
	p := newPost(t, true)
	w := newWorld(t, func(o *Options) { o.Server = p.server(Mandatory) })
	const each = 12
	for i := range each {
		for _, person := range []string{"rea", "max"} {
			e := signIn
			e.Reason, e.Person, e.To = fmt.Sprint(person, i), person, person+"@example.org"
			w.queue(t, e)
		}
	}
	var once sync.Once
	p.each = func() {
		once.Do(func() {
			if err := w.db.Write(t.Context(), func(tx *db.Tx) error { return w.Forget(t.Context(), tx, "rea") }); err != nil {
				t.Error(err)
			}
		})
	}
	w.send(t)
	arrived := map[string]int{}
	for _, message := range p.got() {
		header, _ := read(t, message)
		arrived[header.Get("To")]++
	}
	if arrived["<max@example.org>"] != each || arrived["<rea@example.org>"] > sentAtOnce {
		t.Errorf("there arrived %v", arrived)
	}
	held, states := w.dump(t)
	if strings.Contains(held, "rea") || len(states) != each {
		t.Errorf("the outbox holds %q", held)
	}
	w.clock.pass(time.Hour)
	if n := w.send(t); n != 0 {
		t.Errorf("%d more were sent", n)
	}
}

func TestRetryAfter(t *testing.T) {
	for attempts, want := range map[int]time.Duration{
		1: 5 * time.Second, 2: 15 * time.Second, 3: 45 * time.Second, 8: lastRetry, 1000: lastRetry,
	} {
		if got := retryAfter(attempts); got != want {
			t.Errorf("after %d attempts %v, want %v", attempts, got, want)
		}
	}
}

func TestParseServer(t *testing.T) {
	for _, tt := range []struct {
		address, password string
		want              Server
		wrong             string
	}{
		{"smtp://u@mail.example.org", "p", Server{Host: "mail.example.org", Port: 587, TLS: Mandatory, User: "u", Password: "p"}, ""},
		{"smtps://mail.example.org", "", Server{Host: "mail.example.org", Port: 465, TLS: Implicit}, ""},
		{"smtp://localhost:1025?tls=off", "", Server{Host: "localhost", Port: 1025, TLS: Off}, ""},
		{"smtp://mail.example.org?tls=off", "", Server{}, "only on this machine"},
		{"smtp://u:secret@mail.example.org", "", Server{}, "does not belong"},
		{"smtp://u@mail.example.org", "", Server{}, "no password"},
		{"smtps://mail.example.org?tls=mandatory", "", Server{}, "smtp:// or smtps://"},
		{"http://mail.example.org", "", Server{}, "smtp:// or smtps://"},
		{"mail.example.org", "", Server{}, "not an address"},
		{"smtp://%zz", "", Server{}, "not an address"},
	} {
		got, err := ParseServer(tt.address, tt.password)
		switch {
		case tt.wrong == "" && (err != nil || *got != tt.want):
			t.Errorf("%s: %+v, %v", tt.address, got, err)
		case tt.wrong != "" && (err == nil || !strings.Contains(err.Error(), tt.wrong) || strings.Contains(err.Error(), "secret")):
			t.Errorf("%s: %v, want %q", tt.address, err, tt.wrong)
		}
	}
}
