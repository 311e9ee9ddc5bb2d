package orgsim

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"
)

// call is one request to the API. The org is locked while it is answered.
type call struct {
	*Org
	r      *http.Request
	header http.Header // of the answer
	base   string      // https or http and host, as the client sees the org
}

// handler answers a call: a status and a body, or an error. A nil body sends none.
type handler func(*call) (status int, body any, err *apiError)

// route is one operation. scope is the family of its OAuth scope, such as
// "users" of okta.users.read and okta.users.manage; "" needs no credentials.
type route struct {
	pattern, scope string
	handle         handler
}

func (o *Org) router() http.Handler {
	mux := http.NewServeMux()
	paths := map[string]bool{}
	for _, routes := range [][]route{appRoutes, appUserRoutes, appGroupRoutes, pushRoutes, mappingRoutes, userRoutes, groupRoutes, logRoutes, orgRoutes} {
		for _, r := range routes {
			mux.HandleFunc(r.pattern, func(w http.ResponseWriter, rq *http.Request) { o.answer(w, rq, r) })
			_, path, _ := strings.Cut(r.pattern, " ")
			paths[path] = true
		}
	}
	for path := range paths {
		mux.HandleFunc(path, func(w http.ResponseWriter, rq *http.Request) {
			o.answer(w, rq, route{scope: anyScope, handle: func(*call) (int, any, *apiError) { return 0, nil, noMethod() }})
		})
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, rq *http.Request) {
		o.answer(w, rq, route{scope: anyScope, handle: func(c *call) (int, any, *apiError) { return 0, nil, notFound(c.r.URL.Path, "Endpoint") }})
	})
	return mux
}

// anyScope lets every valid token in.
const anyScope = "*"

// ServeHTTP answers a request to the Management API.
func (o *Org) ServeHTTP(w http.ResponseWriter, r *http.Request) { o.routes.ServeHTTP(w, r) }

const largestBody = 1 << 20

func (o *Org) answer(w http.ResponseWriter, r *http.Request, to route) {
	start := time.Now()
	// The body is read before the org is locked, so that a slow client holds up nobody.
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, largestBody))
	r.Body = io.NopCloser(strings.NewReader(string(body)))
	o.mu.Lock()
	c := &call{Org: o, r: r, header: w.Header(), base: "http://" + r.Host}
	if r.TLS != nil {
		c.base = "https://" + r.Host
	}
	status, out, problem := c.do(to, err)
	if problem != nil {
		status, out = problem.status, problem.object(o.newID("oae"))
		for k, v := range problem.header {
			c.header[k] = v
		}
	}
	text, err := json.Marshal(out)
	o.mu.Unlock()

	if out == nil || err != nil {
		text = nil
	} else {
		c.header.Set("Content-Type", "application/json")
	}
	c.header.Set("Cache-Control", "no-cache, no-store")
	w.WriteHeader(status)
	// A client that is gone needs no answer.
	_, _ = w.Write(text)
	o.options.Logger.Info("okta api", "method", r.Method, "path", r.URL.Path, "status", status, "duration", time.Since(start).Round(time.Microsecond))
}

// do lets the call in and answers it.
func (c *call) do(to route, bodyErr error) (int, any, *apiError) {
	c.header.Set("X-Okta-Request-Id", c.newID("req"))
	if err := c.limit.take(c.header, c.plant.limited); err != nil {
		return 0, nil, err
	}
	if to.scope != "" {
		if err := c.access.admit(c.r, c.base, to.scope, c.now()); err != nil {
			return 0, nil, err
		}
	}
	var large *http.MaxBytesError
	if errors.As(bodyErr, &large) {
		return 0, nil, &apiError{status: 413, code: "E0000003", summary: "The request body was too large."}
	}
	if bodyErr != nil {
		return 0, nil, malformed()
	}
	return to.handle(c)
}

// read decodes the body; one that is not a JSON object is malformed.
func (c *call) read(into any) *apiError {
	if err := json.NewDecoder(c.r.Body).Decode(into); err != nil {
		return malformed()
	}
	return nil
}

// truth reads a query parameter that is true or false.
func (c *call) truth(name string, otherwise bool) bool {
	switch strings.ToLower(c.r.URL.Query().Get(name)) {
	case "true":
		return true
	case "false":
		return false
	default:
		return otherwise
	}
}

// href is a link object to a path of this org.
func (c *call) href(path string, methods ...string) object {
	link := object{"href": c.base + path}
	if len(methods) > 0 {
		link["hints"] = object{"allow": methods}
	}
	return link
}

// stamp shows a time as the API does, and one that never was as null.
func stamp(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UTC().Format("2006-01-02T15:04:05.000Z")
}
