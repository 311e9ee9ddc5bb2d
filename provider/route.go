package provider

import (
	"net/http"
	"net/url"
	"strings"
)

// route finds out what the path and the method ask for: 404 for a path that leads nowhere, 405 with Allow for a method it
// does not know.
func route(rq *Request) error {
	rest, ok := strings.CutPrefix(rq.HTTP.URL.EscapedPath(), rq.Server.options.BasePath)
	if !ok || rest != "" && rest[0] != '/' {
		return Refuse(http.StatusNotFound, "", "There is nothing at %s; the SCIM base URL ends in %s.", rq.HTTP.URL.Path, rq.Server.options.BasePath)
	}
	rq.Path = rest
	parts := strings.Split(strings.Trim(rest, "/"), "/")
	endpoint := "/" + parts[0]
	if len(parts) == 2 {
		id, err := url.PathUnescape(parts[1])
		if err != nil {
			return Refuse(http.StatusNotFound, "", "There is nothing at %s.", rest)
		}
		rq.ID = id
	}
	methods := map[string]Operation{}
	switch endpoint {
	case "/Users", "/Groups":
		rq.Type = rq.Settings.User
		if endpoint == "/Groups" {
			rq.Type = rq.Settings.Group
		}
		if rq.ID == "" {
			methods = map[string]Operation{http.MethodGet: OpList, http.MethodPost: OpCreate}
		} else {
			methods = map[string]Operation{http.MethodGet: OpRead, http.MethodPut: OpReplace, http.MethodPatch: OpPatch, http.MethodDelete: OpDelete}
		}
	case "/ServiceProviderConfig":
		if len(parts) == 1 {
			methods[http.MethodGet] = OpDiscover
		}
	case "/ResourceTypes", "/Schemas":
		methods[http.MethodGet] = OpDiscover
	}
	if len(parts) > 2 || len(methods) == 0 {
		return Refuse(http.StatusNotFound, "", "There is no endpoint %s; there are /Users, /Groups, /ServiceProviderConfig, /ResourceTypes and /Schemas.", rest)
	}
	method := rq.HTTP.Method
	if method == http.MethodHead { // net/http leaves out the body
		method = http.MethodGet
	}
	rq.Operation, ok = methods[method]
	if !ok {
		return NotAllowed(rq.HTTP.Method, endpoint, methods)
	}
	return nil
}

// NotAllowed makes a 405 with the Allow header (RFC 9110 §15.5.6).
func NotAllowed(method, endpoint string, methods map[string]Operation) *Error {
	var allowed []string
	for _, m := range []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete} {
		if _, ok := methods[m]; ok {
			allowed = append(allowed, m)
		}
	}
	e := Refuse(http.StatusMethodNotAllowed, "", "%s is not possible here: %s allows %s.", method, endpoint, strings.Join(allowed, ", "))
	e.Header = http.Header{"Allow": {strings.Join(allowed, ", ")}}
	return e
}
