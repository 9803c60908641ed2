package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"

	"capzero/internal/city"
)

//go:embed static/dist
var dist embed.FS

// assetTypes are the assets of a page with the type each is served as.
var assetTypes = map[string]string{
	"app.css":  "text/css; charset=utf-8",
	"app.js":   "text/javascript; charset=utf-8",
	"icon.svg": "image/svg+xml",
}

// assets are the files of every page by name. The address of each holds the
// hash of its content, so that a browser may keep it for good.
type assets map[string]asset

type asset struct {
	hash    string
	typ     string
	plain   []byte
	zipped  []byte
	address string
}

// loadAssets reads what make generate bundled and dresses it in the colours of
// the city.
func loadAssets(c city.City) (assets, error) {
	loaded := assets{}
	for name, typ := range assetTypes {
		data, err := dist.ReadFile("static/dist/" + name)
		if errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("web: %s is missing from internal/web/static/dist: run make generate", name)
		}
		if err != nil {
			return nil, err
		}
		if name == "app.css" {
			data = append(data, accentSheet(c)...)
		}
		loaded[name] = newAsset(name, typ, data)
	}
	return loaded, nil
}

func newAsset(name, typ string, data []byte) asset {
	sum := sha256.Sum256(data)
	a := asset{hash: hex.EncodeToString(sum[:6]), typ: typ, plain: data, zipped: zip(data)}
	a.address = path.Join("/static", a.hash, name)
	return a
}

// zip compresses once, at start, as hard as gzip can.
func zip(data []byte) []byte {
	var b bytes.Buffer
	z, _ := gzip.NewWriterLevel(&b, gzip.BestCompression) // the level is valid
	_, _ = z.Write(data)                                  // a buffer takes everything
	_ = z.Close()
	return b.Bytes()
}

// url returns the address of an asset.
func (a assets) url(name string) string { return a[name].address }

// weight returns how many compressed bytes all assets of a page are.
func (a assets) weight() int {
	total := 0
	for _, f := range a {
		total += len(f.zipped)
	}
	return total
}

// ServeHTTP answers GET /static/{hash}/{file}. An address with another hash is of
// another version of the program, whose page somebody has just opened while one took
// over from the other: the file of this version dresses it better than none, and is
// not kept.
func (a assets) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f, ok := a[r.PathValue("file")]
	if !ok {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Vary", "Accept-Encoding")
	if f.hash == r.PathValue("hash") {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
		h.Set("ETag", strconv.Quote(f.hash))
		if r.Header.Get("If-None-Match") == strconv.Quote(f.hash) {
			w.WriteHeader(http.StatusNotModified)
			return
		}
	} else {
		h.Set("Cache-Control", "no-store")
	}
	h.Set("Content-Type", f.typ)
	body := f.plain
	if acceptsGzip(r) {
		h.Set("Content-Encoding", "gzip")
		body = f.zipped
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	_, _ = w.Write(body)
}

// acceptsGzip reports whether the client takes gzip. A client that names it
// with a weight of zero, which none does, is taken at its first word.
func acceptsGzip(r *http.Request) bool {
	return strings.Contains(r.Header.Get("Accept-Encoding"), "gzip")
}
