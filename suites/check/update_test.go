package check_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

type emails = []any

func mail(value string, members ...any) map[string]any {
	out := map[string]any{"value": value}
	for i := 0; i+1 < len(members); i += 2 {
		out[members[i].(string)] = members[i+1]
	}
	return out
}

// placesOf are where the problems are.
func placesOf(problems []check.Problem) []string {
	var out []string
	for _, p := range problems {
		out = append(out, p.At())
	}
	return out
}

func TestUpdateJudgements(t *testing.T) {
	t.Parallel()
	old := okta.Resource{"title": "Engineer", "emails": emails{mail("old@x.org", "primary", true, "type", "work")},
		"meta": map[string]any{"created": "2026-01-02T03:04:05Z", "lastModified": "2026-01-03T00:00:00Z", "location": "https://x.org/scim/Users/1"}}
	meta := func(member, value string) okta.Resource {
		r := old.Clone()
		r.Set(value, "meta", member)
		return r
	}
	changed := func(element map[string]any) []check.Problem {
		return check.SameEmailBut(old, okta.Resource{"emails": emails{element}}, "old@x.org", "new@x.org")
	}
	for name, test := range map[string]struct {
		problems []check.Problem
		want     []string
	}{
		"gone when absent":               {check.Gone(okta.Resource{}, "title", "Engineer"), nil},
		"gone when empty":                {check.Gone(okta.Resource{"title": ""}, "title", "Engineer"), nil},
		"gone when replaced by default":  {check.Gone(okta.Resource{"title": "-"}, "title", "Engineer"), nil},
		"not gone":                       {check.Gone(old, "title", "Engineer"), []string{"title"}},
		"None is not gone":               {check.Gone(okta.Resource{"title": "None"}, "title", "Engineer"), []string{"title"}},
		"old address gone":               {check.NoValue(okta.Resource{"emails": emails{mail("new@x.org")}}, "emails", "old@x.org"), nil},
		"old address there in capitals":  {check.NoValue(okta.Resource{"emails": emails{mail("OLD@X.ORG")}}, "emails", "old@x.org"), []string{"emails"}},
		"address alone changed":          {changed(mail("new@x.org", "primary", true, "type", "work")), nil},
		"address in capitals":            {changed(mail("NEW@x.org", "primary", true, "type", "Work", "display", "new")), nil},
		"primary lost":                   {changed(mail("new@x.org", "type", "work")), []string{`emails[value eq "new@x.org"].primary`}},
		"primary as text":                {changed(mail("new@x.org", "type", "work", "primary", "true")), []string{`emails[value eq "new@x.org"].primary`}},
		"type changed":                   {changed(mail("new@x.org", "primary", true, "type", "home")), []string{`emails[value eq "new@x.org"].type`}},
		"address not changed":            {changed(mail("old@x.org", "primary", true, "type", "work")), []string{"emails"}},
		"meta as before":                 {check.MetaKept(old, old), nil},
		"meta not shown":                 {check.MetaKept(old, okta.Resource{}), nil},
		"modified since":                 {check.MetaKept(old, meta("lastModified", "2026-01-03T00:00:01Z")), nil},
		"fraction cut off":               {check.MetaKept(meta("created", "2026-01-02T03:04:05.9Z"), old), nil},
		"another zone, same time":        {check.MetaKept(old, meta("created", "2026-01-02T04:04:05+01:00")), nil},
		"created again":                  {check.MetaKept(old, meta("created", "2026-01-05T00:00:00Z")), []string{"meta.created"}},
		"modified before":                {check.MetaKept(old, meta("lastModified", "2001-01-01T00:00:00Z")), []string{"meta.lastModified"}},
		"moved":                          {check.MetaKept(old, meta("location", "https://x.org/scim/Users/2")), []string{"meta.location"}},
		"prompt":                         {check.Prompt(okta.Answer{Method: "GET", URL: "/Users", Elapsed: time.Second}, time.Second), nil},
		"slow":                           {check.Prompt(okta.Answer{Method: "GET", URL: "/Users", Elapsed: time.Minute}, time.Second), []string{"GET /Users"}},
		"time of waiting does not count": {check.Prompt(okta.Answer{Method: "GET", URL: "/Users", Waited: time.Minute}, time.Second), nil},
	} {
		if diff := cmp.Diff(test.want, placesOf(test.problems)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestHas(t *testing.T) {
	t.Parallel()
	r := okta.Resource{"a": "x", "b": "", "c": nil, "d": emails{}, "e": false, "name": map[string]any{"givenName": "Jane"}}
	for path, want := range map[string]bool{"a": true, "b": false, "c": false, "d": false, "e": true, "f": false,
		"name.givenName": true, "name.familyName": false} {
		if got := check.Has(r, path); got != want {
			t.Errorf("%s: %t, want %t", path, got, want)
		}
	}
}

func TestOneOf(t *testing.T) {
	t.Parallel()
	state := func(active bool, given, display string) okta.Resource {
		return okta.Resource{"active": active, "name": map[string]any{"givenName": given}, "displayName": display}
	}
	updated, off := state(true, "Janet", "Janet Doe"), state(false, "Jane", "Jane Doe")
	for name, test := range map[string]struct {
		seen okta.Resource
		ok   bool
	}{
		"the update":          {state(true, "Janet", "Janet Doe"), true},
		"the deactivation":    {state(false, "Jane", "Jane Doe"), true},
		"half of the update":  {state(true, "Janet", "Jane Doe"), false},
		"neither":             {state(true, "Jane", "Jane Doe"), false},
		"active as text":      {okta.Resource{"active": "true", "name": map[string]any{"givenName": "Janet"}, "displayName": "Janet Doe"}, false},
		"a member is missing": {okta.Resource{"active": true, "displayName": "Janet Doe"}, false},
	} {
		problems := check.OneOf(test.seen, []string{"active", "name.givenName", "displayName"}, updated, off)
		if got := len(problems) == 0; got != test.ok {
			t.Errorf("%s: %v", name, problems)
		}
	}
}

func TestOwn(t *testing.T) {
	t.Parallel()
	got := check.Own(okta.Resource{"id": "1", "userName": "x", "UserType": "y", "lastSeen": "z", check.EnterpriseSchema: map[string]any{},
		"urn:example:Account": map[string]any{}})
	if diff := cmp.Diff([]string{"lastSeen", "urn:example:Account"}, got); diff != "" {
		t.Error(diff)
	}
	before := okta.Resource{"title": "x", "lastSeen": "z", "urn:example:Account": map[string]any{"theme": "dark", "visits": 3}}
	for name, test := range map[string]struct {
		after okta.Resource
		want  []string
	}{
		"values change": {okta.Resource{"lastSeen": "y", "urn:example:Account": map[string]any{"theme": "light", "visits": 4, "more": true}}, nil},
		"one is lost":   {okta.Resource{"title": "x", "lastSeen": "z", "urn:example:Account": map[string]any{"visits": 3}}, []string{"urn:example:Account.theme"}},
		"all are lost":  {okta.Resource{"title": "x"}, []string{"lastSeen", "urn:example:Account.theme", "urn:example:Account.visits"}},
	} {
		if diff := cmp.Diff(test.want, placesOf(check.OwnKept(before, test.after))); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}
