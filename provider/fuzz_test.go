package provider_test

import (
	"encoding/json"
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/oktascim/oktascim/provider"
)

func FuzzFilter(f *testing.F) {
	for _, s := range []string{`userName eq "a"`, `emails[type eq "work" and (value co "a")]`, `not (x pr) or y le 5`, `a[b[c]]`, `"`, `[`, `urn:a:b pr`, `emails[v eq 9]`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, filter string) {
		c := newClient(t, seeded(3))
		if a := c.get("/Users?filter=" + url.QueryEscape(filter)); a.status != 200 {
			a.refused(400, "invalidFilter")
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
		c := newClient(t)
		id, group := c.user("a@example.com"), c.group("g")
		for _, target := range []string{"/Users/" + id, "/Groups/" + group} {
			before := c.get(target).body
			a := c.patch(target, provider.Object{"Operations": []any{o}})
			if a.status == 500 {
				t.Fatalf("%s", a.raw)
			}
			if a.status >= 400 {
				a.is(a.status)
				if diff := cmp.Diff(before, c.get(target).body); diff != "" {
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
		c := newClient(t)
		switch a := c.post("/Users", body); a.status {
		case 201:
			shown := c.get("/Users/" + a.id()).is(200)
			if diff := cmp.Diff(a.body, shown.body); diff != "" {
				t.Errorf("POST and GET differ (-want +got):\n%s", diff)
			}
			again := c.put("/Users/"+a.id(), shown.body).is(200)
			if diff := cmp.Diff(a.body, again.body); diff != "" {
				t.Errorf("PUT of what GET gave (-want +got):\n%s", diff)
			}
		default:
			a.is(400)
		}
	})
}
