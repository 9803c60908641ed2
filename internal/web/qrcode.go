package web

import (
	"strconv"
	"strings"

	"rsc.io/qr"
)

// A QRCode is the squares that a camera reads, as one path of SVG.
type QRCode struct {
	Size int    // squares of a side, with the quiet border that the standard asks for
	Path string // of the dark ones
}

// quietBorder is as wide as ISO/IEC 18004 wants it.
const quietBorder = 4

// newQRCode draws a text. A quarter of the squares may be dirty or folded.
func newQRCode(text string) (QRCode, error) {
	code, err := qr.Encode(text, qr.Q)
	if err != nil {
		return QRCode{}, err
	}
	var path strings.Builder
	for y := range code.Size {
		for x := 0; x < code.Size; x++ {
			run := 0
			for code.Black(x+run, y) {
				run++
			}
			if run > 0 {
				writeRun(&path, x+quietBorder, y+quietBorder, run)
				x += run
			}
		}
	}
	return QRCode{Size: code.Size + 2*quietBorder, Path: path.String()}, nil
}

// writeRun adds dark squares beside each other.
func writeRun(path *strings.Builder, x, y, run int) {
	width := strconv.Itoa(run)
	path.WriteString("M" + strconv.Itoa(x) + " " + strconv.Itoa(y) + "h" + width + "v1h-" + width + "z")
}

func (c QRCode) viewBox() string {
	side := strconv.Itoa(c.Size)
	return "0 0 " + side + " " + side
}
