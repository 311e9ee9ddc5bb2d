package provider_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/provider/internal/scimtest"
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
	c := scimtest.NewClient(t)
	c.User("jane@example.com")
	for _, header := range []string{"", "Bearer", "Bearer ", "Bearer wrong", "Bearer " + scimtest.Token + "x", "Bearer " + scimtest.Token[1:], scimtest.Token, "non-token",
		"Basic " + scimtest.Token, "Token " + scimtest.Token, "Bearer " + scimtest.Token + " " + scimtest.Token, "Bearer " + strings.ToUpper(scimtest.Token), "Bearer null", `Bearer "` + scimtest.Token + `"`} {
		for _, path := range []string{"/Users", "/Groups", "/Users/x", "/ServiceProviderConfig", "/nothing"} {
			a := c.With("Authorization", header).Get(path).Is(401)
			if got := a.Header.Get("WWW-Authenticate"); !strings.HasPrefix(got, "Bearer") {
				t.Errorf("%q: WWW-Authenticate %q", header, got)
			}
		}
		c.With("Authorization", header).Post("/Users", scimtest.NewUser("new@example.com")).Is(401)
	}
	for _, header := range []string{"Bearer " + scimtest.Token, "bearer " + scimtest.Token, "BEARER  " + scimtest.Token + " "} {
		c.With("Authorization", header).Get("/Users").Is(200).Has("totalResults", 1.0)
	}
}

func TestTenants(t *testing.T) {
	t.Parallel()
	c := scimtest.NewClient(t)
	b := c.As(scimtest.OtherToken)
	jane := c.User("jane@example.com")
	group := c.Group("Sales", jane)
	b.Get("/Users").Has("totalResults", 0.0)
	b.Get("/Groups").Has("totalResults", 0.0)
	b.Filter("/Users", `userName eq "jane@example.com"`).Has("totalResults", 0.0)
	for _, path := range []string{"/Users/" + jane, "/Groups/" + group} {
		b.Get(path).Is(404)
		b.Put(path, provider.Object{"userName": "x", "displayName": "x"}).Is(404)
		b.Patch(path, scimtest.Operations(`{"op":"replace","value":{"displayName":"x"}}`)).Is(404)
		b.Delete(path).Is(404)
		c.Get(path).Is(200)
	}
	if b.User("jane@example.com") == jane {
		t.Error("two tenants share an id")
	}
}

func TestRouting(t *testing.T) {
	t.Parallel()
	c := scimtest.NewClient(t, func(o *provider.Options) { o.BasePath = "scim/v2/" })
	id := c.User("jane@example.com")
	for _, path := range []string{"", "/", "/users", "/Nothing", "/Users/" + id + "/x", "/Me", "/Bulk", "/ServiceProviderConfig/x", "/Users/nobody",
		"/Users/00919288221112222", "/Groups/" + id, "/Schemas/urn:x", "/ResourceTypes/X", "x", "/Users/%2e%2e"} {
		if c.Get(path).Is(404).Text("status") != "404" {
			t.Errorf("%s: status member", path)
		}
	}
	c.Get("/Users/").Is(200)
	c.Get("/Users/" + id + "/").Is(200)
	c.Send("HEAD", "/Users/"+id, nil).Is(200)
	for path, allow := range map[string]string{
		"/Users": "GET, POST", "/Groups": "GET, POST", "/Users/" + id: "GET, PUT, PATCH, DELETE",
		"/Schemas": "GET", "/ResourceTypes/User": "GET", "/ServiceProviderConfig": "GET",
	} {
		for _, method := range []string{"POST", "PUT", "PATCH", "DELETE", "OPTIONS", "FOO"} {
			if strings.Contains(allow, method) {
				continue
			}
			r := c.Send(method, path, nil)
			if r.Status != 405 || r.Header.Get("Allow") != allow {
				t.Errorf("%s %s: %d, Allow %q, want 405 and %q", method, path, r.Status, r.Header.Get("Allow"), allow)
			}
		}
	}
}

func TestMediaTypes(t *testing.T) {
	t.Parallel()
	c := scimtest.NewClient(t)
	accepted := []string{"application/scim+json", "application/scim+json; charset=utf-8", "application/json", "application/json;charset=UTF-8", "APPLICATION/JSON", ""}
	for i, kind := range accepted {
		c.With("Content-Type", kind).Post("/Users", scimtest.NewUser(string(rune('a'+i))+"@example.com")).Is(201)
	}
	for _, kind := range []string{"text/plain", "application/xml", "application/x-www-form-urlencoded", "application/json; charset=iso-8859-1", "x;;;y"} {
		c.With("Content-Type", kind).Post("/Users", scimtest.NewUser("x@example.com")).Is(415)
	}
	for accept, want := range map[string]string{
		"": "application/scim+json", "application/scim+json": "application/scim+json", "application/json": "application/json",
		"application/json, application/scim+json": "application/scim+json", "*/*": "application/scim+json",
	} {
		if got := c.With("Accept", accept).Get("/Users").Header.Get("Content-Type"); got != want {
			t.Errorf("Accept %q: Content-Type %q, want %q", accept, got, want)
		}
	}
}

