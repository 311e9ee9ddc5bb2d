package orgsim

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// object is a JSON object as the API shows it.
type object = map[string]any

// call is one request to the API. The org is locked while it is answered.
type call struct {
	*Org
	r      *http.Request
	query  url.Values
	body   []byte
	header http.Header // of the answer
	status int         // of the answer, when it has a body
	base   string      // scheme and host, as the client sees the org
}

// handler answers a call with a body, nil for 204, or with an error.
type handler func(*call) (any, error)

func (o *Org) router() http.Handler {
	app := "/api/v1/apps/" + o.app.id
	push := app + "/group-push/mappings"
	mux := http.NewServeMux()
	// The scope is the family of the OAuth scopes, such as "users" of okta.users.read and okta.users.manage; "" needs no
	// credentials.
	for _, route := range []struct {
		pattern, scope string
		handle         handler
	}{
		{"POST /oauth2/v1/token", "", giveToken},
		{"GET " + app, "apps", getApp},
		{"GET " + app + "/features", "apps", listFeatures},
		{"GET " + app + "/connections/default", "apps", getConnection},
		{"GET " + app + "/groups", "apps", listAppGroups},
		{"GET " + app + "/users", "apps", listAppUsers},
		{"POST " + app + "/users", "apps", assignUser},
		{"GET " + app + "/users/{user}", "apps", appUser((*call).showAppUser)},
		{"DELETE " + app + "/users/{user}", "apps", appUser(unassignUser)},
		{"POST /governance/api/v1/grants", "apps", grant},
		{"GET " + push, "apps", listPushes},
		{"POST " + push, "apps", createPush},
		{"GET " + push + "/{id}", "apps", withPush((*call).showPush)},
		{"PATCH " + push + "/{id}", "apps", withPush(updatePush)},
		{"DELETE " + push + "/{id}", "apps", withPush(deletePush)},
		{"GET /api/v1/mappings", "profileMappings", listMappings},
		{"GET /api/v1/mappings/" + o.app.toApp, "profileMappings", getMapping},
		{"GET /api/v1/users", "users", listUsers},
		{"POST /api/v1/users", "users", createUser},
		{"GET /api/v1/users/{user}", "users", withUser((*call).showUser)},
		{"POST /api/v1/users/{user}", "users", withUser(updateUser)},
		{"DELETE /api/v1/users/{user}", "users", withUser(deleteUser)},
		{"POST /api/v1/users/{user}/lifecycle/activate", "users", withUser(activateUser)},
		{"POST /api/v1/users/{user}/lifecycle/deactivate", "users", withUser(deactivateUser)},
		{"GET /api/v1/groups", "groups", listGroups},
		{"POST /api/v1/groups", "groups", createGroup},
		{"GET /api/v1/groups/{id}", "groups", withGroup((*call).showGroup)},
		{"DELETE /api/v1/groups/{id}", "groups", withGroup(deleteGroup)},
		{"GET /api/v1/groups/{id}/users", "groups", withGroup(listMembers)},
		{"PUT /api/v1/groups/{id}/users/{user}", "groups", withMember(true)},
		{"DELETE /api/v1/groups/{id}/users/{user}", "groups", withMember(false)},
		{"GET /api/v1/logs", "logs", listLogs},
		{"/", anyScope, func(c *call) (any, error) { return nil, notFound(c.r.URL.Path, "Endpoint") }},
	} {
		mux.HandleFunc(route.pattern, func(w http.ResponseWriter, r *http.Request) {
			o.answer(w, r, route.scope, route.handle)
		})
	}
	return mux
}

// ServeHTTP answers a request to the Management API.
func (o *Org) ServeHTTP(w http.ResponseWriter, r *http.Request) { o.routes.ServeHTTP(w, r) }

const largestBody = 1 << 20

func (o *Org) answer(w http.ResponseWriter, r *http.Request, scope string, handle handler) {
	start := time.Now()
	// The body is read before the org is locked, so that a slow client delays nobody.
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, largestBody))
	o.mu.Lock()
	c := &call{Org: o, r: r, query: r.URL.Query(), body: body, header: w.Header(), status: 200, base: "http://" + r.Host}
	var out any
	if err != nil {
		err = malformed
	} else if err = c.admit(scope); err == nil {
		out, err = handle(c)
	}
	if refusal, is := err.(*apiError); is {
		c.status, out = refusal.status, refusal.object(o.newID("oae"))
	}
	text, err := json.Marshal(out)
	o.mu.Unlock()

	if out == nil || err != nil {
		c.status, text = http.StatusNoContent, nil
	} else {
		c.header.Set("Content-Type", "application/json")
	}
	c.header.Set("Cache-Control", "no-cache, no-store")
	w.WriteHeader(c.status)
	_, _ = w.Write(text) // a client that is gone needs no answer
	o.options.Logger.Info("okta api", "method", r.Method, "path", r.URL.Path, "status", c.status,
		"duration", time.Since(start).Round(time.Microsecond))
}

