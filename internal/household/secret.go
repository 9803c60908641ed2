package household

// NewSecret returns the unguessable token of a link, and what is stored of it. It
// is for others who let somebody in by a link.
func NewSecret() (token, hash string) {
	token = newToken()
	return token, hashOf(token)
}

// ReadSecret returns what is stored of a token that somebody sends. It reports
// false for what can be none.
func ReadSecret(typed string) (hash string, ok bool) {
	token, ok := readToken(typed)
	return hashOf(token), ok
}
