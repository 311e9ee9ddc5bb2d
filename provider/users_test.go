package provider_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/oktascim/oktascim/provider"
)

// everything is a user with each attribute of RFC 7643 §4.1 and §4.3.
func everything() provider.Object {
	return provider.Object{
		"userName": "Bjensen@Example.com", "externalId": "00u701984", "displayName": "Babs Jensen", "nickName": "Babs",
		"name": provider.Object{"formatted": "Ms. Barbara J Jensen, III", "familyName": "Jensen", "givenName": "Barbara",
			"middleName": "Jane", "honorificPrefix": "Ms.", "honorificSuffix": "III"},
		"profileUrl": "https://login.example.com/bjensen", "title": "Tour Guide", "userType": "Employee",
		"preferredLanguage": "en-US", "locale": "en-US", "timezone": "America/Los_Angeles", "active": true,
		"emails":       []any{provider.Object{"value": "bjensen@example.com", "type": "work", "primary": true, "display": "Babs"}},
		"phoneNumbers": []any{provider.Object{"value": "tel:555-555-8377", "type": "work"}},
		"ims":          []any{provider.Object{"value": "someaimhandle", "type": "aim"}},
		"photos":       []any{provider.Object{"value": "https://photos.example.com/f", "type": "photo"}},
		"addresses": []any{provider.Object{"type": "work", "streetAddress": "100 Universal City Plaza", "locality": "Hollywood",
			"region": "CA", "postalCode": "91608", "country": "US", "formatted": "100 Universal City Plaza\nHollywood", "primary": true}},
		"entitlements":     []any{provider.Object{"value": "e1"}},
		"roles":            []any{provider.Object{"value": "author", "display": "Author", "type": "x", "primary": false}},
		"x509Certificates": []any{provider.Object{"value": "MIIDQzCCAqygAwIBAgICEAAwDQYJKoZIhvcN"}},
		enterprise: provider.Object{"employeeNumber": "701984", "costCenter": "4130", "organization": "Universal Studios",
			"division": "Theme Park", "department": "Tour Operations",
			"manager": provider.Object{"value": "26118915", "$ref": "../Users/26118915", "displayName": "John Smith"}},
	}
}

