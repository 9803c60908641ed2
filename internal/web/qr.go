package web

import (
	"fmt"
	"strings"

	"rsc.io/qr"
)

// A QR is a code for cameras, drawn as squares of one unit.
type QR struct {
	Size int    // of the whole drawing, with the margin that cameras need
	Path string // of the dark squares
}

// quiet is the margin that a camera needs around the squares.
const quiet = 4

// newQR draws a text. A quarter of the squares may be dirty or folded.
func newQR(text string) (QR, error) {
	code, err := qr.Encode(text, qr.Q)
	if err != nil {
		return QR{}, fmt.Errorf("draw a QR code: %w", err)
	}
	var path strings.Builder
	for y := range code.Size {
		for x := 0; x < code.Size; x++ {
			run := 0
			for code.Black(x+run, y) { // beyond the edge all is light
				run++
			}
			if run > 0 {
				fmt.Fprintf(&path, "M%d %dh%dv1h-%dz", x+quiet, y+quiet, run, run)
			}
			x += run
		}
	}
	return QR{Size: code.Size + 2*quiet, Path: path.String()}, nil
}

// Box is the drawing's own measure.
func (q QR) Box() string { return fmt.Sprintf("0 0 %d %d", q.Size, q.Size) }
