package orgsim

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"time"
)

// giveToken is POST /oauth2/v1/token: client_credentials with private_key_jwt (RFC 7523 §2.2), the only way for a
// service to an access token with okta.* scopes. The parameters may be in the body or, as the Go SDK sends them, in the
// query.
func giveToken(c *call) (any, error) {
	if body, err := url.ParseQuery(string(c.body)); err == nil {
		for k, v := range body {
			c.query[k] = v
		}
	}
	refuse := func(status int, code, description string) (any, error) { // RFC 6749 §5.2
		c.status = status
		return object{"error": code, "error_description": description}, nil
	}
	if c.query.Get("grant_type") != "client_credentials" {
		return refuse(400, "unsupported_grant_type", "The authorization grant type is not supported.")
	}
	client, wrong := c.authenticate(c.query.Get("client_assertion"))
	if wrong != "" {
		return refuse(401, "invalid_client", wrong)
	}
	scopes := strings.Fields(c.query.Get("scope"))
	for _, s := range scopes {
		if !slices.Contains(client.Scopes, s) {
			return refuse(400, "invalid_scope", "The service app is not granted the scope "+s+".")
		}
	}
	token := newToken()
	c.granted[token] = scopes
	return object{"token_type": "Bearer", "expires_in": 3600, "access_token": token, "scope": c.query.Get("scope")}, nil
}

// authenticate returns the service app that signed an assertion, or what is wrong with it.
func (c *call) authenticate(assertion string) (client OAuthClient, wrong string) {
	parts := append(strings.Split(assertion, "."), "", "", "")
	var header struct{ Alg, Kid string }
	var claims struct {
		Iss, Sub, Aud string
		Exp           float64
	}
	if !decodePart(parts[0], &header) || !decodePart(parts[1], &claims) {
		return client, "The client_assertion cannot be read."
	}
	i := slices.IndexFunc(c.options.OAuth, func(a OAuthClient) bool { return a.ID == claims.Iss && a.ID == claims.Sub })
	if i < 0 {
		return client, "Invalid value for 'client_id' parameter."
	}
	client = c.options.OAuth[i]
	signature, err := base64.RawURLEncoding.DecodeString(parts[2])
	digest := sha256.Sum256([]byte(parts[0] + "." + parts[1]))
	switch {
	case err != nil || header.Alg != "RS256" || client.KeyID != "" && header.Kid != client.KeyID,
		rsa.VerifyPKCS1v15(client.Key, crypto.SHA256, digest[:], signature) != nil:
		return client, "The client_assertion signature is invalid."
	case claims.Aud != c.base+c.r.URL.Path:
		return client, "The audience claim for client_assertion must be the endpoint invoked for the request."
	case claims.Exp <= float64(time.Now().Unix()):
		return client, "The client_assertion token is expired."
	}
	return client, ""
}

func decodePart(part string, into any) bool {
	text, err := base64.RawURLEncoding.DecodeString(part)
	return err == nil && json.Unmarshal(text, into) == nil
}
