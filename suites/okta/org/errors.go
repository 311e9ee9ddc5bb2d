package org

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	sdk "github.com/okta/okta-sdk-golang/v2/okta"
)

// Error says why the org does not do what was asked, and what to do about it.
type Error struct {
	Cause  string // one sentence
	Remedy string // one sentence
	Usage  bool   // a flag, a variable or the app id is wrong
	Status int    // of the org's answer; 0 when there was none
}

func (e *Error) Error() string { return e.Cause + "\n" + e.Remedy }

const (
	remedyDown    = "Okta itself, or a proxy before it, has a problem: see status.okta.com, and run it again."
	remedyNetwork = "Check the org URL, and the network and proxy settings of this machine."
)

func usage(cause, remedy string) *Error { return &Error{Cause: cause, Remedy: remedy, Usage: true} }

// Status returns the HTTP status of an error of this package; 0 when there is none.
func Status(err error) int {
	var e *Error
	if errors.As(err, &e) {
		return e.Status
	}
	return 0
}

// explain turns an error of the SDK into an Error. what is what was tried, such as "reading the app 0oa1".
func explain(what string, resp *sdk.Response, err error) error {
	var known *Error
	var said *sdk.Error
	status := 0
	if resp != nil && resp.Response != nil {
		status = resp.StatusCode
	}
	switch {
	case err == nil:
		return nil
	case errors.As(err, &known):
		copied := *known
		copied.Cause = what + ": " + known.Cause
		return &copied
	case errors.Is(err, context.Canceled):
		return &Error{Cause: what + ": interrupted", Remedy: "Run it again."}
	case !errors.As(err, &said):
		return &Error{Cause: fmt.Sprintf("%s: the org gives no usable answer: %v", what, err), Status: status,
			Remedy: remedyNetwork}
	}
	words := inWords(said)
	answer := fmt.Sprintf("the org answered %d%s", status, words)
	e := &Error{Status: status, Cause: what + ": " + answer}
	switch {
	case strings.Contains(strings.ToLower(words), "dpop"): // the token endpoint has no other sign
		e.Cause = what + ": the org asks for DPoP, which this client does not support"
		e.Remedy = "Switch off «Require Demonstrating Proof of Possession (DPoP)» in the General settings of the API " +
			"service app, or use an API token."
	case status == http.StatusUnauthorized:
		e.Cause = "the org refuses the credentials: " + answer
		e.Remedy = "The API token has expired (30 days without use), was revoked, or is of another org. Create a new one " +
			"in Security > API > Tokens, and export it as OKTA_API_TOKEN."
	case status == http.StatusForbidden:
		e.Remedy = "The token may not do this: an API token has the rights of the admin who created it, an OAuth token " +
			"those of its scopes and admin role. The README lists what is needed."
	case status == http.StatusNotFound:
		e.Remedy = "Check the id, and that it is of this org."
	case status == 0: // the SDK keeps the answer of the token endpoint to itself
		e.Cause = what + ": the org gives no OAuth token" + words
		e.Remedy = "Check OKTA_CLIENT_ID, the key, and that the scopes are granted to the API service app (Okta API Scopes)."
	case status >= 500:
		e.Remedy = remedyDown
	default:
		e.Remedy = "The text of Okta's answer says what is wrong."
	}
	return e
}

// inWords returns what the org said, in one line.
func inWords(e *sdk.Error) string {
	texts := []string{e.ErrorMessage, e.ErrorDescription, e.ErrorSummary}
	for _, cause := range e.ErrorCauses {
		text, _ := cause["errorSummary"].(string)
		texts = append(texts, text)
	}
	var parts []string
	for _, text := range texts {
		if text = strings.TrimSpace(text); text != "" {
			parts = append(parts, text)
		}
	}
	text := strings.TrimSpace(e.ErrorCode + " " + strings.Join(parts, "; "))
	if text == "" {
		return ""
	}
	return ": " + text
}
