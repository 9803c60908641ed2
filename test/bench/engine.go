package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"capzero/models"
	"capzero/publicodes"
	"capzero/test/program"
	"capzero/test/visitor"
)

const (
	compilations = 7
	warmUps      = 20
	rounds       = 200
)

// NPMReport is what npm.mjs prints.
type NPMReport struct {
	Node        string  `json:"node"`
	Publicodes  string  `json:"publicodes"`
	NewEngineMs float64 `json:"newEngineMs"`
	RSSMB       float64 `json:"rssMB"`
	Personas    []struct {
		Name    string  `json:"name"`
		BilanMs float64 `json:"bilanMs"`
	} `json:"personas"`
}

func measureNPM() (NPMReport, error) {
	var r NPMReport
	if _, err := program.NodeModules("publicodes"); err != nil {
		return r, err
	}
	cmd := exec.Command("node", filepath.Join(program.Root(), "test", "bench", "npm.mjs"))
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return r, fmt.Errorf("npm.mjs: %w", err)
	}
	return r, json.Unmarshal(out, &r)
}

// EngineReport is what our engine costs in this process.
type EngineReport struct {
	Ready     time.Duration // median: decompress, decode and compile the model
	ModelHeap uint64        // bytes kept for a compiled model
	WarmHeap  uint64        // bytes kept for one evaluator after a bilan

	carbon *publicodes.Model
}

func measureEngine() (EngineReport, error) {
	var r EngineReport
	var times []time.Duration
	for range compilations {
		watch := start()
		if _, err := compileCarbon(); err != nil {
			return r, err
		}
		times = append(times, watch.stop())
	}
	r.Ready = median(times)

	before := heap()
	model, err := compileCarbon()
	if err != nil {
		return r, err
	}
	afterModel := heap()
	e := model.NewEvaluator()
	if _, err := e.Evaluate("bilan"); err != nil {
		return r, err
	}
	afterBilan := heap()
	runtime.KeepAlive(e)
	r.carbon, r.ModelHeap, r.WarmHeap = model, afterModel-before, afterBilan-afterModel
	return r, nil
}

func compileCarbon() (*publicodes.Model, error) {
	source, err := models.Carbon("FR", "fr")
	if err != nil {
		return nil, err
	}
	return publicodes.Compile(source)
}

// heap is what is reachable now, in bytes.
func heap() uint64 {
	runtime.GC()
	runtime.GC() // the second one sweeps what finalizers kept
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// PersonaReport is one bilan of one persona, with both engines.
type PersonaReport struct {
	Name string
	NPM  time.Duration
	Ours time.Duration
}

// Ratio is how many times faster ours is.
func (p PersonaReport) Ratio() float64 { return float64(p.NPM) / float64(p.Ours) }

func sideBySide(npm NPMReport, engine EngineReport) ([]PersonaReport, error) {
	situations, err := visitor.Personas()
	if err != nil {
		return nil, err
	}
	e := engine.carbon.NewEvaluator()
	var list []PersonaReport
	for _, p := range npm.Personas {
		name := strings.TrimPrefix(p.Name, "personas . ")
		situation, ok := situations[name]
		if !ok {
			return nil, fmt.Errorf("%s is not among the published personas", p.Name)
		}
		ours, err := bilan(e, situation)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", p.Name, err)
		}
		list = append(list, PersonaReport{
			Name: name,
			NPM:  time.Duration(p.BilanMs * float64(time.Millisecond)),
			Ours: ours,
		})
	}
	if len(list) == 0 {
		return nil, errors.New("no persona was measured")
	}
	return list, nil
}

// bilan is the median time of what npm.mjs measures: the whole situation set
// anew, then the total.
func bilan(e *publicodes.Evaluator, s publicodes.Situation) (time.Duration, error) {
	var times []time.Duration
	for i := range warmUps + rounds {
		begin := time.Now()
		_ = e.SetSituation(s) // answers that the model no longer knows are left out, as there
		if _, err := e.Evaluate("bilan"); err != nil {
			return 0, err
		}
		if i >= warmUps {
			times = append(times, time.Since(begin))
		}
	}
	return median(times), nil
}
