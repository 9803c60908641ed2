package browser

import (
	"bytes"
	"image/png"

	"github.com/chromedp/chromedp"
	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
)

// scan reads the QR code of a page as a camera does: from the picture of it, in
// the colours that the page has.
func scan(tb *tab) string {
	tb.Helper()
	picture, err := chromedp.Run(tb.ctx, chromedp.Screenshot("svg.qr"))
	if err != nil {
		tb.Fatalf("no QR code to photograph: %v", err)
	}
	image, err := png.Decode(bytes.NewReader(picture))
	if err != nil {
		tb.Fatal(err)
	}
	bitmap, err := gozxing.NewBinaryBitmapFromImage(image)
	if err != nil {
		tb.Fatal(err)
	}
	code, err := qrcode.NewQRCodeReader().Decode(bitmap, nil)
	if err != nil {
		tb.Fatalf("a camera cannot read the QR code: %v", err)
	}
	return code.GetText()
}
