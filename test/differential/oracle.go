package differential

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"capzero/test/program"

	"capzero/publicodes/syntax"
)

// oracle is a process of the npm engine, started when it is first asked and again
// after it was stopped.
type oracle struct {
	cmd      *exec.Cmd
	in       io.WriteCloser
	out      chan []byte
	asked    int // of this process
	Timeouts int
}

const (
	answerWithin = 4 * time.Second // contexts may lead the npm engine in circles for ever
	asksPerLife  = 2000            // the npm engine keeps something of every model
)

// verdict is what the npm engine says of a model; oracle.mjs documents it.
type verdict struct {
	Error      string     `json:"error"`
	Rules      []string   `json:"rules"`
	Situations []observed `json:"situations"`
}

type observed struct {
	Error    string   `json:"error"`
	Refused  []string `json:"refused"`
	Alone    []seen   `json:"alone"`
	InOrder  []seen   `json:"inOrder"`
	Backward []seen   `json:"backward"`
}

type seen struct {
	Kind    string  `json:"kind"`
	Value   any     `json:"value"`
	Unit    string  `json:"unit"`
	Missing []score `json:"missing"`
	Error   string  `json:"error"`
}

type score struct {
	Rule  string
	Score float64
}

// UnmarshalJSON implements [json.Unmarshaler].
func (s *score) UnmarshalJSON(b []byte) error { return json.Unmarshal(b, &[2]any{&s.Rule, &s.Score}) }

// ask gives the model to the npm engine; ok is false when there is no answer in
// time.
func (o *oracle) ask(rules *syntax.Node, situations ...*syntax.Node) (v verdict, ok bool, err error) {
	return o.request(object(pair("rules", rules), pair("situations", list(situations...))))
}

// askForgetful asks an engine that does not remember values when it is asked
// whether a rule applies.
func (o *oracle) askForgetful(rules, situation *syntax.Node) (v verdict, ok bool, err error) {
	yes := &syntax.Node{Kind: syntax.Bool, Text: "true"}
	return o.request(object(pair("rules", rules), pair("situations", list(situation)), pair("forgetful", yes)))
}

// askAfter asks about one rule after each other one.
func (o *oracle) askAfter(rule string, rules, situation *syntax.Node) (v verdict, ok bool, err error) {
	return o.request(object(pair("rules", rules), pair("situations", list(situation)), pair("after", str(rule))))
}

func (o *oracle) request(n *syntax.Node) (v verdict, ok bool, err error) {
	if o.asked >= asksPerLife {
		o.stop()
	}
	if o.cmd == nil {
		if err := o.start(); err != nil {
			return v, false, err
		}
	}
	o.asked++
	request := toJSON(n)
	if _, err := io.WriteString(o.in, request+"\n"); err != nil {
		return v, false, fmt.Errorf("the npm engine: %w", err)
	}
	select {
	case line, open := <-o.out:
		if !open {
			o.stop()
			return v, false, fmt.Errorf("the npm engine ended at %s", request)
		}
		return v, true, json.Unmarshal(line, &v)
	case <-time.After(answerWithin):
		o.Timeouts++
		o.stop()
		return v, false, nil
	}
}

func (o *oracle) start() error {
	if _, err := program.NodeModules("publicodes", "package.json"); err != nil {
		return err
	}
	o.cmd = exec.Command("node", "--stack-size=4000", filepath.Join(program.Root(), "test", "differential", "oracle.mjs"))
	o.cmd.Stderr = os.Stderr
	in, err := o.cmd.StdinPipe()
	if err != nil {
		return err
	}
	out, err := o.cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := o.cmd.Start(); err != nil {
		return fmt.Errorf("the npm engine: %w", err)
	}
	lines := make(chan []byte)
	o.in, o.out, o.asked = in, lines, 0
	go func() {
		defer close(lines)
		for r := bufio.NewReader(out); ; {
			line, err := r.ReadString('\n')
			if err != nil {
				return
			}
			lines <- []byte(strings.TrimSpace(line))
		}
	}()
	return nil
}

// stop ends the process, if there is one.
func (o *oracle) stop() {
	if o.cmd == nil {
		return
	}
	o.in.Close()
	o.cmd.Process.Kill()
	go func(out chan []byte) { // so that the reader ends
		for range out {
		}
	}(o.out)
	o.cmd.Wait()
	o.cmd = nil
}
