package okta

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Answer is what came back for one request.
type Answer struct {
	Method      string
	URL         string // as sent, encoding included
	RequestBody []byte // may hold a password: redact before showing
	Status      int    // 0 when nothing came
	Header      http.Header
	Body        []byte   // after decompression
	Resource    Resource // nil unless the body is a JSON object
	JSONErr     error    // all that is wrong with the body as one JSON object; a Resource may be there beside it. nil for an empty 204
	Elapsed     time.Duration
	Waited      time.Duration // spent on Retry-After before the request that was answered
	Tries       int           // requests sent: 1, and one more for each 429 that was waited for
	Err         error         // no usable answer: time-out, refused, over-size, unknown compression …
}

// OK tells whether the status is 2xx.
func (a Answer) OK() bool { return a.Err == nil && a.Status >= 200 && a.Status <= 299 }

// Decode reads the body, which is decompressed, into Resource and JSONErr, for an answer that no [Client] has read.
func (a *Answer) Decode() {
	if a.Resource, a.JSONErr = nil, nil; a.Status != http.StatusNoContent || len(a.Body) > 0 {
		a.Resource, a.JSONErr = decodeObject(a.Body)
	}
}

// Op names the request without values, such as "POST /Users" or "PUT /Users/{id}".
func (a Answer) Op() string {
	u, err := url.Parse(a.URL)
	if err != nil {
		return a.Method
	}
	segments := strings.Split(strings.Trim(u.EscapedPath(), "/"), "/")
	known := []string{"Users", "Groups", "Schemas", "ResourceTypes", "ServiceProviderConfig", "Bulk", "Me"}
	for i := len(segments) - 1; i >= 0; i-- {
		if !slices.Contains(known, segments[i]) {
			continue
		}
		op := a.Method + " /" + segments[i]
		if i+1 < len(segments) {
			op += "/{id}"
		}
		return op
	}
	return strings.TrimSpace(a.Method + " " + u.EscapedPath())
}

// List gives the resources of a ListResponse (RFC 7644 §3.4.2), and false when
// Resources is not an array of objects.
func (a Answer) List() ([]Resource, bool) {
	all, ok := a.Resource["Resources"].([]any)
	if !ok {
		return nil, false
	}
	out := make([]Resource, 0, len(all))
	for _, e := range all {
		o, isObject := e.(map[string]any)
		if !isObject {
			ok = false
			continue
		}
		out = append(out, o)
	}
	return out, ok
}

// Total reads totalResults leniently, as a number or as digits in a string.
func (a Answer) Total() (int, bool) {
	var text string
	switch v := a.Resource["totalResults"].(type) {
	case json.Number:
		text = v.String()
	case string:
		text = v
	default:
		return 0, false
	}
	n, err := strconv.Atoi(text)
	return n, err == nil
}

// hit is the first resource of a look-up that found something.
func (a Answer) hit() (Resource, bool) {
	n, _ := a.Total()
	list, _ := a.List()
	if n < 1 || len(list) == 0 || list[0].ID() == "" {
		return nil, false
	}
	return list[0], true
}
