package app

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"capzero/internal/db"
	"capzero/internal/db/dbtest"
	"capzero/internal/demo"
	"capzero/internal/footprint"
	"capzero/models/check"
	"capzero/publicodes"
)

// at is the configuration of records at a place.
func at(place string) Config {
	if db.IsAddress(place) {
		return Config{Listen: "127.0.0.1:0", Database: place, Key: filepath.Join(os.TempDir(), "capzero-app-test.key")}
	}
	return Config{Listen: "127.0.0.1:0", Data: place}
}

// serve runs an app on a free port and returns its address, and how to stop it.
func serve(t *testing.T, place string) (url string, stop func() error) {
	t.Helper()
	a, err := New(t.Context(), at(place))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ready, ended := make(chan string, 1), make(chan error, 1)
	go func() {
		err := a.Run(ctx, func(url string) { ready <- url })
		ended <- errors.Join(err, a.Close())
	}()
	t.Cleanup(cancel)
	return <-ready, func() error {
		cancel()
		return <-ended
	}
}

func get(t *testing.T, url string) (status int, body string) {
	t.Helper()
	response, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	data, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(data)
}

func TestRunAnswersUntilToldToStop(t *testing.T) {
	dbtest.OnBothPlaces(t, runAnswersUntilToldToStop)
}

func runAnswersUntilToldToStop(t *testing.T, place string) {
	url, stop := serve(t, place)
	for _, path := range []string{"/healthz", "/", "/methode"} {
		if status, _ := get(t, url+path); status != http.StatusOK {
			t.Errorf("%s gives %d", path, status)
		}
	}
	if status, _ := get(t, url+"/gallery"); status != http.StatusNotFound {
		t.Errorf("a real city has a gallery: %d", status)
	}
	if err := stop(); err != nil {
		t.Errorf("stopped with %v", err)
	}
	if _, err := http.Get(url + "/healthz"); err == nil {
		t.Error("it still answers")
	}
}

func TestRequestUnderWayIsFinished(t *testing.T) {
	url, stop := serve(t, dbtest.Place(t))
	host := strings.TrimPrefix(url, "http://")
	conn, err := net.Dial("tcp", host)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	// The form is announced and not sent yet: the handler waits for it.
	fmt.Fprintf(conn, "POST /langue HTTP/1.1\r\nHost: %s\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 7\r\n\r\nlang", host)
	time.Sleep(100 * time.Millisecond)

	stopped := make(chan error, 1)
	go func() { stopped <- stop() }()
	time.Sleep(100 * time.Millisecond)
	fmt.Fprint(conn, "=en")
	response, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatalf("the request was cut: %v", err)
	}
	response.Body.Close()
	if response.StatusCode != http.StatusSeeOther {
		t.Errorf("the request ended with %d", response.StatusCode)
	}
	if err := <-stopped; err != nil {
		t.Errorf("stopped with %v", err)
	}
}

// Who was let in and has not spoken yet is heard, once, by a program that stops.
func TestWhoWasLetInIsHeard(t *testing.T) {
	url, stop := serve(t, dbtest.Place(t))
	host := strings.TrimPrefix(url, "http://")
	conn, err := net.Dial("tcp", host)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if status, _ := get(t, url+"/healthz"); status != http.StatusOK { // so it was let in before
		t.Fatal(status)
	}
	stopped := make(chan error, 1)
	go func() { stopped <- stop() }()
	time.Sleep(100 * time.Millisecond)
	fmt.Fprintf(conn, "GET /methode HTTP/1.1\r\nHost: %s\r\n\r\n", host)
	response, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatalf("nobody heard: %v", err)
	}
	response.Body.Close()
	if response.StatusCode != http.StatusOK || !response.Close {
		t.Errorf("the answer is %d, the last one: %v", response.StatusCode, response.Close)
	}
	if err := <-stopped; err != nil {
		t.Errorf("stopped with %v", err)
	}
}

func TestDemo(t *testing.T) {
	for _, e := range []db.Engine{db.SQLite, db.PostgreSQL} {
		t.Run(string(e), func(t *testing.T) { testDemo(t, dbtest.Empty(t, e)) })
	}
}

// smallDemo is one that is made in a second or two.
var smallDemo = demo.Options{Households: 12, Weeks: 2, Truth: demo.DefaultTruth(1)}

func testDemo(t *testing.T, place string) {
	for _, kept := range []bool{false, true} {
		d, err := Demo(t.Context(), at(place), smallDemo)
		if err != nil || d.Kept != kept || !kept && d.Households < 11 {
			t.Fatalf("%d households, kept: %v, %v", d.Households, d.Kept, err)
		}
	}
	url, stop := serve(t, place)
	defer stop()
	if status, body := get(t, url+"/ville"); status != http.StatusOK || !strings.Contains(body, "11") {
		t.Errorf("the city of the demo shows %d\n%s", status, body)
	}
	if status, _ := get(t, url+"/gallery"); status != http.StatusOK {
		t.Errorf("the demo has no gallery: %d", status)
	}
}

