package okta

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// Request is any request to the service.
type Request struct {
	Method string
	Path   string      // relative to the base URL, percent-encoded, with a leading slash
	Query  [][2]string // in this order, encoded by the client
	// RawQuery is sent as it stands instead of Query.
	RawQuery string
	// Header nil sends what Okta's live client sends. Otherwise exactly these go
	// out, and Authorization unless the map has that key: a nil value for it sends none.
	Header http.Header
	// Body nil sends none, []byte goes out as it stands, anything else as JSON.
	Body any
}

// Headers returns the headers that Okta's live client sends with a method, without
// Authorization. A GET and a DELETE have no body, and so no Content-Type.
func Headers(method string) http.Header {
	h := http.Header{
		"User-Agent":      {"Okta SCIM Client 1.0.0"},
		"Accept":          {"application/scim+json"},
		"Accept-Charset":  {"utf-8"},
		"Accept-Encoding": {"gzip,deflate"},
		"Connection":      {"Keep-Alive"},
	}
	if method != http.MethodGet && method != http.MethodDelete {
		h.Set("Content-Type", "application/scim+json; charset=utf-8")
	}
	return h
}

// Send sends the shape of that name (see fixtures/okta) with the values of its
// placeholders. An unknown shape, or a value too many or too few, gives an
// Answer with Err and sends nothing.
func (c *Client) Send(ctx context.Context, shape string, vars Vars) Answer {
	if c.err != nil {
		return Answer{Err: c.err}
	}
	s, ok := c.shapes[shape]
	if !ok {
		return Answer{Err: fmt.Errorf("no request %q", shape)}
	}
	filled, err := s.Fill(vars)
	if err != nil {
		return Answer{Method: s.Method, Err: err}
	}
	r := Request{Method: filled.Method, Path: filled.Path, Query: filled.Query, Body: filled.Body}
	if filled.Headers != nil {
		r.Header = http.Header{}
		for k, v := range filled.Headers {
			r.Header.Set(k, v)
		}
	}
	return c.Do(ctx, r)
}

// build makes the request; the body is given apart so that it can be sent again.
func (c *Client) build(r Request) (*http.Request, []byte, error) {
	base, err := url.Parse(c.config.BaseURL)
	if err != nil {
		return nil, nil, errors.New("the base URL cannot be read")
	}
	if base.Scheme != "http" && base.Scheme != "https" || base.Host == "" {
		return nil, nil, errors.New("the base URL needs http:// or https:// and a host")
	}
	query := r.RawQuery
	if query == "" {
		query = c.encodeQuery(r.Query)
	}
	query = strings.Trim(base.RawQuery+"&"+query, "&")
	if r.Path != "" && r.Path[0] != '/' {
		r.Path = "/" + r.Path
	}
	target := base.Scheme + "://" + base.Host + strings.TrimRight(base.EscapedPath(), "/") + r.Path
	if query != "" {
		target += "?" + query
	}
	var body []byte
	switch b := r.Body.(type) {
	case nil:
	case []byte:
		body = b
	default:
		if body, err = encodeJSON(b); err != nil {
			return nil, nil, fmt.Errorf("the body cannot be written as JSON: %w", err)
		}
	}
	req, err := http.NewRequest(r.Method, target, nil)
	if err != nil {
		return nil, nil, err
	}
	if r.Header == nil {
		req.Header = Headers(r.Method)
	} else {
		req.Header = r.Header.Clone()
	}
	if _, given := req.Header["Authorization"]; !given && c.config.Authorization != "" {
		req.Header.Set("Authorization", c.config.Authorization)
	}
	return req, body, nil
}
