package provider_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/provider/internal/scimtest"
)

func patchee() provider.Object {
	return provider.Object{
		"userName": "jane@example.com", "displayName": "Jane", "title": "Dr", "active": true, "externalId": "00u1",
		"name": provider.Object{"givenName": "Jane", "familyName": "Doe"},
		"emails": []any{
			provider.Object{"value": "jane@work.com", "type": "work", "primary": true},
			provider.Object{"value": "jane@home.org", "type": "home"},
		},
		enterprise: provider.Object{"department": "Sales", "manager": provider.Object{"value": "m1"}},
	}
}

// without removes what the server adds, so that only what PATCH can change is compared.
func without(o provider.Object) provider.Object {
	for _, k := range []string{"id", "meta", "schemas", "groups"} {
		delete(o, k)
	}
	return o
}

func TestPatchUser(t *testing.T) {
	t.Parallel()
	work := provider.Object{"value": "jane@work.com", "type": "work", "primary": true}
	home := provider.Object{"value": "jane@home.org", "type": "home"}
	demoted := provider.Object{"value": "jane@work.com", "type": "work", "primary": false}
	set := func(key string, value any) func(provider.Object) { return func(o provider.Object) { o[key] = value } }
	gone := func(key string) func(provider.Object) { return func(o provider.Object) { delete(o, key) } }
	same := func(provider.Object) {}
	tests := []struct {
		name, op string
		change   func(provider.Object)
	}{
		{"okta deactivates", `{"op":"replace","value":{"active":false}}`, set("active", false)},
		{"capital op and path in another case", `{"op":"Replace","path":"ACTIVE","value":false}`, set("active", false)},
		{"password leaves no trace", `{"op":"replace","value":{"password":"s3cret"}}`, same},
		{"password by path", `{"op":"replace","path":"password","value":"s3cret"}`, same},
		{"okta echoes read-only members", `{"op":"replace","value":{"id":"x","schemas":[],"meta":{"created":"x"},"groups":[{"value":"g"}],"userName":"jane@example.com"}}`, same},
		{"unknown member of a pathless value", `{"op":"replace","value":{"nothing":1,"title":"Prof"}}`, set("title", "Prof")},
		{"simple add", `{"op":"add","path":"nickName","value":"J"}`, set("nickName", "J")},
		{"simple replace", `{"op":"replace","path":"title","value":"Prof"}`, set("title", "Prof")},
		{"replace what is not there", `{"op":"replace","path":"nickName","value":"J"}`, set("nickName", "J")},
		{"simple remove", `{"op":"remove","path":"title"}`, gone("title")},
		{"remove what is not there", `{"op":"remove","path":"nickName"}`, same},
		{"null clears", `{"op":"replace","path":"title","value":null}`, gone("title")},
		{"empty text clears", `{"op":"replace","path":"title","value":""}`, gone("title")},
		{"empty list clears", `{"op":"replace","path":"emails","value":[]}`, gone("emails")},
		{"null clears a list", `{"op":"replace","value":{"emails":null}}`, gone("emails")},
		{"same values again", `{"op":"replace","value":{"active":true,"title":"Dr"}}`, same},
		{"core URN", `{"op":"replace","path":"urn:ietf:params:scim:schemas:core:2.0:User:title","value":"Prof"}`, set("title", "Prof")},
		{"sub-attribute", `{"op":"replace","path":"name.givenName","value":"Joan"}`, set("name", provider.Object{"givenName": "Joan", "familyName": "Doe"})},
		{"sub-attribute null", `{"op":"replace","path":"name.givenName","value":null}`, set("name", provider.Object{"familyName": "Doe"})},
		{"sub-attribute removed", `{"op":"remove","path":"name.givenName"}`, set("name", provider.Object{"familyName": "Doe"})},
		{"sub-attribute in a pathless value", `{"op":"replace","value":{"name.givenName":"Joan"}}`, set("name", provider.Object{"givenName": "Joan", "familyName": "Doe"})},
		{"complex keeps what is not named", `{"op":"replace","path":"name","value":{"familyName":"Roe"}}`, set("name", provider.Object{"givenName": "Jane", "familyName": "Roe"})},
		{"complex with a cleared part", `{"op":"add","value":{"name":{"givenName":"","middleName":"M"}}}`, set("name", provider.Object{"middleName": "M", "familyName": "Doe"})},
		{"complex removed", `{"op":"remove","path":"name"}`, gone("name")},
		{"complex null", `{"op":"replace","path":"name","value":null}`, gone("name")},
		{"list add", `{"op":"add","path":"emails","value":[{"value":"j@x.org","type":"other"}]}`, set("emails", []any{work, home, provider.Object{"value": "j@x.org", "type": "other"}})},
		{"list add of one object", `{"op":"add","path":"emails","value":{"value":"j@x.org"}}`, set("emails", []any{work, home, provider.Object{"value": "j@x.org"}})},
		{"list add of what is there", `{"op":"add","path":"emails","value":[{"type":"home","value":"jane@home.org"}]}`, same},
		{"list add of a new primary", `{"op":"add","path":"emails","value":[{"value":"j@x.org","primary":true}]}`, set("emails", []any{demoted, home, provider.Object{"value": "j@x.org", "primary": true}})},
		{"list replace", `{"op":"replace","path":"emails","value":[{"value":"j@x.org"}]}`, set("emails", []any{provider.Object{"value": "j@x.org"}})},
		{"list remove", `{"op":"remove","path":"emails"}`, gone("emails")},
		{"list remove by value", `{"op":"remove","path":"emails","value":[{"value":"jane@home.org"}]}`, set("emails", []any{work})},
		{"list add to nothing", `{"op":"add","path":"phoneNumbers","value":[{"value":"1"}]}`, set("phoneNumbers", []any{provider.Object{"value": "1"}})},
		{"selected remove", `{"op":"remove","path":"emails[type eq \"home\"]"}`, set("emails", []any{work})},
		{"selected remove of nothing", `{"op":"remove","path":"emails[type eq \"other\"]"}`, same},
		{"selected remove of all", `{"op":"remove","path":"emails[value pr]"}`, gone("emails")},
		{"selected replace", `{"op":"replace","path":"emails[type eq \"home\"]","value":{"value":"new@home.org","type":"home"}}`, set("emails", []any{work, provider.Object{"value": "new@home.org", "type": "home"}})},
		{"selected add merges", `{"op":"add","path":"emails[type eq \"home\"]","value":{"display":"Home"}}`, set("emails", []any{work, provider.Object{"value": "jane@home.org", "type": "home", "display": "Home"}})},
		{"selected sub-attribute", `{"op":"replace","path":"emails[type eq \"work\"].value","value":"new@work.com"}`, set("emails", []any{provider.Object{"value": "new@work.com", "type": "work", "primary": true}, home})},
		{"selected sub-attribute removed", `{"op":"remove","path":"emails[type eq \"home\"].type"}`, set("emails", []any{work, provider.Object{"value": "jane@home.org"}})},
		{"selected primary", `{"op":"replace","path":"emails[type eq \"home\"].primary","value":true}`, set("emails", []any{demoted, provider.Object{"value": "jane@home.org", "type": "home", "primary": true}})},
		{"add makes what the filter describes", `{"op":"add","path":"phoneNumbers[type eq \"mobile\"].value","value":"+1"}`, set("phoneNumbers", []any{provider.Object{"type": "mobile", "value": "+1"}})},
		{"sub-attribute of all values", `{"op":"replace","path":"emails.type","value":"other"}`, set("emails", []any{provider.Object{"value": "jane@work.com", "type": "other", "primary": true}, provider.Object{"value": "jane@home.org", "type": "other"}})},
		{"nested value filter", `{"op":"remove","path":"emails[type eq \"home\" and (value co \"x\" or value co \"home\")]"}`, set("emails", []any{work})},
		{"extension by URN", `{"op":"replace","path":"` + enterprise + `:department","value":"R&D"}`, set(enterprise, provider.Object{"department": "R&D", "manager": provider.Object{"value": "m1"}})},
		{"extension sub-attribute", `{"op":"add","path":"` + enterprise + `:manager.displayName","value":"Max"}`, set(enterprise, provider.Object{"department": "Sales", "manager": provider.Object{"value": "m1", "displayName": "Max"}})},
		{"extension in a pathless value", `{"op":"replace","value":{"` + enterprise + `":{"department":"R&D","nothing":1}}}`, set(enterprise, provider.Object{"department": "R&D", "manager": provider.Object{"value": "m1"}})},
		{"flat extension in a pathless value", `{"op":"replace","value":{"` + enterprise + `:department":"R&D"}}`, set(enterprise, provider.Object{"department": "R&D", "manager": provider.Object{"value": "m1"}})},
		{"whole extension by path", `{"op":"replace","path":"` + enterprise + `","value":{"division":"N"}}`, set(enterprise, provider.Object{"department": "Sales", "division": "N", "manager": provider.Object{"value": "m1"}})},
		{"whole extension removed", `{"op":"remove","path":"` + enterprise + `"}`, gone(enterprise)},
		{"last attributes of an extension", `{"op":"remove","path":"` + enterprise + `:manager"},{"op":"remove","path":"` + enterprise + `:department"}`, gone(enterprise)},
		{"operations build on each other", `{"op":"remove","path":"emails"},{"op":"add","path":"emails","value":[{"value":"a"}]},{"op":"replace","path":"emails[value eq \"a\"].value","value":"b"}`, set("emails", []any{provider.Object{"value": "b"}})},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := scimtest.NewClient(t)
			id := c.Post("/Users", patchee()).Is(201).ID()
			want := patchee()
			tt.change(want)
			patched := c.Patch("/Users/"+id, scimtest.Operations(tt.op)).Is(200)
			for _, got := range []*scimtest.Answer{patched, c.Get("/Users/" + id).Is(200)} {
				if diff := cmp.Diff(want, without(got.Body)); diff != "" {
					t.Fatalf("(-want +got):\n%s", diff)
				}
			}
		})
	}
}

