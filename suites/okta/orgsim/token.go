package orgsim

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/url"
	"slices"
	"strings"
	"time"
)

// tokenLife is how long an access token of the org's own authorization server
// is good for.
const tokenLife = time.Hour

// giveToken is POST /oauth2/v1/token: client_credentials with private_key_jwt
// (RFC 7523 §2.2), the only way to an access token with okta.* scopes for a
// service. The parameters may stand in the body or, as the Go SDK sends them,
// in the query.
func giveToken(c *call) (int, any, *apiError) {
	form := c.r.URL.Query()
	if body, err := io.ReadAll(c.r.Body); err == nil {
		if more, err := url.ParseQuery(string(body)); err == nil {
			for k, v := range more {
				form[k] = v
			}
		}
	}
	if form.Get("grant_type") != "client_credentials" {
		return oauthRefusal("unsupported_grant_type", "The authorization grant type is not supported by the authorization server.")
	}
	if form.Get("client_assertion_type") != "urn:ietf:params:oauth:client-assertion-type:jwt-bearer" {
		return oauthRefusal("invalid_client", "The client must authenticate with a private key JWT.")
	}
	client, wrong := c.access.client(form.Get("client_assertion"), c.base+"/oauth2/v1/token", c.now())
	if wrong != "" {
		return oauthRefusal("invalid_client", wrong)
	}
	scopes := strings.Fields(form.Get("scope"))
	if len(scopes) == 0 {
		return oauthRefusal("invalid_scope", "The scope parameter is missing.")
	}
	for _, s := range scopes {
		if !slices.Contains(client.Scopes, s) {
			return oauthRefusal("invalid_scope", "The service app is not granted the scope "+s+".")
		}
	}
	token := newToken()
	c.access.granted[token] = grant{scopes: scopes, ends: c.now().Add(tokenLife)}
	return 200, object{"token_type": "Bearer", "expires_in": int(tokenLife.Seconds()), "access_token": token, "scope": strings.Join(scopes, " ")}, nil
}

// oauthRefusal is an error of the token endpoint (RFC 6749 §5.2).
func oauthRefusal(code, description string) (int, any, *apiError) {
	status := 400
	if code == "invalid_client" {
		status = 401
	}
	return status, object{"error": code, "error_description": description}, nil
}

// client finds out which service app signed an assertion, and else what is
// wrong with it.
func (a *access) client(assertion, audience string, now time.Time) (client OAuthClient, wrong string) {
	parts := strings.Split(assertion, ".")
	if len(parts) != 3 {
		return client, "The client_assertion is not a JWT."
	}
	var header struct{ Alg, Kid string }
	var claims struct {
		Iss, Sub, Aud string
		Exp           float64
	}
	if !decodePart(parts[0], &header) || !decodePart(parts[1], &claims) {
		return client, "The client_assertion cannot be read."
	}
	i := slices.IndexFunc(a.clients, func(c OAuthClient) bool { return c.ID == claims.Iss })
	if i < 0 || claims.Sub != claims.Iss {
		return client, "Invalid value for 'client_id' parameter."
	}
	client = a.clients[i]
	signature, err := base64.RawURLEncoding.DecodeString(parts[2])
	digest := sha256.Sum256([]byte(parts[0] + "." + parts[1]))
	switch {
	case err != nil || header.Alg != "RS256" || client.Key == nil,
		client.KeyID != "" && header.Kid != client.KeyID,
		rsa.VerifyPKCS1v15(client.Key, crypto.SHA256, digest[:], signature) != nil:
		return client, "The client_assertion signature is invalid."
	case claims.Aud != audience:
		return client, "The audience claim for client_assertion must be the endpoint invoked for the request."
	case claims.Exp <= float64(now.Unix()):
		return client, "The client_assertion token is expired."
	}
	return client, ""
}

func decodePart(part string, into any) bool {
	text, err := base64.RawURLEncoding.DecodeString(part)
	return err == nil && json.Unmarshal(text, into) == nil
}
