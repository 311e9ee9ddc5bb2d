package orgsim

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"slices"
	"strconv"
	"strings"
	"time"
)

var logRoutes = []route{{"GET /api/v1/logs", "logs", listLogs}}

// event is an entry of the System Log. failure is the reason of one that says
// what did not work.
type event struct {
	kind    string
	user    *user
	subject *appUser
	group   *group
	app     *app
	mapping *pushMapping
	failure string

	id        string
	published time.Time
	targets   []object
}

// log writes an entry. What it is about is noted as it is now.
func (o *Org) log(e event) {
	e.id, e.published = o.newUUID(), o.now()
	target := func(kind, id, alternate, display string) {
		e.targets = append(e.targets, object{"id": id, "type": kind, "alternateId": alternate, "displayName": display, "detailEntry": nil})
	}
	if e.user != nil {
		target("User", e.user.id, e.user.login(), e.user.name())
	}
	if e.subject != nil {
		target("AppUser", e.user.id, e.subject.userName, e.user.name())
	}
	if e.group != nil {
		target("UserGroup", e.group.id, "unknown", e.group.name)
	}
	if e.mapping != nil {
		target("GroupPushMapping", e.mapping.id, "unknown", e.mapping.name)
	}
	if e.app != nil {
		target("AppInstance", e.app.id, e.app.label, e.app.label)
	}
	e.user, e.subject, e.group, e.app, e.mapping = nil, nil, nil, nil, nil
	o.events = append(o.events, e)
	if strings.HasPrefix(e.kind, "application.provision.") || e.failure != "" {
		level, attributes := slog.LevelInfo, []any{"event", e.kind, "of", e.targets[0]["displayName"]}
		if e.failure != "" {
			level, attributes = slog.LevelWarn, append(attributes, "failure", e.failure)
		}
		o.options.Logger.Log(context.Background(), level, "system log", attributes...)
	}
}

// newUUID gives an id of an event that grows with time, as text too.
func (o *Org) newUUID() string {
	return fmt.Sprintf("%08x-0000-4000-8000-%012x", len(o.events)+1, o.made)
}

// display are the words with which Okta shows some events, as far as public logs
// have them; the rest are shown by their type.
var display = map[string]string{
	"application.user_membership.add":         "Add user to application membership",
	"application.user_membership.remove":      "Remove user's application membership",
	"application.provision.user.push":         "Push new user to external application",
	"application.provision.user.push_profile": "Push user's profile to external application",
	"group.user_membership.add":               "Add user to group membership",
	"user.account.update_profile":             "Update user profile for Okta",
}

func showEvent(e event) object {
	result, severity, reason := "SUCCESS", "INFO", any(nil)
	if e.failure != "" {
		result, severity, reason = "FAILURE", "ERROR", e.failure
	}
	words := display[e.kind]
	if words == "" {
		words = e.kind
	}
	return object{
		"uuid": e.id, "published": stamp(e.published), "eventType": e.kind, "version": "0", "severity": severity,
		"legacyEventType": nil, "displayMessage": words,
		"actor": object{"id": "okta.system", "type": "SystemPrincipal", "alternateId": "system@okta.com",
			"displayName": "Okta System", "detailEntry": nil},
		"client":  object{"userAgent": nil, "zone": nil, "device": nil, "id": nil, "ipAddress": nil, "geographicalContext": nil},
		"outcome": object{"result": result, "reason": reason}, "target": e.targets,
		"transaction":           object{"type": "JOB", "id": e.id, "detail": object{}},
		"debugContext":          object{"debugData": object{}},
		"authenticationContext": object{"authenticationStep": 0, "externalSessionId": "unknown"},
		"securityContext":       object{"isProxy": nil},
		"request":               object{"ipChain": []object{}},
	}
}

// listLogs gives the events of a time. Without an end and in ascending order it
// is a polling request: there is always a next link, even after an empty page, as
// Okta says of its log.
func listLogs(c *call) (int, any, *apiError) {
	query := c.r.URL.Query()
	until, problem := when(query.Get("until"), "until", c.now())
	if problem != nil {
		return 0, nil, problem
	}
	since, problem := when(query.Get("since"), "since", until.AddDate(0, 0, -7))
	if problem != nil {
		return 0, nil, problem
	}
	descending := query.Get("sortOrder") == "DESCENDING"
	all := slices.DeleteFunc(slices.Clone(c.events), func(e event) bool {
		return e.published.Before(since) || query.Get("until") != "" && e.published.After(until)
	})
	if descending {
		slices.Reverse(all)
	}
	if all, problem = keep(c, "filter", all, showEvent); problem != nil {
		return 0, nil, problem
	}
	for word := range strings.FieldsSeq(strings.ToLower(query.Get("q"))) {
		all = slices.DeleteFunc(all, func(e event) bool {
			text, err := json.Marshal(showEvent(e))
			return err != nil || !strings.Contains(strings.ToLower(string(text)), word)
		})
	}
	out, problem := logPage(c, all, query.Get("until") == "" && !descending)
	return 200, each(out, showEvent), problem
}

// logPage is page, with a cursor that stays good when new events come: the
// number of the last event that was given.
func logPage(c *call, all []event, polling bool) ([]event, *apiError) {
	after := c.r.URL.Query().Get("after")
	if !polling || c.plant.endless {
		return page(c, all, func(e event) string { return e.id }, 100, 1000)
	}
	limit, err := limitOf(c, 100, 1000)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(e event) bool { return e.id <= after })
	out := all[:min(limit, len(all))]
	c.link("self", after)
	if len(out) > 0 {
		after = out[len(out)-1].id
	} else if after == "" {
		after = strconv.Itoa(0)
	}
	c.link("next", after)
	return out, nil
}

// when reads a time of the API.
func when(text, name string, otherwise time.Time) (time.Time, *apiError) {
	if text == "" {
		return otherwise, nil
	}
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return t, invalid(name, name+": The field must be a date in ISO 8601 format.")
	}
	return t, nil
}
