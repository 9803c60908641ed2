package notify

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/base64"
	"encoding/json"
	"fmt"
)

// A message is a letter with its address, ready to leave: what is sealed in the
// outbox.
type message struct {
	To          string `json:"to"`
	Subject     string `json:"subject"`
	Plain       string `json:"plain"`
	HTML        string `json:"html"`
	Unsubscribe string `json:"unsubscribe,omitempty"` // address; prompts only
}

// A seal closes messages so that the database alone does not tell what is in
// them: a link that signs somebody in is worth its account.
type seal struct{ aead cipher.AEAD }

func newSeal(key []byte) (seal, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return seal{}, fmt.Errorf("key of the outbox: %w", err)
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	return seal{aead}, err
}

// close seals a message for the row of an id: it opens in no other.
func (s seal) close(id string, m message) (string, error) {
	data, err := json.Marshal(m)
	if err != nil {
		return "", err
	}
	return base64.StdEncoding.EncodeToString(s.aead.Seal(nil, nil, data, []byte(id))), nil
}

func (s seal) open(id, sealed string) (m message, err error) {
	data, err := base64.StdEncoding.DecodeString(sealed)
	if err != nil {
		return m, err
	}
	if data, err = s.aead.Open(nil, nil, data, []byte(id)); err != nil {
		return m, fmt.Errorf("mail %s was sealed with another key: %w", id, err)
	}
	return m, json.Unmarshal(data, &m)
}
