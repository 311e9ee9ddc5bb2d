package provider_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/oktascim/oktascim/provider"
)

func zipped(t *testing.T, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	io.WriteString(w, text)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestAuthentication(t *testing.T) {
	t.Parallel()
	c := newClient(t)
	c.user("jane@example.com")
	for _, header := range []string{"", "Bearer", "Bearer ", "Bearer wrong", "Bearer " + token + "x", "Bearer " + token[1:], token, "non-token",
		"Basic " + token, "Token " + token, "Bearer " + token + " " + token, "Bearer " + strings.ToUpper(token), "Bearer null", `Bearer "` + token + `"`} {
		for _, path := range []string{"/Users", "/Groups", "/Users/x", "/ServiceProviderConfig", "/nothing"} {
			a := c.with("Authorization", header).get(path).is(401)
			if got := a.header.Get("WWW-Authenticate"); !strings.HasPrefix(got, "Bearer") {
				t.Errorf("%q: WWW-Authenticate %q", header, got)
			}
		}
		c.with("Authorization", header).post("/Users", newUser("new@example.com")).is(401)
	}
	for _, header := range []string{"Bearer " + token, "bearer " + token, "BEARER  " + token + " "} {
		c.with("Authorization", header).get("/Users").is(200).has("totalResults", 1.0)
	}
}

func TestTenants(t *testing.T) {
	t.Parallel()
	c := newClient(t)
	b := c.as(otherToken)
	jane := c.user("jane@example.com")
	group := c.group("Sales", jane)
	b.get("/Users").has("totalResults", 0.0)
	b.get("/Groups").has("totalResults", 0.0)
	b.filter("/Users", `userName eq "jane@example.com"`).has("totalResults", 0.0)
	for _, path := range []string{"/Users/" + jane, "/Groups/" + group} {
		b.get(path).is(404)
		b.put(path, provider.Object{"userName": "x", "displayName": "x"}).is(404)
		b.patch(path, operations(`{"op":"replace","value":{"displayName":"x"}}`)).is(404)
		b.delete(path).is(404)
		c.get(path).is(200)
	}
	if b.user("jane@example.com") == jane {
		t.Error("two tenants share an id")
	}
}

func TestRouting(t *testing.T) {
	t.Parallel()
	c := newClient(t, func(o *provider.Options) { o.BasePath = "scim/v2/" })
	id := c.user("jane@example.com")
	for _, path := range []string{"", "/", "/users", "/Nothing", "/Users/" + id + "/x", "/Me", "/Bulk", "/ServiceProviderConfig/x", "/Users/nobody",
		"/Users/00919288221112222", "/Groups/" + id, "/Schemas/urn:x", "/ResourceTypes/X", "x", "/Users/%2e%2e"} {
		if c.get(path).is(404).text("status") != "404" {
			t.Errorf("%s: status member", path)
		}
	}
	c.get("/Users/").is(200)
	c.get("/Users/" + id + "/").is(200)
	c.send("HEAD", "/Users/"+id, nil).is(200)
	for path, allow := range map[string]string{
		"/Users": "GET, POST", "/Groups": "GET, POST", "/Users/" + id: "GET, PUT, PATCH, DELETE",
		"/Schemas": "GET", "/ResourceTypes/User": "GET", "/ServiceProviderConfig": "GET",
	} {
		for _, method := range []string{"POST", "PUT", "PATCH", "DELETE", "OPTIONS", "FOO"} {
			if strings.Contains(allow, method) {
				continue
			}
			r := c.send(method, path, nil)
			if r.status != 405 || r.header.Get("Allow") != allow {
				t.Errorf("%s %s: %d, Allow %q, want 405 and %q", method, path, r.status, r.header.Get("Allow"), allow)
			}
		}
	}
}

func TestMediaTypes(t *testing.T) {
	t.Parallel()
	c := newClient(t)
	accepted := []string{"application/scim+json", "application/scim+json; charset=utf-8", "application/json", "application/json;charset=UTF-8", "APPLICATION/JSON", ""}
	for i, kind := range accepted {
		c.with("Content-Type", kind).post("/Users", newUser(string(rune('a'+i))+"@example.com")).is(201)
	}
	for _, kind := range []string{"text/plain", "application/xml", "application/x-www-form-urlencoded", "application/json; charset=iso-8859-1", "x;;;y"} {
		c.with("Content-Type", kind).post("/Users", newUser("x@example.com")).is(415)
	}
	for accept, want := range map[string]string{
		"": "application/scim+json", "application/scim+json": "application/scim+json", "application/json": "application/json",
		"application/json, application/scim+json": "application/scim+json", "*/*": "application/scim+json",
	} {
		if got := c.with("Accept", accept).get("/Users").header.Get("Content-Type"); got != want {
			t.Errorf("Accept %q: Content-Type %q, want %q", accept, got, want)
		}
	}
}

func TestCompression(t *testing.T) {
	t.Parallel()
	c := newClient(t, func(o *provider.Options) { o.Seed = 100; o.MaxBody = 4096 })
	z := c.with("Content-Encoding", "gzip")
	z.post("/Users", zipped(t, `{"userName":"zipped@example.com"}`)).is(201)
	z.post("/Users", `{"userName":"not zipped"}`).refused(400, "invalidSyntax")
	z.post("/Users", zipped(t, `{"userName":"cut"}`)[:20]).refused(400, "invalidSyntax")
	z.post("/Users", zipped(t, `{"userName":"`+strings.Repeat("bomb", 1<<20)+`"}`)).is(413)
	c.with("Content-Encoding", "br").post("/Users", `{"userName":"x"}`).is(415)

	plain := c.get("/Users").is(200)
	for _, accept := range []string{"gzip,deflate", "deflate, gzip;q=0.5"} {
		a := c.with("Accept-Encoding", accept).get("/Users").is(200)
		if a.header.Get("Content-Encoding") != "gzip" {
			t.Fatalf("Accept-Encoding %q: not compressed", accept)
		}
		r, err := gzip.NewReader(bytes.NewReader(a.raw))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(r); err != nil || !bytes.Equal(got, plain.raw) {
			t.Errorf("what was unpacked differs: %v", err)
		}
	}
	for _, accept := range []string{"", "deflate", "gzip;q=0", "gzip; q=0.0"} {
		if got := c.with("Accept-Encoding", accept).get("/Users").header.Get("Content-Encoding"); got != "" {
			t.Errorf("Accept-Encoding %q: Content-Encoding %q", accept, got)
		}
	}
}

func TestLargeBodies(t *testing.T) {
	t.Parallel()
	c := newClient(t, func(o *provider.Options) { o.MaxBody = 1000 })
	c.post("/Users", `{"userName":"`+strings.Repeat("a", 985)+`"}`).is(201)
	c.post("/Users", `{"userName":"`+strings.Repeat("b", 986)+`"}`).is(413)
	c.get("/Users").has("totalResults", 1.0)
}

func TestDiscovery(t *testing.T) {
	t.Parallel()
	c := newClient(t, func(o *provider.Options) {
		o.Roles = &provider.RoleMap{Attribute: "urn:example:scim:User:role", Default: "Viewer"}
	})
	c.get("/ServiceProviderConfig").is(200).has("patch.supported", true).has("filter.supported", true).has("sort.supported", false).
		has("etag.supported", false).has("bulk.supported", false).has("authenticationSchemes.0.type", "oauthbearertoken")
	c.get("/ResourceTypes").is(200).has("totalResults", 2.0).has("itemsPerPage", 2.0).has("startIndex", 1.0).
		has("Resources.0.name", "User").has("Resources.0.schemaExtensions.0.schema", enterprise).
		has("Resources.0.schemaExtensions.1.schema", "urn:example:scim:User").has("Resources.1.endpoint", "/Groups")
	c.get("/ResourceTypes/Group").is(200).has("schema", provider.SchemaGroup)
	c.get("/Schemas").is(200).has("totalResults", 4.0)
	user := c.get("/Schemas/" + provider.SchemaUser).is(200)
	user.has("attributes.0.name", "userName").has("attributes.0.uniqueness", "server").has("attributes.0.caseExact", false)
	c.get("/Schemas/"+enterprise).is(200).has("attributes.5.subAttributes.0.name", "value")
	c.get("/Schemas?filter=id+pr").is(403)
}

func TestPanicIsAnError(t *testing.T) {
	t.Parallel()
	c := newClient(t, func(o *provider.Options) { o.Storage = brokenStorage{provider.NewMemory()} })
	c.get("/Users").is(500)
	a := c.post("/Users", newUser("x@example.com")).is(500)
	if strings.Contains(a.text("detail"), "disk") {
		t.Errorf("the answer tells what is inside: %s", a.raw)
	}
}

func TestAnswersHaveLength(t *testing.T) {
	t.Parallel()
	c := newClient(t)
	for _, a := range []*answer{c.get("/Users"), c.get("/nothing"), c.post("/Users", newUser("x@example.com"))} {
		if a.header.Get("Content-Length") == "" || a.header.Get("Vary") != "Accept-Encoding" {
			t.Errorf("headers: %v", a.header)
		}
	}
	if got := http.Header(c.delete("/Users/" + c.user("y@example.com")).header).Get("Content-Type"); got != "" {
		t.Errorf("204 with Content-Type %q", got)
	}
}