func TestCreateEverything(t *testing.T) {
	t.Parallel()
	c := newClient(t)
	created := c.post("/Users", everything()).is(201)
	id := created.id()
	location := "http://app.example.com/scim/v2/Users/" + id
	created.has("meta.location", location).has("meta.resourceType", "User").has("groups", []any{}).
		has("schemas", []any{provider.SchemaUser, enterprise})
	if got := created.header.Get("Location"); got != location {
		t.Errorf("Location %q, want %q", got, location)
	}
	if got := created.header.Get("Content-Type"); got != "application/scim+json" {
		t.Errorf("Content-Type %q", got)
	}
	for name, a := range map[string]*answer{"create": created, "get": c.get("/Users/" + id).is(200)} {
		if diff := cmp.Diff(everything(), without(a.body)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestCreateUser(t *testing.T) {
	t.Parallel()
	minimal := provider.Object{"userName": "a@b.c", "active": true}
	tests := []struct {
		name, body string
		want       provider.Object
	}{
		{"only what is required", `{"userName":"a@b.c"}`, minimal},
		{"names in another case", `{"USERNAME":"a@b.c","Name":{"GIVENNAME":"A"}}`, provider.Object{"userName": "a@b.c", "active": true, "name": provider.Object{"givenName": "A"}}},
		{"inactive", `{"userName":"a@b.c","active":false}`, provider.Object{"userName": "a@b.c", "active": false}},
		{"nothing in many ways", `{"userName":"a@b.c","title":null,"nickName":"","emails":[],"name":{},"locale":null,"addresses":[{}],"phoneNumbers":[{"type":"work","value":""}],"active":null}`, minimal},
		{"read-only and unknown members", `{"userName":"a@b.c","id":"x","meta":{"created":"y"},"groups":[{"value":"z"}],"nothing":[1],"urn:example:User":{"a":1}}`, minimal},
		{"schemas nobody knows", `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:okta:my_app:1.0:user:custom"],"userName":"a@b.c"}`, minimal},
		{"empty schemas", `{"schemas":[],"userName":"a@b.c"}`, minimal},
		{"a password", `{"userName":"a@b.c","password":"s3cret"}`, minimal},
		{"one value instead of a list", `{"userName":"a@b.c","emails":{"value":"x"}}`, provider.Object{"userName": "a@b.c", "active": true, "emails": []any{provider.Object{"value": "x"}}}},
		{"a byte order mark", "\ufeff" + `{"userName":"a@b.c"}`, minimal},
		{"odd text", `{"userName":"a@b.c","displayName":"Zoë \"😀\" \\ \u0007\n\t<&>\u2028"}`, provider.Object{"userName": "a@b.c", "active": true, "displayName": "Zoë \"😀\" \\ \a\n\t<&>\u2028"}},
		{"long text", `{"userName":"a@b.c","displayName":"` + strings.Repeat("é", 5000) + `"}`, provider.Object{"userName": "a@b.c", "active": true, "displayName": strings.Repeat("é", 5000)}},
		{"flat extension", `{"userName":"a@b.c","` + enterprise + `:department":"X"}`, provider.Object{"userName": "a@b.c", "active": true, enterprise: provider.Object{"department": "X"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := newClient(t)
			id := c.post("/Users", tt.body).is(201).id()
			a := c.get("/Users/" + id).is(200)
			if strings.Contains(string(a.raw), "s3cret") {
				t.Error("the password came back")
			}
			if diff := cmp.Diff(tt.want, without(a.body)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestCreateUserRefused(t *testing.T) {
	t.Parallel()
	c := newClient(t)
	c.user("jane@example.com")
	tests := []struct {
		name, body string
		status     int
		kind       string
	}{
		{"taken", `{"userName":"jane@example.com"}`, 409, "uniqueness"},
		{"taken in another case", `{"userName":"JANE@Example.com"}`, 409, "uniqueness"},
		{"no userName", `{"displayName":"x"}`, 400, "invalidValue"},
		{"userName null", `{"userName":null}`, 400, "invalidValue"},
		{"userName blank", `{"userName":"  "}`, 400, "invalidValue"},
		{"userName no text", `{"userName":5}`, 400, "invalidValue"},
		{"schema of a group", `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"userName":"x"}`, 400, "invalidSyntax"},
		{"schemas no list", `{"schemas":"x","userName":"x"}`, 400, "invalidSyntax"},
		{"schemas not of text", `{"schemas":[5],"userName":"x"}`, 400, "invalidSyntax"},
		{"two primaries", `{"userName":"x","emails":[{"value":"a","primary":true},{"value":"b","primary":true}]}`, 400, "invalidValue"},
		{"extension no object", `{"userName":"x","` + enterprise + `":5}`, 400, "invalidValue"},
		{"broken", `{"userName":`, 400, "invalidSyntax"},
		{"two objects", `{"userName":"x"}{}`, 400, "invalidSyntax"},
		{"list", `[]`, 400, "invalidSyntax"},
		{"null", `null`, 400, "invalidSyntax"},
		{"empty", ``, 400, "invalidSyntax"},
		{"not UTF-8", "{\"userName\":\"a\xff\"}", 400, "invalidSyntax"},
		{"endless nesting", strings.Repeat(`{"a":`, 20_000), 400, "invalidSyntax"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c.post("/Users", tt.body).refused(tt.status, tt.kind)
		})
	}
	t.Cleanup(func() { c.get("/Users").has("totalResults", 1.0) })
}

func TestReplaceUser(t *testing.T) {
	t.Parallel()
	c := newClient(t)
	other := c.user("joe@example.com")
	id := c.post("/Users", everything()).is(201).id()
	group := c.group("Sales", id)

	echoed := c.get("/Users/" + id).body
	before := c.get("/Users/" + id).body
	c.put("/Users/"+id, echoed).is(200)
	if diff := cmp.Diff(before, c.get("/Users/"+id).body); diff != "" {
		t.Errorf("a PUT of what GET gave changed (-want +got):\n%s", diff)
	}

	echoed["title"], echoed["id"], echoed["userName"] = "Head Guide", other, "NEW@example.com"
	delete(echoed, "nickName")
	delete(echoed, "active")
	echoed["emails"] = nil
	a := c.put("/Users/"+id, echoed).is(200)
	a.has("id", id).has("title", "Head Guide").has("nickName", nil).has("emails", nil).has("userName", "NEW@example.com").
		has("active", true).has("groups.0.value", group)
	c.filter("/Users", `userName eq "new@example.com"`).has("Resources.0.id", id)
	c.filter("/Users", `userName eq "bjensen@example.com"`).has("totalResults", 0.0)
	c.filter("/Users", `emails.value eq "bjensen@example.com"`).has("totalResults", 0.0)
	c.get("/Groups/"+group).has("members.0.display", "NEW@example.com")

	c.put("/Users/"+id, provider.Object{"userName": "JOE@example.com"}).refused(409, "uniqueness")
	c.put("/Users/"+id, provider.Object{"displayName": "x"}).refused(400, "invalidValue")
	c.put("/Users/nobody", provider.Object{"userName": "x"}).is(404)
	c.get("/Users/"+id).has("title", "Head Guide")
	c.get("/Users/"+other).has("userName", "joe@example.com")
}

func TestDeactivateKeepsEverything(t *testing.T) {
	t.Parallel()
	for name, deactivate := range map[string]func(c *client, id string, active bool){
		"patch": func(c *client, id string, active bool) {
			c.patch("/Users/"+id, provider.Object{"Operations": []any{provider.Object{"op": "replace", "value": provider.Object{"active": active}}}}).is(200).has("active", active)
		},
		"put": func(c *client, id string, active bool) {
			user := c.get("/Users/" + id).body
			user["active"] = active
			c.put("/Users/"+id, user).is(200).has("active", active)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newClient(t)
			id := c.post("/Users", everything()).is(201).id()
			c.group("Sales", id)
			before := c.get("/Users/" + id).body
			deactivate(c, id, false)
			deactivate(c, id, false)
			before["active"] = false
			for view, got := range map[string]any{
				"id":     c.get("/Users/" + id).is(200).body,
				"lookup": c.filter("/Users", `userName eq "bjensen@example.com"`).at("Resources.0"),
				"list":   c.get("/Users").at("Resources.0"),
			} {
				got := got.(provider.Object)
				got["meta"] = before["meta"]
				if diff := cmp.Diff(before, got); diff != "" {
					t.Errorf("%s (-want +got):\n%s", view, diff)
				}
			}
			c.post("/Users", everything()).refused(409, "uniqueness")
			deactivate(c, id, true)
			c.get("/Users/"+id).has("active", true).has("groups.0.display", "Sales")
		})
	}
}

func TestDeleteUser(t *testing.T) {
	t.Parallel()
	c := newClient(t)
	id, stays := c.user("jane@example.com"), c.user("joe@example.com")
	group := c.group("Sales", id, stays)
	if a := c.delete("/Users/" + id).is(204); len(a.raw) != 0 {
		t.Errorf("204 with a body: %s", a.raw)
	}
	c.get("/Users/" + id).is(404)
	c.put("/Users/"+id, newUser("x")).is(404)
	c.patch("/Users/"+id, operations(`{"op":"replace","value":{"active":false}}`)).is(404)
	c.delete("/Users/" + id).is(404)
	if diff := cmp.Diff([]string{stays}, c.get("/Groups/"+group).each("members", "value")); diff != "" {
		t.Error(diff)
	}
	if again := c.user("jane@example.com"); again == id {
		t.Error("the id was given out again")
	}
}

func TestLastModified(t *testing.T) {
	t.Parallel()
	c := newClient(t)
	id := c.user("jane@example.com")
	first := c.get("/Users/" + id).at("meta.lastModified")
	c.patch("/Users/"+id, operations(`{"op":"replace","value":{"active":true}}`)).is(200).has("meta.lastModified", first)
	c.patch("/Users/"+id, operations(`{"op":"replace","value":{"title":"Dr"}}`)).is(200).has("meta.created", first)
	if got := c.get("/Users/" + id).at("meta.lastModified").(string); got < first.(string) {
		t.Errorf("lastModified went back from %v to %v", first, got)
	}
}