func TestCompression(t *testing.T) {
	t.Parallel()
	c := scimtest.NewClient(t, func(o *provider.Options) { o.Seed = 100; o.MaxBody = 4096 })
	z := c.With("Content-Encoding", "gzip")
	z.Post("/Users", zipped(t, `{"userName":"zipped@example.com"}`)).Is(201)
	z.Post("/Users", `{"userName":"not zipped"}`).Refused(400, "invalidSyntax")
	z.Post("/Users", zipped(t, `{"userName":"cut"}`)[:20]).Refused(400, "invalidSyntax")
	z.Post("/Users", zipped(t, `{"userName":"`+strings.Repeat("bomb", 1<<20)+`"}`)).Is(413)
	c.With("Content-Encoding", "br").Post("/Users", `{"userName":"x"}`).Is(415)

	plain := c.Get("/Users").Is(200)
	for _, accept := range []string{"gzip,deflate", "deflate, gzip;q=0.5"} {
		a := c.With("Accept-Encoding", accept).Get("/Users").Is(200)
		if a.Header.Get("Content-Encoding") != "gzip" {
			t.Fatalf("Accept-Encoding %q: not compressed", accept)
		}
		r, err := gzip.NewReader(bytes.NewReader(a.Raw))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(r); err != nil || !bytes.Equal(got, plain.Raw) {
			t.Errorf("what was unpacked differs: %v", err)
		}
	}
	for _, accept := range []string{"", "deflate", "gzip;q=0", "gzip; q=0.0"} {
		if got := c.With("Accept-Encoding", accept).Get("/Users").Header.Get("Content-Encoding"); got != "" {
			t.Errorf("Accept-Encoding %q: Content-Encoding %q", accept, got)
		}
	}
}

func TestLargeBodies(t *testing.T) {
	t.Parallel()
	c := scimtest.NewClient(t, func(o *provider.Options) { o.MaxBody = 1000 })
	c.Post("/Users", `{"userName":"`+strings.Repeat("a", 985)+`"}`).Is(201)
	c.Post("/Users", `{"userName":"`+strings.Repeat("b", 986)+`"}`).Is(413)
	c.Get("/Users").Has("totalResults", 1.0)
}

func TestDiscovery(t *testing.T) {
	t.Parallel()
	c := scimtest.NewClient(t, func(o *provider.Options) {
		o.Roles = &provider.RoleMap{Attribute: "urn:example:scim:User:role", Default: "Viewer"}
	})
	c.Get("/ServiceProviderConfig").Is(200).Has("patch.supported", true).Has("filter.supported", true).Has("sort.supported", false).
		Has("etag.supported", false).Has("bulk.supported", false).Has("authenticationSchemes.0.type", "oauthbearertoken")
	c.Get("/ResourceTypes").Is(200).Has("totalResults", 2.0).Has("itemsPerPage", 2.0).Has("startIndex", 1.0).
		Has("Resources.0.name", "User").Has("Resources.0.schemaExtensions.0.schema", enterprise).
		Has("Resources.0.schemaExtensions.1.schema", "urn:example:scim:User").Has("Resources.1.endpoint", "/Groups")
	c.Get("/ResourceTypes/Group").Is(200).Has("schema", provider.SchemaGroup)
	c.Get("/Schemas").Is(200).Has("totalResults", 4.0)
	user := c.Get("/Schemas/" + provider.SchemaUser).Is(200)
	user.Has("attributes.0.name", "userName").Has("attributes.0.uniqueness", "server").Has("attributes.0.caseExact", false)
	c.Get("/Schemas/"+enterprise).Is(200).Has("attributes.5.subAttributes.0.name", "value")
	c.Get("/Schemas?filter=id+pr").Is(403)
}

func TestPanicIsAnError(t *testing.T) {
	t.Parallel()
	c := scimtest.NewClient(t, func(o *provider.Options) { o.Storage = brokenStorage{provider.NewMemory()} })
	c.Get("/Users").Is(500)
	a := c.Post("/Users", scimtest.NewUser("x@example.com")).Is(500)
	if strings.Contains(a.Text("detail"), "disk") {
		t.Errorf("the answer tells what is inside: %s", a.Raw)
	}
}

func TestAnswersHaveLength(t *testing.T) {
	t.Parallel()
	c := scimtest.NewClient(t)
	for _, a := range []*scimtest.Answer{c.Get("/Users"), c.Get("/nothing"), c.Post("/Users", scimtest.NewUser("x@example.com"))} {
		if a.Header.Get("Content-Length") == "" || a.Header.Get("Vary") != "Accept-Encoding" {
			t.Errorf("headers: %v", a.Header)
		}
	}
	if got := http.Header(c.Delete("/Users/" + c.User("y@example.com")).Header).Get("Content-Type"); got != "" {
		t.Errorf("204 with Content-Type %q", got)
	}
}
