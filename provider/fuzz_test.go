package provider_test

import (
	"encoding/json"
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/provider/internal/scimtest"
)

func FuzzFilter(f *testing.F) {
	for _, s := range []string{`userName eq "a"`, `emails[type eq "work" and (value co "a")]`, `not (x pr) or y le 5`, `a[b[c]]`, `"`, `[`, `urn:a:b pr`, `emails[v eq 9]`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, filter string) {
		c := scimtest.NewClient(t, seeded(3))
		if a := c.Get("/Users?filter=" + url.QueryEscape(filter)); a.Status != 200 {
			a.Refused(400, "invalidFilter")
		}
	})
}

func FuzzPatch(f *testing.F) {
	for _, s := range [][2]string{{"emails[type eq \"x\"].value", `"a"`}, {"", `{"name":{"givenName":null}}`}, {"members", `[{"value":1}]`}, {"name", `[]`}, {"emails", `[[]]`}} {
		f.Add("replace", s[0], s[1])
		f.Add("add", s[0], s[1])
		f.Add("remove", s[0], s[1])
	}
	f.Fuzz(func(t *testing.T, op, path, value string) {
		var v any
		if json.Unmarshal([]byte(value), &v) != nil {
			t.Skip()
		}
		o := provider.Object{"op": op, "value": v}
		if path != "" {
			o["path"] = path
		}
		c := scimtest.NewClient(t)
		id, group := c.User("a@example.com"), c.Group("g")
		for _, target := range []string{"/Users/" + id, "/Groups/" + group} {
			before := c.Get(target).Body
			a := c.Patch(target, provider.Object{"Operations": []any{o}})
			if a.Status == 500 {
				t.Fatalf("%s", a.Raw)
			}
			if a.Status >= 400 {
				a.Is(a.Status)
				if diff := cmp.Diff(before, c.Get(target).Body); diff != "" {
					t.Errorf("a refused PATCH changed (-want +got):\n%s", diff)
				}
			}
		}
	})
}

func FuzzBody(f *testing.F) {
	f.Add(`{"userName":"a","emails":[{"value":"x","primary":true}],"name":{"givenName":5}}`)
	f.Add(`{"userName":"\u0000\ud800","active":"x","schemas":[null]}`)
	f.Fuzz(func(t *testing.T, body string) {
		c := scimtest.NewClient(t)
		switch a := c.Post("/Users", body); a.Status {
		case 201:
			shown := c.Get("/Users/" + a.ID()).Is(200)
			if diff := cmp.Diff(a.Body, shown.Body); diff != "" {
				t.Errorf("POST and GET differ (-want +got):\n%s", diff)
			}
			again := c.Put("/Users/"+a.ID(), shown.Body).Is(200)
			if diff := cmp.Diff(a.Body, again.Body); diff != "" {
				t.Errorf("PUT of what GET gave (-want +got):\n%s", diff)
			}
		default:
			a.Is(400)
		}
	})
}
