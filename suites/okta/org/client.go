// Package org is Okta's management side: what an org says about one app, its users, groups, group pushes and System
// Log, and the few changes that a run makes. It is the only importer of okta-sdk-golang v2. At the border users, groups
// and app users are the SDK's types; inside they are the small ones of this package.
//
// The facts come from Okta's public API description (developer.okta.com/docs/api/openapi/okta-management) and the SDK's
// models.
package org

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	sdk "github.com/okta/okta-sdk-golang/v2/okta"
)

// Client reads and changes one org. It is safe for concurrent use.
type Client struct {
	sdk    *sdk.Client
	config Config
}

// New returns a client and sends nothing. It sets everything that the SDK could take from ~/.okta/okta.yaml or from
// OKTA_CLIENT_…, so that those do not lead to another org.
func New(config Config) (*Client, error) {
	config = config.withDefaults()
	if err := CheckURL(config.URL); err != nil {
		return nil, err
	}
	setters := []sdk.ConfigSetter{
		sdk.WithOrgUrl(config.URL),
		sdk.WithCache(false),
		sdk.WithTestingDisableHttpsCheck(strings.HasPrefix(config.URL, "http://")), // CheckURL: loopback only
		sdk.WithUserAgentExtra("oktascim"),
		sdk.WithRequestTimeout(0), // the HTTP client has one
		sdk.WithHttpClientPtr(&http.Client{
			Transport:     &guard{config: config},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		}),
	}
	credentials, err := config.credentials()
	if err != nil {
		return nil, err
	}
	_, client, err := sdk.NewClient(context.Background(), append(setters, credentials...)...)
	if err != nil {
		return nil, usage(err.Error(), "Check --okta-org and the credentials.")
	}
	return &Client{sdk: client, config: config}, nil
}

// URL is the org's address.
func (c *Client) URL() string { return c.config.URL }

// do sends one request. The SDK's methods are typed one by one; its request executor below them is the same for all.
func (c *Client) do(ctx context.Context, method, path string, body, into any) (*sdk.Response, error) {
	executor := c.sdk.CloneRequestExecutor().WithAccept("application/json").WithContentType("application/json")
	request, err := executor.NewRequest(method, path, body)
	if err != nil {
		return nil, err
	}
	return executor.Do(ctx, request, into)
}

// send sends a request and decodes the answer into a T. what says in errors what was tried, such as "reading the app".
func send[T any](ctx context.Context, c *Client, what, method, path string, body any) (T, error) {
	var got, none T
	resp, err := c.do(ctx, method, path, body, &got)
	if err != nil {
		return none, explain(what, resp, err)
	}
	return got, nil
}

// get reads one object.
func get[T any](ctx context.Context, c *Client, what, path string) (T, error) {
	return send[T](ctx, c, what, http.MethodGet, path, nil)
}

// list reads a list to its end, by the Link headers of its pages (rel="next"), and leaves out the nulls that JSON could
// hold. A list that leads back to a page it had, or has too many pages, is an error.
func list[T any](ctx context.Context, c *Client, what, path string) ([]T, error) {
	var all []T
	var page []*T
	seen := map[string]bool{}
	resp, err := c.do(ctx, http.MethodGet, path, nil, &page)
	for n := 1; ; n++ {
		if err != nil {
			return nil, explain(what, resp, err)
		}
		for _, e := range page {
			if e != nil {
				all = append(all, *e)
			}
		}
		if !resp.HasNextPage() {
			return all, nil
		}
		if seen[resp.NextPage] || n >= c.config.MaxPages {
			return nil, &Error{
				Cause: fmt.Sprintf("%s: the list does not end: after %d pages and %d entries there is still a next one",
					what, n, len(all)),
				Remedy: "This is a fault of the org or of a proxy before it, or the list is too long for this command."}
		}
		seen[resp.NextPage], page = true, nil
		resp, err = resp.Next(ctx, &page)
	}
}

// each converts the elements of a list.
func each[T, O any](list []T, convert func(T) O) []O {
	var out []O
	for _, e := range list {
		out = append(out, convert(e))
	}
	return out
}