func TestDemoNeverMixesWithARealCity(t *testing.T) {
	place := dbtest.Place(t)
	_, stop := serve(t, place)
	if err := stop(); err != nil {
		t.Fatal(err)
	}
	if _, err := Demo(t.Context(), at(place), smallDemo); err == nil {
		t.Error("a real city became a demo")
	}
}

func TestConfigSaysWhatIsWrong(t *testing.T) {
	for _, tt := range []struct {
		config Config
		want   string
	}{
		{Config{}, "--data"},
		{Config{Data: "d", Database: "postgres://localhost/city"}, "--data or --database"},
		{Config{Database: "mysql://capzero:geheim@localhost/city"}, "postgres://"},
		{Config{Database: "postgres://capzero:geheim@localhost"}, "postgres://"},
		{Config{Data: "d", URL: "capzero.example.org"}, "--url"},
		{Config{Data: "d", URL: "ftp://capzero.example.org"}, "--url"},
		{Config{Data: "d", URL: "https://example.org/capzero"}, "--url"},
		{Config{Data: t.TempDir(), City: "atlantis"}, "atlantis"},
		{Config{Data: t.TempDir(), Listen: "256.0.0.1:1"}, "256.0.0.1"},
		{Config{Data: "/dev/null/records", Listen: "127.0.0.1:0"}, "/dev/null/records"},
	} {
		a, err := New(t.Context(), tt.config)
		if err == nil {
			a.Close()
		}
		if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "geheim") {
			t.Errorf("%+v gives %v, want an error about %q", tt.config, err, tt.want)
		}
	}
}

func TestServerLogNamesNoClient(t *testing.T) {
	var out bytes.Buffer
	log := newServer(nil, new(connections), slog.New(slog.NewTextHandler(&out, nil))).ErrorLog
	log.Printf("http: panic serving 192.0.2.7:50412: no")
	log.Printf("http: TLS handshake error from [2001:db8::7]:50412: EOF")
	if said := out.String(); strings.Contains(said, "192.0.2.7") || strings.Contains(said, "2001:db8") || strings.Count(said, "a client") != 2 {
		t.Errorf("the log says %s", said)
	}
}

// What is known of the published model and of its personas is found, and nothing
// in our own model.
func TestOwnModelsAreChecked(t *testing.T) {
	personas, err := os.ReadFile("../../node_modules/@incubateur-ademe/nosgestesclimat/public/personas-fr.json")
	if err != nil {
		t.Fatal(err)
	}
	o := check.Options{Samples: 20, Situations: []publicodes.Source{{Name: "personas.json", Data: personas}}}
	found, _, err := CheckModel(t.Context(), o, nil)
	if err != nil {
		t.Fatal(err)
	}
	typo, undefined := false, 0
	for _, f := range found {
		typo = typo || f.Kind == check.UnknownKey && f.Suggestion == `perhaps "unité" is meant`
		switch {
		case f.Kind == check.UndefinedTotal && strings.Contains(f.Message, "anne claire"):
			undefined++
		case f.File == "personas.json":
			t.Errorf("a persona: %s", f)
		case strings.HasSuffix(f.File, ".publicodes") && f.Severity != check.Note:
			t.Errorf("our own model: %s", f)
		}
	}
	if !typo || undefined != 1 {
		t.Errorf("the misspelt key is found: %t; the persona without a result: %d times", typo, undefined)
	}
}

// Answers that nobody came back to are deleted by a job, from the start on.
func TestOldAnswersAreDeleted(t *testing.T) {
	dbtest.OnBothPlaces(t, func(t *testing.T, place string) {
		config := at(place)
		config.Now = func() time.Time { return time.Now().Add(-footprint.KeptFor - time.Hour) }
		earlier, err := New(t.Context(), config)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := earlier.measures.Start(t.Context(), "issy"); err != nil {
			t.Fatal(err)
		}
		if err := earlier.Close(); err != nil {
			t.Fatal(err)
		}

		_, stop := serve(t, place)
		records := dbtest.At(t, place, nil)
		left := -1
		for deadline := time.Now().Add(30 * time.Second); left != 0 && time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
			err := records.Read(t.Context(), func(tx *db.Tx) error {
				return tx.QueryRow(t.Context(), `SELECT COUNT(*) FROM assessment`).Scan(&left)
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		if left != 0 {
			t.Errorf("half a minute after the start %d old assessments are there", left)
		}
		if err := stop(); err != nil {
			t.Errorf("stopped with %v", err)
		}
	})
}
