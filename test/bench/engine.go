package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"time"

	"capzero/models"
	"capzero/publicodes"
	"capzero/test/program"
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
		Name      string  `json:"name"`
		BilanMs   float64 `json:"bilanMs"`
		CitizenMs float64 `json:"citizenMs"`
		Changes   []struct {
			Rule  string  `json:"rule"`
			Value any     `json:"value"`
			Ms    float64 `json:"ms"`
		} `json:"changes"`
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
	if _, err := e.Missing("bilan"); err != nil {
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