// anyScope lets every valid token in.
const anyScope = "*"

// admit lets a request in: an API token ("SSWS …"), whose rights are those of its admin, or an OAuth access token
// ("Bearer …"), which needs the scope.
func (c *call) admit(scope string) error {
	if c.plant.limited {
		c.header.Set("X-Rate-Limit-Reset", strconv.FormatInt(time.Now().Add(time.Hour).Unix(), 10))
		return &apiError{429, "E0000047", "API call exceeded rate limit due to too many requests.", ""}
	}
	write := c.r.Method != http.MethodGet && c.r.Method != http.MethodHead
	scheme, secret, _ := strings.Cut(c.r.Header.Get("Authorization"), " ")
	scopes, known := c.granted[secret]
	switch {
	case scope == "":
		return nil
	case strings.EqualFold(scheme, "SSWS") && secret == c.options.Token && !c.plant.expired:
		if write && c.plant.readOnly {
			return denied
		}
		return nil
	case !strings.EqualFold(scheme, "Bearer") || !known:
		return &apiError{401, "E0000011", "Invalid token provided", ""}
	case scope == anyScope || slices.Contains(scopes, "okta."+scope+".manage"),
		!write && slices.Contains(scopes, "okta."+scope+".read"):
		return nil
	}
	c.header.Set("Www-Authenticate", // RFC 6750 §3
		`Bearer error="insufficient_scope", error_description="The access token does not contain the required scopes."`)
	return denied
}

// on finds what the path is about, and passes it to handle; nil is not found.
func on[T any](kind string, find func(*call) *T, handle func(*call, *T) (any, error)) handler {
	return func(c *call) (any, error) {
		if found := find(c); found != nil {
			return handle(c, found)
		}
		return nil, notFound(c.r.URL.Path, kind)
	}
}

// read decodes the body.
func (c *call) read(into any) error {
	if json.Unmarshal(c.body, into) != nil {
		return malformed
	}
	return nil
}

// page cuts a page out of a list, by the query parameters after and limit, and sets the Link header next. A limit above
// the operation's maximum is rejected.
func page[T any](c *call, all []T, show func(*call, T) (any, error), limit, most int) (any, error) {
	start := 0
	for name, into := range map[string]*int{"limit": &limit, "after": &start} {
		if text := c.query.Get(name); text != "" {
			var err error
			if *into, err = strconv.Atoi(text); err != nil || *into < 1 {
				return nil, invalid(name, "The value must be a positive number.")
			}
		}
	}
	if limit > most {
		return nil, invalid("limit", fmt.Sprintf("The value must not exceed %d.", most))
	}
	if c.plant.endless {
		start = 0
	}
	start = min(start, len(all))
	end := min(start+limit, len(all))
	if end < len(all) || c.plant.endless {
		c.query.Set("after", strconv.Itoa(end))
		c.header.Add("Link", "<"+c.base+c.r.URL.EscapedPath()+"?"+c.query.Encode()+`>; rel="next"`)
	}
	out := []any{}
	for _, e := range all[start:end] {
		shown, err := show(c, e)
		if err != nil {
			return nil, err
		}
		out = append(out, shown)
	}
	return out, nil
}

// link returns the _links of an object: name, path, name, path …
func (c *call) link(pairs ...string) object {
	out := object{}
	for pair := range slices.Chunk(pairs, 2) {
		out[pair[0]] = object{"href": c.base + "/api/v1/" + pair[1]}
	}
	return out
}

// orNull is null for "".
func orNull(text string) any {
	if text == "" {
		return nil
	}
	return text
}

// apiError is an error object of Okta's API (developer.okta.com/docs/reference/error-codes).
type apiError struct {
	status               int
	code, summary, cause string
}

var (
	malformed = &apiError{400, "E0000003", "The request body was not well-formed.", ""}
	denied    = &apiError{403, "E0000006", "You do not have permission to perform the requested action", ""}
)

func (e *apiError) Error() string { return e.cause + e.summary }

func (e *apiError) object(id string) object {
	causes := []object{}
	if e.cause != "" {
		causes = append(causes, object{"errorSummary": e.cause})
	}
	return object{"errorCode": e.code, "errorSummary": e.summary, "errorLink": e.code, "errorId": id,
		"errorCauses": causes}
}

func notFound(id, kind string) error {
	return &apiError{404, "E0000007", fmt.Sprintf("Not found: Resource not found: %s (%s)", id, kind), ""}
}

// invalid says what is wrong with a field of a request.
func invalid(field, cause string) error {
	return &apiError{400, "E0000001", "Api validation failed: " + field, field + ": " + cause}
}
