package orgsim

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/oktascim/oktascim/suites/okta"
)

// userFailed notes that an account could not be brought up to date.
func (o *Org) userFailed(u *user, au *appUser, s *step, run okta.Run) {
	last, kind, reason := run.Last(), s.kind, s.doing+": "+o.detail(run)
	if s.kind == pushed && last.Method == http.MethodGet && last.Op() == "GET /Users" {
		kind = "application.provision.user.verify_exists"
	} else if s.kind == pushed && last.Method != http.MethodPost {
		kind = profilePushed
	}
	o.integrationFailed(u, nil, last, reason)
	o.log(event{kind: kind, user: u, app: o.app, subject: au, failure: reason})
	if au != nil {
		au.dirty = true
		au.setStatus(au.status, "ERROR", o)
	}
	if last.Status == http.StatusNotFound && s.kind == "application.provision.user.reactivate" {
		// The account is gone: the user is looked up again.
		delete(o.app.accounts, u.id)
		o.sync(u)
	}
}

// integrationFailed logs that the app refused Okta itself.
func (o *Org) integrationFailed(u *user, g *group, last okta.Answer, reason string) {
	switch last.Status {
	case http.StatusUnauthorized: // a 403 may be about the user: no seat is free
		o.log(event{kind: "application.integration.authentication_failure", user: u, group: g, app: o.app, failure: reason})
	case http.StatusTooManyRequests:
		o.log(event{kind: "application.integration.rate_limit_exceeded", user: u, group: g, app: o.app, failure: reason})
	}
}

// detail says what the app answered, in Okta's words where they are known:
// "Bad Request. Errors reported by remote server: …".
func (o *Org) detail(run okta.Run) string {
	last := run.Last()
	text := run.Stop
	switch {
	case last.Err != nil:
		text = fmt.Sprintf("The remote server did not answer: %v", last.Err)
	case !last.OK():
		reported := last.Resource.String("detail")
		if reported == "" && last.Resource == nil && len(last.Body) > 0 {
			reported = "Invalid JSON: " + strings.ToValidUTF8(string(last.Body[:min(len(last.Body), 80)]), "?")
		}
		text = http.StatusText(last.Status)
		if text == "" {
			text = fmt.Sprintf("HTTP status %d", last.Status)
		}
		if reported != "" {
			text += ". Errors reported by remote server: " + reported
		}
	case strings.Contains(text, "without an id"):
		text = "Create new user returned empty user"
	}
	return o.hide(text)
}

// hide takes the app's token out of a text that the app may have echoed.
func (o *Org) hide(text string) string {
	_, secret, ok := strings.Cut(o.client.Config().Authorization, " ")
	if !ok || secret == "" {
		return text
	}
	return strings.ReplaceAll(text, secret, "[token]")
}
