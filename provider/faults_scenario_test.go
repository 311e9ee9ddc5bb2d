package provider_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"strconv"

	"github.com/oktascim/oktascim/provider"
)

// sees makes a sight of what the client sees of a healthy server and of one with the fault. "true" and true differ.
func sees(healthy, faulty any, show func(c *client) any) sight {
	write := func(v any) string { return fmt.Sprintf("%#v", v) }
	return sight{right: write(healthy), wrong: write(faulty), see: func(c *client) any { return write(show(c)) }}
}

// shownCreated creates a user and looks at one attribute of him, by id. changes are of newUser("jane@example.com").
func shownCreated(path string, changes provider.Object) func(c *client) any {
	return func(c *client) any { return c.get("/Users/" + c.user("jane@example.com", changes)).at(path) }
}

// shownPut creates a user, reads him, changes him by a PUT of all that was read, and looks at one attribute of him, by id.
func shownPut(path string, created, changes provider.Object) func(c *client) any {
	return func(c *client) any {
		id := c.user("jane@example.com", created)
		c.merged(id, changes)
		return c.get("/Users/" + id).at(path)
	}
}

// merged is GET and PUT of the whole user, as Okta updates a profile.
func (c *client) merged(id string, changes provider.Object) *answer {
	c.t.Helper()
	body := c.get("/Users/" + id).body
	for name, v := range changes {
		body[name] = v
	}
	return c.put("/Users/"+id, body)
}

// lookUp asks Okta's question and gives the userNames found.
func (c *client) lookUp(userName string) []string {
	c.t.Helper()
	return c.filter("/Users", "userName eq "+strconv.Quote(userName)).each("", "userName")
}

// emails are two addresses, of which the second is the primary one.
func emails() []any {
	return []any{
		provider.Object{"value": "home@example.com", "type": "home"},
		provider.Object{"value": "work@example.com", "type": "work", "primary": true},
	}
}

// withLocalAdmin is a server of its own with the same faults and an account that SCIM did not make.
func withLocalAdmin(c *client, userName string) *client {
	c.t.Helper()
	w := httptest.NewRecorder()
	c.server.Admin().ServeHTTP(w, httptest.NewRequest("GET", "/", nil))
	var state provider.State
	if err := json.Unmarshal(w.Body.Bytes(), &state); err != nil {
		c.t.Fatal(err)
	}
	return lenient(newClient(c.t, func(o *provider.Options) { o.LocalAdmin, o.Faults = userName, state.Faults }))
}

// jwt is a JSON Web Token that nobody issued.
func jwt() string {
	part := base64.RawURLEncoding.EncodeToString
	return part([]byte(`{"alg":"HS256"}`)) + "." + part([]byte(`{"sub":"jane"}`)) + ".c2lnbmVk"
}