func TestPatchRefused(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, body, kind string }{
		{"no operations", `{"Operations":[]}`, "invalidSyntax"},
		{"operations missing", `{}`, "invalidSyntax"},
		{"operations no list", `{"Operations":{"op":"add"}}`, "invalidSyntax"},
		{"operation no object", `{"Operations":["add"]}`, "invalidSyntax"},
		{"wrong schema", `{"schemas":["urn:x"],"Operations":[{"op":"replace","value":{"active":false}}]}`, "invalidSyntax"},
		{"unknown op", scimtest.Operations(`{"op":"move","path":"title","value":"x"}`), "invalidSyntax"},
		{"no op", scimtest.Operations(`{"path":"title","value":"x"}`), "invalidSyntax"},
		{"no value", scimtest.Operations(`{"op":"replace","path":"title"}`), "invalidSyntax"},
		{"path no text", scimtest.Operations(`{"op":"replace","path":5,"value":"x"}`), "invalidPath"},
		{"remove without path", scimtest.Operations(`{"op":"remove"}`), "noTarget"},
		{"pathless value no object", scimtest.Operations(`{"op":"replace","value":"x"}`), "invalidValue"},
		{"pathless null", scimtest.Operations(`{"op":"replace","value":null}`), "invalidValue"},
		{"unknown path", scimtest.Operations(`{"op":"replace","path":"nothing","value":"x"}`), "invalidPath"},
		{"unknown sub-attribute", scimtest.Operations(`{"op":"replace","path":"name.nothing","value":"x"}`), "invalidPath"},
		{"unknown extension", scimtest.Operations(`{"op":"replace","path":"urn:example:User:x","value":"x"}`), "invalidPath"},
		{"broken path", scimtest.Operations(`{"op":"replace","path":"emails[type eq ","value":"x"}`), "invalidPath"},
		{"broken filter", scimtest.Operations(`{"op":"replace","path":"emails[type is \"x\"]","value":"x"}`), "invalidPath"},
		{"filter by an unknown attribute", scimtest.Operations(`{"op":"remove","path":"emails[nothing eq \"x\"]"}`), "invalidFilter"},
		{"filter on a simple attribute", scimtest.Operations(`{"op":"replace","path":"title[value eq \"x\"]","value":"x"}`), "invalidPath"},
		{"id", scimtest.Operations(`{"op":"replace","path":"id","value":"x"}`), "mutability"},
		{"groups", scimtest.Operations(`{"op":"add","path":"groups","value":[{"value":"x"}]}`), "mutability"},
		{"meta", scimtest.Operations(`{"op":"remove","path":"meta.created"}`), "mutability"},
		{"selected nothing", scimtest.Operations(`{"op":"replace","path":"emails[type eq \"x\"].value","value":"x"}`), "noTarget"},
		{"add cannot describe", scimtest.Operations(`{"op":"add","path":"emails[type sw \"x\"].value","value":"x"}`), "noTarget"},
		{"required removed", scimtest.Operations(`{"op":"remove","path":"userName"}`), "invalidValue"},
		{"required cleared", scimtest.Operations(`{"op":"replace","value":{"userName":""}}`), "invalidValue"},
		{"active null", scimtest.Operations(`{"op":"replace","value":{"active":null}}`), "invalidValue"},
		{"active removed", scimtest.Operations(`{"op":"remove","path":"active"}`), "invalidValue"},
		{"text for a boolean", scimtest.Operations(`{"op":"replace","value":{"active":"False"}}`), "invalidValue"},
		{"number for text", scimtest.Operations(`{"op":"replace","path":"title","value":5}`), "invalidValue"},
		{"text for an object", scimtest.Operations(`{"op":"replace","path":"name","value":"Jane"}`), "invalidValue"},
		{"text for a list", scimtest.Operations(`{"op":"add","path":"emails","value":["x"]}`), "invalidValue"},
		{"text for an extension", scimtest.Operations(`{"op":"add","path":"` + enterprise + `","value":"x"}`), "invalidValue"},
		{"two primaries", scimtest.Operations(`{"op":"replace","path":"emails","value":[{"value":"a","primary":true},{"value":"b","primary":true}]}`), "invalidValue"},
		{"password no text", scimtest.Operations(`{"op":"replace","path":"password","value":5}`), "invalidValue"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := scimtest.NewClient(t)
			id := c.Post("/Users", patchee()).Is(201).ID()
			c.Patch("/Users/"+id, tt.body).Refused(400, tt.kind)
			if diff := cmp.Diff(patchee(), without(c.Get("/Users/"+id).Body)); diff != "" {
				t.Errorf("a refused PATCH changed (-want +got):\n%s", diff)
			}
		})
	}
}

func TestPatchIsAtomic(t *testing.T) {
	t.Parallel()
	c := scimtest.NewClient(t)
	jane, joe := c.User("jane@example.com"), c.User("joe@example.com")
	group := c.Group("Sales", jane)
	before := c.Get("/Groups/" + group).Body
	c.Patch("/Groups/"+group, scimtest.Operations(
		`{"op":"replace","value":{"displayName":"Renamed"}}`,
		`{"op":"remove","path":"members[value eq \"`+jane+`\"]"}`,
		`{"op":"add","path":"members","value":[{"value":"`+joe+`"},{"value":"nobody"}]}`,
	)).Refused(400, "invalidValue")
	if diff := cmp.Diff(before, c.Get("/Groups/"+group).Body); diff != "" {
		t.Errorf("group (-want +got):\n%s", diff)
	}
	c.Get("/Users/"+jane).Has("groups.0.value", group)
	c.Get("/Users/"+joe).Has("groups", []any{})
	c.Filter("/Groups", `displayName eq "Renamed"`).Has("totalResults", 0.0)
}
