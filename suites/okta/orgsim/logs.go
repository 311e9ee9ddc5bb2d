package orgsim

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	parser "github.com/scim2/filter-parser/v2"
)

// log adds an event to the System Log; failure is its reason, "" for a success. Targets are shown as they are now.
func (o *Org) log(kind, failure string, about ...any) {
	var targets []object
	for _, e := range about {
		var class, id, alternate, name string
		switch e := e.(type) {
		case *user:
			class, id, alternate, name = "User", e.id, e.login(), e.name()
		case *group:
			class, id, alternate, name = "UserGroup", e.id, "unknown", e.name
		case *push:
			class, id, alternate, name = "GroupPushMapping", e.id, "unknown", e.target.name
		case *app:
			class, id, alternate, name = "AppInstance", e.id, e.label, e.label
		}
		targets = append(targets, object{"id": id, "type": class, "alternateId": alternate, "displayName": name,
			"detailEntry": nil})
	}
	result, severity := "SUCCESS", "INFO"
	level, attributes := slog.LevelInfo, []any{"event", kind, "of", targets[0]["displayName"]}
	if failure != "" {
		result, severity = "FAILURE", "ERROR"
		level, attributes = slog.LevelWarn, append(attributes, "failure", failure)
	}
	if strings.HasPrefix(kind, "application.provision.") || failure != "" {
		o.options.Logger.Log(context.Background(), level, "system log", attributes...)
	}
	uuid := fmt.Sprintf("%08x-0000-4000-8000-%012x", len(o.events)+1, o.made)
	o.events = append(o.events, object{
		"uuid": uuid, "published": now(), "eventType": kind, "version": "0", "severity": severity,
		"legacyEventType": nil, "displayMessage": kind, "target": targets,
		"actor": object{"id": "okta.system", "type": "SystemPrincipal", "alternateId": "system@okta.com",
			"displayName": "Okta System"},
		"client":                object{"userAgent": nil, "zone": nil, "device": nil, "id": nil, "ipAddress": nil},
		"outcome":               object{"result": result, "reason": orNull(failure)},
		"transaction":           object{"type": "JOB", "id": uuid, "detail": object{}},
		"debugContext":          object{"debugData": object{}},
		"authenticationContext": object{"authenticationStep": 0, "externalSessionId": "unknown"},
		"securityContext":       object{"isProxy": nil},
		"request":               object{"ipChain": []object{}},
	})
}

// listLogs returns the events between two times that a filter selects, the oldest first.
func listLogs(c *call) (any, error) {
	bounds := map[string]string{"since": stamp(time.Now().AddDate(0, 0, -7)), "until": now()}
	for name := range bounds {
		if text := c.query.Get(name); text != "" {
			t, err := time.Parse(time.RFC3339, text)
			if err != nil {
				return nil, invalid(name, "The field must be a date in ISO 8601 format.")
			}
			bounds[name] = stamp(t)
		}
	}
	wanted := func(object) bool { return true }
	if text := c.query.Get("filter"); text != "" {
		expression, err := parser.ParseFilter([]byte(text))
		if wanted = compile(expression); err != nil || wanted == nil {
			return nil, &apiError{400, "E0000031", fmt.Sprintf("Invalid search criteria. %q cannot be read.", text), ""}
		}
	}
	all := slices.DeleteFunc(slices.Clone(c.events), func(e object) bool {
		at := e["published"].(string)
		return at < bounds["since"] || at > bounds["until"] || !wanted(e)
	})
	return page(c, all, func(_ *call, e object) (any, error) { return e, nil }, 100, 1000)
}

// compile returns what a filter selects: and, or, and eq and sw of texts; nil for anything else. The grammar is SCIM's
// (developer.okta.com/docs/reference/core-okta-api/#filter).
func compile(e parser.Expression) func(object) bool {
	switch e := e.(type) {
	case *parser.LogicalExpression:
		left, right := compile(e.Left), compile(e.Right)
		if left == nil || right == nil {
			return nil
		}
		return func(o object) bool {
			return left(o) && right(o) || e.Operator == parser.OR && (left(o) || right(o))
		}
	case *parser.AttributeExpression:
		compare := map[string]func(string, string) bool{"eq": strings.EqualFold, "sw": strings.HasPrefix}
		matches, want := compare[strings.ToLower(string(e.Operator))], fmt.Sprint(e.CompareValue)
		if matches == nil {
			return nil
		}
		return func(o object) bool {
			have := values(o[e.AttributePath.AttributeName], e.AttributePath.SubAttribute)
			return slices.ContainsFunc(have, func(text string) bool { return matches(text, want) })
		}
	}
	return nil
}

// values returns the texts at a path; in an array, those of each element.
func values(at any, sub *string) []string {
	var out []string
	switch v := at.(type) {
	case string:
		return []string{v}
	case object:
		if sub != nil {
			return values(v[*sub], nil)
		}
	case []object:
		for _, e := range v {
			out = append(out, values(e, sub)...)
		}
	}
	return out
}
