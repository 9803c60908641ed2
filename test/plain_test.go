package test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"testing"
)

// A plain client keeps its connection until it is told to close it, and never asks
// twice: what a library would hide by asking again is an error here.
type plain struct {
	url   string
	from  netip.Addr // the zero one is any
	fresh bool       // connects each time
	asked int
	conn  net.Conn
	read  *bufio.Reader
}

func (p *plain) connect() error {
	dialer := net.Dialer{}
	if p.from.IsValid() {
		dialer.LocalAddr = &net.TCPAddr{IP: p.from.AsSlice()}
	}
	conn, err := dialer.Dial("tcp", strings.TrimPrefix(p.url, "http://"))
	if err != nil {
		return err
	}
	p.conn, p.read = conn, bufio.NewReader(conn)
	return nil
}

// ask sends a form or opens a page, in turn. An answer is a page, or leads to one.
func (p *plain) ask() error {
	if p.conn == nil {
		if err := p.connect(); err != nil {
			return err
		}
	}
	p.asked++
	request := "GET /methode HTTP/1.1\r\nHost: city\r\n\r\n"
	if p.asked%50 == 1 { // forms are counted
		request = "POST /langue HTTP/1.1\r\nHost: city\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 7\r\n\r\nlang=en"
	}
	if _, err := io.WriteString(p.conn, request); err != nil {
		return err
	}
	return p.hear()
}

// hear reads an answer.
func (p *plain) hear() error {
	response, err := http.ReadResponse(p.read, nil)
	if err != nil {
		return fmt.Errorf("request %d: %w", p.asked, err)
	}
	if _, err := io.Copy(io.Discard, response.Body); err != nil {
		return err
	}
	if response.Close || p.fresh {
		p.conn.Close()
		p.conn = nil
	}
	if response.StatusCode >= 400 {
		return fmt.Errorf("request %d: %s", p.asked, response.Status)
	}
	return nil
}

// beginSlowly sends half of a form.
func beginSlowly(t *testing.T, url string) *plain {
	t.Helper()
	p := &plain{url: url}
	if err := p.connect(); err != nil {
		t.Fatal(err)
	}
	const half = "POST /langue HTTP/1.1\r\nHost: city\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 7\r\n\r\nlang"
	if _, err := io.WriteString(p.conn, half); err != nil {
		t.Fatal(err)
	}
	return p
}

// finish sends the other half, and wants an answer, the last one.
func (p *plain) finish(t *testing.T) {
	t.Helper()
	_, err := io.WriteString(p.conn, "=en")
	if err == nil {
		err = p.hear()
	}
	if err != nil {
		t.Errorf("a form that was being sent was lost: %v", err)
	}
}
