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
	// Usage says that a flag, a variable or the app id is wrong.
	Usage bool
	// Status is the org's answer; 0 when there was none.
	Status int
	// Code is Okta's own error code, such as E0000007; it may be empty.
	Code string
}

func (e *Error) Error() string { return e.Cause + "\n" + e.Remedy }

const remedyDown = "Okta itself, or a proxy before it, has a problem: see status.okta.com, and run it again."

func usage(cause, remedy string) *Error { return &Error{Cause: cause, Remedy: remedy, Usage: true} }

// Status is the HTTP status behind an error of this package; 0 when there is
// none.
func Status(err error) int {
	var e *Error
	if errors.As(err, &e) {
		return e.Status
	}
	return 0
}

// explain turns what the SDK gives into an Error. what is what was tried, such
// as "reading the app 0oa1".
func explain(what string, resp *sdk.Response, err error) error {
	if err == nil {
		return nil
	}
	var known *Error
	if errors.As(err, &known) {
		copied := *known
		copied.Cause = what + ": " + known.Cause
		return &copied
	}
	if errors.Is(err, context.Canceled) {
		return &Error{Cause: what + ": interrupted", Remedy: "Run it again."}
	}
	status := 0
	if resp != nil && resp.Response != nil {
		status = resp.StatusCode
	}
	var said *sdk.Error
	if !errors.As(err, &said) {
		return &Error{Cause: fmt.Sprintf("%s: the org gives no usable answer: %v", what, err), Status: status,
			Remedy: "Check the org URL, and the network and proxy settings of this machine."}
	}
	e := &Error{Status: status, Code: said.ErrorCode}
	words := inWords(said)
	answer := fmt.Sprintf("the org answered %d%s", status, words)
	e.Cause = what + ": " + answer
	switch {
	case strings.Contains(strings.ToLower(words), "dpop"):
		e.Cause = what + ": the org asks for DPoP, which this client does not speak"
		e.Remedy = "Switch off «Require Demonstrating Proof of Possession (DPoP)» in the General settings of the API service app, or use an API token."
	case status == http.StatusUnauthorized:
		e.Cause = fmt.Sprintf("the org refuses the credentials: %s", answer)
		e.Remedy = "The API token has expired (30 days without use), was revoked, or is of another org. Make a new one in Security > API > Tokens, and export it as OKTA_API_TOKEN."
	case status == http.StatusForbidden:
		e.Remedy = "The token may not do this: an API token has the rights of the admin who made it, an OAuth token those of its scopes and admin role. The README lists what is needed."
	case status == http.StatusNotFound:
		e.Remedy = "Check the id, and that it is of this org."
	case status == 0: // the SDK keeps the answer of the token endpoint to itself
		e.Cause = what + ": the org gives no OAuth token" + words
		e.Remedy = "Check OKTA_CLIENT_ID, the key, and that the scopes are granted to the API service app (Okta API Scopes)."
	case status >= 500:
		e.Remedy = remedyDown
	default:
		e.Remedy = "Okta's words say what is wrong."
	}
	return e
}

// inWords is what the org said, in one line.
func inWords(e *sdk.Error) string {
	var parts []string
	for _, text := range []string{e.ErrorMessage, e.ErrorDescription, e.ErrorSummary} {
		if text = strings.TrimSpace(text); text != "" {
			parts = append(parts, text)
		}
	}
	for _, cause := range e.ErrorCauses {
		if text, _ := cause["errorSummary"].(string); text != "" {
			parts = append(parts, text)
		}
	}
	text := strings.Join(parts, "; ")
	if e.ErrorCode != "" {
		text = strings.TrimSpace(e.ErrorCode + " " + text)
	}
	if text == "" {
		return ""
	}
	return ": " + text
}
