package mydata

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/base64"
	"fmt"
)

// A seal closes what somebody takes along for as long as it waits: a copy of the
// database alone does not tell what is in it.
type seal struct{ aead cipher.AEAD }

func newSeal(key []byte) (seal, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return seal{}, fmt.Errorf("key of what is taken along: %w", err)
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	return seal{aead}, err
}

// close seals a file for the row of an id: it opens in no other.
func (s seal) close(id string, data []byte) string {
	return base64.StdEncoding.EncodeToString(s.aead.Seal(nil, nil, data, []byte(id)))
}

func (s seal) open(id, sealed string) ([]byte, error) {
	data, err := base64.StdEncoding.DecodeString(sealed)
	if err != nil {
		return nil, err
	}
	if data, err = s.aead.Open(nil, nil, data, []byte(id)); err != nil {
		return nil, fmt.Errorf("file %s was sealed with another key: %w", id, err)
	}
	return data, nil
}
