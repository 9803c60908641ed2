package backup

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"capzero/internal/db"
)

// format is the number of the way in which files are written.
const format = 1

// The names of the entries that are no stream.
const (
	manifestName = "manifest.json"
	endName      = "end.json"
)

// A Manifest says what a file holds. It is the first entry.
type Manifest struct {
	Format int `json:"format"`
	// Program is the version of the program that wrote it.
	Program string `json:"program"`
	City    string `json:"city"` // its id
	// Installation tells whose it is, see Seal.
	Installation string `json:"installation"`
	db.Contents
}

// An End is the last entry.
type End struct {
	Entries []Entry          `json:"entries"` // all before it, in order
	Rows    map[string]int64 `json:"rows"`    // by table
	Seal    string           `json:"seal"`    // HMAC-SHA256 of the two above, hexadecimal
}

// An Entry is a piece of a file.
type Entry struct {
	Name   string `json:"name"`
	Size   int64  `json:"size"` // in bytes
	SHA256 string `json:"sha256"`
}

// A Seal is what files of an installation are closed with.
type Seal struct {
	// Key is the key of this purpose, 32 bytes.
	Key []byte
	// Installation names the installation without giving its secret away. Another
	// secret has another name.
	Installation string
}

// of is the seal of the end of a file.
func (s Seal) of(e End) (string, error) {
	e.Seal = ""
	text, err := json.Marshal(e) // maps have their keys in order
	if err != nil {
		return "", err
	}
	h := hmac.New(sha256.New, s.Key)
	h.Write(text)
	return hex.EncodeToString(h.Sum(nil)), nil
}

// holds reports whether the end of a file was sealed so.
func (s Seal) holds(e End) bool {
	want, err := s.of(e)
	return err == nil && hmac.Equal([]byte(want), []byte(e.Seal))
}
