package provider_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/provider/internal/scimtest"
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
	c := scimtest.NewClient(t)
	created := c.Post("/Users", everything()).Is(201)
	id := created.ID()
	location := "http://app.example.com/scim/v2/Users/" + id
	created.Has("meta.location", location).Has("meta.resourceType", "User").Has("groups", []any{}).
		Has("schemas", []any{provider.SchemaUser, enterprise})
	if got := created.Header.Get("Location"); got != location {
		t.Errorf("Location %q, want %q", got, location)
	}
	if got := created.Header.Get("Content-Type"); got != "application/scim+json" {
		t.Errorf("Content-Type %q", got)
	}
	for name, a := range map[string]*scimtest.Answer{"create": created, "get": c.Get("/Users/" + id).Is(200)} {
		if diff := cmp.Diff(everything(), without(a.Body)); diff != "" {
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
			c := scimtest.NewClient(t)
			id := c.Post("/Users", tt.body).Is(201).ID()
			a := c.Get("/Users/" + id).Is(200)
			if strings.Contains(string(a.Raw), "s3cret") {
				t.Error("the password came back")
			}
			if diff := cmp.Diff(tt.want, without(a.Body)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestCreateUserRefused(t *testing.T) {
	t.Parallel()
	c := scimtest.NewClient(t)
	c.User("jane@example.com")
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
			c.Post("/Users", tt.body).Refused(tt.status, tt.kind)
		})
	}
	t.Cleanup(func() { c.Get("/Users").Has("totalResults", 1.0) })
}

func TestReplaceUser(t *testing.T) {
	t.Parallel()
	c := scimtest.NewClient(t)
	other := c.User("joe@example.com")
	id := c.Post("/Users", everything()).Is(201).ID()
	group := c.Group("Sales", id)

	echoed := c.Get("/Users/" + id).Body
	before := c.Get("/Users/" + id).Body
	c.Put("/Users/"+id, echoed).Is(200)
	if diff := cmp.Diff(before, c.Get("/Users/"+id).Body); diff != "" {
		t.Errorf("a PUT of what GET gave changed (-want +got):\n%s", diff)
	}

	echoed["title"], echoed["id"], echoed["userName"] = "Head Guide", other, "NEW@example.com"
	delete(echoed, "nickName")
	delete(echoed, "active")
	echoed["emails"] = nil
	a := c.Put("/Users/"+id, echoed).Is(200)
	a.Has("id", id).Has("title", "Head Guide").Has("nickName", nil).Has("emails", nil).Has("userName", "NEW@example.com").
		Has("active", true).Has("groups.0.value", group)
	c.Filter("/Users", `userName eq "new@example.com"`).Has("Resources.0.id", id)
	c.Filter("/Users", `userName eq "bjensen@example.com"`).Has("totalResults", 0.0)
	c.Filter("/Users", `emails.value eq "bjensen@example.com"`).Has("totalResults", 0.0)
	c.Get("/Groups/"+group).Has("members.0.display", "NEW@example.com")

	c.Put("/Users/"+id, provider.Object{"userName": "JOE@example.com"}).Refused(409, "uniqueness")
	c.Put("/Users/"+id, provider.Object{"displayName": "x"}).Refused(400, "invalidValue")
	c.Put("/Users/nobody", provider.Object{"userName": "x"}).Is(404)
	c.Get("/Users/"+id).Has("title", "Head Guide")
	c.Get("/Users/"+other).Has("userName", "joe@example.com")
}

func TestDeactivateKeepsEverything(t *testing.T) {
	t.Parallel()
	for name, deactivate := range map[string]func(c *scimtest.Client, id string, active bool){
		"patch": func(c *scimtest.Client, id string, active bool) {
			c.Patch("/Users/"+id, provider.Object{"Operations": []any{provider.Object{"op": "replace", "value": provider.Object{"active": active}}}}).Is(200).Has("active", active)
		},
		"put": func(c *scimtest.Client, id string, active bool) {
			user := c.Get("/Users/" + id).Body
			user["active"] = active
			c.Put("/Users/"+id, user).Is(200).Has("active", active)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := scimtest.NewClient(t)
			id := c.Post("/Users", everything()).Is(201).ID()
			c.Group("Sales", id)
			before := c.Get("/Users/" + id).Body
			deactivate(c, id, false)
			deactivate(c, id, false)
			before["active"] = false
			for view, got := range map[string]any{
				"id":     c.Get("/Users/" + id).Is(200).Body,
				"lookup": c.Filter("/Users", `userName eq "bjensen@example.com"`).At("Resources.0"),
				"list":   c.Get("/Users").At("Resources.0"),
			} {
				got := got.(provider.Object)
				got["meta"] = before["meta"]
				if diff := cmp.Diff(before, got); diff != "" {
					t.Errorf("%s (-want +got):\n%s", view, diff)
				}
			}
			c.Post("/Users", everything()).Refused(409, "uniqueness")
			deactivate(c, id, true)
			c.Get("/Users/"+id).Has("active", true).Has("groups.0.display", "Sales")
		})
	}
}

func TestDeleteUser(t *testing.T) {
	t.Parallel()
	c := scimtest.NewClient(t)
	id, stays := c.User("jane@example.com"), c.User("joe@example.com")
	group := c.Group("Sales", id, stays)
	if a := c.Delete("/Users/" + id).Is(204); len(a.Raw) != 0 {
		t.Errorf("204 with a body: %s", a.Raw)
	}
	c.Get("/Users/" + id).Is(404)
	c.Put("/Users/"+id, scimtest.NewUser("x")).Is(404)
	c.Patch("/Users/"+id, scimtest.Operations(`{"op":"replace","value":{"active":false}}`)).Is(404)
	c.Delete("/Users/" + id).Is(404)
	if diff := cmp.Diff([]string{stays}, c.Get("/Groups/"+group).Each("members", "value")); diff != "" {
		t.Error(diff)
	}
	if again := c.User("jane@example.com"); again == id {
		t.Error("the id was given out again")
	}
}

func TestLastModified(t *testing.T) {
	t.Parallel()
	c := scimtest.NewClient(t)
	id := c.User("jane@example.com")
	first := c.Get("/Users/" + id).At("meta.lastModified")
	c.Patch("/Users/"+id, scimtest.Operations(`{"op":"replace","value":{"active":true}}`)).Is(200).Has("meta.lastModified", first)
	c.Patch("/Users/"+id, scimtest.Operations(`{"op":"replace","value":{"title":"Dr"}}`)).Is(200).Has("meta.created", first)
	if got := c.Get("/Users/" + id).At("meta.lastModified").(string); got < first.(string) {
		t.Errorf("lastModified went back from %v to %v", first, got)
	}
}
