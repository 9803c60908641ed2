package account

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"capzero/internal/fault"
)

// KeySize is the number of bytes of a key.
const KeySize = 32

// A Key is the secret of an installation. It stays out of the database, so that
// a copy of that gives nobody a way in. A city that loses it goes on: links and codes
// under way end, household cards must be printed again, mails not yet sent are
// lost, everybody stays signed in. But its backups are sealed with it, and whom the
// journal of the erased names only it can tell.
type Key []byte

// ReadKey reads the key of a file, which is made if it is not there. Several
// processes of one installation have the same file.
func ReadKey(path string) (Key, error) {
	key, err := readKey(path)
	if !errors.Is(err, os.ErrNotExist) {
		return key, err
	}
	if err := makeKey(path); err != nil {
		return nil, err
	}
	return readKey(path)
}

// FindKey reads the key of a file that is there: who puts records back needs the one
// that they had.
func FindKey(path string) (Key, error) {
	key, err := readKey(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, fault.New(fault.NotFound, "error.key_missing", "file", path).Because(err)
	}
	return key, err
}

func readKey(path string) (Key, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	key, err := hex.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(key) != KeySize {
		return nil, fmt.Errorf("%s does not hold a key of %d bytes as hexadecimal digits", path, KeySize)
	}
	return key, nil
}

// makeKey writes a new key beside its place and links it there: of two
// processes that start together one wins, and nobody reads half a key.
func makeKey(path string) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".key-")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	var key [KeySize]byte
	rand.Read(key[:]) // never fails
	_, err = fmt.Fprintln(f, hex.EncodeToString(key[:]))
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Link(f.Name(), path); err != nil && !errors.Is(err, os.ErrExist) {
		return err
	}
	return nil
}

// For returns the key of one purpose, from which neither this one nor that of
// another purpose can be found.
func (k Key) For(purpose string) Key {
	derived, err := hkdf.Key(sha256.New, k, nil, "capzero "+purpose, KeySize)
	if err != nil {
		panic(err) // only for a length that HKDF cannot give
	}
	return derived
}

// mac is a hash of words that only we can make, each word apart from the next.
func (k Key) mac(words ...string) string {
	h := hmac.New(sha256.New, k)
	for _, w := range words {
		fmt.Fprintf(h, "%d:%s", len(w), w)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// seal closes a text so that it opens with the same key and purpose only.
func (k Key) seal(text, purpose string) (string, error) {
	aead, err := k.aead()
	if err != nil {
		return "", err
	}
	return base64.StdEncoding.EncodeToString(aead.Seal(nil, nil, []byte(text), []byte(purpose))), nil
}

func (k Key) open(sealed, purpose string) (string, error) {
	aead, err := k.aead()
	if err != nil {
		return "", err
	}
	data, err := base64.StdEncoding.DecodeString(sealed)
	if err != nil {
		return "", err
	}
	text, err := aead.Open(nil, nil, data, []byte(purpose))
	return string(text), err
}

func (k Key) aead() (cipher.AEAD, error) {
	block, err := aes.NewCipher(k)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCMWithRandomNonce(block)
}
